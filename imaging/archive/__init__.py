"""Instances at rest: blobs on disk, an index behind one protocol, queries, derivatives."""
