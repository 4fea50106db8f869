"""What editors' corrections teach of a source's layout: rules read from them, and files read by the rules. Pure."""
