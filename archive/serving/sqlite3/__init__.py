"""Django's SQLite, except that only `migrate` makes a database's file."""
