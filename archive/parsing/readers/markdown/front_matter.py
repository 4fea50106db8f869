"""The block of fields between --- lines at the top of a Markdown file: YAML, or nearly so."""

from __future__ import annotations

import re
from dataclasses import replace

import yaml

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.lines import Field, Reading
from archive.parsing.parsed import Skipped

_BLOCK = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
# An unquoted field on one line, as written by programs without a YAML writer.
_LOOSE = re.compile(r"^([A-Za-z][\w -]{0,40}):[ \t]+(?![\"'|>\[{])(\S.*?)[ \t]*$", re.M)
LONGEST = 20_000
LISTED = " · "

# The meaning of keys. `date` may be the posting's, so it is only a stamp.
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
# The speakers. An author may be whoever made the page.
_PERSONS = frozenset("creators creator speakers speaker person persons people".split())


def split_front_matter(text: str) -> tuple[dict[str, str], str, int]:
    """Return the fields, the text after the block and the block's number of lines; no fields if there is no block."""
    found = _BLOCK.match(text[:LONGEST])
    if found is None or not (values := _values(found.group(1))):
        return {}, text, 0
    return values, text[found.end() :], text.count("\n", 0, found.end())


def as_fields(values: dict[str, str]) -> dict[str, tuple[Field, ...]]:
    """Return the block's fields under the names of collected.py."""
    fields: dict[str, tuple[Field, ...]] = {}
    for key, value in values.items():
        name = _MEANING.get(key.lower())
        if name and value:
            fields[name] = (*fields.get(name, ()), Field(squeeze(tidy(value)), f"front matter, {key}"))
        if key.lower() in _PERSONS:
            items = map(str.strip, value.split(LISTED))
            fields["persons"] = (
                *fields.get("persons", ()),
                *(Field(squeeze(tidy(item)), f"front matter, {key}") for item in items if item),
            )
    return fields


def with_front_matter(reading: Reading, values: dict[str, str], taken: int) -> Reading:
    """Put a block's fields before those of the page; lines are counted from the top of the file."""
    own = as_fields(values)
    return replace(
        reading,
        lines=tuple(replace(line, number=line.number + taken) for line in reading.lines),
        fields={name: (*own.get(name, ()), *reading.fields.get(name, ())) for name in {**own, **reading.fields}},
        skipped=(*(Skipped(f"{key}: {value}", 1, "front matter") for key, value in values.items()), *reading.skipped),
    )


def _values(block: str) -> dict[str, str]:
    """Return the fields with text values; a list is joined by LISTED."""
    for text in (block, _LOOSE.sub(_quoted, block)):
        try:
            found = yaml.load(text, yaml.BaseLoader)
        except (yaml.YAMLError, RecursionError, ValueError):
            continue
        if isinstance(found, dict) and all(isinstance(key, str) for key in found):
            return {key: _words(value) for key, value in found.items()}
    return {}


def _quoted(found: re.Match[str]) -> str:
    """Quote a value that YAML would refuse: "title: Remarks: the lake"."""
    inner = found.group(2).replace("'", "''")
    return f"{found.group(1)}: '{inner}'"


def _words(value: object) -> str:
    if isinstance(value, list):
        return LISTED.join(item for item in value if isinstance(item, str))
    return value if isinstance(value, str) else ""
