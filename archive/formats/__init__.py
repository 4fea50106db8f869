"""What readers take away: citations and files, one format a module. Pure: facts in, text out."""
