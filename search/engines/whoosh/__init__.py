"""The engine on Whoosh: one directory, one writer, any number of readers."""
