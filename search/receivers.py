"""What search hears from the archive."""
