"""Results as files: the whole result of a search, in its order, streamed."""
