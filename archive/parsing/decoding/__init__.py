"""Bytes to text: which encoding a file is in, and what is doubtful about it."""
