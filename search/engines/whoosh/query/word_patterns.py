"""Patterns over written forms: exact, prefix, wildcard, fuzzy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from search.engines.whoosh.query.plan import Spelling
from search.engines.whoosh.storage.arrays import Array
from search.engines.whoosh.storage.inverted import Inverted
from search.text.stemming import MARK, form_of, meant
from search.text.words import STEM_OF, fold
from search.text.written_words import WILD, shape

AN_EDIT = 0.1  # the factor for each edit


@dataclass(frozen=True, slots=True)
class Exactly:
    """One form."""

    form: str

    def spellings(self, field: Inverted, reader: Callable[[], Any]) -> list[Spelling]:
        """Return the matching terms in one segment."""
        return grouped(field, places_of(field, self.form))


@dataclass(frozen=True, slots=True)
class Beginning:
    """All forms with one beginning."""

    prefix: str

    def spellings(self, field: Inverted, reader: Callable[[], Any]) -> list[Spelling]:
        """Return the matching terms in one segment."""
        found = field.forms.with_prefix(self.prefix.encode())
        return grouped(field, np.arange(found.start, found.stop))


@dataclass(frozen=True, slots=True)
class Shaped:
    """All forms of a shape: `?` is one letter, `*` any number."""

    pattern: str

    def spellings(self, field: Inverted, reader: Callable[[], Any]) -> list[Spelling]:
        """Return the matching terms in one segment."""
        match, candidates = shape(self.pattern).match, self.candidates(field)
        places = np.arange(candidates.start, candidates.stop)
        return grouped(field, places[np.array([bool(match(form)) for form in forms_at(field, places)], bool)])

    def candidates(self, field: Inverted) -> range:
        """Return the places of the forms to be tested: those with its beginning."""
        return field.forms.with_prefix(WILD.split(self.pattern, maxsplit=1)[0].encode())


@dataclass(frozen=True, slots=True)
class Nearly:
    """All forms at most `distance` edits away. Each edit takes most of the weight.

    Other forms of the word itself count in full. So a record with the word comes before one with a similar word ("grain" is one
    edit from "train"). If nobody has the typed spelling, ranking counts the closest in full.
    """

    form: str
    distance: int

    def spellings(self, field: Inverted, reader: Callable[[], Any]) -> list[Spelling]:
        """Return the matching terms in one segment."""
        places, edits = near(field, self.form, self.distance)
        terms = field.form_term[places]
        for spelling in of_word(field, self.form):
            edits[terms == spelling.term] = 0
        return [
            spelling
            for distance in range(self.distance + 1)
            for spelling in grouped(field, places[edits == distance], AN_EDIT**distance)
        ]


def places_of(field: Inverted, form: str) -> Array:
    """Return the places of a form in any language."""
    place = field.forms.find(form.encode())
    found = [place] if place >= 0 else []
    return np.array([*found, *field.forms.with_prefix(f"{form}{MARK}".encode())] if field.languages else found, np.int64)


def of_word(field: Inverted, written: str) -> list[Spelling]:
    """Return the terms of a word in one segment, in any language."""
    term = field.terms.find(STEM_OF[fold(written)].encode())
    return ([Spelling(term)] if term >= 0 else []) + in_other_languages(field, written)


def in_other_languages(field: Inverted, written: str) -> list[Spelling]:
    """Return the terms of a word in languages other than English: its stems there, and identical words."""
    every = (stem for language in field.languages for stem in sorted(meant(written, language)))
    terms = [term for stem in every if (term := field.terms.find(stem.encode())) >= 0]
    like = field.forms.with_prefix(f"{fold(written)}{MARK}".encode()) if field.languages else range(0)
    others = [place for place in like if field.form_term[place] not in terms]
    return [*map(Spelling, terms), *grouped(field, np.array(others, np.int64))]


def grouped(field: Inverted, places: Array, weight: float = 1.0) -> list[Spelling]:
    """Group forms, given by their places, by term. If all forms of a term match, the whole term does."""
    if len(places) < 2:
        return [_alone(field, place, weight) for place in places.tolist()]
    terms, codes = field.form_term[places], field.form_code[places]
    order = np.argsort(terms, kind="stable")
    terms, codes = terms[order], codes[order]
    firsts = np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1])))
    sizes = np.diff(np.append(firsts, len(terms)))
    whole = sizes == field.forms_per_term[terms[firsts]]
    return [
        Spelling(int(terms[a]), None if complete else codes[a : a + size], weight)
        for a, size, complete in zip(firsts.tolist(), sizes.tolist(), whole.tolist(), strict=True)
    ]


def _alone(field: Inverted, place: int, weight: float) -> Spelling:
    term = int(field.form_term[place])
    return Spelling(term, None if field.forms_per_term[term] == 1 else field.form_code[place : place + 1], weight)


def near(field: Inverted, form: str, most: int) -> tuple[Array, Array]:
    """Return the places of the forms within this many edits, and their distances.

    Forms whose length or letters differ too much are skipped at once: an edit adds and removes one letter at most.
    """
    shapes, lengths = field.form_shapes
    own = np.uint32(shape_of(form))
    alike = (np.bitwise_count(shapes & ~own) <= most) & (np.bitwise_count(own & ~shapes) <= most)
    places = np.flatnonzero(alike & (np.abs(lengths.astype(np.int16) - len(form)) <= most))
    texts = forms_at(field, places)
    edits = cdist([form], texts, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)[0] if texts else places
    return places[edits <= most], edits[edits <= most].astype(np.int64)


def forms_at(field: Inverted, places: Array) -> list[str]:
    """Return the forms at these places, without their language marks."""
    texts = field.forms.texts(places)
    return [form_of(text) if MARK in text else text for text in texts] if field.languages else texts


def shape_of(form: str) -> int:
    """Return a set of letters as bits."""
    bits = 0
    for letter in form:
        bits |= 1 << (ord(letter) & 31)
    return bits
