"""Uploads: from dropping a file to publishing it."""
