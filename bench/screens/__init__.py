"""Pictures of every screen, in both languages and both widths."""
