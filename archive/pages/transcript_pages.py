"""The pages of a stored transcript. Where they begin is stored with it, so that one page is read without the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest

from archive.models import Record, Transcript, Turn
from archive.models.records import RecordQuerySet
from archive.pages import presenters
from archive.pages.links import PageLink, page_links, place_in, with_parameter
from archive.pages.page_breaks import PagedTurn, PagePart, page_with, part_of, starts_of
from archive.text.numbers import read_int
from archive.text.paragraphs import numbered


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

    @property
    def records(self) -> RecordQuerySet[Record]:
        """Return the records with any words on this page, in order."""
        found: RecordQuerySet[Record] = self.transcript.records.order_by("position")
        if self.part.of == 1:
            return found
        found = found.filter(position__gte=self.part.start.record)
        return found.filter(position__lte=self.part.end.record) if self.part.end else found

    def read(self, *, mark_countries: bool) -> tuple[presenters.ReadRecord, ...]:
        """Return this page's records ready to read. A record that spans pages is reduced to what is here."""
        if self.part.of == 1:
            return presenters.read_page(presenters.with_turns(self.records), mark_countries=mark_countries)
        found = presenters.with_turns(self.records, self._here("position", ""))
        read = presenters.read_page(found, self._here("turn__position", "start"), mark_countries=mark_countries)
        return tuple(filter(None, (presenters.within(item, self.part.has) for item in read)))

    def _here(self, turn: str, place: str) -> Q:
        """Return the condition that turns, or mentions at an offset of their turn, may be on this page."""
        start, end = self.part.start, self.part.end
        here = Q(**{f"{turn}__gte": start.turn})
        if place:
            here &= ~Q(**{turn: start.turn, f"{place}__lt": start.offset})
        if end:
            here &= Q(**{f"{turn}__lte" if end.offset else f"{turn}__lt": end.turn})
        if end and end.offset and place:
            here &= ~Q(**{turn: end.turn, f"{place}__gte": end.offset})
        return here

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
