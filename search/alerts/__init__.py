"""New results of a search by e-mail, without an account."""
