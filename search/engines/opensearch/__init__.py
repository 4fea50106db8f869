"""The engine for a cluster: OpenSearch finds, counts and keeps; words are cut, folded and stemmed here."""
