"""How transcripts get in: files, validation, one transaction a transcript, permalinks that stay."""
