"""Layouts of sources learnt from corrections: learning, testing on published transcripts, use for new files."""
