"""Paragraphs to lines: widths, indents, blank lines, page heads (axes/setting.toml)."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from tests.parsing.layouts.forms import Paragraph, paragraphs, plain
from tests.parsing.layouts.model import Page

PAGE_LENGTH = 24


def text_of(page: Page) -> str:
    """Return a page as plain text, set as its setting says."""
    setting = page.layout["setting"].data
    if setting.get("flat"):
        return _flat(paragraphs(page))
    broken = page.layout["head"].data.get("broken", False)
    blocks = [_block(paragraph, setting, broken) for paragraph in paragraphs(page)]
    if "turns" in setting:
        blocks = _with_turn_marks(blocks, setting["turns"])
    lines = _joined(blocks, paragraphs(page), setting.get("blank", 1))
    if "every" in setting:
        lines = [setting["every"].format(n=number) + line for number, line in enumerate(lines, 1)]
    if "running" in setting:
        lines = _with_heads(lines, setting["running"].format(title=page.gold["title"]))
    return "\n".join(lines) + "\n"


def _block(paragraph: Paragraph, setting: Mapping[str, Any], broken: bool) -> list[str]:
    """Return the lines of one paragraph."""
    spoken = paragraph.kind in ("turn", "more", "body")
    indent = setting.get("indent", "") if spoken else ""
    if broken and paragraph.kind == "title":
        return textwrap.wrap(paragraph.text, 40, break_on_hyphens=False)
    lines = [line for part in plain(paragraph.text).split("\n") for line in _wrapped(part, setting, spoken)]
    lines[0] = indent + lines[0]
    if setting.get("hang") and paragraph.kind == "turn":
        lines[1:] = [setting["hang"] + line for line in lines[1:]]
    return [line + setting.get("trail", "") for line in lines]


def _wrapped(text: str, setting: Mapping[str, Any], spoken: bool) -> list[str]:
    width = setting.get("width")
    if not width or not spoken:
        return [text]
    if setting.get("letters"):
        return [text[start : start + width] for start in range(0, len(text), width)] or [""]
    lines = textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False) or [""]
    return [*(_justified(line, width) for line in lines[:-1]), lines[-1]] if setting.get("justified") else lines


def _justified(line: str, width: int) -> str:
    """Widen the spaces of a line from its left until it is as long as the others."""
    words = line.split(" ")
    gaps = len(words) - 1
    missing = width - len(line)
    if not 0 < missing <= gaps:
        return line
    return "".join(word + " " * (1 + (place < missing)) for place, word in enumerate(words[:-1])) + words[-1]


def _joined(blocks: list[list[str]], kinds: list[Paragraph], blank: int) -> list[str]:
    lines: list[str] = []
    for block, paragraph in zip(blocks, kinds, strict=True):
        if lines and not (paragraph.kind in ("turn", "more") and not blank):
            lines += [""] * max(1, blank)
        lines += block
    return lines


def _flat(found: list[Paragraph]) -> str:
    """Return head and foot as lines, the talk in one line with two spaces for its breaks."""
    spoken = [n for n, paragraph in enumerate(found) if paragraph.kind in ("turn", "more")]
    first, last = spoken[0], spoken[-1]
    head, talk, foot = found[:first], found[first : last + 1], found[last + 1 :]
    texts = [*(plain(p.text) for p in head), "  ".join(plain(p.text) for p in talk), *(plain(p.text) for p in foot)]
    return "\n\n".join(texts) + "\n"


def _with_turn_marks(blocks: list[list[str]], marks: list[str]) -> list[list[str]]:
    """Put a mark for turning the page at the end of every ninth paragraph."""
    for count, block in enumerate(blocks[8::9]):
        block[-1] += " " + marks[count % len(marks)]
    return blocks


def _with_heads(lines: list[str], head: str) -> list[str]:
    """Break the text into pages with a number and a running head, in the middle of paragraphs where it falls so."""
    out: list[str] = []
    for number, start in enumerate(range(0, len(lines), PAGE_LENGTH), 1):
        if number > 1:
            out += ["", str(number), *([head] if head else []), ""]
        out += lines[start : start + PAGE_LENGTH]
    return out
