"""XML and JSON of unknown origin: metadata fields, and speeches recognised by their elements' names.

Publishers' dumps differ in every name, but in each a speech has a speaker in an element or attribute of its own, and words after
it. Whole texts in such a file (escaped HTML, CDATA, a string with line breaks) are read as documents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.labels.candidates import key_of
from archive.parsing.lexicon import ANSWERERS, ASKERS, OFFICES
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.parsed import TranscriptError
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.xml.xml_tree import line_of, marked_role, name_of, parse_xml, words_of
from archive.parsing.warning_texts import warning_text

ReadText = Callable[[str], Reading]

_XML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*|<![A-Za-z][^>\[]{0,500}>\s*)*<([A-Za-z_][\w.-]*)[\s>/]", re.S
)
_PARTS = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*|[^\W\d_a-zA-Z]+")
_SPEAKER = frozenset(
    "speaker speaking talker orator orateur intervenant redner sprecher orador speakername from who spokenby saidby "
    "personname".split()
)
_NAME = frozenset("name person member author participant user".split())
_SPEECH = frozenset(
    "speech turn utterance statement intervention contribution segment rede discours discurso entry message item remark "
    "paragraph question answer line record block monologue".split()
)
_FIELDS = {
    "title": "title headline doctitle docname documentname documenttitle maintitle articletitle subject titel titre titulo "
    "heading name",
    "date": "date eventdate day datum fecha data sittingdate meetingdate",
    "stamp": "published publicationdate releasedate pubdate created updated timestamp posted createdat updatedat publishedat",
    "place": "place location venue city town ort lieu lugar",
    "language": "language lang locale",
    "publisher": "publisher organisation organization source agency institution outlet",
    "source_url": "url link href sourceurl canonicalurl permalink uri",
    "summary": "description summary abstract",
}
_MEANING = {key: field for field, names in _FIELDS.items() for key in names.split()}
_TITLES = frozenset("title heading head topic subject topictitle subtitle section".split())
# Where a post has one of these too, its date is the day of posting.
_POSTED = frozenset("dategmt modified modifiedgmt lastmodified updated updatedat".split())
# Keys under which content systems put the value of a field: {"title": {"rendered": "..."}}.
_WRAPPERS = frozenset("rendered raw value text plain und en".split())
_NOTES = frozenset("note footnote stage comment annotation direction scene endnote".split())
_UNSAID = re.compile(r"[\W\d_]*(?:true|false|null|none)?[\W\d_]*", re.I)
# A longer text with line breaks is a document of its own, not a field.
_ITEMS = frozenset({"item", "entry"})
LONGEST_FIELD = 300
LONG_TEXT = 200
LONGEST_NAME = 160
DEEPEST = 60


def is_xml(head: str) -> bool:
    """Tell whether a text opens as XML other than a web page."""
    found = _XML.match(head)
    return found is not None and (found.group(1).lower() not in _PAGE if "<?xml" in head[:200] else found.group(1)[0].isupper())


_PAGE = frozenset("html head body div p span table article section main h1 h2 h3 h4 h5 h6 svg ul ol a b strong br".split())


def is_json(text: str) -> bool:
    """Tell whether a text opens as JSON: an object, or a list of objects."""
    return re.match(r"\s*(?:\{\s*\"|\[\s*\{\s*\")", text[:200]) is not None


def read_xml(text: str, read_text: ReadText) -> Reading | None:
    """Read XML of unknown origin; None if it is broken or contains no words."""
    try:
        root = parse_xml(text.encode())
    except TranscriptError:
        return None
    return _read(root, read_text, "xml")


def read_json(text: str, read_text: ReadText) -> Reading | None:
    """Read a JSON dump, or one object a line; None if it is neither."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        try:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return None
    root = etree.Element("root")
    try:
        _grow(root, found, 0)
    except (ValueError, RecursionError):
        return None
    return _read(root, read_text, "json")


def _grow(parent: etree._Element, value: object, depth: int) -> None:
    """Build elements from JSON: a key becomes a name, a list repeats its element."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            for item in inner if isinstance(inner, list) else [inner]:
                child = etree.SubElement(parent, re.sub(r"\W|^(?=\d)", "_", str(key), flags=re.A)[:60] or "_")
                _grow(child, item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _grow(etree.SubElement(parent, "item"), item, depth + 1)
    elif isinstance(value, str):
        parent.text = tidy(value)
    elif value is not None:
        parent.text = str(value)


def _read(root: etree._Element, read_text: ReadText, kind: str) -> Reading | None:
    walk = _Walk()
    if (inner := _longest_text(root)) is not None:
        whole = read_text(inner.text or "")
        walk.fields_of(root, inner)
        return replace(
            whole,
            lines=tuple(replace(line, number=line.number + line_of(inner) - 1) for line in whole.lines),
            fields=_merged(walk.fields, whole.fields),
            format=kind,
        )
    walk.run(root)
    if not any(line.label for line in walk.lines):
        walk.lines = [line for line in walk.lines if line.text]
    return Reading(
        lines=tuple(walk.lines),
        format=kind,
        flowing=True,
        fields={name: tuple(values) for name, values in walk.fields.items()},
        skipped=tuple(walk.left_out.skipped),
        warnings=walk.left_out.warnings(),
    )


def _merged(first: dict[str, list[Field]], then: dict[str, tuple[Field, ...]]) -> dict[str, tuple[Field, ...]]:
    return {name: (*first.get(name, ()), *then.get(name, ())) for name in {**first, **then}}


def _longest_text(root: etree._Element) -> etree._Element | None:
    """Return the element with a whole document: markup as text, or lines; most of the file's text."""
    texts = [(element, element.text) for element in root.iter(etree.Element) if element.text and len(element.text) > 2]
    if not texts:
        return None
    element, text = max(texts, key=lambda pair: len(pair[1]))
    total = sum(len(piece.strip()) for _, piece in texts)
    if len(text.strip()) * 2 < total or len(element):
        return None
    marked = re.search(r"</(?:p|div|br|li|strong|b|td|span)>|<br\s*/?>", text, re.I)
    return element if marked or (text.strip().count("\n") > 1 and len(text) > LONG_TEXT) else None


