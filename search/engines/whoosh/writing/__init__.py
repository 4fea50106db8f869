"""Writing: records are gathered, written as segments and merged."""
