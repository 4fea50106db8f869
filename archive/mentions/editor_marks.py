"""Editors' marks on mentions (added, rejected), carried over to the present text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import Q

from archive.countries import find_mentions
from archive.countries.layers import FoundMention
from archive.models import Mention, Transcript, Turn
from archive.text.paragraphs import Paragraph

FoundAhead: TypeAlias = Mapping[str, Sequence[FoundMention]]


@dataclass(frozen=True, slots=True)
class EditorMark:
    """An editor's mark on one mention, located by its paragraph and the `nth` occurrence (from 0) of its surface there."""

    paragraph: int
    nth: int
    mention: Mention


def marks_of(turns: Iterable[Turn]) -> list[EditorMark]:
    """Return the editors' marks in these turns (with `mentions` prefetched)."""
    return [mark for turn in turns for mention in turn.mentions.all() if (mark := _mark(turn, mention))]


def marks_in(transcript: Transcript, turns: Iterable[Turn]) -> list[EditorMark]:
    """Return the editors' marks in a transcript's turns. They are few. One query."""
    by_key = {turn.pk: turn for turn in turns}
    marked = Mention.objects.filter(Q(rejected=True) | Q(by_editor=True), turn__transcript=transcript)
    found = sorted(marked, key=lambda mention: (by_key[mention.turn_id].position, mention.start))
    return [mark for mention in found if (mark := _mark(by_key[mention.turn_id], mention))]


def mentions_of(turns: Sequence[Turn], marks: Iterable[EditorMark], ahead: FoundAhead | None = None) -> Iterator[Mention]:
    """Yield the mentions found in these turns. An editor's mark applies wherever its paragraph still has those words.

    `ahead` holds mentions already found, by the text of a turn.
    """
    by_paragraph: dict[int, list[EditorMark]] = {}
    for mark in marks:
        by_paragraph.setdefault(mark.paragraph, []).append(mark)
    for turn in turns:
        rows = {(row.start, row.end, row.code): row for row in _unmarked(turn, ahead or {})}
        for paragraph in turn.numbered_paragraphs() if by_paragraph else ():
            for mark in by_paragraph.get(paragraph.number, ()):
                _apply(mark, turn, paragraph, rows)
        yield from rows.values()


def _unmarked(turn: Turn, ahead: FoundAhead) -> Iterator[Mention]:
    known = ahead.get(turn.text)
    for mention in find_mentions(turn.text) if known is None else known:
        yield Mention(
            turn=turn,
            record_id=turn.record_id,
            code=mention.code,
            layer=mention.layer,
            surface=mention.surface,
            start=mention.start,
            end=mention.end,
            rule=mention.rule,
        )


def _mark(turn: Turn, mention: Mention) -> EditorMark | None:
    if not (mention.rejected or mention.by_editor):
        return None
    for paragraph in turn.numbered_paragraphs():
        if paragraph.start <= mention.start < paragraph.end:
            return EditorMark(paragraph.number, turn.text.count(mention.surface, paragraph.start, mention.start), mention)
    return None


def _apply(mark: EditorMark, turn: Turn, paragraph: Paragraph, rows: dict[tuple[int, int, str], Mention]) -> None:
    mention = mark.mention
    width = len(mention.surface)
    start = paragraph.start - width
    for _ in range(mark.nth + 1):
        start = turn.text.find(mention.surface, max(start + width, paragraph.start), paragraph.end)
        if start < 0:
            return
    place = (start, start + width, mention.code)
    row = rows.setdefault(place, _moved(mention, turn, start))
    row.rejected, row.by_editor = mention.rejected, mention.by_editor


def _moved(mention: Mention, turn: Turn, start: int) -> Mention:
    end = start + len(mention.surface)
    kept = {name: getattr(mention, name) for name in ("code", "layer", "surface", "rule")}
    return Mention(turn=turn, record_id=turn.record_id, start=start, end=end, **kept)
