"""CSS rules that hide text: parsed by tinycss2, indexed by their last part, strongest first.

Only the page's own <style> elements and inline styles count; nothing is fetched. Rules for print or narrow screens, and selectors
with a state (:hover) or pseudo-element (::before), are ignored.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import soupsieve
import tinycss2
from bs4.element import Tag

from archive.parsing.readers.html.html_names import classes

Style = dict[str, str]
# Properties that hide or strike text.
_PROPERTIES = frozenset(
    "display visibility opacity font-size color clip clip-path text-indent left right top position width height overflow "
    "content-visibility transform text-decoration text-decoration-line".split()
)
LONGEST_SHEET = 500_000
# Compound selectors are matched by soupsieve, at most this many times a page.
MOST_MATCHES = 20_000
# Of rules for one class, id or name, the last ones used.
MOST_RULES = 50
_COMPOUND = re.compile(r"(?P<tag>[a-z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+)*)", re.I)
_LAST = re.compile(r"[^\s>+~]+$")
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt)|-\d{2,}(?:em|rem)")
_NOTHING = re.compile(r"[01]?(?:\.0*)?(?:px|pt|em|rem|%)?")
_ZERO = re.compile(r"0*(?:\.0*)?(?:px|pt|em|rem|%)?")
_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)|inset\(\s*(?:50|100)%")


_BEARING = re.compile("display|visib|opacity|clip|indent|left|through|scale|font-size|transparent", re.I)


@dataclass(frozen=True, slots=True)
class CssRule:
    """One selector with its declarations and specificity."""

    selector: str
    strength: tuple[int, int, int, int]
    style: Mapping[str, str]
    important: frozenset[str]


def inline_style(tag: Tag) -> Style:
    """Return an element's style attribute."""
    text = str(tag.get("style") or "")
    style: Style = {}
    for declaration in text.lower().split(";")[:60]:
        name, _, value = declaration.partition(":")
        if name.strip() in _PROPERTIES:
            style[name.strip()] = value.replace("!important", "").strip()
    return style


def is_gone(style: Mapping[str, str]) -> bool:
    """Tell whether a style hides an element with its contents."""
    away = style.get("position") in ("absolute", "fixed")
    boxed = _NOTHING.fullmatch(style.get("width", "x")) and _NOTHING.fullmatch(style.get("height", "x"))
    return bool(
        style.get("display") == "none"
        or style.get("content-visibility") == "hidden"
        or ("opacity" in style and _ZERO.fullmatch(style["opacity"]))
        or re.match(r"scale\(\s*0\s*[,)]", style.get("transform", ""))
        or _CLIPPED.match(style.get("clip-path", ""))
        or (away and _CLIPPED.match(style.get("clip", "")))
        or (away and any(_FAR.fullmatch(style.get(side, "")) for side in ("left", "right", "top")))
        or (boxed and style.get("overflow") == "hidden")
        or _FAR.fullmatch(style.get("text-indent", ""))
    )


def is_blank(style: Mapping[str, str]) -> bool:
    """Tell whether a style makes an element's own letters invisible, but not those of its children."""
    return bool(_NOTHING.fullmatch(style.get("font-size", "x"))) or style.get("color") == "transparent"


def is_struck(style: Mapping[str, str]) -> bool:
    """Tell whether a style strikes text through."""
    return "line-through" in style.get("text-decoration", "") or "line-through" in style.get("text-decoration-line", "")


