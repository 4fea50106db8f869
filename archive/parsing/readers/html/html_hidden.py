"""Which elements of a page are invisible, and which are struck out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4.element import NavigableString, PageElement, Tag

from archive.parsing.readers.html.html_css import Sheets, inline_style, is_blank, is_gone, is_struck
from archive.parsing.readers.html.html_names import SILENT, classes, visible_strings

STRUCK = frozenset({"del", "s", "strike"})
_MARKED = STRUCK | {"dialog"}
# Class names with which external style sheets hide text, mostly for screen readers.
_NAMES = re.compile(
    r"(?:[a-z0-9]{1,6}[-_])?(?:sr[-_]?only|visually[-_]?hidden|screen[-_]?reader(?:[-_]?(?:text|only|response|content))?|sr[-_]text|"
    r"element[-_](?:invisible|hidden)|assistive[-_]text|a11y[-_]hidden|accessib(?:ly|le|ility)[-_]hidden|off[-_]?screen|"
    r"hidden[-_](?:accessible|text)|helper[-_]hidden(?:[-_]accessible)?|show[-_]for[-_]sr)(?:[-_]focusable)?"
    r"|d-none|(?:is|u|uk|js|text|tooltip)[-_]hidden|hidden|invisible|hide|print[-_]?only|visible-print"
)
_SHOWN_AGAIN = re.compile(
    r"(?:d-)?(?:sm|md|lg|xl|xxl|2xl)[-:](?:block|flex|inline|grid|table|inline-block|contents)|show|in|active"
)
# A large, long part is the page itself, whatever its markup says: a saved dialog, an unclosed <s>.
MAX_SHARE = 0.4
LEAST_LOST = 1_000
# Nested markup of that kind is checked at most this many times.
MOST_WHOLE = 20
# A page that shows less than this and hides many times more waits for a script.
LEAST_SHOWN = 200
TIMES = 4


class Hidden:
    """The invisible elements, by identity: `gone` with the reason; `unlit` if only their own strings are invisible."""

    def __init__(self, nodes: Sequence[PageElement]) -> None:
        self.gone: dict[int, str] = {}
        self.unlit: set[int] = set()
        self.revealed = False
        self._invisible: set[int] = set()
        self._whole = 0
        self._sheets = Sheets([node for node in nodes if isinstance(node, Tag) and node.name == "style"])
        self._total = sum(len(node) for node in nodes if type(node) is NavigableString)
        shown, hidden = self._look_through(nodes)
        if shown < LEAST_SHOWN and hidden > max(LEAST_SHOWN, shown * TIMES):
            self.revealed = True
            self.gone = {key: reason for key, reason in self.gone.items() if reason != "hidden"}
            self.unlit = set()

    def _look_through(self, nodes: Sequence[PageElement]) -> tuple[int, int]:
        """Record what is invisible; return the number of visible and invisible characters."""
        shown = hidden = 0
        under: set[int] = set()
        for node in nodes:
            parent = id(node.parent)
            if isinstance(node, Tag):
                if parent in under or node.name in SILENT:
                    under.add(id(node))
                elif (reason := self._reason(node, parent in self._invisible)) is not None:
                    self.gone[id(node)] = reason
                    under.add(id(node))
                    hidden += sum(map(len, visible_strings(node))) if reason == "hidden" else 0
            elif type(node) is NavigableString and parent not in under and (length := len(node.strip())):
                shown, hidden = (shown, hidden + length) if parent in self.unlit else (shown + length, hidden)
        return shown, hidden

    def _reason(self, tag: Tag, invisible: bool) -> str | None:
        if not (tag.attrs or self._sheets.hide or invisible or tag.name in _MARKED):
            return None
        style = self._sheets.style(tag)
        if tag.attrs:
            style |= inline_style(tag)
        if _said_hidden(tag) or is_gone(style):
            return "hidden"
        if (_named_hidden(tag) and style.get("display", "none") == "none") and not self._is_the_page(tag):
            return "hidden"
        if (tag.name in STRUCK or is_struck(style)) and style.get("text-decoration") != "none" and not self._is_the_page(tag):
            return "struck out"
        seen = style.get("visibility")
        if seen in ("hidden", "collapse") or (invisible and seen != "visible"):
            self._invisible.add(id(tag))
            self.unlit.add(id(tag))
        elif is_blank(style):
            self.unlit.add(id(tag))
        return None

    def _is_the_page(self, tag: Tag) -> bool:
        if self._whole >= MOST_WHOLE:
            return True
        if self._fills(tag):
            self._whole += 1
            return True
        return False

    def _fills(self, tag: Tag) -> bool:
        length = sum(map(len, visible_strings(tag)))
        return length > LEAST_LOST and length > self._total * MAX_SHARE


def _said_hidden(tag: Tag) -> bool:
    if not tag.attrs:
        return tag.name == "dialog"
    hidden = tag.get("hidden")
    return (
        (hidden is not None and str(hidden).lower() != "until-found")
        or (tag.name == "dialog" and tag.get("open") is None)
        or tag.get("popover") is not None
    )


def _named_hidden(tag: Tag) -> bool:
    if not tag.attrs:
        return False
    if str(tag.get("aria-hidden") or "").lower() == "true":
        return True
    names = classes(tag)
    return any(map(_NAMES.fullmatch, names)) and not any(map(_SHOWN_AGAIN.fullmatch, names))
