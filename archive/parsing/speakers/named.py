"""The people a document names outside its labels, and their offices: in its markup, its title, the lines above the talk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.countries import find_mentions
from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.lines import Field
from archive.parsing.metadata.head_words import names_event
from archive.parsing.speakers.names.name_parts import in_order, without_honours
from archive.parsing.speakers.names.uncased_scripts import named_caseless, named_han
from archive.parsing.speakers.offices.label_parts import LabelParts, is_full_name, part_office
from archive.parsing.speakers.offices.office_forms import has_office, office_marks

LONGEST = 600
MOST_CHUNK = 24  # words of an office and a name
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDS_CHUNK = re.compile(r"[.:;!?…)\]|]$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.){1,3}")
_ABBREVIATED = re.compile(r"[^\W\d_]{1,5}\.")
_BODY = re.compile(r"\((?=[^()]*[A-ZÀ-Þ][^()]*[A-ZÀ-Þ])[^\W\d_]{2,6}\)[,;]?")  # "Dr. Holm (BMdI), "
_COMMA = re.compile(r",\s*(?:[Tt]he\s+|THE\s+)?")
_POSTNOMINAL = re.compile(r",?\s+(?:MP|MEP|MSP|QC|KC)\b,?")
_TITLE_IN_BRACKETS = re.compile(r"\s*\((?:Dr|Mrs?|Ms|Prof|Engr|Barr|Arc|Rtd|Retd)\.?\)\s*", re.I)
_OF_NAME = re.compile(r"\s(?:of|for|from|des|del|della|do)\s", re.I)
# Words before a name in a title: with, by, of, and.
_NAMES_FOLLOW = frozenset("with by of and de do da com con e y et avec par mit von und di con i z ve ile с и".split())
_OF_WORDS = frozenset("of de do da di von z и".split())
# A genitive after an office, as in Slavic languages: "Министр портов".
_GENITIVE = re.compile(r"[а-яёіїєґў]{4,}")
_FIELD = frozenset("of for de do da dos das del della des der für of".split())
_AND = frozenset({"and", "und", "et", "y", "e", "и", "та", "ve", "og", "och", "en"})
_EDGES = " ,.:;!?…()[]|–—-\"“”'‘’*"
LONGEST_SIGNBOARD = 200  # characters of name and office


@dataclass(frozen=True, slots=True)
class Named:
    """A person and the office beside the name, None if there is none."""

    name: str
    office: str | None = None


def named_in_fields(fields: Iterable[Field]) -> list[Named]:
    """Return the persons in the markup's fields ("Varga, Ilse"), without bodies and parties.

    A field named after an office ("prime-minister") gives the person's office.
    """
    found = ((part_office(in_order(field.value)), fold(field.where.rpartition(" ")[2])) for field in fields)
    return [
        Named(parts.name, parts.office or (key if any(office_marks(key.split(), honorifics=False)) else None))
        for parts, key in found
        if parts.name and is_full_name(parts.name)
    ]


def named_in(texts: Iterable[str]) -> list[Named]:
    """Return the persons beside an office in short texts: titles, mastheads, captions, the first lines."""
    return [person for text in texts for person in _named(text[:LONGEST])]


def _named(text: str) -> Iterator[Named]:
    text = _TITLE_IN_BRACKETS.sub(" ", text)
    yield from (Named(name, office) for name, office in named_han(text))
    if caseless := [Named(name, office) for name, office in named_caseless(text)]:
        yield from caseless
        return
    for chunk in _chunks(_POSTNOMINAL.sub(",", text)):
        for one in _persons_of(chunk):
            pieces = [piece for piece in map(_tidy, _COMMA.split(" ".join(one))) if piece]
            yield from _of_pieces(pieces)


def _tidy(piece: str) -> str:
    return piece.strip(" ,;–—-")


def _persons_of(chunk: list[str]) -> Iterator[list[str]]:
    """Split "President Varga and Prime Minister Hale" at an "and" followed by an office; "Energy and Trade" stays whole."""
    start = 0
    marks = office_marks(chunk)
    loud = all(map(str.isupper, chunk))
    for index, token in enumerate(chunk):
        named = index > start and part_office(" ".join(chunk[start:index])).name is not None
        if fold(token) in _AND and (loud or token.islower()) and named and any(marks[index + 1 : index + 5]):
            yield chunk[start:index]
            start = index + 1
    yield chunk[start:]


def _of_pieces(pieces: Sequence[str]) -> Iterator[Named]:
    """Read "office name", "office, name" and "name, office" from parts between commas."""
    parts = [_without_field(piece, _parts(piece)) for piece in pieces]
    for index, one in enumerate(parts):
        if one.name is None or not is_full_name(one.name) or names_event(one.name):
            continue
        # "Senator Ana Lima, Minister for Ports": both are hers. Offices follow the names if a name comes first.
        beside = [parts[at] for at in (index - 1, index + 1) if 0 <= at < len(parts)]
        offices = [near.office for near in beside if near.name is None and near.office]
        if parts[0].name is not None and index and len(offices) > 1:
            offices = offices[1:]
        for office in [one.office, *offices[:1]] if one.office else offices[:1]:
            yield Named(one.name, office)
        if not one.office and not offices and _has_honorific(pieces[index]):
            yield Named(one.name)


def _without_field(piece: str, parts: LabelParts) -> LabelParts:
    """Treat the last word as part of the office, not as a surname: "Ministro dos Portos"."""
    before = fold(piece).split()[-2:-1]
    return (
        LabelParts(piece, None) if parts.office and " " not in (parts.name or " ") and before and before[0] in _FIELD else parts
    )


def _parts(piece: str) -> LabelParts:
    """Split a part, without the affiliation after the name: "Narendra Modi of the Republic of India"."""
    parts = part_office(piece)
    for found in _OF_NAME.finditer(piece):
        shorter = part_office(piece[: found.start()])
        if is_full_name(shorter.name or "") and (parts.name is None or _OF_NAME.search(parts.name)):
            return shorter
    return parts


def _has_honorific(text: str) -> bool:
    return fold(text.split()[0]) in lexicon.HONORIFICS or without_honours(text) != text


def _chunks(text: str) -> Iterator[list[str]]:
    """Yield the runs of capitalised words with small words between them; a headline's verb ends a run."""
    chunk: list[str] = []
    tokens = text.split()
    marks = office_marks([token.strip(_EDGES) for token in tokens])
    before = False
    for token, marked, following in zip(tokens, marks, [*marks[1:], False][: len(marks)], strict=True):
        word = fold(token)
        small = token[:1].islower() and not marked
        within = bool(chunk) and word in lexicon.INSTITUTIONS  # "Director of the National Economic Council ..."
        event = word in lexicon.EVENTS and not (marked or following or within)
        stops = event or (word in lexicon.HEADLINES and not marked) or any(map(str.isdigit, token)) or _BODY.fullmatch(token)
        breaks = small and word not in lexicon.PARTICLES | lexicon.NOBLE and not _is_field(token, chunk, before)
        before = marked
        if breaks or stops or not word or len(chunk) >= MOST_CHUNK:
            yield _trimmed(chunk)
            chunk = []
            continue
        chunk.append(_without_possessive(token.strip('“”"*([')))
        ends = _ENDS_CHUNK.search(token) and not _INITIAL.fullmatch(token) and not (_ABBREVIATED.fullmatch(token) and marked)
        if ends or chunk[-1] != token.strip('“”"*(['):
            chunk[-1] = chunk[-1].rstrip(_EDGES.replace("’", ""))
            yield _trimmed(chunk)
            chunk = []
    yield _trimmed(chunk)


