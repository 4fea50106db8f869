"""Plain text in the encodings of axes/encoding.toml."""

from __future__ import annotations

from tests.parsing.layouts.lines import text_of
from tests.parsing.layouts.model import Page

# Characters that narrow encodings lack, and what typists put in their place.
INSTEAD = {"–": "-", "—": "-", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...", "•": "*", "\u00a0": " "}


def encode(text: str, encoding: str) -> bytes:
    """Encode a text as its typist would; raises UnicodeEncodeError where its letters are not of this encoding."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(str.maketrans(INSTEAD)).encode(encoding)


def render(page: Page) -> tuple[str, bytes]:
    """Return a text file."""
    text = text_of(page).replace("\n", page.layout["container"].data.get("newline", "\n"))
    return "txt", encode(text, page.layout["encoding"].name)
