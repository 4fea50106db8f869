"""A form that builds a query, and so teaches the language, and that is filled from a query. Pure.

Its fields hold plain words: special characters of the language are treated as spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from search.query.dates import read_date
from search.query.lexer import QUOTES, QueryPiece, pieces
from search.text.words import folded_words

TEXT_LENGTH = 300
MORE_LENGTH = 8000
DISTANCES = (2, 5, 10, 25)
TEXTS = {
    "all": "All of these words",
    "any": "Any of these words",
    "exact": "This exact phrase",
    "none": "None of these words",
    "near": "These words near each other, in this order",
}
FILTERS = {
    "who": "Speaker",
    "country": "Country mentioned",
    "since": "From (2023, 2023-03 or 2023-03-15)",
    "until": "To",
}
WHERE = {"": "Question or answer", "question": "The question", "answer": "The answer or statement", "title": "The title"}
JOINTS = ("and", "or")
PREFIXES = ("not", "plus", "field")
SINGLE = ("exact", "near")  # fields that take one phrase


@dataclass(frozen=True)
class Builder:
    """The filled form: words by how they are wanted, where, by whom, about which country, when.

    `more` is a part of a query as typed, `kept` the filters of a search (as in its address) without a field in the form.
    """

    all: str = ""
    any: str = ""
    exact: str = ""
    none: str = ""
    near: str = ""
    distance: str = "5"
    where: str = ""
    who: str = ""
    country: str = ""
    since: str = ""
    until: str = ""
    more: str = ""
    kept: str = ""

    @classmethod
    def from_mapping(cls, form: Mapping[str, str]) -> Builder:
        """Read the fields of a form. Unknown choices become the default."""
        limits = {"more": MORE_LENGTH, "kept": MORE_LENGTH}
        names = [field.name for field in fields(cls)]
        read = {name: " ".join(form.get(name, "").split())[: limits.get(name, TEXT_LENGTH)] for name in names}
        if read["distance"] not in map(str, DISTANCES):
            read["distance"] = "5"
        if read["where"] not in WHERE:
            read["where"] = ""
        return cls(**read)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is filled in."""
        return not self.query()

    def query(self) -> str:
        """Return the query."""
        near = phrase(self.near) + (f"~{self.distance}" if len(words(self.near)) > 1 else "")
        wanted = [*words(self.all), alternatives(words(self.any)), phrase(self.exact), near if words(self.near) else ""]
        inside = [self.placed(part) for part in wanted if part]
        outside = [f"-{word}" for word in words(self.none)]
        return " ".join(filter(None, [*inside, *outside, *self.filters(), self.more]))

    def placed(self, part: str) -> str:
        """Return a part restricted to the chosen field."""
        return f"{self.where}:{part}" if self.where else part

    def filters(self) -> list[str]:
        """Return the filters on speaker, country and dates."""
        named = (("speaker", self.who), ("country", self.country))
        found = [f"{name}:{value}" for name, typed in named if (value := quoted(typed))]
        return [*found, *self.dates()]

    def dates(self) -> list[str]:
        """Return the date range. Invalid dates stay, so that the search reports them."""
        if not self.since and not self.until:
            return []
        ends = [read_date(typed) if typed else "" for typed in (self.since, self.until)]
        return [f"date:{ends[0]}..{ends[1]}"] if None not in ends else [f'date:"{unquoted(f"{self.since}..{self.until}")}"']


def words(typed: str) -> list[str]:
    """Return the words of a field, hyphenated ones whole, without special characters of the language."""
    pieces = (piece.strip("-") for piece in re.split(r"[^\w'’ʼ.-]+", typed))
    plain = (piece.rstrip(".") if piece.count(".") == 1 else piece for piece in pieces)
    return [small(piece) for piece in plain if folded_words(piece)]


def small(word: str) -> str:
    """Return a word in lower case if it would be an operator: AND, OR and NOT are searched as words."""
    return word.lower() if word in ("AND", "OR", "NOT") else word


