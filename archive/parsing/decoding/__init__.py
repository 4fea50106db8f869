"""Bytes to text: the encoding of a file, and doubts about it."""
