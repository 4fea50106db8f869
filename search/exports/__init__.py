"""Results as files: a whole search result in its order, streamed."""
