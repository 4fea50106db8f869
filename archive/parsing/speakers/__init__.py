"""Who is behind a label, in which office, and in which role each turn is spoken."""
