"""Plain text in the encodings of axes/encoding.toml."""

from __future__ import annotations

import unicodedata

import ftfy.bad_codecs

from tests.parsing.layouts.lines import text_of
from tests.parsing.layouts.model import Page, Value

ftfy.bad_codecs.ok()  # knows windows-1252 as browsers do, with its five gaps filled

# Characters that narrow encodings lack, and what typists put in their place.
INSTEAD = {"–": "-", "—": "-", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...", "•": "*", "\u00a0": " "}


def encode(text: str, encoding: str) -> bytes:
    """Encode a text as its typist would; raises UnicodeEncodeError where its letters are not of this encoding."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(str.maketrans(INSTEAD)).encode(encoding)


def mangle(text: str, value: Value) -> str:
    """Return a text as it was before it became these bytes: with letters and accents apart, or once misread."""
    text = unicodedata.normalize(value.data.get("form", "NFC"), text)
    if value.data.get("curly"):
        text = text.replace("'", "’")
    return text.encode("utf-8").decode(value.data["misread"]) if "misread" in value.data else text


def render(page: Page) -> tuple[str, bytes]:
    """Return a text file."""
    text = text_of(page).replace("\n", page.layout["container"].data.get("newline", "\n"))
    encoding = page.layout["encoding"]
    return "txt", encode(mangle(text, encoding), encoding.data.get("codec", encoding.name))
