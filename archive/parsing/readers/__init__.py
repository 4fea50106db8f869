"""One module a format: bytes or text in, a Reading out. The format is recognised from the content."""

from __future__ import annotations

import re

from archive.parsing.decode import decode
from archive.parsing.lines import Reading
from archive.parsing.readers import akoma_ntoso, docx, dump, html, markdown, pdf, plain, tei
from archive.parsing.types import TranscriptError

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype html|html|head|body|div|p|h[1-6]|article|section|main|table|span)[\s>]",
    re.I | re.S,
)
_HTML_TAG = re.compile(r"</?(?:html|body|p|div|br|h[1-6]|article|table|span|li|strong|b)(?:\s[^<>]{0,300})?/?>", re.I)
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc); save it as .docx"),
    (b"{\\rtf", "an RTF file; save it as .docx"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
)


def read_document(data: bytes, name: str = "") -> Reading:
    """Recognise the format of a file from its content and read it.

    `name` decides only between plain text and Markdown. Raises TranscriptError where nothing can be read.
    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return pdf.read(data)
    if data.startswith(b"PK\x03\x04"):
        return _from_zip(data)
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise TranscriptError(f"this is {what}; Chancery reads text, HTML, Markdown, DOCX, PDF, Akoma Ntoso and TEI")
    return _from_text(data, name)


def _from_zip(data: bytes) -> Reading:
    if docx.is_docx(data):
        return docx.read(data)
    raise TranscriptError("this is a zip archive, not a transcript; import its files instead")


def _from_text(data: bytes, name: str) -> Reading:
    text, _ = decode(data)
    head = text[:20_000]
    if akoma_ntoso.is_akoma_ntoso(head):
        return akoma_ntoso.read(text.encode())
    if tei.is_tei(head):
        return tei.read(text.encode())
    text = dump.mend(text)
    if looks_like_html(text):
        return html.read(text)
    if name.lower().endswith((".md", ".markdown")) or markdown.looks_like_markdown(text):
        return markdown.read(text)
    return plain.read(text)


def looks_like_html(text: str) -> bool:
    """Say whether a text is a web page or a piece of one: it opens with a tag or is thick with tags."""
    if _HTML_START.match(text[:5000]):
        return True
    head = text[:20_000]
    return len(_HTML_TAG.findall(head)) >= max(6, len(head) // 1000)
