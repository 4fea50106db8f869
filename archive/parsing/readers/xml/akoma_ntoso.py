"""Akoma Ntoso debates: OASIS versions and SayIt's dialect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from archive.parsing.lines import Field, Line, Reading
from archive.parsing.parsed import Role
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.xml.xml_tree import NOBODY, attribute, line_of, name_of, outermost, parse_xml, struck_in, words_of
from archive.parsing.warning_texts import warning_text

SPEECHES: dict[str, Role | None] = {"speech": None, "question": "question", "answer": "answer"}
HEADINGS = frozenset({"heading", "subheading", "num", "docTitle"})
META = frozenset({"meta", "preface", "coverPage"})
NOTES = frozenset({"scene", "narrative", "summary", "remark", "recordedTime", "adjournment", "other", "noteRef", "authorialNote"})
# Written notes beside the talk. They are reported, since they may matter.
WRITTEN = frozenset({"authorialNote", "remark", "other"})
_NUMBER = re.compile(r"\s*(?:\(?\d{1,4}[.)]?\s*)?")
CONTENT = frozenset({"p", "li", "item", "block", "blockContainer", "list", "ul", "ol", "table"})


def is_akoma_ntoso(head: str) -> bool:
    """Tell whether the beginning of a file is Akoma Ntoso."""
    return "<akomantoso" in head.lower()


def read(data: bytes) -> Reading:
    """Read an Akoma Ntoso document."""
    root = parse_xml(data)
    people = _people(root)
    lines: list[Line] = []
    left_out = LeftOut()
    for element in root:
        _walk(element, people, lines, left_out)
    lines = _with_roles(lines)
    return Reading(
        lines=tuple(lines),
        format="akoma-ntoso",
        flowing=True,
        fields=_fields(root),
        skipped=tuple(left_out.skipped),
        warnings=left_out.warnings(),
    )


def _with_roles(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the roles of speeches beside questions.

    If the markup marks answers too, a speech is neither. If it marks only questions, as where written ones are put first, what
    an asker says next is one too, and whoever speaks right behind one answers.
    """
    given = {line.role for line in lines if line.role}
    if "answer" in given or not given:
        return [replace(line, role=line.role or "statement") for line in lines] if given else list(lines)
    asking = {line.person for line in lines if line.role == "question" and line.person}
    answering: set[str] = set()
    role: Role = "statement"
    found: list[Line] = []
    for line in lines:
        if line.label is not None:
            before, role = role, line.role or ("question" if line.person in asking else "statement")
            if role == "statement" and line.person and ((before == "question" and not answering) or line.person in answering):
                role = "answer"
                answering.add(line.person)
        found.append(replace(line, role=role) if line.kind == "text" else line)
        if line.kind == "heading":
            answering, role = set(), "statement"
    return found


def _walk(element: etree._Element, people: dict[str, str], lines: list[Line], left_out: LeftOut) -> None:
    name = name_of(element)
    if name in SPEECHES:
        lines.extend(_speech(element, SPEECHES[name], people, left_out))
    elif name in META or (name in NOTES and not any(name_of(child) in SPEECHES for child in element.iter())):
        _skip(element, "metadata" if name in META else name, left_out)
    elif name in HEADINGS:
        if text := words_of(element):
            lines.append(Line(text, line_of(element), kind="heading"))
    elif name in CONTENT:
        _skip(element, "not spoken", left_out)
    elif name:
        for child in element:
            _walk(child, people, lines, left_out)


def _speech(element: etree._Element, role: Role | None, people: dict[str, str], left_out: LeftOut) -> Iterator[Line]:
    """Yield a speech's paragraphs, the first with the label. Nested speeches follow as turns of their own."""
    label = next((words_of(child).rstrip(":").strip() for child in element if name_of(child) == "from"), None)
    bold = _bold_name(element) if role == "question" else None
    label = label or bold
    key = (attribute(element, "by") or "").lstrip("#")
    person = people.get(key)
    shown = label or person or key or NOBODY
    first = True
    for child in element:
        name = name_of(child)
        if name in SPEECHES:
            yield from _speech(child, SPEECHES[name], people, left_out)
        elif name in NOTES or name in HEADINGS:
            _skip(child, name, left_out)
        elif name and name != "from" and (text := _behind_label(_spoken(child, left_out), label if first else None, bold)):
            yield Line(text, line_of(child), label=shown if first else None, person=person, role=role)
            first = False


