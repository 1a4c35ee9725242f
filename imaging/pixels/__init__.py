"""Pixels as numbers: stored values, rescale, window, colour. numpy only."""
