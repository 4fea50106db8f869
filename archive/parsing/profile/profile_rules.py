"""The rules of a source's profile: each a kind and a text that a person can read and change.

A label's text shows its form: `{name}: {words}`, `[#:#] {NAME:4} – {words}`, `**{name} | …**` alone on a line, `## {name}` as a
heading, `{words} {name}: {words}` in the middle of a line. {NAME} is in capitals; a number limits the words of a name; # is a
number, … any words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from archive.parsing.cleaning import fold
from archive.parsing.profile.line_shapes import WORDS

USUAL_WORDS = 8
MOST_TEXT = 300
MOST_BLANKS = 5
# The sentence for a rule of each kind.
SENTENCES = {
    "label": "A speaker’s label is set as {}",
    "asks": "“{}” asks",
    "answers": "“{}” answers",
    "states": "“{}” neither asks nor answers",
    "no-label": "“{}” before a sign is no speaker",
    "page": "A line such as “{}” within the talk belongs to the page",
    "start": "Nobody speaks above {}",
    "ends": "The talk ends above a line such as “{}”",
    "foot": "Behind the last words, lines without a full stop belong to the page",
    "heading": "A short line without a full stop right above a label is a heading, not speech",
    "unquoted": "Lines without a mark of quotation go on with the turn above them",
    "note": "At the {} of a turn, what stands in brackets is a note, no speech",
    "title": "The title is {}",
    "day": "The day of the event is {}",
}
KINDS = tuple(SENTENCES)
# Kinds without a text of their own.
BARE = frozenset({"foot", "heading", "unquoted"})
# Kinds that say where something stands.
PLACED = frozenset({"title", "day", "start"})
_LABEL = re.compile(r"(?P<before>.*?)(?P<hold>\{(?:name|NAME)(?::\d{1,2})?\})(?P<after>.*)", re.S)
_HOLD = re.compile(r"\{(name|NAME)(?::(\d{1,2}))?\}")
_WITHIN, _TEXT, _BOLD, _HEADING = "{words} ", "{words}", "**", "## "


class BadRule(ValueError):
    """What is wrong with a typed rule, and how to write it."""


@dataclass(frozen=True, slots=True)
class LayoutRule:
    """One learnt rule. `seen` counts the places in corrected files that show it."""

    kind: str
    text: str = ""
    seen: int = 1

    def in_words(self) -> str:
        """Return the rule as a sentence."""
        shown = LabelForm.read(self.text).in_words() if self.kind == "label" else self.text
        if self.kind in PLACED and shown.startswith("line"):
            shown += ", blank lines not counted"
        return SENTENCES[self.kind].format(shown) + "."

    def checked(self) -> LayoutRule:
        """Return the rule in its stored form. Raises BadRule."""
        if self.kind not in SENTENCES:
            raise BadRule(f"There is no kind of rule called “{self.kind}”.")
        text = " ".join(self.text.split(" ")).strip("\r\n") if self.kind == "label" else " ".join(self.text.split())
        if self.kind in BARE:
            return LayoutRule(self.kind, "", self.seen)
        if not text.strip():
            raise BadRule("A rule of this kind needs a text.")
        if len(text) > MOST_TEXT:
            raise BadRule(f"A rule has at most {MOST_TEXT} characters.")
        if text.count(WORDS) > MOST_BLANKS:
            raise BadRule(f"A rule has at most {MOST_BLANKS} “{WORDS}”, each for any words.")
        if self.kind == "label":
            LabelForm.read(text)
        if self.kind == "note" and text not in ("start", "middle", "end"):
            raise BadRule("A rule for notes says “start”, “middle” or “end”.")
        if self.kind in PLACED:
            StatedPlace.read(text)
        return LayoutRule(self.kind, text, self.seen)


@dataclass(frozen=True, slots=True)
class LabelForm:
    """The form of a label: what precedes and follows it, and its type. `words` limits its length."""

    before: str = ""
    after: str = ":"
    alone: bool = False
    bold: bool = False
    heading: bool = False
    within: bool = False
    caps: bool = False
    words: int = USUAL_WORDS
    seen: int = 1

    @classmethod
    def read(cls, text: str, seen: int = 1) -> LabelForm:
        """Return the form in a rule's text. Raises BadRule."""
        within, rest = text.startswith(_WITHIN), text.removeprefix(_WITHIN)
        heading, rest = rest.startswith(_HEADING), rest.removeprefix(_HEADING)
        alone = not rest.endswith(_TEXT)
        rest = rest if alone else rest[: -len(_TEXT)]
        bold = rest.count(_BOLD) == 2
        found = _LABEL.fullmatch(rest.replace(_BOLD, "") if bold else rest)
        if found is None or "{" in found["before"] + found["after"]:
            raise BadRule("A label’s rule shows the label as {name} or {NAME}, such as “{name}: {words}”.")
        caps, words = _HOLD.fullmatch(found["hold"]).groups()  # type: ignore[union-attr]
        most = int(words or USUAL_WORDS)
        return cls(found["before"], found["after"], alone, bold, heading, within, caps == "NAME", most, seen)

    @property
    def text(self) -> str:
        """Return the form as a rule's text."""
        hold = f"{{{'NAME' if self.caps else 'name'}:{self.words}}}"
        body = f"{_BOLD}{self.before}{hold}{_BOLD}{self.after}" if self.bold else f"{self.before}{hold}{self.after}"
        lead = (_WITHIN if self.within else "") + (_HEADING if self.heading else "")
        return lead + body + ("" if self.alone else _TEXT)

    @property
    def key(self) -> tuple[str, str, bool, bool, bool, bool]:
        """Return what distinguishes forms, whatever the names in them."""
        return self.before, self.after, self.alone, self.bold, self.heading, self.within

    def in_words(self) -> str:
        """Return the form in words."""
        name = "NAME" if self.caps else "Name"
        shown = f"“{self.before}{name}{self.after}{'' if self.alone else 'words'}”".replace("\t", "[tab]")
        ways = [
            "in bold" if self.bold else "",
            "as a heading" if self.heading else "",
            "alone on its line" if self.alone and not self.heading else "",
            "in the middle of a line" if self.within else "",
            "in capitals" if self.caps else "",
            f"of at most {self.words} word{'s' * (self.words != 1)}",
        ]
        return f"{shown}, {', '.join(filter(None, ways))}"

    def united(self, other: LabelForm) -> LabelForm:
        """Return a form that covers two files."""
        words = max(self.words, other.words)
        return LabelForm(*self.key, caps=self.caps and other.caps, words=words, seen=self.seen + other.seen)