def _bold_name(element: etree._Element) -> str | None:
    """Return the name in bold that opens a written question, perhaps behind its number: "62. **Deputy Varga** asked"."""
    paragraph = next((child for child in element if name_of(child) == "p"), None)
    bold = next((child for child in paragraph if name_of(child)), None) if paragraph is not None else None
    if bold is None or paragraph is None or name_of(bold) not in ("b", "strong") or not _NUMBER.fullmatch(paragraph.text or ""):
        return None
    return words_of(bold).rstrip(":").strip() or None


def _behind_label(text: str, label: str | None, bold: str | None) -> str:
    """Return the words behind a number and the label, if the paragraph repeats it in bold or before a colon."""
    colon = "?" if label == bold else ""
    found = re.match(rf"{_NUMBER.pattern}{re.escape(label)}\s*:{colon}\s+", text) if label else None
    return text[found.end() :] if found else text


def _spoken(element: etree._Element, left_out: LeftOut) -> str:
    """Return the spoken text of an element; the rest is reported as left out."""
    for inner in outermost(element, NOTES):
        _skip(inner, name_of(inner), left_out)
    for inner in struck_in(element):
        left_out.skip(words_of(inner), line_of(inner), "struck out")
    return words_of(element, NOTES)


def _skip(element: etree._Element, reason: str, left_out: LeftOut) -> None:
    text = words_of(element)
    if reason in WRITTEN:
        left_out.name("note-left-out", warning_text("note-left-out"), text, line_of(element), reason)
    else:
        left_out.skip(text, line_of(element), reason)


def _people(root: etree._Element) -> dict[str, str]:
    people: dict[str, str] = {}
    for element in root.iter():
        key, shown = attribute(element, "id") or attribute(element, "eId"), element.get("showAs")
        if name_of(element) == "TLCPerson" and key and shown:
            people[key] = str(shown)
    return people


def _fields(root: etree._Element) -> dict[str, tuple[Field, ...]]:
    titles, days, languages, addresses = [], [], [], []
    for element in root.iter():
        name = name_of(element)
        if name == "docTitle" and (text := words_of(element)):
            titles.append(Field(text, "docTitle"))
        elif name == "docDate" and element.get("date"):
            days.append(Field(str(element.get("date")), "docDate"))
        elif name == "FRBRdate" and name_of(element.getparent()) == "FRBRWork":
            days.append(Field(str(element.get("date") or ""), "FRBRWork"))
        elif name == "FRBRlanguage":
            languages.append(Field(str(element.get("language") or "")[:2], "FRBRlanguage"))
        elif name == "original" and str(element.get("href") or "").startswith("http"):
            addresses.append(Field(str(element.get("href")), "original"))
    titles += _preface_title(root)
    found = {"title": titles, "date": days, "language": languages, "source_url": addresses}
    fields = {key: tuple(value for value in values if value.value) for key, values in found.items()}
    fields["kind"] = (
        (Field("debate", "Akoma Ntoso debate"),) if any(name_of(e) in ("debate", "debateReport") for e in root.iter()) else ()
    )
    return {key: values for key, values in fields.items() if values}


def _preface_title(root: etree._Element) -> list[Field]:
    """Build a title from a preface's heading paragraphs."""
    pieces = [
        words_of(element)
        for element in root.iter()
        if name_of(element) == "p" and "heading" in (element.get("class") or "") and name_of(element.getparent()) == "preface"
    ]
    return [Field(" ".join(pieces), "preface")] if pieces else []
