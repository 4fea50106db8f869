"""The identity of speakers across transcripts."""
