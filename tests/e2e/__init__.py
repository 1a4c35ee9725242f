"""The whole platform: the real process, real browsers, made-up people."""
