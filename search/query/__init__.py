"""From an address or a typed query to a search. Pure."""