def _key(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _words_in(name: str) -> frozenset[str]:
    return frozenset(part.lower() for part in _PARTS.findall(name))


class _Walk:
    """Walks through the elements in order: fields above the talk, then speakers and words."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.fields: dict[str, list[Field]] = {}
        self.left_out = LeftOut()
        self._label: str | None = None
        self._in_item = False

    def run(self, root: etree._Element) -> None:
        """Read a document."""
        self._element(root, 0)

    def fields_of(self, root: etree._Element, without: etree._Element) -> None:
        """Read the fields around a text."""
        for element in root.iter(etree.Element):
            if element is not without and not len(element) and not self._field(element):
                self.left_out.skip(words_of(element), line_of(element), f"field {name_of(element)}")

    def _element(self, element: etree._Element, depth: int) -> None:
        name = name_of(element)
        if not name or depth > DEEPEST:
            return
        children = [child for child in element if name_of(child)]
        if _words_in(name) & _NOTES:
            self.left_out.name("note-left-out", warning_text("note-left-out"), words_of(element), line_of(element), "note")
            return
        if not children or not any(_is_block(child) for child in children):
            self._leaf(element, name)
            return
        speakers = [child for child in children if _is_speaker(child, element)]
        if (given := _attributed(element)) is not None:
            self._label = given
        if len(speakers) == 1:
            self._label = _label(speakers[0])
        for child in children:
            if child not in speakers:
                self._element(child, depth + 1)
            elif len(speakers) > 1:
                self._label = _label(child)

    def _leaf(self, element: etree._Element, name: str) -> None:
        text = words_of(element)
        number = line_of(element)
        if (given := _attributed(element)) is not None:
            self._label = given
        if not self.lines and self._label is None and self._field(element):
            return
        if not text or _UNSAID.fullmatch(text):
            self.left_out.skip(text, number, f"field {name}")
        elif self._label is None and _words_in(name) & _TITLES and len(text) < LONGEST_FIELD:
            self.lines.append(Line(text, number, kind="section" if self.lines else "heading"))
        else:
            label = self._label or _asks_or_answers(name)
            self.lines.append(Line(text, number, label=label, role=marked_role(element) if label else None))
            self._label = None

    def _field(self, element: etree._Element) -> bool:
        """Store an element that names a piece of metadata; tell whether it did."""
        called = next((str(value) for key, value in element.attrib.items() if _key(str(key)) in ("name", "key", "property")), "")
        names = [called, name_of(element)] if called else [name_of(element)]
        above = element.getparent()
        if _key(names[-1]) in _WRAPPERS and above is not None:
            names.append(name_of(above))
        field = next((found for name in names if (found := _meaning(name))), None)
        if field is None and any(_words_in(name) & OFFICES for name in names):
            field = "persons"
        if field == "date" and above is not None and any(_key(name_of(one)) in _POSTED for one in above):
            field = "stamp"
        text = words_of(element)
        if field is None or not 0 < len(text) <= LONGEST_FIELD:
            return False
        given = self.fields.setdefault(field, [])
        # What a feed says of an item goes before what it says of itself.
        at = 0 if given and not self._in_item and _is_in_item(element) else len(given)
        self._in_item = self._in_item or _is_in_item(element)
        given.insert(at, Field(text, f"element {names[-1]}"))
        return True


def _is_in_item(element: etree._Element) -> bool:
    """Say whether an element belongs to the item of a feed."""
    above = element.getparent()
    return above is not None and _key(name_of(above)) in _ITEMS and above.getparent() is not None


def _meaning(name: str) -> str | None:
    return _MEANING.get(_key(name))


def _is_block(element: etree._Element) -> bool:
    """Tell whether an element is a block: only white space surrounds it."""
    parent = element.getparent()
    beside = [element.tail, parent.text if parent is not None else None]
    return not any(text and text.strip() for text in beside)


def _is_speaker(element: etree._Element, parent: etree._Element) -> bool:
    name = name_of(element)
    text = words_of(element)
    if not 0 < len(text) <= LONGEST_NAME:
        return False
    if _key(name) in _SPEAKER or _words_in(name) & _SPEAKER:
        return True
    speech = not _SPEECH.isdisjoint({word.removesuffix("s") for word in _words_in(name_of(parent))})
    more = any(len(words_of(other)) > len(text) for other in parent if other is not element)
    return speech and more and bool({_key(name)} & _NAME)


def _label(element: etree._Element) -> str | None:
    return words_of(element).strip(" :：") or None


def _attributed(element: etree._Element) -> str | None:
    """Return the speaker if an attribute of the element names one."""
    for key, value in element.attrib.items():
        if _words_in(str(key).rpartition("}")[2]) & (_SPEAKER | {"by"}) and re.search(r"[^\W\d_]{2}", str(value)):
            return squeeze(str(value).lstrip("#").replace("_", " ")).strip(" :：") or None
    return None


def _asks_or_answers(name: str) -> str | None:
    return name.capitalize() if key_of(name) in ASKERS | ANSWERERS and len(name) > 1 else None
