"""TEI: parliamentary utterances (ParlaMint), dramatic speeches, and prose with bold labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.xml.xml_tree import NOBODY, attribute, line_of, name_of, outermost, parse_xml, struck_in, words_of
from archive.parsing.warning_texts import warning_text

BLOCKS = frozenset(
    {
        "p",
        "ab",
        "l",
        "item",
        "cell",
        "label",
        "opener",
        "closer",
        "salute",
        "dateline",
        "signed",
        "byline",
        "docTitle",
        "titlePart",
    }
)
# Sounds and gestures beside the words, and page marks.
NOTES = frozenset({"note", "kinesic", "vocal", "incident", "stage", "pb", "desc"})
_HEARD = frozenset({"time", "vote", "applause", "laughter", "noise", "interruption", "exclamat", "editorial", "stage"})
SILENT = frozenset({"figure", "graphic", "table", "video", "script", "listPerson", "listOrg", "teiHeader", "figDesc"})
_BOLD = re.compile(r"bold|strong", re.I)


def is_tei(head: str) -> bool:
    """Tell whether the beginning of a file is TEI."""
    return re.search(r"<(?:\w+:)?(?:TEI|teiCorpus)[\s>]", head) is not None


def read(data: bytes) -> Reading:
    """Read a TEI document."""
    root = parse_xml(data)
    people = _people(root)
    lines: list[Line] = []
    left_out = LeftOut()
    for text in (element for element in root.iter() if name_of(element) == "text"):
        _walk(text, people, lines, left_out)
    return Reading(
        lines=tuple(lines),
        format="tei",
        flowing=True,
        fields=_fields(root),
        skipped=tuple(left_out.skipped),
        warnings=left_out.warnings(),
    )


def _walk(element: etree._Element, people: dict[str, str], lines: list[Line], left_out: LeftOut) -> None:
    announced: str | None = None
    for child in element:
        name = name_of(child)
        if name in ("u", "sp"):
            lines.extend(_utterance(child, announced, people, left_out))
            announced = None
        elif name == "note" and (child.get("type") or "") == "speaker":
            announced = words_of(child).strip(" :") or None
        elif name in SILENT or name in NOTES:
            _skip(child, "figure or table" if name in SILENT else "note", left_out)
        elif name == "head":
            lines.append(Line(words_of(child), line_of(child), kind="section"))
        elif name in BLOCKS and not any(name_of(inner) in BLOCKS for inner in child.iterdescendants()):
            lines.extend(_block(child, left_out))
        elif name:
            _walk(child, people, lines, left_out)


def _utterance(element: etree._Element, announced: str | None, people: dict[str, str], left_out: LeftOut) -> Iterator[Line]:
    key = (attribute(element, "who") or "").lstrip("#")
    person = people.get(key)
    label = announced or next((words_of(child).strip(" :") for child in element if name_of(child) == "speaker"), None)
    shown = label or person or _spelt_out(key) or key or NOBODY
    segments = [child for child in element if name_of(child) not in (*NOTES, "speaker", "")] or [element]
    for inner in outermost(element, NOTES):
        _skip(inner, "note", left_out)
    for inner in struck_in(element):
        left_out.skip(words_of(inner), line_of(inner), "struck out")
    for index, segment in enumerate(segments):
        if text := words_of(segment, NOTES | {"speaker"}):
            yield Line(text, line_of(segment), label=shown if index == 0 else None, person=person)


def _block(element: etree._Element, left_out: LeftOut) -> Iterator[Line]:
    """Yield a paragraph's lines, split at <lb/>, with the length of their bold heads."""
    for note in outermost(element, NOTES):
        _skip(note, "note", left_out)
    for inner in struck_in(element):
        left_out.skip(words_of(inner), line_of(inner), "struck out")
    if text := words_of(element, NOTES):
        yield Line(text, line_of(element), bold=_leading_bold(element))


def _leading_bold(element: etree._Element) -> int:
    if (element.text or "").strip():
        return 0
    length = 0
    for child in element:
        if name_of(child) != "hi" or not _BOLD.search(child.get("rend") or child.get("rendition") or ""):
            break
        length += len(words_of(child)) + (1 if length else 0)
        if (child.tail or "").strip():
            break
    return length


def _skip(element: etree._Element, reason: str, left_out: LeftOut) -> None:
    """Skip what is not speech; report editors' notes and figures, which may matter."""
    text, heard = words_of(element), name_of(element) != "note" or (element.get("type") or "") in _HEARD
    if reason == "note" and heard:
        left_out.skip(text, line_of(element), reason)
    elif reason == "note":
        left_out.name("note-left-out", warning_text("note-left-out"), text, line_of(element), reason)
    else:
        left_out.name("not-read", warning_text("not-read/table"), text, line_of(element), reason)


def _people(root: etree._Element) -> dict[str, str]:
    """Return the persons of the header by id: forename and surname, or the name as it is."""
    people: dict[str, str] = {}
    for person in (element for element in root.iter() if name_of(element) == "person"):
        names = [child for child in person.iter() if name_of(child) == "persName"]
        key = attribute(person, "id")
        if key and names:
            parts = [words_of(part) for kind in ("forename", "nameLink", "surname") for part in names[0] if name_of(part) == kind]
            people[key] = " ".join(parts) or words_of(names[0])
    return people


def _spelt_out(key: str) -> str:
    """Return an id such as MariaLovenjak as a name."""
    return squeeze(re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|[_.]", " ", key)) if re.fullmatch(r"[^\W\d_]{4,60}", key) else ""


def _fields(root: etree._Element) -> dict[str, tuple[Field, ...]]:
    header = next((element for element in root.iter() if name_of(element) == "teiHeader"), None)
    if header is None:
        return {}
    found: dict[str, list[Field]] = {"title": [], "date": [], "place": [], "publisher": [], "language": []}
    for element in header.iter():
        name, parent = name_of(element), name_of(element.getparent()) if element.getparent() is not None else ""
        text = words_of(element) if name else ""
        if name == "title" and parent == "titleStmt" and (element.get("type") or "main") in ("main", "complete", "full"):
            found["title"].append(Field(text, "titleStmt"))
        elif name == "date" and parent in ("bibl", "setting", "sourceDesc", "scriptStmt", "recording"):
            found["date"].append(Field(str(element.get("when") or element.get("from") or text), parent))
        elif name == "publisher" or (name == "p" and parent == "publicationStmt" and len(text) < 100):
            found["publisher"].append(Field(text, "publicationStmt"))
        elif name in ("settlement", "name") and parent == "setting" and (element.get("type") or "place") in ("place", "city"):
            found["place"].append(Field(tidy(text), "setting"))
    language = attribute(root, "lang")
    if language:
        found["language"].append(Field(language, "xml:lang"))
    return {key: tuple(value for value in values if value.value) for key, values in found.items() if values}
