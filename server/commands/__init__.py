"""What the command line offers: one module a group of commands, `parser` joins them."""
