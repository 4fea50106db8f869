"""Chancery's own Akoma Ntoso and TEI files, read back without guessing: their markup is complete.

Other files go through the readers and rules; so does a file of ours whose markup was removed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import get_args

from lxml import etree

from archive.countries.layers import LAYERS, FoundMention
from archive.parsing.parsed import EVENT_KINDS, EventKind, ParsedPair, ParsedTranscript, ParsedTurn, Role
from archive.parsing.readers.xml.xml_tree import attribute, line_of, name_of, parse_xml

AKN_MARK = b'"urn:chancery:reading:1"'
TEI_MARK = b'<application ident="chancery" version="1">'
GAP = "\n\n"
UNNAMED = "unnamed"
_NUMBER = re.compile(r"record-(\d{1,9})(?:-part-\d+)?|p(\d{1,9})")
_CONTINUED = re.compile(r"continued-(\d{1,9})")
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(slots=True)
class OwnTurn:
    """A turn in a file of ours: its reading, countries, and the permanent numbers of record and paragraphs."""

    turn: ParsedTurn
    record: int
    paragraphs: list[int] = field(default_factory=list)
    mentions: list[FoundMention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of ours: the transcript, and for each turn what a reading does not hold."""

    reading: ParsedTranscript
    turns: tuple[OwnTurn, ...]


def read_own(data: bytes) -> OwnFile | None:
    """Read a file that Chancery wrote; None for any other. Raises TranscriptError if it is broken."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] != b"<" or not (AKN_MARK in data or TEI_MARK in data):
        return None
    root = parse_xml(data.lstrip(b"\xef\xbb\xbf \r\n\t"))
    if name_of(root) == "akomaNtoso" and (own := _first(root, "reading")) is not None:
        return _from_akn(root, own)
    if name_of(root) == "TEI" and _first(root, "application") is not None:
        return _from_tei(root)
    return None


def _from_akn(root: etree._Element, own: etree._Element) -> OwnFile:
    shown = {attribute(e, "eId"): e.get("showAs") for e in root.iter() if name_of(e).startswith("TLC")}
    turns = []
    for section in _all(root, "debateSection"):
        for element in section:
            name = name_of(element)
            if name not in ("speech", "question", "answer"):
                continue
            by = (element.get("by") or "").lstrip("#")
            label = next((_text(child) for child in element if name_of(child) == "from"), "")
            notes = [_text(note) for child in element if child.get("class") == "notes" for note in child]
            said = [child for child in element if name_of(child) == "p" and child.get("class") != "notes"]
            turn = ParsedTurn(
                label=label or None,
                speaker=None if by == UNNAMED else shown.get(by),
                role="statement" if name == "speech" else _role(name),
                text="",
                office=shown.get((element.get("as") or "").lstrip("#")),
                notes=tuple(notes),
                line=line_of(element),
            )
            turns.append(_with_words(turn, _number(section), said))
    facts = {key: own.get(key) or "" for key in ("kind", "date", "published", "place", "language", "publisher", "source")}
    title = next((_text(element) for element in _all(root, "docTitle")), "")
    return _file(turns, title, facts, "akoma-ntoso")


def _from_tei(root: etree._Element) -> OwnFile:
    named = {attribute(person, "id"): _text(name) for person in _all(root, "person") for name in _all(person, "persName")}
    offices = {attribute(one, "id"): _text(said) for one in _all(root, "category") for said in _all(one, "catDesc")}
    turns = []
    for division in _all(root, "div"):
        label = ""
        for element in division:
            if name_of(element) == "note":
                label = _text(element)
            if name_of(element) != "u":
                continue
            marks = [mark.lstrip("#") for mark in (element.get("ana") or "").split()]
            turn = ParsedTurn(
                label=label or None,
                speaker=named.get((element.get("who") or "").lstrip("#")),
                role=next((_role(mark) for mark in marks if mark in ROLES), "statement"),
                text="",
                office=next((offices[mark] for mark in marks if mark.startswith("office-") and mark in offices), None),
                notes=tuple(_text(child) for child in element if name_of(child) == "note"),
                line=line_of(element),
            )
            turns.append(_with_words(turn, _number(division), [child for child in element if name_of(child) == "seg"]))
            label = ""
    return _file(turns, next((_text(e) for e in _all(root, "title")), ""), _tei_facts(root), "tei")


def _tei_facts(root: etree._Element) -> dict[str, str]:
    source = _first(root, "bibl")
    source = root if source is None else source
    days = {date.get("type"): date.get("when") or "" for date in _all(source, "date")}
    activity, setting = _first(root, "activity"), _first(root, "setting")
    return {
        "kind": "" if activity is None else activity.get("n") or "",
        "date": days.get("event", ""),
        "published": days.get("published", ""),
        "place": "" if setting is None else next((_text(name) for name in _all(setting, "name")), ""),
        "language": attribute(root, "lang") or "",
        "publisher": next((_text(one) for one in _all(source, "publisher")), ""),
        "source": next((_text(one) for one in _all(source, "idno")), ""),
    }


def _file(turns: list[OwnTurn], title: str, facts: dict[str, str], form: str) -> OwnFile:
    kind: EventKind = next((kind for kind in EVENT_KINDS if kind == facts["kind"]), "statement")
    said = tuple(one.turn for one in turns)
    # A document without speakers is stored as one statement by nobody.
    unspoken = kind == "document" and len(said) == 1 and not (said[0].label or said[0].speaker or said[0].notes)
    reading = ParsedTranscript(
        title=title or None,
        date=_day(facts["date"]),
        place=facts["place"] or None,
        language=facts["language"] or "und",
        kind=kind,
        published=_day(facts["published"]),
        source_url=facts["source"] or None,
        publisher=facts["publisher"] or None,
        turns=() if unspoken else said,
        pairs=() if unspoken else tuple(_pairs(turns)),
        found={key: "Chancery’s own file" for key in ("title", *facts) if title or key != "title"},
        format=form,
        body=said[0].text if unspoken else "",
    )
    return OwnFile(reading, tuple(turns))


def _pairs(turns: Iterable[OwnTurn]) -> Iterator[ParsedPair]:
    records: dict[int, list[int]] = {}
    own = list(turns)
    for index, one in enumerate(own):
        records.setdefault(one.record, []).append(index)
    for indexes in records.values():
        asked = tuple(index for index in indexes if own[index].turn.role == "question")
        answered = tuple(index for index in indexes if own[index].turn.role == "answer")
        if asked or answered:
            yield ParsedPair(asked, answered)


def _with_words(turn: ParsedTurn, record: int, blocks: list[etree._Element]) -> OwnTurn:
    """Assemble a turn's text and the offsets of its mentions."""
    words = _Words()
    numbers = []
    for place, block in enumerate(blocks):
        if place:
            words.add(GAP)
        if number := _number(block):
            numbers.append(number)
        words.walk(block)
    text = "".join(words.pieces)
    mentions = list(words.mentions(text))
    full = ParsedTurn(turn.label, turn.speaker, turn.role, text, turn.office, turn.notes, turn.line)
    return OwnTurn(full, record, numbers, mentions)


