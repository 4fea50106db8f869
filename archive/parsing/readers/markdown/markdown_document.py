"""Markdown: front matter, headings, blockquotes, emphasis, links, escapes; lines may be hard-wrapped."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from archive.parsing.cleaning import squeeze
from archive.parsing.lines import Field, Line, LineKind, Reading
from archive.parsing.parsed import Skipped
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.markdown.front_matter import as_fields, split_front_matter
from archive.parsing.readers.markdown.markdown_beside import without_notes, without_unseen
from archive.parsing.readers.markdown.markdown_tables import with_labels
from archive.parsing.readers.plain import physical_lines

_SIGNS = re.compile(r"^#{1,6} \S|^> ?\S|^\*\*[^*\n]{1,80}\*\*|\]\([^()\s]+(?: \"[^\"\n]*\")?\)|\\[_*\[\]#]|^\*\*\*$|^!\[", re.M)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
# A caption's sign for a new speaker; a quotation has lines of the first depth too.
_CAPTIONED = re.compile(r"^(?=>> ?[^\s>])", re.M)
_FIRST_DEPTH = re.compile(r"^>(?! ?>)", re.M)
_QUOTE = re.compile(r"(?:> ?)+")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\]\(([^()\s]{0,500})(?:\s\"([^\"\n]{0,500})\")?\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{0,800}(?:\([^()\s]{0,80}\)[^()\s]{0,200})?)(?:\s+\"([^\"\n]{0,800})\")?\)")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,500})>")
_TAG = re.compile(
    r"</?(?:s|del|u|sup|sub|em|i|b|strong|span|font|small|center|p|div|a|br|hr|mark|ins)(?:\s[^<>]{0,200})?/?>", re.I
)
_BOLD = re.compile(r"(\*{2,3}|_{2,3})(?=[^\s*_])([^*_\n]{1,1000}?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*\\])([*_])(?=\S)([^*_\n]{1,500}?)(?<=[^\s\\])\1(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!~>|$\"'-])")
# Tags of site generators: "{% raw %}", "{{< youtube x >}}".
_TEMPLATE = re.compile(r"\{%[^%\n]{0,300}%\}|\{\{[<%][^}\n]{0,300}[>%]\}\}")
_HARD_BREAK = re.compile(r"(?:\s{2,}|\\)$")
_MARKED = re.compile(r"[\\*_\[<&]")
# Private characters protect escaped signs while emphasis is removed.
_KEPT = {char: chr(0xE000 + index) for index, char in enumerate("\\`*_{}[]()#+.!~>|$\"'-")}
_BACK = {ord(kept): char for char, kept in _KEPT.items()}


def looks_like_markdown(text: str) -> bool:
    """Tell whether a text has front matter or several signs of Markdown."""
    values, _, _ = split_front_matter(text)
    signs = _SIGNS.findall(text[:20_000])
    return bool(values) or text.lstrip()[:2] == "# " or len(signs) >= 3


def read(text: str) -> Reading:
    """Read Markdown; raw HTML blocks in it lose their tags."""
    values, body, taken = split_front_matter(text)
    fields = as_fields(values)
    skipped = [Skipped(f"{key}: {value}", 1, "front matter") for key, value in values.items()]
    lines: list[Line] = []
    asides: list[Field] = []
    left_out = LeftOut()
    body = without_template(body)
    if not _FIRST_DEPTH.search(body):
        body = _CAPTIONED.sub(r"\\", body)
    body = without_unseen(body, taken + 1, left_out)
    for line in with_labels(list(without_notes(physical_lines(body, taken + 1), left_out)), left_out):
        lines += _line(line, lines[-1] if lines else None, skipped, asides)
    lines = _join_title(lines)
    title = next((line for line in lines if line.kind == "heading"), None)
    if title is not None and "title" not in fields:
        fields["title"] = (Field(title.text, f"heading, line {title.number}"),)
    if asides:
        fields["aside"] = tuple(asides)
    return Reading(
        lines=tuple(lines),
        format="markdown",
        flowing=False,
        fields=fields,
        skipped=(*skipped, *left_out.skipped),
        warnings=left_out.warnings(),
    )


def without_template(text: str) -> str:
    """Remove the tags of site generators."""
    return _TEMPLATE.sub("", text) if "{" in text else text


def _line(line: Line, before: Line | None, skipped: list[Skipped], asides: list[Field]) -> list[Line]:
    text, kind, gap = line.text, "text", line.gap
    if quote := _QUOTE.match(text):
        text, kind = text[quote.end() :].strip(), "quoted"
        gap = gap or before is None or before.kind != "quoted"
        if not text:
            return []
    elif before is not None and before.kind == "quoted" and not gap:
        kind = "quoted"
    if heading := _HEADING.match(text):
        text, kind, gap = heading.group(2), "heading", True
    elif before is not None and before.kind == "heading":
        gap = line.gap
    slanted = _ITALIC.fullmatch(text.strip()) is not None
    plain, bold = _inline(text, line.number, skipped, asides)
    read = Line(plain, line.number, gap, _kind(kind), bold, line.indent, label=line.label, slanted=slanted)
    return [read] if plain else []


def _kind(name: str) -> LineKind:
    return "quoted" if name == "quoted" else "heading" if name == "heading" else "text"


def _inline(text: str, number: int, skipped: list[Skipped], asides: list[Field]) -> tuple[str, int]:
    """Remove the markup of a line; return the words and the number of leading bold characters."""

    def link(found: re.Match[str]) -> str:
        skipped.append(Skipped(squeeze(f"{found.group(2)} {found.group(3) or ''}"), number, "link"))
        if found.group(3):
            asides.append(Field(found.group(3), f"link title, line {number}"))
        return found.group(1)

    def image(found: re.Match[str]) -> str:
        skipped.append(Skipped(squeeze(" ".join(piece or "" for piece in found.groups())), number, "caption"))
        return ""

    def tag(found: re.Match[str]) -> str:
        return " " if found.group().lower().startswith(("<br", "<p", "</p", "<div", "</div")) else ""

    if not _MARKED.search(text):
        return text.strip(), 0
    text = _ESCAPE.sub(lambda found: _KEPT[found.group(1)], text)
    text = _AUTOLINK.sub(r"\1", _LINK.sub(link, _IMAGE.sub(image, text)))
    text = html.unescape(_TAG.sub(tag, text))
    lead = _BOLD.match(text)
    text, bold = _BOLD.sub(r"\2", text), len(lead.group(2)) if lead else 0
    text = _ITALIC.sub(r"\2", text)
    return text.translate(_BACK).strip(), bold


def _join_title(lines: list[Line]) -> list[Line]:
    """Join a hard-wrapped first heading: its line is long, text follows without a gap, then a gap."""
    if len(lines) < 3 or lines[0].kind != "heading" or lines[1].gap or not lines[2].gap or len(lines[0].text) < 50:
        return lines
    return [replace(lines[0], text=f"{lines[0].text} {lines[1].text}"), *lines[2:]]
