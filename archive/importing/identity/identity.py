"""Which transcript a file belongs to, which source publishes it, and the slug it gets.

It is the transcript that now has these very bytes; else the one at the same source URL; else one of the same source and date,
with the same title (folded) and most of the substance, or with nearly the same title and text. Two source URLs, times of day,
ordinals or places that differ mean two events, however similar the texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import PurePath
from urllib.parse import SplitResult, parse_qsl, urlsplit

from archive.importing.identity.duplicates import bands_of, nearest, signature_of
from archive.importing.identity.occasion import Occasion, is_in_doubt, is_told_apart, numbers_in, occasion_of
from archive.importing.identity.substance import Substance, is_same, substance_of
from archive.importing.storing import usable_url
from archive.models import Revision, Source, Transcript
from archive.parsing.parsed import ParsedTranscript, from_dict
from archive.speakers.names import usual_case
from archive.text.folding import fold_title, free_address, slug_of

UNSTATED = "Publisher not stated"
UNSTATED_SLUG = slug_of(UNSTATED)
NAMESAKES = 100  # newest transcripts of one source, title and day whose words are compared
TITLES_ALIKE = 0.85


def title_of(reading: ParsedTranscript, file_name: str) -> str:
    """Return the title, or words made from the file name if the file states none."""
    named = " ".join(PurePath(file_name).stem.replace("_", " ").replace("-", " ").split())
    return " ".join((reading.title or "").split()) or named or "Untitled"


def source_of(reading: ParsedTranscript) -> Source:
    """Return the publisher, creating it if it is new."""
    known = known_source(reading)
    if known is None:
        name = source_name(reading)
        used_slugs = set(Source.objects.values_list("slug", flat=True))
        address = urlsplit(usable_url(reading.source_url))
        return Source.objects.create(name=name, slug=free_address(slug_of(name, 110) or "source", used_slugs), url=_site(address))
    return known


def known_source(reading: ParsedTranscript) -> Source | None:
    """Return the publisher, if the archive has it."""
    name = source_name(reading)
    slug = slug_of(name, 110)
    return Source.objects.filter(name__iexact=name).first() or (Source.objects.filter(slug=slug).first() if slug else None)


def source_name(reading: ParsedTranscript) -> str:
    """Return the publisher's name: as stated, else the host of the source URL."""
    host = (urlsplit(usable_url(reading.source_url)).hostname or "").removeprefix("www.")
    return usual_case(" ".join((reading.publisher or host or UNSTATED).split())[:300])


def scope_of(transcript: Transcript) -> str:
    """Return where a surname means one person: in the transcripts of its source, or in this one if no source is stated."""
    return transcript.slug if transcript.source.slug == UNSTATED_SLUG else transcript.source.slug


def _site(address: SplitResult) -> str:
    return f"{address.scheme}://{address.netloc}/" if address.netloc else ""


def find_bytes(sha256: str) -> Transcript | None:
    """Return the transcript imported from these very bytes, now or in an earlier revision.

    A revision that was undone does not count if it was about another event: its file may be imported as a transcript of its own.
    """
    every = Revision.objects.filter(original_id=sha256).select_related("transcript")
    return next((revision.transcript for revision in every if not _was_mistaken(revision)), None)


def _was_mistaken(revision: Revision) -> bool:
    """Tell whether a revision was undone and is about another event than the transcript now."""
    later = revision.transcript.revisions.filter(number__gt=revision.number)
    if not later.filter(restores__lt=revision.number).exists():
        return False
    reading = from_dict(revision.content)
    url = usable_url(reading.source_url)
    if url and url == revision.transcript.source_url:
        return False
    return not _is_same_event(_Incoming.of(reading, title_of(reading, revision.file_name)), revision.transcript)


def marks_of_a_text(reading: ParsedTranscript, sha256: str) -> Iterator[str]:
    """Yield what a file has in common with every other of which it may be a version, or nearly so; one such mark is enough."""
    yield sha256
    yield f"{reading.date} {source_name(reading)}"
    signature = signature_of("\n\n".join(turn.text for turn in reading.turns))
    if signature is not None:
        yield from map(str, bands_of(signature))


