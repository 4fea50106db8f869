"""Why a record mentions a country: the sentences with the words marked, and the layer and rule of each mention."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from django.utils.safestring import SafeString

from archive.countries.layers import in_words
from archive.models import Mention
from archive.text.marking import TextMark, write_marked
from archive.text.paragraphs import Paragraph, sentence_at

BEGINNING = attrgetter("start")
RULE_WORDS = {
    "name": "by its name",
    "former": "by a former name",
    "abbreviation": "by an abbreviation",
    "demonym": "by its people or things",
    "capital": "by a capital",
    "city": "by a city",
    "region": "by a region",
    "landmark": "by a landmark",
    "seat": "by a seat of power",
    "historic": "by its name",
    "disputed": "by the table of disputed places",
    "organisation": "by its name",
    "confirmed": "by a name that counts where others confirm it",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Words read as a country: the layer, the rule, and whether an editor added them."""

    surface: str
    layer: str
    rule: str
    by_editor: bool

    @property
    def how(self) -> str:
        """Return layer and rule in words."""
        rule = "added by an editor" if self.by_editor else RULE_WORDS.get(self.rule, f"by the rule “{self.rule}”")
        return f"{in_words(self.layer)}: {rule}"


class Spoken(Protocol):
    """A turn: a database row, or the page's own copy."""

    pk: int

    @property
    def spoken(self) -> Sequence[Paragraph]:
        """Return its paragraphs with their numbers."""


class PlacedMention(Protocol):
    """A mention: a database row or the page's own copy. `start` and `end` are offsets in the turn's text."""

    @property
    def turn_id(self) -> int:
        """Return the primary key of its turn."""

    @property
    def start(self) -> int:
        """Return its first offset."""

    @property
    def end(self) -> int:
        """Return the offset after its end."""


T = TypeVar("T", bound=Spoken)
M = TypeVar("M", bound=PlacedMention)


@dataclass(frozen=True, slots=True)
class Sentence(Generic[T, M]):
    """A sentence that mentions a country, as safe HTML with <mark>. `number` is that of its paragraph (0 if none)."""

    turn: T
    number: int
    html: SafeString
    mentions: tuple[M, ...]


def sentences(turns: Iterable[T], mentions: Iterable[M], limit: int = 0) -> Iterator[Sentence[T, M]]:
    """Yield the sentences of these turns that contain these mentions, in order.

    `limit` shortens long sentences around the words to about that many characters; 0 keeps them whole.
    """
    by_turn: dict[int, list[M]] = {}
    for mention in sorted(mentions, key=lambda mention: mention.start):
        by_turn.setdefault(mention.turn_id, []).append(mention)
    for turn in turns:
        found = by_turn.get(turn.pk, [])
        spoken = turn.spoken if found else []
        for place, group in groupby(found, partial(paragraph_with, spoken)):
            inside = [mention for mention in group if place >= 0 and mention.end <= spoken[place].end]
            if inside:
                yield from in_paragraph(turn, spoken[place], inside, limit)


def paragraph_with(spoken: Sequence[Paragraph], mention: PlacedMention) -> int:
    """Return the index of the paragraph in which a mention begins, -1 before the first."""
    return bisect_right(spoken, mention.start, key=BEGINNING) - 1


def in_paragraph(turn: T, paragraph: Paragraph, mentions: Iterable[M], limit: int) -> Iterator[Sentence[T, M]]:
    """Yield the sentences of one paragraph that contain these mentions, which are sorted by place."""
    group: list[M] = []
    first = last = -1
    for mention in mentions:
        start, end = mention.start - paragraph.start, mention.end - paragraph.start
        if group and first <= start and end <= last:
            group.append(mention)
            continue
        if group:
            yield sentence_of(turn, paragraph, (first, last), group, limit)
        (first, last), group = sentence_at(paragraph.text, start, end), [mention]
    if group:
        yield sentence_of(turn, paragraph, (first, last), group, limit)


def sentence_of(turn: T, paragraph: Paragraph, place: tuple[int, int], group: list[M], limit: int) -> Sentence[T, M]:
    """Return one sentence with its mentions marked."""
    text, (first, last) = paragraph.text, place
    places = [(mention.start - paragraph.start, mention.end - paragraph.start) for mention in group]
    start, end = clipped(text, first, last, places[0], limit)
    dots = ("… " if start > first else ""), (" …" if end < last else "")
    return Sentence(turn, paragraph.number, marked(text, start, end, places, dots), tuple(group))


def reason(mention: Mention) -> Reason:
    return Reason(mention.surface, mention.layer, mention.rule, mention.by_editor)


def clipped(text: str, first: int, last: int, place: tuple[int, int], limit: int) -> tuple[int, int]:
    """Return the sentence, or the part around its first mention, cut between words."""
    if not limit or last - first <= limit:
        return first, last
    start = max(first, place[0] - limit // 2)
    start = first if start == first else text.find(" ", start, place[0]) + 1 or place[0]
    end = min(last, max(start + limit, place[1]))
    return start, last if end == last else max(text.rfind(" ", place[1], end), place[1])


def marked(text: str, start: int, end: int, places: Iterable[tuple[int, int]], around: tuple[str, str]) -> SafeString:
    """Return `text[start:end]` as safe HTML with <mark> at these places, between the two strings in `around`."""
    before, behind = around
    return SafeString(before + write_marked(text, (TextMark(*place) for place in places), start, end) + behind)
