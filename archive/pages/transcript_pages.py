"""The pages of a stored transcript. Where they begin is stored with it, so that one page is read without the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest

from archive.models import Transcript, Turn
from archive.models.flat_rows import listed, rows
from archive.pages.links import PageLink, page_links, place_in, with_parameter
from archive.pages.page_breaks import PagedTurn, PagePart, Start, page_with, part_of, starts_of
from archive.pages.presenters import MentionRow, ReadRecord, RecordRow, SpeakerRow, TurnRow, read_one, within
from archive.text.numbers import read_int
from archive.text.paragraphs import numbered

LAST = 2**31 - 1  # the highest position that a database stores
NO_END = Start(0, 0, 0)
RECORDS = """
    SELECT id, number, kind, position FROM archive_record
    WHERE transcript_id = %s AND position BETWEEN %s AND %s
    ORDER BY position
"""
TURNS = """
    SELECT record_id, archive_turn.id, position, role, label, office, text, notes, paragraphs, speaker_id, name, slug
    FROM archive_turn LEFT JOIN archive_speaker ON archive_speaker.id = speaker_id
    WHERE transcript_id = %s AND position BETWEEN %s AND %s
    ORDER BY position
"""
# In the order in which a text is marked. Of a turn that spans pages, without what is on the pages before and after.
MENTIONS = """
    SELECT archive_mention.record_id, turn_id, start, "end", code, layer, surface
    FROM archive_turn JOIN archive_mention ON turn_id = archive_turn.id
    WHERE transcript_id = %s AND position BETWEEN %s AND %s AND NOT rejected
        AND NOT (position = %s AND start < %s) AND NOT (position = %s AND start >= %s)
    ORDER BY turn_id, start, "end" DESC
"""


def lay_out(transcript_id: int) -> None:
    """Store where the pages of a transcript begin. Two queries."""
    turns = Turn.objects.filter(transcript=transcript_id).order_by("position")
    rows = turns.values_list("record__position", "position", "text").iterator(chunk_size=2000)
    starts = starts_of(PagedTurn(*row) for row in rows)
    Transcript.objects.filter(pk=transcript_id).update(page_starts=starts)


@dataclass
class Paging:
    """The requested page of a transcript, by its number or by something on it."""

    request: HttpRequest
    transcript: Transcript
    asked: str = field(init=False)

    def __post_init__(self) -> None:
        self.asked = self.request.GET.get("p", "").strip()

    @cached_property
    def found(self) -> int | None:
        """Return the page of the requested paragraph (`p=12`) or record (`p=r12`), None if it does not exist."""
        number = read_int(self.asked.removeprefix("r"))
        if number is None:
            return None
        return self._record(number) if self.asked.startswith("r") else self._paragraph(number)

    @cached_property
    def part(self) -> PagePart:
        number = self.found or read_int(self.request.GET.get("page")) or 1
        return part_of(self.transcript.page_starts, number)

    @property
    def missed(self) -> bool:
        """Tell whether the requested place does not exist."""
        return bool(self.asked) and self.part.of > 1 and self.found is None

    def _record(self, number: int) -> int | None:
        turns = self.transcript.turns.filter(record__number=number).order_by("position")
        first = turns.values_list("position", flat=True).first()
        return None if first is None else page_with(self.transcript.page_starts, first)

    def _paragraph(self, number: int) -> int | None:
        kept = self.transcript.turns.order_by().annotate(written=Cast("paragraphs", TextField()))
        rows = kept.filter(written__contains=str(number)).values_list("pk", "paragraphs").iterator(chunk_size=2000)
        key = next((key for key, numbers in rows if number in numbers), None)
        if key is None or not self.transcript.page_starts:
            return key and 1
        turn = Turn.objects.only("position", "text").get(pk=key)
        turn.paragraphs = Turn.objects.values_list("paragraphs", flat=True).get(pk=key)
        place = next(part.start for part in numbered(turn.text, turn.paragraphs) if part.number == number)
        return page_with(self.transcript.page_starts, turn.position, place)

    @cached_property
    def record_count(self) -> int:
        """Return the number of records in the whole transcript."""
        return self.transcript.records.count()

    def read(self, *, mark_countries: bool) -> tuple[ReadRecord, ...]:
        """Return this page's records ready to read, in three queries. A record that spans pages is reduced to what is here."""
        turns, mentions = self._turns(), self._mentions()
        each = (
            read_one(record, turns.get(record.pk, ()), mentions.get(record.pk, ()), mark_countries) for record in self._records()
        )
        return tuple(each) if self.part.of == 1 else tuple(filter(None, (within(item, self.part.has) for item in each)))

    def _records(self) -> Iterator[RecordRow]:
        """Yield the records with any words on this page, in order."""
        last = self.part.end.record if self.part.end else LAST
        return map(RecordRow._make, rows(RECORDS, self.transcript.pk, self.part.start.record, last))

    def _turns(self) -> Mapping[int, Sequence[TurnRow]]:
        """Return the turns with any words on this page by record."""
        by_record: dict[int, list[TurnRow]] = {}
        for *read, notes, paragraphs, speaker, name, slug in rows(TURNS, self.transcript.pk, *self._first_and_last_turn):
            who = None if speaker is None else SpeakerRow(name, slug)
            turn = TurnRow._make((*read, listed(notes), listed(paragraphs), speaker, who))
            by_record.setdefault(turn.record_id, []).append(turn)
        return by_record

    def _mentions(self) -> Mapping[int, Sequence[MentionRow]]:
        """Return the mentions that may be on this page by record."""
        start, end = self.part.start, self.part.end or NO_END
        by_record: dict[int, list[MentionRow]] = {}
        here = (*self._first_and_last_turn, start.turn, start.offset, end.turn, end.offset)
        for row in rows(MENTIONS, self.transcript.pk, *here):
            by_record.setdefault(row[0], []).append(MentionRow._make(row))
        return by_record

    @property
    def _first_and_last_turn(self) -> tuple[int, int]:
        end = self.part.end
        return self.part.start.turn, LAST if end is None else end.turn if end.offset else end.turn - 1

    @cached_property
    def links(self) -> tuple[PageLink, ...]:
        return page_links(self.request, Paginator(range(self.part.of), 1).page(self.part.number))

    def url(self, number: int) -> str:
        """Return the address of another page, empty if there is none."""
        return with_parameter(self.request, "page", number) if 0 < number <= self.part.of else ""

    @property
    def look_from(self) -> int:
        """Return the page from which the others are searched for hits."""
        return read_int(self.request.GET.get("look")) or 1

    def look_on(self, number: int) -> str:
        """Return the address at which the other pages are searched, from one of them on."""
        return with_parameter(self.request, "look", number, page=self.part.number)

    @property
    def previous(self) -> str:
        """Return the address of the previous page."""
        return self.url(self.part.number - 1)

    @property
    def next(self) -> str:
        """Return the address of the next page."""
        return self.url(self.part.number + 1)

    @property
    def canonical(self) -> str:
        """Return the canonical address of this page."""
        number = f"?page={self.part.number}" if self.part.number > 1 else ""
        return self.request.build_absolute_uri(self.transcript.get_absolute_url() + number)

    @property
    def led_to(self) -> str:
        """Return the address of the paragraph typed into the form, empty if none was."""
        number = read_int(self.request.GET.get("paragraph"))
        return "" if number is None else place_in(self.transcript.get_absolute_url(), f"p{number}", paged=True)
