"""The API: transcripts, records, speakers, countries, sources, search and suggestions as JSON. Described by /api/openapi.json."""
