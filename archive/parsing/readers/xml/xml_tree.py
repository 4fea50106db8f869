"""XML parsed safely: no entities, no external files, no network."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.parsed import Role, TranscriptError

_ENTITY = re.compile(rb"<!ENTITY|<!\x00E\x00N\x00T|!\x00E\x00N\x00T\x00I", re.I)
# The text arrives decoded and is UTF-8 again, whatever its declaration says.
_ENCODING = re.compile(rb"""(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*["'][^"']{1,40}["']""")


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of an XML document. Raises TranscriptError if it is broken or declares entities."""
    if _ENTITY.search(data):
        raise TranscriptError("the XML declares entities, which Chancery refuses to expand; save it without a DTD")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(_ENCODING.sub(rb"\1", data, count=1), parser)
    except etree.XMLSyntaxError as fault:
        line = fault.position[0] if fault.position else None
        raise TranscriptError(f"the XML is broken: {fault.msg}", line) from fault
    if root is None:
        raise TranscriptError("the XML has no content")
    return root


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute in any namespace (xml:id, id)."""
    value = element.get(name)
    if value is not None:
        return str(value)
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


NEAR = 3  # elements around the words of a speech
# Marked as speech without a speaker.
NOBODY = "Unknown speaker"
# Of editorial markup, what was struck or wrong is not read; what is missing is shown.
_STRUCK = frozenset({"del", "sic", "orig", "abbr", "surplus", "rdg", "rt", "rp", "reading"})
_ONLY_BESIDE = {"sic": "corr", "orig": "reg", "abbr": "expan", "rdg": "lem"}
_MISSING = frozenset({"gap", "inaudible", "omission", "ellipsis"})


def words_of(element: etree._Element, without: frozenset[str] = frozenset()) -> str:
    """Return the text of an element on one line, without elements of these names."""
    pieces: list[str] = []
    _collect(element, without, pieces)
    return squeeze(tidy(" ".join("".join(pieces).split())))


def _collect(element: etree._Element, without: frozenset[str], pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        name = name_of(child)
        if name == "lb":
            pieces.append("\n")
        elif name in _MISSING and name not in without:
            pieces.append(" […] ")
        elif name and name not in without and not _is_struck(child, name):
            _collect(child, without, pieces)
        pieces.append(child.tail or "")


def _is_struck(element: etree._Element, name: str) -> bool:
    """Tell whether an editor struck an element, or gives the right form beside it: `<choice><sic/><corr/></choice>`."""
    right = _ONLY_BESIDE.get(name)
    parent = element.getparent()
    if right is None or parent is None:
        return name in _STRUCK
    return any(name_of(other) == right for other in parent)


def outermost(element: etree._Element, names: frozenset[str]) -> list[etree._Element]:
    """Return the outermost elements with some names within one."""
    found: list[etree._Element] = []
    for child in element:
        found += [child] if name_of(child) in names else outermost(child, names)
    return found


def struck_in(element: etree._Element) -> list[etree._Element]:
    """Return the elements within one that an editor struck or corrected."""
    return [inner for inner in element.iterdescendants(etree.Element) if _is_struck(inner, name_of(inner))]


def line_of(element: etree._Element) -> int:
    """Return the source line of an element, from 1."""
    return element.sourceline or 1


def marked_role(element: etree._Element) -> Role | None:
    """Return the role that an attribute of a speech gives its words: type="Question"."""
    for one in islice((element, *element.iterancestors()), NEAR):
        for value in one.attrib.values():
            if str(value).lower() == "question":
                return "question"
            if str(value).lower() == "answer":
                return "answer"
    return None
