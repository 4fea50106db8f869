"""Navigation of a draft's page: the turn or page asked for, keeping the search."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from archive.models import Upload
from archive.parsing.parsed import ParsedTranscript
from archive.uploads.editing.draft_pages import Page, number_in, page_with, pages_of, turns_with
from archive.uploads.editing.preview import turns_warned

FIND_LIMIT = 200
FOUND_SHOWN = 50
AROUND = 60


@dataclass(frozen=True, slots=True)
class TurnFound:
    """A turn found by its words: its number from 1, its label, and the context."""

    number: int
    label: str
    words: str

    @classmethod
    def of(cls, reading: ParsedTranscript, index: int, sought: str) -> TurnFound:
        """Return a turn as an entry of the search results."""
        turn = reading.turns[index]
        at = max(0, turn.text.casefold().find(sought.casefold()) - AROUND)
        words = " ".join(turn.text[at : at + 2 * AROUND + len(sought)].split())
        return cls(index + 1, turn.label or "no label", ("… " if at else "") + words)


@dataclass
class Place:
    """One page of a draft and its neighbours. `number` counts from 1."""

    upload: Upload
    reading: ParsedTranscript
    asked: QueryDict
    pages: list[Page] = field(init=False)

    def __post_init__(self) -> None:
        self.pages = pages_of(self.reading.turns)

    @cached_property
    def number(self) -> int:
        return number_in(self.asked.get("page"), len(self.pages)) or 1

    @cached_property
    def find(self) -> str:
        """Return the search term in the draft."""
        return " ".join(self.asked.get("find", "").split())[:FIND_LIMIT]

    @property
    def slices(self) -> Page:
        return self.pages[self.number - 1]

    @property
    def count(self) -> int:
        """Return the number of pages."""
        return len(self.pages)

    @property
    def first(self) -> int:
        return self.slices[0].turn + 1 if self.slices else 0

    @property
    def last(self) -> int:
        return self.slices[-1].turn + 1 if self.slices else 0

    @property
    def total(self) -> int:
        return len(self.reading.turns)

    @cached_property
    def found(self) -> list[int]:
        """Return every turn that contains the search term."""
        return turns_with(self.reading, self.find)

    @property
    def hits(self) -> list[TurnFound]:
        """Return the first turns found, with context."""
        return [TurnFound.of(self.reading, index, self.find) for index in self.found[:FOUND_SHOWN]]

    @property
    def more_hits(self) -> int:
        """Return how many turns found are not listed."""
        return max(0, len(self.found) - FOUND_SHOWN)

    @property
    def next_warned(self) -> int | None:
        """Return the next turn with a warning after this page, else the first of all, else None."""
        warned = turns_warned(self.reading)
        return next((turn for turn in warned if turn + 1 > self.last), warned[0] if warned else None)

    def address(self, turn: int | None = None, page: int | None = None, find: str | None = None, **more: str) -> str:
        """Return the address of this page, or of the one with `turn`. `more` are further parameters."""
        if turn is not None:
            page = page_with(self.pages, turn)
        page = page or self.number
        asked = {"page": str(page) if page > 1 else "", "find": self.find if find is None else find, **more}
        query = urlencode({name: value for name, value in asked.items() if value})
        path = reverse("admin:archive_upload_change", args=[self.upload.pk])
        return path + (f"?{query}" if query else "") + ("" if turn is None else f"#turn-{turn}")

    def after(self, do: str, post: QueryDict) -> str | None:
        """Return where a navigation button, or Enter in a navigation field, leads; None if neither was used."""
        name, _, value = do.partition(":")
        if name == "save":
            name, value = self._entered(post)
        if name == "find":
            return self.address(page=1, find=" ".join(post.get("find", "").split())[:FIND_LIMIT])
        if name == "changes":
            return self.address(changes="1")
        if name == "left":
            return self.address(left=value)
        number = number_in(value or post.get(f"go-{name}", ""), max(self.total, self.count))
        if number is None:
            return None
        if name == "turn":
            return self.address(turn=min(number, self.total) - 1)
        return self.address(page=min(number, self.count)) if name == "page" else None

    def _entered(self, post: QueryDict) -> tuple[str, str]:
        """Return what was typed in a navigation field. Enter there presses the page's first button, which saves."""
        if " ".join(post.get("find", self.find).split()) != self.find:
            return "find", ""
        typed = ((name, post.get(f"go-{name}", "")) for name in ("turn", "page"))
        return next(((name, value) for name, value in typed if value), ("", ""))
