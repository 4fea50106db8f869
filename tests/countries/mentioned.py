"""What the tests of countries share: a short way to say what a sentence mentions."""

from archive.countries import COUNTRY_LAYERS, find_mentions


def mentions(text, *layers):
    return [(m.surface, m.code) for m in find_mentions(text) if m.layer in (layers or COUNTRY_LAYERS)]


def codes(text, *layers):
    return {code for _, code in mentions(text, *layers)}
