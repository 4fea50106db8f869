"""Who is who across transcripts."""
