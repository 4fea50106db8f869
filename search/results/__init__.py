"""From a search to its results page."""
