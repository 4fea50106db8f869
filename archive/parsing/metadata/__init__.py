"""Metadata of a transcript: title, day, place, kind, language, publisher and address."""
