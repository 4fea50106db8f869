"""How pages are served: gunicorn keeps the processes, waitress the connections; the archive's own rules are added here."""
