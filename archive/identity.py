"""Which transcript a file is of, which source publishes it, and the address it gets.

The same transcript is: the one whose revisions hold these very bytes; else the one at the same source URL; else the one of the
same source with the same title (folded) and date, unless both state URLs and these differ, or the two texts share no paragraph.
"""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import SplitResult, urlsplit

from archive.describing import usable_url
from archive.folding import fold_title, slug_of
from archive.models import Source, Transcript
from archive.names import usual_case
from archive.parsing.types import ParsedTranscript
from archive.storing import shares_text, stored

UNSTATED = "Publisher not stated"
UNSTATED_SLUG = slug_of(UNSTATED)


def title_of(reading: ParsedTranscript, file_name: str) -> str:
    """Return the title, or the file's name in words where the file states none."""
    named = " ".join(PurePath(file_name).stem.replace("_", " ").replace("-", " ").split())
    return " ".join((reading.title or "").split()) or named or "Untitled"


def source_of(reading: ParsedTranscript) -> Source:
    """Return who publishes this, made where it is new."""
    known = known_source(reading)
    if known is None:
        name = source_name(reading)
        taken = set(Source.objects.values_list("slug", flat=True))
        address = urlsplit(usable_url(reading.source_url))
        return Source.objects.create(name=name, slug=_free(slug_of(name, 110) or "source", taken), url=_site(address))
    return known


def known_source(reading: ParsedTranscript) -> Source | None:
    """Return who publishes this, if the archive has it."""
    name = source_name(reading)
    slug = slug_of(name, 110)
    return Source.objects.filter(name__iexact=name).first() or (Source.objects.filter(slug=slug).first() if slug else None)


def source_name(reading: ParsedTranscript) -> str:
    """Return the name of who publishes this: the publisher stated, else the host of the source URL."""
    host = (urlsplit(usable_url(reading.source_url)).hostname or "").removeprefix("www.")
    return usual_case(" ".join((reading.publisher or host or UNSTATED).split())[:300])


def scope_of(transcript: Transcript) -> str:
    """Return where a surname means one person: among the transcripts of its source; in this one alone where none is stated."""
    return transcript.slug if transcript.source.slug == UNSTATED_SLUG else transcript.source.slug


def _site(address: SplitResult) -> str:
    return f"{address.scheme}://{address.netloc}/" if address.netloc else ""


def find_bytes(sha256: str) -> Transcript | None:
    """Return the transcript that these very bytes were imported as, now or in an earlier revision."""
    return Transcript.objects.filter(revisions__original_id=sha256).first()


def find_same(reading: ParsedTranscript, source: Source | None, title: str) -> Transcript | None:
    """Return the stored transcript that this is another version of."""
    url = usable_url(reading.source_url)
    found = Transcript.objects.filter(source_url=url).first() if url else None
    if found or source is None:
        return found
    return next((one for one in _namesakes(reading, source, title) if shares_text(stored(one), reading)), None)


def free_slug(title: str, reading: ParsedTranscript) -> str:
    """Return the address of a new transcript: its date, the first words of its title, a number where that is taken."""
    words = slug_of(title) or "transcript"
    base = f"{reading.date.isoformat()}-{words}" if reading.date else words
    return _free(base, set(Transcript.objects.filter(slug__startswith=base).values_list("slug", flat=True)))


def _namesakes(reading: ParsedTranscript, source: Source, title: str) -> list[Transcript]:
    folded = fold_title(title)
    same_day = Transcript.objects.filter(source=source, date=reading.date)
    if usable_url(reading.source_url):
        same_day = same_day.filter(source_url="")
    names = dict(same_day.values_list("pk", "title"))
    return list(Transcript.objects.filter(pk__in=[pk for pk, other in names.items() if fold_title(other) == folded]))


def _free(base: str, taken: set[str]) -> str:
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
