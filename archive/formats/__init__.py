"""Files for readers: citations and transcripts, one format a module. Pure: facts in, text out."""
