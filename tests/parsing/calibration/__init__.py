"""Learns how far a reading can be trusted: evidence and outcome of draws and of marked transcripts."""
