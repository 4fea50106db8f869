"""HTML elements by their meaning for transcripts."""

from __future__ import annotations

from bs4.element import NavigableString, Tag

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
BOLD = frozenset({"b", "strong"})
# Ruby: the pronunciation of a character, and fallback brackets. Only the character itself is read.
RUBY = frozenset({"rt", "rp", "rtc"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SILENT = frozenset(
    "script style noscript template svg iframe object embed head title meta link select option button input textarea canvas "
    "video audio map annotation annotation-xml".split()
)


def classes(tag: Tag) -> list[str]:
    """Return the words of an element's class, in lower case."""
    found = tag.get("class")
    return [str(name).lower() for name in (found if isinstance(found, list) else str(found or "").split())]


def visible_strings(tag: Tag) -> list[str]:
    """Return the visible strings under a tag."""
    return [
        str(node)
        for node in tag.descendants
        if isinstance(node, NavigableString)
        and type(node) is NavigableString
        and node.parent is not None
        and node.parent.name not in SILENT
    ]


def short_text(tag: Tag, most: int) -> str | None:
    """Return an element's text if it is short; None otherwise, without reading all of it."""
    pieces: list[str] = []
    length = 0
    for node in tag.descendants:
        if type(node) is NavigableString:
            pieces.append(str(node))
            length += len(node)
            if length > most * 4:
                return None
    text = " ".join("".join(pieces).split())
    return text if len(text) <= most else None
