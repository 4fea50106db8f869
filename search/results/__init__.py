"""From a search to what its page shows."""