def phrase(typed: str) -> str:
    """Return words in quotation marks, empty if there are none."""
    found = words(typed)
    return f'"{" ".join(found)}"' if found else ""


def alternatives(found: list[str]) -> str:
    """Return alternatives joined by OR."""
    return f"({' OR '.join(found)})" if len(found) > 1 else "".join(found)


def quoted(value: str) -> str:
    """Return a name as written after a colon. One without letters stays as typed, so that the search reports it as unknown."""
    found = words(value)
    if len(found) == 1:
        return found[0]
    named = " ".join(found) or unquoted(value)
    return f'"{named}"' if named else ""


def unquoted(typed: str) -> str:
    """Return the typed text without quotation marks."""
    return "".join(letter for letter in typed if letter not in QUOTES).strip()


def filled_from(query: str) -> Builder:
    """Return the form for this query. Its `more` is what no field can express."""
    units = [(unit, *_read(unit)) for unit in _units(list(pieces(query)))]
    places = {place for _, name, place, _ in units if name and name != "none"}
    where = places.pop() if len(places) == 1 else ""
    fields: dict[str, list[str]] = {}
    for unit, name, place, text in units:
        fits = name and (place == where or name == "none") and not (name in (*SINGLE, "any") and name in fields)
        fields.setdefault(name if fits else "more", []).append(text if fits else query[unit[0].start : unit[-1].end])
    distance = fields.pop("near", [""])[0].rpartition("~")
    filled = {name: " ".join(text) for name, text in fields.items()}
    return Builder(**filled, near=distance[0], distance=distance[2] or "5", where=where)


def _units(query_pieces: Sequence[QueryPiece]) -> Iterator[Sequence[QueryPiece]]:
    """Yield units: single pieces, and groups joined by AND and OR."""
    at = 0
    while at < len(query_pieces):
        end = _end_of_one(query_pieces, at)
        while end < len(query_pieces) and query_pieces[end].kind in JOINTS:
            end = _end_of_one(query_pieces, end + 1)
        yield query_pieces[at:end]
        at = end


def _end_of_one(query_pieces: Sequence[QueryPiece], at: int) -> int:
    while at < len(query_pieces) - 1 and query_pieces[at].kind in PREFIXES:
        at += 1
    depth = 0
    while at < len(query_pieces):
        depth += {"open": 1, "close": -1}.get(query_pieces[at].kind, 0)
        at += 1
        if depth <= 0:
            break
    return min(at, len(query_pieces))


def _read(unit: Sequence[QueryPiece]) -> tuple[str, str, str]:
    """Return the field of the form for a unit, where its words are wanted, and the words; all empty if there is none."""
    place = unit[0].text if unit[0].kind == "field" and unit[0].text in WHERE else ""
    body = unit[1:] if place else unit
    kinds = [piece.kind for piece in body]
    if kinds in (["word"], ["not", "word"]) and _is_plain(body[-1]) and not (place and len(kinds) > 1):
        return ("all" if len(kinds) == 1 else "none"), place, body[-1].text
    if kinds == ["phrase"] and body[0].closed and words(body[0].text) == body[0].text.split() != []:
        return _phrase(body[0], place)
    inner = body[1:-1] if len(body) > 2 and (kinds[0], kinds[-1]) == ("open", "close") else body
    alternatives, joints = inner[::2], inner[1::2]
    if len(inner) % 2 and len(inner) > 1 and all(map(_is_plain, alternatives)) and all(piece.kind == "or" for piece in joints):
        return "any", place if inner is not body or not place else "", " ".join(piece.text for piece in alternatives)
    return "", "", ""


def _phrase(piece: QueryPiece, place: str) -> tuple[str, str, str]:
    if piece.slop is None:
        return "exact", place, piece.text
    return ("near", place, f"{piece.text}~{piece.slop}") if piece.slop in DISTANCES else ("", "", "")


def _is_plain(piece: QueryPiece) -> bool:
    return piece.kind == "word" and words(piece.text) == [piece.text]
