"""The Whoosh engine: one directory, one writer, any number of readers."""
