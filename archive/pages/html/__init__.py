"""Values and repeated pieces of pages as HTML."""
