"""Which stored transcript a file belongs to, and what importing it would lose."""
