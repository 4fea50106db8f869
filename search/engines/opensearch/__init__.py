"""The engine for a cluster. OpenSearch finds, counts and stores; tokenising, folding and stemming happen here."""
