"""Recognises a file's format from its content and calls the reader."""

from __future__ import annotations

import re

from archive.parsing.decoding.decode import decode
from archive.parsing.lines import Reading
from archive.parsing.parsed import TranscriptError
from archive.parsing.readers import plain
from archive.parsing.readers.docx import docx_document
from archive.parsing.readers.file_signatures import foreign_kind
from archive.parsing.readers.html import html_page
from archive.parsing.readers.mail import mime, saved_page
from archive.parsing.readers.mail.mail_text import unquote, without_mail
from archive.parsing.readers.mail.transfer_encoding import doubted, from_base64, from_quoted_printable
from archive.parsing.readers.markdown import markdown_document
from archive.parsing.readers.markdown.front_matter import split_front_matter, with_front_matter
from archive.parsing.readers.pdf import pdf_document
from archive.parsing.readers.pdf.pdf_guard import pdf_start
from archive.parsing.readers.xml import akoma_ntoso, tei, unknown_make

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype html|html|head|body|div|p|h[1-6]|article|section|main|table|span)[\s>]",
    re.I | re.S,
)
_HTML_TAG = re.compile(r"</?(?:html|body|p|div|br|h[1-6]|article|table|span|li|strong|b)(?:\s[^<>]{0,300})?/?>", re.I)
# Endings looked for in folders. A file named by itself is tried whatever its ending.
FILE_ENDINGS = frozenset(
    ".txt .text .html .htm .xhtml .xml .md .markdown .docx .docm .pdf .zip .eml .mbox .msg .mhtml .mht .webarchive".split()
)
# Documents that no reader supports are tried all the same, so that the message says how to convert them.
REFUSED_ENDINGS = frozenset(".rtf .doc .dot .odt .epub .pages .wpd .wps .ppt .pptx .xls .xlsx".split())
READ = "Chancery reads text, HTML, Markdown, DOCX, PDF, mail (.eml), saved pages (.mhtml), Akoma Ntoso and TEI"
MOST_LAYERS = 4
# Two blank lines for each of the maximum number of text lines.
MOST_BREAKS = 600_000


def read_document(data: bytes, name: str = "", layers: int = MOST_LAYERS) -> Reading:
    """Recognise the format of a file from its content and read it.

    `name` only decides between plain text and Markdown; `layers` limits nested messages. Raises TranscriptError if nothing can be
    read.
    """
    if data.startswith(b"PK\x03\x04"):
        return _from_zip(data)
    if (what := foreign_kind(data)) is not None:
        raise TranscriptError(f"this is {what}; {READ}")
    if saved_page.is_webarchive(data):
        return saved_page.read_webarchive(data)
    if saved_page.is_mhtml(data):
        return saved_page.read_mhtml(data)
    if mime.is_message(data):
        return mime.read(data, lambda inner, inner_name: _deeper(inner, inner_name, layers), read_text)
    if (start := pdf_start(data)) is not None:
        return without_mail(pdf_document.read(data[start:]))
    if layers and (inner := from_base64(data) or from_quoted_printable(data)) is not None:
        return read_document(inner, name, layers - 1)
    decoded = decode(data)
    return doubted(read_text(decoded.text, name), decoded.doubt)


def _deeper(data: bytes, name: str, layers: int) -> Reading:
    if not layers:
        raise TranscriptError("messages are nested too deep")
    return read_document(data, name, layers - 1)


def _from_zip(data: bytes) -> Reading:
    if docx_document.is_docx(data):
        return docx_document.read(data)
    raise TranscriptError("this is a zip archive, not a transcript; import its files instead")


def read_text(text: str, name: str = "") -> Reading:
    """Read a decoded text with any markup. Raises TranscriptError for far more lines than a transcript has."""
    if (breaks := text.count("\n")) > MOST_BREAKS:
        raise TranscriptError(
            f"the file has {breaks:,} lines; Chancery reads up to {MOST_BREAKS:,}: split it and import the parts"
        )
    head = text[:20_000]
    if akoma_ntoso.is_akoma_ntoso(head):
        return akoma_ntoso.read(text.encode())
    if tei.is_tei(head):
        return tei.read(text.encode())
    if (found := _from_records(text, head)) is not None:
        return found
    text = plain.mend(text)
    values, body, taken = split_front_matter(text)
    if values and looks_like_html(body):
        return without_mail(with_front_matter(html_page.read(markdown_document.without_template(body)), values, taken))
    if not values and looks_like_html(text):
        return without_mail(html_page.read(text))
    text = unquote(text)
    if name.lower().endswith((".md", ".markdown")) or markdown_document.looks_like_markdown(text):
        return without_mail(markdown_document.read(text))
    return without_mail(plain.read(text))


def _from_records(text: str, head: str) -> Reading | None:
    """Read XML and JSON of unknown origin; None if the text is neither, or contains no words."""
    if unknown_make.is_xml(head):
        found = unknown_make.read_xml(text, lambda inner: read_text(inner))
    elif unknown_make.is_json(text):
        found = unknown_make.read_json(text, lambda inner: read_text(inner))
    else:
        return None
    return found if found is not None and found.lines else None


def looks_like_html(text: str) -> bool:
    """Tell whether a text is HTML: it opens with a tag or has many tags."""
    if _HTML_START.match(text[:5000]):
        return True
    head = text[:20_000]
    return len(_HTML_TAG.findall(head)) >= max(6, len(head) // 1000)
