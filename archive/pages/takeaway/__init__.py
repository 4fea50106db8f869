"""Transcripts taken away whole: files of one, and dumps of all."""
