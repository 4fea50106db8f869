"""Which stored transcript a file is of, and what taking it in would lose."""
