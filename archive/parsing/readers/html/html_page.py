"""Web pages, whole or in part: the article's blocks with bold marks, and the page's metadata."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

from archive.parsing.lines import Reading
from archive.parsing.parsed import TranscriptError
from archive.parsing.readers.html.html_fields import page_fields
from archive.parsing.readers.html.html_walk import HtmlWalk
from archive.parsing.readers.html.source_lines import SourceLines

# The longest transcripts, saved from a word processor, have some 50,000.
MOST_TAGS = 200_000


def read(text: str) -> Reading:
    """Read a web page or a fragment. Raises TranscriptError for far more tags than a transcript has."""
    tags = text.count("<") - text.count("</")
    if tags > MOST_TAGS:
        raise TranscriptError(f"the page has {tags:,} tags; Chancery reads up to {MOST_TAGS:,}: split it and import the parts")
    soup = parse(text)
    walk = HtmlWalk(SourceLines(text), soup)
    walk.run(soup)
    return Reading(
        lines=tuple(walk.lines),
        format="html",
        flowing=not walk.as_typed,
        fields=page_fields(soup),
        skipped=tuple(walk.left_out.skipped),
        warnings=walk.left_out.warnings(),
    )


def parse(text: str) -> BeautifulSoup:
    """Parse markup with libxml2, which is linear and tolerant, unlike html.parser."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(text, "lxml")
