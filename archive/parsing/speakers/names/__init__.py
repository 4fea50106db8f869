"""The forms of names: given names, honorifics, cases, scripts and short forms."""
