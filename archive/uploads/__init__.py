"""What an editor does between dropping a file and publishing it."""
