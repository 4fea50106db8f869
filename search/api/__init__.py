"""For programs: /search.json, and the API with transcripts, records, speakers, countries, sources, search and suggestions."""
