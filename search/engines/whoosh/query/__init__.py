"""Answers to a search over one generation of the index."""
