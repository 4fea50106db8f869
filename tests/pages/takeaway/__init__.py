"""Transcripts taken away whole."""
