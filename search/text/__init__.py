"""Words of the languages of the archive: cut, folded, stemmed. Pure."""
