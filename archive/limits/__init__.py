"""What one address may ask of the site, and in which order requests are answered. Nothing here asks the database."""
