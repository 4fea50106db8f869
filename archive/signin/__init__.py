"""Who comes in: signing in, second factor, sessions."""
