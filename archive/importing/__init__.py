"""How transcripts get in: files, validation, one transaction a transcript, permanent addresses."""