class Sheets:
    """The visibility rules of a page's own style sheets."""

    def __init__(self, sheets: Iterable[Tag]) -> None:
        self._hiding: dict[str, list[CssRule]] = defaultdict(list)
        self._other: dict[str, list[CssRule]] = defaultdict(list)
        self._left = MOST_MATCHES
        for rule in _rules(sheets):
            last = _LAST.search(rule.selector)
            hides = is_gone(rule.style) or is_struck(rule.style) or is_blank(rule.style) or "visibility" in rule.style
            (self._hiding if hides else self._other)[_key(last.group() if last else "")].append(rule)
        for rules in (*self._hiding.values(), *self._other.values()):
            del rules[:-MOST_RULES]

    @property
    def hide(self) -> bool:
        """Tell whether any rule hides anything."""
        return bool(self._hiding)

    def style(self, tag: Tag) -> Style:
        """Return the rules' style of an element; empty if none applies."""
        if not self._hiding or not (found := self._matching(self._hiding, tag)):
            return {}
        found += self._matching(self._other, tag)
        style: Style = {}
        for rule in sorted(found, key=lambda rule: rule.strength):
            style.update(rule.style)
        for rule in sorted(found, key=lambda rule: rule.strength):
            style.update((name, value) for name, value in rule.style.items() if name in rule.important)
        return style

    def _matching(self, rules: Mapping[str, list[CssRule]], tag: Tag) -> list[CssRule]:
        keys = [tag.name, "*", *(f".{name}" for name in classes(tag))] if tag.attrs else [tag.name, "*"]
        if tag.get("id"):
            keys.append(f"#{str(tag['id']).lower()}")
        return [rule for key in keys for rule in rules.get(key, ()) if self._matches(rule, tag)]

    def _matches(self, rule: CssRule, tag: Tag) -> bool:
        if compound := _COMPOUND.fullmatch(rule.selector):
            return _fits(compound, tag)
        if self._left <= 0:
            return False
        self._left -= 1
        try:
            return soupsieve.compile(rule.selector).match(tag)
        except (soupsieve.SelectorSyntaxError, ValueError, RecursionError):
            return False


def _fits(compound: re.Match[str], tag: Tag) -> bool:
    name = (compound.group("tag") or "*").lower()
    parts = re.findall(r"[.#][\w-]+", compound.group("rest").lower())
    own = classes(tag)
    return (name in ("*", tag.name)) and all(
        part[1:] in own if part[0] == "." else part[1:] == str(tag.get("id") or "").lower() for part in parts
    )


def _key(compound: str) -> str:
    """Return what every element matched by a selector's last part has: an id, a class, or its name."""
    found = _COMPOUND.fullmatch(compound.lower())
    parts = re.findall(r"[.#][\w-]+", found.group("rest")) if found else []
    return next((part for part in parts if part[0] == "#"), parts[0] if parts else (found.group("tag") or "*") if found else "?")


def _rules(sheets: Iterable[Tag]) -> Iterator[CssRule]:
    left, order = LONGEST_SHEET, 0
    for sheet in sheets:
        media = str(sheet.get("media") or "all").lower()
        text = sheet.get_text()[:left]
        left -= len(text)
        if not _is_for_screens(media) or not _BEARING.search(text):
            continue
        parsed = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        for selector, style, important in _flat(parsed, 0):
            order += 1
            yield CssRule(selector, (*_weight(selector), order), style, important)


def _flat(rules: Iterable[object], depth: int) -> Iterator[tuple[str, Style, frozenset[str]]]:
    for rule in rules:
        kind = getattr(rule, "type", "")
        content = getattr(rule, "content", None)
        if content is None or depth > 4:
            continue
        prelude = tinycss2.serialize(getattr(rule, "prelude", ()))
        if kind == "at-rule":
            word = str(getattr(rule, "lower_at_keyword", ""))
            if word in ("supports", "layer") or (word == "media" and _is_for_screens(prelude.lower())):
                inner = tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)
                yield from _flat(inner, depth + 1)
        elif kind == "qualified-rule":
            style, important = _declarations(content)
            for selector in prelude.split(",") if style else ():
                if not re.search(r"[:\[(&\\]", selector) and selector.strip():
                    yield " ".join(selector.split()), style, important


def _declarations(content: object) -> tuple[Style, frozenset[str]]:
    style: Style = {}
    important: set[str] = set()
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration" and item.lower_name in _PROPERTIES:
            style[item.lower_name] = tinycss2.serialize(item.value).strip().lower()
            if item.important:
                important.add(item.lower_name)
    return style, frozenset(important)


def _is_for_screens(media: str) -> bool:
    """Tell whether a rule applies on wide screens: not for print, and without a condition on the width."""
    return media.strip() == "" or any(query.strip() in ("all", "screen", "only screen") for query in media.split(","))


def _weight(selector: str) -> tuple[int, int, int]:
    return selector.count("#"), selector.count("."), len(re.findall(r"(?:^|[\s>+~])[a-z]", selector, re.I))
