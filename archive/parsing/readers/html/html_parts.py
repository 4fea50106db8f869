"""Which parts of a web page are the article, and which are navigation, captions, sharing and the like."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from bs4.element import NavigableString, PageElement, Tag

PROSE = frozenset({"p", "li", "blockquote", "dd", "td", "div", "pre", "section", "article"})
CONTAINERS = frozenset(
    {"html", "body", "div", "section", "article", "main", "table", "tbody", "tr", "td", "center", "[document]", "font", "span"}
)
INLINE = frozenset({"a", "span", "abbr", "cite", "mark", "small", "u", "font", "q", "sup", "sub", "label", "time"})
SKIPPED_TAGS = {
    "nav": "navigation",
    "aside": "aside",
    "form": "form",
    "figcaption": "caption",
    "figure": "caption",
    "footer": "page footer",
}
# Class names that page builders give to other parts, matched at the start of a word of class or id.
_SKIPPED_NAMES = re.compile(
    r"(?:^|[\s_-])(?:(nav(?:bar|igation)?|menu|breadcrumbs?|pager|pagination)|(shar(?:e|ing)|social)|(captions?|gallery|slider|media|player|video|photo)"
    r"|(pull-?quotes?)|(tooltips?)|(sidebar|related|promo|cookies?|newsletter|subscribe|comments?|tags?|taglist"
    r"|footer|bottommeta|see-?also|cut))(?=$|[\s_-])",
    re.I,
)
_REASONS = ("navigation", "sharing", "caption", "pull quote", "tooltip", "around the article")
WEIGHTLESS = frozenset({"a", "script", "style", "nav", "footer", "noscript", "title", "template"})
SHORTEST = 25
MENU_NODES = 1_000
_MAX_SHARE = 0.4
_MAIN_SHARE = 0.85


class Parts:
    """Weighs the elements of a page by their prose and decides which to skip."""

    def __init__(self, soup: Tag, nodes: Sequence[PageElement], gone: Container[int] = ()) -> None:
        self._weights = _weigh(nodes, gone)
        self._total = self._weights.get(id(soup), 0)
        self.main = self._find_main(soup, nodes)
        self._ancestors = {id(tag) for tag in [self.main, *self.main.parents]}
        self._around = self.main.name not in ("[document]", "html", "body")

    def holds_the_page(self, tag: Tag) -> bool:
        """Tell whether an element is the article or contains it."""
        return id(tag) in self._ancestors

    def skip_reason(self, tag: Tag) -> str | None:
        """Return why an element is skipped, None if it belongs to the transcript."""
        if id(tag) in self._ancestors:
            return None
        if self._weights.get(id(tag), 0) > self._total * _MAX_SHARE:
            return None
        if tag.name in SKIPPED_TAGS:
            return SKIPPED_TAGS[tag.name]
        if tag.name in ("ul", "ol") and _is_menu(tag):
            return "navigation"
        if tag.name in ("p", "b", "strong", "em", "i", "body", "html", "h1"):
            return None
        reason = _reason_in_names(tag)
        return reason if tag.name not in INLINE or reason in ("tooltip", "caption") else None

    def _find_main(self, soup: Tag, nodes: Sequence[PageElement]) -> Tag:
        tags = (node for node in nodes if isinstance(node, Tag) and node.attrs)
        marked = next((tag for tag in tags if "articleBody" in str(tag.get("itemprop", "")).split()), None)
        if marked is not None and self._weights.get(id(marked), 0) * 2 > self._total:
            return marked
        here = soup
        while (inner := self._heaviest_child(here)) is not None:
            here = inner
        return here

    def _heaviest_child(self, tag: Tag) -> Tag | None:
        children = [child for child in tag.children if isinstance(child, Tag) and child.name in CONTAINERS]
        if not children:
            return None
        best = max(children, key=lambda child: self._weights.get(id(child), 0))
        enough = max(self._total, 1) * _MAIN_SHARE
        return best if self._weights.get(id(best), 0) >= enough else None


def prose(strings: Iterable[str]) -> int:
    """Return the number of characters of prose among strings; those of menus and buttons are short."""
    return sum(len(text) for text in strings if len(text) >= SHORTEST)


def _is_menu(tag: Tag) -> bool:
    """Tell whether a list is only links: a menu under any name. Very long lists are not checked."""
    printed = 0
    for count, node in enumerate(tag.descendants):
        if count > MENU_NODES:
            return False
        if isinstance(node, NavigableString) and node.strip(" \t\r\n|·•/»›-"):
            printed += 1
            if not _is_linked(node, tag):
                return False
    return printed > 0


def _is_linked(node: NavigableString, within: Tag) -> bool:
    for parent in node.parents:
        if parent is within:
            return False
        if parent.name == "a":
            return True
    return False


def _reason_in_names(tag: Tag) -> str | None:
    names = " ".join([*(tag.get_attribute_list("class")), str(tag.get("id") or "")]) if tag.attrs else ""
    found = _SKIPPED_NAMES.search(names) if names.strip() else None
    if found is None or found.lastindex is None:
        return None
    return _REASONS[found.lastindex - 1]


def _weigh(nodes: Sequence[PageElement], gone: Container[int]) -> dict[int, int]:
    """Sum the prose characters of every element; links, menus and the like count nothing."""
    weights: dict[int, int] = {}
    barred: set[int] = set()
    tags: list[Tag] = []
    for node in nodes:
        if isinstance(node, Tag):
            tags.append(node)
            if node.name in WEIGHTLESS or id(node) in gone or id(node.parent) in barred:
                barred.add(id(node))
        elif type(node) is NavigableString and len(node) >= SHORTEST and id(node.parent) not in barred:
            weights[id(node.parent)] = weights.get(id(node.parent), 0) + len(node)
    for tag in reversed(tags):
        if weight := weights.get(id(tag), 0):
            weights[id(tag.parent)] = weights.get(id(tag.parent), 0) + weight
    return weights
