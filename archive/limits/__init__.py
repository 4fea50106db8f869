"""Limits on what one address may request, and the order in which requests are answered. No database access."""
