"""What is beside the text in a Markdown file: comments, hidden and struck-out parts, notes and their marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.parsing.lines import Line
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.raised_text import above, below, is_raised_mark
from archive.parsing.warning_texts import warning_text

_DEFINITION = re.compile(r"\[\^([^\]\s]{1,60})\]:\s*(.*)")
_MARK = re.compile(r"(?<!\\)\[\^[^\]\s]{1,60}\]")
_INLINE_NOTE = re.compile(r"(?<!\\)\^\[([^\[\]\n]{1,2000})\]")
_RAISED = re.compile(r"<sup(?:\s[^<>]{0,200})?>([^<>\n]{1,24})</sup>|(?<=[\w.,;:!?)\"”])(?<!\\)\^([^\s^]{1,8})\^", re.I)
_LOWERED = re.compile(r"<sub(?:\s[^<>]{0,200})?>([^<>\n]{1,8})</sub>|(?<=[A-Za-z\d)])~(\d{1,3})~(?!~)", re.I)
_HIDDEN = re.compile(
    r"""<(div|span|p|section|aside|small)\s[^<>]{0,300}?"""
    r"""(?:style\s*=\s*["'][^"'<>]{0,200}?(?:display\s*:\s*none|visibility\s*:\s*hidden)"""
    r"""|(?<![\w-])hidden(?=[\s>=])|aria-hidden\s*=\s*["']?true"""
    r"""|class\s*=\s*["'][^"'<>]{0,100}?(?:sr-only|visually-hidden|screen-reader-text))[^<>]{0,300}>""",
    re.I,
)
# `<s>` is kept: publishers use it for spoken errors corrected in brackets after it.
_STRUCK = re.compile(
    r"(?<![\\~])~~(?=[^\s~])(?:[^~\n]|\n(?!\s*\n)){1,2000}~~(?!~)|<(del)>(?:[^<\n]|\n(?!\s*\n)){0,2000}</\1>", re.I
)
INDENT = 2


def without_unseen(text: str, first: int, left_out: LeftOut) -> str:
    """Remove comments, hidden elements and struck-out text; every line keeps its number (from `first`)."""
    text = _cut(text, first, list(_comments(text)), left_out, "comment in the markup")
    text = _cut(text, first, list(_hidden(text)), left_out, "hidden")
    return _cut(text, first, [found.span() for found in _STRUCK.finditer(text)], left_out, "struck out")


def without_notes(lines: Iterable[Line], left_out: LeftOut) -> Iterator[Line]:
    """Yield the lines without notes and note marks; notes are reported."""
    note: list[str] = []
    number = 0
    for line in lines:
        if found := _DEFINITION.match(line.text):
            left_out.name("note-left-out", warning_text("note-left-out"), " ".join(note), number, "note")
            note, number = [found.group(2) or " "], line.number
        elif note and (line.indent >= INDENT or not line.gap):
            note.append(line.text)
        else:
            left_out.name("note-left-out", warning_text("note-left-out"), " ".join(note), number, "note")
            note = []
            if text := _unmarked(line, left_out):
                yield replace(line, text=text)
    left_out.name("note-left-out", warning_text("note-left-out"), " ".join(note), number, "note")


def _unmarked(line: Line, left_out: LeftOut) -> str:
    def note(found: re.Match[str]) -> str:
        left_out.name("note-left-out", warning_text("note-left-out"), found.group(1), line.number, "note")
        return ""

    def raised(found: re.Match[str]) -> str:
        text, before, after = found[1] or found[2], found.string[: found.start()], found.string[found.end() : found.end() + 3]
        return "" if is_raised_mark(text, before, after) else above(text, before)

    def lowered(found: re.Match[str]) -> str:
        return below(found[1] or found[2], found.string[: found.start()])

    text = line.text
    if "^[" in text or "[^" in text:
        text = _MARK.sub("", _INLINE_NOTE.sub(note, text))
    if "<su" in text.lower() or "^" in text or "~" in text:
        text = _LOWERED.sub(lowered, _RAISED.sub(raised, text))
    return text


def _comments(text: str) -> Iterator[tuple[int, int]]:
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at)
        if end < 0:
            return
        yield at, end + 3
        at = text.find("<!--", end)


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while found := _HIDDEN.search(text, at):
        end = re.compile(rf"</{found.group(1)}\s*>", re.I).search(text, found.end())
        if end is None:
            return
        yield found.start(), end.end()
        at = end.end()


def _cut(text: str, first: int, spans: list[tuple[int, int]], left_out: LeftOut, reason: str) -> str:
    pieces: list[str] = []
    at, line = 0, first
    for start, stop in spans:
        line += text.count("\n", at, start)
        gone = text[start:stop]
        left_out.skip(re.sub(r"<!--|-->|~~|<[^<>]{0,400}>", " ", gone), line, reason)
        pieces += [text[at:start], "\n" * gone.count("\n")]
        at, line = stop, line + gone.count("\n")
    return "".join([*pieces, text[at:]])
