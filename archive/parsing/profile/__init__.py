"""What editors' corrections teach about a source's layout: learning rules, and reading files with them. Pure."""
