"""Records gathered, written as segments and merged."""
