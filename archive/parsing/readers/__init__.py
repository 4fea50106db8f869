"""One module a format: bytes or text in, a Reading out."""