def find_same(reading: ParsedTranscript, source: Source | None, title: str) -> Transcript | None:
    """Return the stored transcript of which this is another version."""
    url = usable_url(reading.source_url)
    found = Transcript.objects.filter(source_url=url).first() if url else None
    if found or source is None:
        return found
    incoming = _Incoming.of(reading, title)
    same = (one for one in of_same_title(reading, source, title) if _is_same_event(incoming, one))
    return next(same, None) or _nearly_equal(incoming, source)


def free_slug(title: str, reading: ParsedTranscript) -> str:
    """Return the slug of a new transcript: its date, the first words of its title, and a number if that is taken."""
    words = slug_of(title) or "transcript"
    base = f"{reading.date.isoformat()}-{words}" if reading.date else words
    return free_address(base, set(Transcript.objects.filter(slug__startswith=base).values_list("slug", flat=True)))


@dataclass(frozen=True)
class _Incoming:
    """A reading prepared for comparison. Its substance is computed on demand."""

    reading: ParsedTranscript
    title: str
    occasion: Occasion

    @cached_property
    def substance(self) -> Substance:
        return substance_of(turn.text for turn in self.reading.turns)

    @classmethod
    def of(cls, reading: ParsedTranscript, title: str) -> _Incoming:
        return cls(reading, title, occasion_of(reading, title))


def of_same_title(reading: ParsedTranscript, source: Source, title: str) -> list[Transcript]:
    """Return the stored transcripts of this source, title and day, newest first, whatever their text. Two queries."""
    folded = fold_title(title)
    same_day = Transcript.objects.filter(source=source, date=reading.date).order_by("-pk")
    names = dict(same_day.values_list("pk", "title"))
    keys = [pk for pk, other in names.items() if fold_title(other) == folded]
    return list(Transcript.objects.filter(pk__in=keys[:NAMESAKES]).order_by("-pk"))


def _is_same_event(incoming: _Incoming, stored: Transcript, nearly_all: bool = False) -> bool:
    """Compare the signs of the event first, then the words. Two queries."""
    if _have_two_addresses(incoming.reading, stored):
        return False
    last = stored.revisions.order_by("-number").first()
    before = from_dict(last.content) if last else replace(incoming.reading, skipped=(), place=None)
    occasion = occasion_of(before, stored.title, [stored.place])
    if is_told_apart(incoming.occasion, occasion):
        return False
    substance = substance_of(stored.turns.order_by("position").values_list("text", flat=True))
    return is_same(incoming.substance, substance, nearly_all or is_in_doubt(incoming.occasion, occasion))


def _have_two_addresses(reading: ParsedTranscript, stored: Transcript) -> bool:
    """Tell whether both state a source URL and the two lead to different pages."""
    url = usable_url(reading.source_url)
    return bool(url and stored.source_url) and _page(url) != _page(stored.source_url)


def _page(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return what identifies a page: the URL without scheme, "www.", final slash, fragment and tracking parameters."""
    parts = urlsplit(url)
    asked = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith("utm_"))
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), tuple(asked)


def _nearly_equal(incoming: _Incoming, source: Source) -> Transcript | None:
    """Return a transcript of the same source and date with nearly the same words and title (any title if the file has none)."""
    found = nearest("\n\n".join(turn.text for turn in incoming.reading.turns))
    other = found.transcript if found else None
    if other is None or (other.source_id, other.date) != (source.pk, incoming.reading.date):
        return None
    if incoming.reading.title and not _is_one_title(incoming.title, other.title):
        return None
    return other if _is_same_event(incoming, other, nearly_all=True) else None


def _is_one_title(one: str, other: str) -> bool:
    """Tell whether two titles differ only by a correction, and in no figure, ordinal or time of day."""
    likeness = SequenceMatcher(None, fold_title(one), fold_title(other), autojunk=False).ratio()
    return likeness >= TITLES_ALIKE and numbers_in(one) == numbers_in(other)
