"""The block of fields between --- lines that opens a Markdown file: as much YAML as such blocks use."""

from __future__ import annotations

import re

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.lines import Field

_BLOCK = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
_KEY = re.compile(r"([A-Za-z][\w-]{0,40}):(?:\s+(.*)|\s*)$")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.)")
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "_": "\xa0", "0": "", "e": "", "N": "\x85", "L": "\n", "P": "\n", " ": " "}
LONGEST = 20_000

# Which keys mean what; `date` may be the posting's day, so it is only a stamp.
_MEANING = {
    "title": "title",
    "date": "stamp",
    "event_date": "date",
    "published": "published",
    "published_time": "published",
    "place": "place",
    "location": "place",
    "lang": "language",
    "language": "language",
    "source_url": "source_url",
    "source": "source_url",
    "url": "source_url",
    "canonical_url": "source_url",
    "publisher": "publisher",
    "shorttext": "summary",
    "description": "summary",
    "summary": "summary",
    "excerpt": "summary",
}
# Who speaks; an author may be whoever made the page.
_PERSONS = frozenset("creators creator speakers speaker person persons people".split())
_ITEM = re.compile(r"(?:^|\s)-\s+")


def split_front_matter(text: str) -> tuple[dict[str, str], str, int]:
    """Return the fields, the text behind the block and how many lines the block took; no fields where there is none."""
    found = _BLOCK.match(text[:LONGEST])
    if found is None or not (values := _values(found.group(1))):
        return {}, text, 0
    return values, text[found.end() :], text.count("\n", 0, found.end())


def as_fields(values: dict[str, str]) -> dict[str, tuple[Field, ...]]:
    """Give the block's fields the names that collected.py knows."""
    fields: dict[str, tuple[Field, ...]] = {}
    for key, value in values.items():
        name = _MEANING.get(key.lower())
        if name and value and name not in fields:
            fields[name] = (Field(squeeze(tidy(value)), f"front matter, {key}"),)
        if key.lower() in _PERSONS:
            items = (item.strip(" \"'[]") for item in _ITEM.split(value))
            fields["persons"] = (
                *fields.get("persons", ()),
                *(Field(squeeze(tidy(item)), f"front matter, {key}") for item in items if item),
            )
    return fields


def _values(block: str) -> dict[str, str]:
    raw: dict[str, list[str]] = {}
    key = ""
    for line in block.split("\n"):
        found = _KEY.match(line)
        if found and not line[:1].isspace():
            key = found.group(1)
            raw[key] = [found.group(2) or ""]
        elif key and line[:1].isspace():
            raw[key].append(line.strip())
    return {key: _scalar(pieces) for key, pieces in raw.items()}


def _scalar(pieces: list[str]) -> str:
    text = ""
    for piece in pieces:
        text = text[:-1] + piece if text.endswith("\\") and not text.endswith("\\\\") else f"{text} {piece}" if text else piece
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _ESCAPE.sub(_unescape, text[1:-1])
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text


def _unescape(found: re.Match[str]) -> str:
    code = found.group(1)
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _PLAIN_ESCAPES.get(code, code)