@dataclass(slots=True)
class _Place:
    """The span of a mention."""

    code: str
    layer: str
    start: int
    end: int = 0


class _Words:
    """The text of blocks, unchanged, and the spans of the mentions in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.places: list[_Place] = []

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def walk(self, element: etree._Element) -> None:
        self.add(element.text)
        for child in element:
            name = name_of(child)
            if name in ("lb", "br"):
                self.add("\n")
            elif name in ("location", "rs"):
                self._country(child)
            elif name:
                self.walk(child)
            self.add(child.tail)

    def _country(self, element: etree._Element) -> None:
        words = str(element.get("class") or element.get("type") or "")
        layer, *more = [*words.split(), str(element.get("subtype") or "")]
        code = element.get("key") or (element.get("refersTo") or "").removeprefix("#country-")
        continues = next((int(found[1]) for found in map(_CONTINUED.fullmatch, more) if found), 0)
        place = self.places[continues - 1] if 0 < continues <= len(self.places) else _Place(code, layer, self.length)
        if not continues:
            self.places.append(place)
        self.walk(element)
        place.end = self.length

    def mentions(self, text: str) -> Iterator[FoundMention]:
        for place in self.places:
            known = next((layer for layer in LAYERS if layer == place.layer), None)
            if known and place.code and place.start < place.end:
                yield FoundMention(place.code, known, text[place.start : place.end], place.start, place.end)


def _number(element: etree._Element) -> int:
    found = _NUMBER.fullmatch(attribute(element, "eId") or attribute(element, "id") or "")
    return int(found[1] or found[2]) if found else 0


def _role(name: str) -> Role:
    return next((role for role in ROLES if role == name), "statement")


def _text(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if name_of(element) == name)


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next(_all(root, name), None)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
