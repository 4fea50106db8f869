"""The index kept in step with the database."""
