"""Words of the archive's languages: tokenising, folding, stemming. Pure."""
