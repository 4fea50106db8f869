"""Digests of what a page showed when it was drawn, to tell later what an editor typed and what changed meanwhile.

A page carries one base a turn: digests of the turn's beginning, of all its words, and of each field. A posted value that differs
from its base was typed; if the draft differs from the base, somebody changed it in another window.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from archive.parsing.parsed import ParsedTurn

FIELDS = ("role", "label", "speaker", "office")
BEGINNING = 60
PERSON_FIELD = re.compile(r"speaker-([0-9]{1,7})-was")
_NAME = re.compile(r"turn-([0-9]{1,7})-(?:role|label|speaker|office|was)")


def one_line(text: str) -> str:
    """Return a text on one line with single spaces."""
    return " ".join(text.split())


def digest(text: str) -> str:
    """Return eight digits that identify a text."""
    return blake2b(one_line(text).encode("utf-8", "replace"), digest_size=4).hexdigest()


def base_of(turn: ParsedTurn) -> str:
    """Return the base of a turn: digests of its beginning, words and fields."""
    return ".".join([_beginning(turn), digest(turn.text), *(digest(value_of(turn, name)) for name in FIELDS)])


def value_of(turn: ParsedTurn, name: str) -> str:
    """Return a field of a turn as the page shows it."""
    value = getattr(turn, name)
    return "" if value is None else str(value)


def indexes_in(post: Iterable[str]) -> list[int]:
    """Return the page's numbers of the turns of which something was posted."""
    return sorted({int(found[1]) for name in post if (found := _NAME.fullmatch(name))})


@dataclass(frozen=True, slots=True)
class Base:
    """A turn as the page showed it; empty if the page did not say."""

    beginning: str = ""
    words: str = ""
    fields: Mapping[str, str] | None = None

    @classmethod
    def read(cls, text: str) -> Base:
        """Read the output of `base_of`; anything else gives an empty base."""
        parts = text.split(".")
        if len(parts) != 2 + len(FIELDS):
            return cls()
        return cls(parts[0], parts[1], dict(zip(FIELDS, parts[2:], strict=True)))

    def is_typed(self, name: str, posted: str, now: str) -> bool:
        """Tell whether a posted field was typed; without a base, whether it differs from the draft."""
        return digest(posted) != (self.fields[name] if self.fields else digest(now))

    def is_changed(self, name: str, now: str) -> bool:
        """Tell whether the draft's field differs from what the page showed."""
        return bool(self.fields) and digest(now) != (self.fields or {})[name]


class Places:
    """The present places of a page's turns, after others may have split, merged or removed turns."""

    def __init__(self, turns: Sequence[ParsedTurn]) -> None:
        self.turns = turns

    def find(self, index: int, base: Base) -> int | None:
        """Return the present index of the turn that a page numbered `index`; None if it is gone."""
        there = 0 <= index < len(self.turns)
        if not base.beginning or (there and _beginning(self.turns[index]) == base.beginning):
            return index if there else None
        return min(self._by_beginning.get(base.beginning, []), key=lambda place: abs(place - index), default=None)

    @cached_property
    def _by_beginning(self) -> Mapping[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for index, turn in enumerate(self.turns):
            places[_beginning(turn)].append(index)
        return places


def _beginning(turn: ParsedTurn) -> str:
    return digest(f"{turn.line} {turn.text[:BEGINNING]}")