_PLACE = re.compile(
    r"(?P<how>line|lines from|line from the end|heading) (?P<number>\d{1,3})"
    r"|behind “(?P<behind>[^”]{1,80})”|field (?P<field>.{1,80})"
)
_HOW = (
    "Say where it stands: “line 3”, “lines from 3” (up to a blank line), “line from the end 2”, “heading 1”,"
    " “behind “Date:””, or “field page title”."
)


@dataclass(frozen=True, slots=True)
class StatedPlace:
    """The place of title or day: a line number, a heading number, a preceding text, or a field of the file."""

    how: str
    number: int = 0
    words: str = ""

    @classmethod
    def read(cls, text: str) -> StatedPlace:
        """Read the place in a rule's text. Raises BadRule."""
        found = _PLACE.fullmatch(text)
        if found is None:
            raise BadRule(_HOW)
        if found["how"]:
            return cls(found["how"], int(found["number"]))
        return cls("behind", 0, found["behind"]) if found["behind"] else cls("field", 0, found["field"])

    @property
    def text(self) -> str:
        """Return the place as a rule's text."""
        if self.how == "behind":
            return f"behind “{self.words}”"
        return f"field {self.words}" if self.how == "field" else f"{self.how} {self.number}"


@dataclass(frozen=True)
class Profile:
    """The known layout of a source. An empty one changes nothing."""

    rules: tuple[LayoutRule, ...] = field(default=())

    @classmethod
    def of(cls, rules: Iterable[LayoutRule]) -> Profile:
        """Return the profile of the usable rules; other versions of Chancery may have stored others."""
        return cls(tuple(rule for rule in rules if _is_usable(rule)))

    def __bool__(self) -> bool:
        return bool(self.rules)

    def texts(self, kind: str) -> tuple[str, ...]:
        return tuple(rule.text for rule in self.rules if rule.kind == kind)

    def has(self, kind: str) -> bool:
        return any(rule.kind == kind for rule in self.rules)

    @cached_property
    def forms(self) -> tuple[LabelForm, ...]:
        """Return the label forms, most frequent first."""
        read = [LabelForm.read(rule.text, rule.seen) for rule in self.rules if rule.kind == "label"]
        return tuple(sorted(read, key=lambda form: -form.seen))

    def keys(self, kind: str) -> frozenset[str]:
        """Return the folded texts of all rules of a kind."""
        return frozenset(map(fold, self.texts(kind)))


def _is_usable(rule: LayoutRule) -> bool:
    try:
        return rule.checked() is not None
    except BadRule:
        return False


def merged(known: Sequence[LayoutRule], learnt: Iterable[LayoutRule]) -> list[LayoutRule]:
    """Return known rules merged with those of another correction. Forms that differ only in their names become one."""
    rules = {sameness(rule): rule for rule in known}
    for rule in learnt:
        before = rules.get(sameness(rule))
        rules[sameness(rule)] = rule if before is None else _united(before, rule)
    return list(rules.values())


def sameness(rule: LayoutRule) -> tuple[object, ...]:
    """Return the key by which two rules are equal."""
    if rule.kind == "label":
        return rule.kind, LabelForm.read(rule.text).key
    # One place each: a later correction replaces an earlier one.
    return (rule.kind,) if rule.kind in PLACED else (rule.kind, rule.text)


def _united(before: LayoutRule, rule: LayoutRule) -> LayoutRule:
    if rule.kind != "label":
        return LayoutRule(rule.kind, rule.text, before.seen + rule.seen)
    form = LabelForm.read(before.text, before.seen).united(LabelForm.read(rule.text, rule.seen))
    return LayoutRule("label", form.text, form.seen)