def _is_field(token: str, chunk: Sequence[str], office_before: bool) -> bool:
    """Tell whether a small word belongs to the office: "Министр иностранных дел", "Người phát ngôn Bộ Ngoại giao"."""
    if office_before and _GENITIVE.fullmatch(token):
        return True
    known = bool(chunk) and fold(token) in lexicon.INSTITUTIONS
    return known and (office_before or fold(chunk[-1]) in lexicon.INSTITUTIONS)


def _without_possessive(token: str) -> str:
    """Remove "'s"; the end of "Dato'" is part of the title."""
    shorter = _POSSESSIVE.sub("", token)
    return token if fold(shorter) in lexicon.HONORIFICS else shorter


def _trimmed(chunk: list[str]) -> list[str]:
    """Remove small words from both ends."""
    start, end = 0, len(chunk)
    while start < end and chunk[start][:1].islower() and lexicon.OFFICES.isdisjoint(fold(chunk[start]).split()):
        start += 1
    while end > start and fold(chunk[end - 1]) in lexicon.PARTICLES:
        end -= 1
    return chunk[start:end]


def bare_names(title: str, barred: frozenset[str]) -> list[str]:
    """Return the single words by which a title names persons: "Entrevista de Dilma e Lula em Coimbra".

    Only in a title with small words, where capitals show names; what follows "in" is a place. `barred` words are folded.
    """
    tokens = [token.strip(_EDGES) for token in title.split()]
    if sum(token[:1].isupper() for token in tokens) * 2 > len(tokens):
        return []
    # "Minister of Orlandia": after an office, "of" is followed by its field.
    follow = _NAMES_FOLLOW - _OF_WORDS if any(office_marks(tokens)) else _NAMES_FOLLOW
    quads = zip(["", "", *tokens], ["", *tokens], tokens, [*tokens[1:], ""], strict=False)
    return [
        token
        for said, before, token, behind in quads
        if fold(before) in follow and _is_bare(token, barred) and not behind[:1].isupper() and not _is_within(said, before)
    ]


def _is_within(said: str, before: str) -> bool:
    """Tell whether "of" joins two names, not an event and who speaks: "Straits of Malvern", "Remarks of Varga"."""
    return fold(before) in _OF_WORDS and said[:1].isupper() and fold(said) not in lexicon.EVENTS | lexicon.OPENERS


def _is_bare(token: str, barred: frozenset[str]) -> bool:
    word = fold(token)
    usual = lexicon.OFFICES | lexicon.EVENTS | lexicon.INSTITUTIONS | lexicon.OUTLETS | barred
    return token[:1].isupper() and token[1:].islower() and word not in usual and not find_mentions(token)


def signboards(lines: Sequence[str]) -> list[str]:
    """Return name and office of a masthead that has them on two lines: "The Hon Ana Lima MP", "Minister for Ports"."""
    return [
        f"{person.name}, {office}"
        for name, office in pairwise(lines)
        if len(name) + len(office) <= LONGEST_SIGNBOARD
        and is_full_name((person := part_office(name)).name or "")
        and person.office is None
        and part_office(office).name is None
        and has_office(office)
    ]
