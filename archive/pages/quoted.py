"""Quotations in addresses (`?quote=`): finding their words in a transcript or a record, and building such addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import and_, or_
from urllib.parse import quote, urlencode

from django.db.models import Q

from archive.models import Transcript
from archive.pages.page_breaks import page_with, part_of
from archive.pages.presenters import QuotedSpan, ReadParagraph, ReadRecord
from archive.pages.transcript_pages import Paging
from archive.text.numbers import read_int
from archive.text.paragraphs import each_paragraph
from archive.text.quotes import OMITTED, QUOTE_LIMIT, RUNNING, FoundQuote, QuotedWords, find_quote, letters
from archive.text.typed_input import printable

READ_LIMIT = 20_000  # characters of a quotation read; of more than QUOTE_LIMIT, beginning and end are searched for
ENCODED_LIMIT = 400  # bytes of the quotation in an address
END_LIMIT = 180  # bytes of its beginning and of its end, if the whole is too long
SOUGHT = 6  # words used to find a page
FILTERS = 3  # of which the database searches this many
MOST_TURNS = 500  # turns read that contain some of them
COMPARED = 400_000  # characters of those turns


def asked_quote(parameters: Mapping[str, str]) -> QuotedWords | None:
    """Read `quote`, `p` and `at` ("12-40") of an address; None if nothing is quoted."""
    words = _within_limit(printable(parameters.get("quote", "")[:READ_LIMIT]))
    if not words:
        return None
    start, _, end = parameters.get("at", "").partition("-")
    first, last = read_int(start, 9), read_int(end, 9)
    return QuotedWords(words, read_int(parameters.get("p", "").partition("-")[0]), first or 0, last)


def _within_limit(words: str) -> str:
    """Return a quotation that is too long to be searched for whole as its beginning and its end, without cut words."""
    if len(words) <= QUOTE_LIMIT or OMITTED.search(words):
        return words[:QUOTE_LIMIT]
    begins, ends = words[: QUOTE_LIMIT // 2 - 3], words[3 - QUOTE_LIMIT // 2 :]
    return f"{begins.rpartition(' ')[0] or begins} … {ends.partition(' ')[2] or ends}"


@dataclass(frozen=True)
class ShownQuote:
    """A quotation found in records, which carry its marks. `paragraphs` are those that contain it."""

    asked: QuotedWords
    found: FoundQuote
    records: tuple[ReadRecord, ...]
    paragraphs: tuple[ReadParagraph, ...] = ()

    @property
    def outcome(self) -> str:
        return self.found.outcome

    @cached_property
    def words(self) -> str:
        """Return the marked words as stored. Paragraphs are separated by a blank line."""
        pieces = zip(self.paragraphs, self.found.pieces, strict=True)
        return "\n\n".join(paragraph.text[piece.start : piece.end] for paragraph, piece in pieces)

    @property
    def numbers(self) -> str:
        """Return the paragraphs' permanent numbers for an address: "12" or "12-14"; empty if they have none."""
        ends = [one.number for one in self.paragraphs if one.number]
        return "-".join(str(number) for number in dict.fromkeys((*ends[:1], *ends[-1:])))

    def address(self, page: str) -> str:
        """Return the address that opens a page with these words marked. Its length is bounded."""
        pieces = self.found.pieces
        before = sum(len(paragraph.text) for paragraph in self.paragraphs[:-1])
        at = f"{pieces[0].start}-{before + pieces[-1].end}"
        shortened = short(self.words)
        asked = {"p": self.numbers.partition("-")[0], "at": at, "quote": shortened}
        return f"{page}?{urlencode({key: value for key, value in asked.items() if value})}#quote:~:text={fragment(shortened)}"


def short(words: str) -> str:
    """Return words for an address: on one line; long quotations as beginning and end, with "…" between."""
    line = " ".join(words.split())
    if len(quote(line)) <= ENCODED_LIMIT:
        return line
    return f"{_beginning(line)} … {_beginning(line[::-1])[::-1]}"


def _beginning(line: str) -> str:
    """Return as many words from the beginning of a line as fit."""
    end, size = 0, 0
    for char in line:
        size += len(quote(char))
        if size > END_LIMIT:
            break
        end += 1
    return line[:end].rsplit(" ", 1)[0] or line[:end]


