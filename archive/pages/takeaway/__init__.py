"""Downloads of transcripts: files of one, and dumps of all."""
