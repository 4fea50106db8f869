"""Fills the query builder from a query: what a field can express goes into it, the rest stays as typed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.query.builder import DISTANCES, WHERE, Builder, words
from search.query.lexer import QueryPiece, pieces

JOINTS = ("and", "or")
PREFIXES = ("not", "plus", "field")
SINGLE = ("exact", "near")  # fields that take one phrase


def filled_from(query: str) -> Builder:
    """Return the form for this query. Its `more` is what no field can express."""
    units = [(unit, *_read(unit)) for unit in _units(list(pieces(query)))]
    places = {place for _, name, place, _ in units if name and name != "none"}
    where = places.pop() if len(places) == 1 else ""
    given: dict[str, list[str]] = {}
    for unit, name, place, said in units:
        fits = name and (place == where or name == "none") and not (name in (*SINGLE, "any") and name in given)
        given.setdefault(name if fits else "more", []).append(said if fits else query[unit[0].start : unit[-1].end])
    distance = given.pop("near", [""])[0].rpartition("~")
    filled = {name: " ".join(said) for name, said in given.items()}
    return Builder(**filled, near=distance[0], distance=distance[2] or "5", where=where)


def _units(found: Sequence[QueryPiece]) -> Iterator[Sequence[QueryPiece]]:
    """Yield units: single pieces, and groups joined by AND and OR."""
    at = 0
    while at < len(found):
        end = _end_of_one(found, at)
        while end < len(found) and found[end].kind in JOINTS:
            end = _end_of_one(found, end + 1)
        yield found[at:end]
        at = end


def _end_of_one(found: Sequence[QueryPiece], at: int) -> int:
    while at < len(found) - 1 and found[at].kind in PREFIXES:
        at += 1
    depth = 0
    while at < len(found):
        depth += {"open": 1, "close": -1}.get(found[at].kind, 0)
        at += 1
        if depth <= 0:
            break
    return min(at, len(found))


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
