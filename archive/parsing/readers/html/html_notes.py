"""Notes of a page: their marks in the text, and their own text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4.element import NavigableString, Tag

from archive.parsing.readers.html.html_names import BLOCKS, classes, short_text
from archive.parsing.readers.raised_text import heads_notes, is_linked_mark, is_raised_mark

LONGEST_MARK = 24
LONGEST_NOTE = 20_000
_ROLES = re.compile(r"doc-(?:end|foot)notes?|(?:end|foot|rear)notes?|note", re.I)
_MARK_ROLES = re.compile(r"doc-noteref|noteref|doc-backlink", re.I)
_NAMES = re.compile(
    r"(?:foot|end)-?notes?(?:[-_]?(?:list|text|content|block|section|area|wrapper|definitions?|item|body|container))?|"
    r"fn-?(?:list|group|text|content)|"
    r"ref-?list|references|mw-references(?:-wrap)?|mso(?:foot|end)notetext|sdfootnote|sdendnote|easy-footnotes-wrapper|"
    r"wp-block-footnotes|notes?-de-bas-de-page|fussnoten?|fußnoten?"
)
_IDS = re.compile(
    r"(?:foot|end)notes?|s?d?(?:foot|end)note[-_]?\d+|_?(?:ft|ed|fo?o?t?)n[-_:.]?\d+|fn[-_:.]?\w{1,8}|cite[-_]note[-_].*", re.I
)
_MARK_NAMES = re.compile(
    r"(?:foot|end)?-?note-?(?:ref(?:erence)?|mark|anchor|link|call)|fn-?ref|noteref|superscript|reference|mso(?:foot|end)notereference|"
    r"sd(?:foot|end)note(?:anc|sym)|footnote|sup|appel-?note",
)
_WORD_NOTE = re.compile(r"mso-element\s*:\s*(?:foot|end)note")
_NUMBERED = re.compile(r"(?P<open>[\[(])?(?P<mark>\d{1,3}|[*†‡§]{1,3})[\])]?[.:]?\s+\S")
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top|top)")


class Notes:
    """Remembers note marks and their targets."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._targets: set[str] = set()
        self._headed = False

    def is_mark(self, tag: Tag, before: str) -> bool:
        """Tell whether an inline element is a note mark, and remember its target."""
        if tag.name not in ("sup", "a", "span", "font", "small", "b", "strong") or (tag.name != "sup" and not tag.attrs):
            return False
        target = _target(tag)
        role = _role(tag)
        raised = tag.name == "sup" or _RAISED.search(str(tag.get("style") or "").lower()) is not None
        named = any(map(_MARK_NAMES.fullmatch, classes(tag)))
        if not (raised or named or target or _MARK_ROLES.search(role)):
            return False
        text = short_text(tag, LONGEST_MARK)
        if not text or not self._reads_as_mark(text, before, tag, target, role, raised or named):
            return False
        self.seen.add(text.strip(" []()（）［］"))
        if target:
            self._targets.add(target)
        return True

    def _reads_as_mark(self, text: str, before: str, tag: Tag, target: str, role: str, raised: bool) -> bool:
        if target and (is_linked_mark(text, target) or _MARK_ROLES.search(role)):
            return True
        return raised and is_raised_mark(text, before, _after(tag), linked=bool(target))

    def opens_note(self, tag: Tag) -> bool:
        """Tell whether an inline element at the head of a block is the target of a mark."""
        return bool(self._targets) and not self._targets.isdisjoint(_anchors(tag))

    def is_note(self, tag: Tag) -> bool:
        """Tell whether an element holds the text of notes: by role, by name, or as the target of a mark."""
        if not tag.attrs:
            return self._headed and tag.name in ("ol", "ul", "dl")
        if _ROLES.fullmatch(_role(tag)) or any(map(_NAMES.fullmatch, classes(tag))):
            return tag.name in BLOCKS or len(short_text(tag, LONGEST_MARK) or "x" * LONGEST_MARK) > LONGEST_MARK // 2
        if "mso-element" in (style := str(tag.get("style") or "").lower()) and re.search(
            r"mso-element\s*:\s*(?:foot|end)note", style
        ):
            return True
        if tag.name not in BLOCKS:
            return False
        ids = _anchors(tag)
        if ids and (any(map(_IDS.fullmatch, ids)) or not self._targets.isdisjoint(ids)):
            return short_text(tag, LONGEST_NOTE) is not None
        return self._headed and tag.name in ("ol", "ul", "dl")

    def last_notes(self, lines: Sequence[str]) -> int:
        """Return how many of the last lines are notes: each opens with a seen mark, and all marks in the text are among them.

        A bracketed mark or a sign opens nothing else. A plain number is certain only if no mark lacks its note.
        """
        count, sure, found = 0, 0, set[str]()
        while count < len(lines) and (mark := _NUMBERED.match(lines[-1 - count])) and mark["mark"] in self.seen:
            found.add(mark["mark"])
            count += 1
            sure = count if sure == count - 1 and (mark["open"] or not mark["mark"].isdecimal()) else sure
        return count if found >= {mark for mark in self.seen if _NUMBERED.match(f"{mark} x")} else sure

    def read_heading(self, text: str) -> None:
        """Remember whether the last line read is the heading of a list of notes."""
        self._headed = bool(self.seen) and heads_notes(text)


def _role(tag: Tag) -> str:
    role = tag.get("role") or tag.get("epub:type") or tag.get("data-type") or ""
    return " ".join(role) if isinstance(role, list) else str(role)


def _anchors(tag: Tag) -> list[str]:
    return [str(value) for name in ("id", "name") if (value := tag.get(name))]


def _target(tag: Tag) -> str:
    """Return the target within the page of an element, of its only link, or of the link around it."""
    link = tag if tag.name == "a" else tag.find("a", href=True) if tag.name == "sup" else None
    if link is None and tag.parent is not None and tag.parent.name == "a":
        link = tag.parent
    address = str(link.get("href") or "") if isinstance(link, Tag) else ""
    return address.rpartition("#")[2] if "#" in address else ""


def _after(tag: Tag) -> str:
    following = tag.next_sibling
    return str(following)[:3] if isinstance(following, NavigableString) else ""
