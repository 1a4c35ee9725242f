"""Decoding every transfer syntax, encoding what is shown: HTJ2K, JPEG, WebP; in child processes."""
