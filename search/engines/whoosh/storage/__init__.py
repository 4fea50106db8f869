"""Files of the index, and the generations that readers see."""
