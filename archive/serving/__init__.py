"""Serving: gunicorn manages the processes, waitress the connections; the archive's own rules are added here."""
