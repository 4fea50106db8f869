"""One module a format: bytes or text in, a Reading out."""

from __future__ import annotations

import re

from archive.parsing.decode import decode
from archive.parsing.lines import Reading
from archive.parsing.readers import html, plain

_HTML = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]|<(?:p|div|br|h[1-6]|article|table|span)(?:\s[^<>]*)?/?>", re.I)


def read_document(data: bytes, name: str = "") -> Reading:
    """Recognise the format of a file from its content and read it.

    `name` only breaks ties. Raises TranscriptError where nothing can be read.
    """
    text, _ = decode(data)
    if looks_like_html(text):
        return html.read(text)
    return plain.read(text)


def looks_like_html(text: str) -> bool:
    """Say whether a text is a web page or a piece of one: it opens with a tag or has many."""
    head = text[:5000]
    if re.match(
        r"\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype html|html|head|body|div|p|h[1-6]|article|section|main|table)[\s>]",
        head,
        re.I | re.S,
    ):
        return True
    return len(_HTML.findall(head)) >= 5