def fragment(quotation: str) -> str:
    """Return the quotation as a Text Fragment, which browsers mark by themselves."""
    first, _, last = quotation.partition(" … ")
    return ",".join(quote(part, safe="").replace("-", "%2D") for part in (first, last) if part)


def show_quote(paging: Paging, asked: QuotedWords, *, mark_countries: bool, moves: bool = True) -> ShownQuote:
    """Load the page of a transcript that contains the quotation, and mark it.

    With `moves`, all pages are searched if the one in the address does not contain it.
    """
    moves = moves and paging.part.of > 1
    named = paging.part
    result = None
    if not moves or paging.found:
        result = marked(paging.read(mark_countries=mark_countries), asked)
    if result and (result.outcome == "exact" or not moves):
        return result
    number = likeliest_page(paging.transcript, asked.words) or named.number
    if result and number == named.number:
        return result
    paging.part = part_of(paging.transcript.page_starts, number)
    other = marked(paging.read(mark_countries=mark_countries), asked)
    if result is None or other.outcome == "exact" or result.outcome == "none":
        return other
    paging.part = named
    return result


def marked(records: Sequence[ReadRecord], asked: QuotedWords) -> ShownQuote:
    """Find a quotation in records and mark it."""
    every = [part for item in records for spoken in item.turns for part in spoken.paragraphs]
    found = find_quote([part.text for part in every], [part.number for part in every], asked)
    quoted = tuple(every[piece.place] for piece in found.pieces)
    nearest = found.outcome == "nearest"
    spans = {
        part: QuotedSpan(piece.start, piece.end, is_first=not number, nearest=nearest)
        for number, (part, piece) in enumerate(zip(quoted, found.pieces, strict=True))
    }
    return ShownQuote(asked, found, tuple(_with_marks(item, spans) for item in records) if spans else tuple(records), quoted)


def _with_marks(item: ReadRecord, spans: Mapping[ReadParagraph, QuotedSpan]) -> ReadRecord:
    if not any(part in spans for spoken in item.turns for part in spoken.paragraphs):
        return item
    mark: Callable[[ReadParagraph], ReadParagraph] = lambda part: replace(part, quoted=spans[part]) if part in spans else part  # noqa: E731
    return replace(item, turns=tuple(replace(spoken, paragraphs=tuple(map(mark, spoken.paragraphs))) for spoken in item.turns))


def likeliest_page(transcript: Transcript, words: str) -> int | None:
    """Return the page with the words, else the one with most of the rarest ones; None if none has any.

    The database searches the whole transcript; only turns with some of the words are read.
    """
    sought, whole = _sought(words), letters(OMITTED.split(words)[0])
    having = [Q(text__icontains=word) for word in sought[:FILTERS]]
    if not having:
        return None
    parted = {start[1] for start in transcript.page_starts}
    turns = transcript.turns.order_by("position").values_list("position", "text")
    best, place = 0, (0, 0)
    for chosen in (reduce(and_, having), reduce(or_, having)):
        for position, start, part in _passages(turns.filter(chosen)[:MOST_TURNS], parted):
            folded = part.casefold()
            score = sum(word in folded for word in sought)
            if score > best:
                best, place = score, (position, start)
            if score == len(sought) and whole and whole in letters(part):
                return page_with(transcript.page_starts, position, start)
    return page_with(transcript.page_starts, *place) if best else None


def _passages(turns: Iterable[tuple[int, str]], parted: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """Yield turns as position, offset and text; turns that span pages by paragraph."""
    left = COMPARED
    for position, text in turns:
        parts = ((one.start, one.text) for one in each_paragraph(text, ())) if position in parted else ((0, text),)
        for start, part in parts:
            left -= len(part)
            if left < 0:
                return
            yield position, start, part


def _sought(words: str) -> list[str]:
    """Return the longest words; for scripts without spaces, pieces of three characters."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    found = sorted(dict.fromkeys(re.findall(r"\w+", folded)), key=len, reverse=True)[:SOUGHT]
    if RUNNING.search(folded):
        found = [word[at : at + 3] for word in found for at in range(0, max(1, len(word) - 2), 3)]
    return list(dict.fromkeys(found))[:SOUGHT]
