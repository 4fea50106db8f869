"""Citations of transcripts, records, paragraphs and quotations: their data, their page, and files for reference managers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.formats.citation_styles import references
from archive.formats.cited import Cited, PersonName
from archive.formats.cited_names import asker_name, author_name, names_nobody
from archive.formats.reference_files import write_bibtex, write_csl, write_ris
from archive.models import EventKind, Record, Transcript, Turn
from archive.models.flat_rows import rows
from archive.pages import presenters, public_pages
from archive.pages.links import address_of
from archive.pages.quoted import ShownQuote, asked_quote, marked, show_quote
from archive.pages.transcript_pages import Paging
from archive.text.numbers import read_int

MOST_AUTHORS = 12
MOST_TURNS = 50  # limit of turns when several paragraphs are cited


class CitedSpeaker(NamedTuple):
    """A speaker as a citation names them."""

    name: str
    country: str


class CitedTurn(NamedTuple):
    """A turn with only what is cited of it."""

    speaker_id: int
    label: str
    office: str
    speaker: CitedSpeaker


# The first turn of each speaker but askers, in order, without its words.
FIRST_TURNS = """
    SELECT first.speaker_id, label, office, name, country
    FROM (
        SELECT speaker_id, MIN(position) AS place FROM archive_turn
        WHERE transcript_id = %s AND role <> %s AND speaker_id IS NOT NULL
        GROUP BY speaker_id ORDER BY place LIMIT %s
    ) AS first
    JOIN archive_turn ON transcript_id = %s AND position = place
    JOIN archive_speaker ON archive_speaker.id = first.speaker_id
    ORDER BY place
"""


def cited_transcript(request: HttpRequest, of: Transcript, revision: int = 0) -> Cited:
    """Return the citation data of a whole transcript. `revision` is the number of the newest one, if known.

    One query, whatever the length.
    """
    found = rows(FIRST_TURNS, of.pk, Turn.Role.QUESTION, MOST_AUTHORS, of.pk)
    turns = [CitedTurn(key, label, office, CitedSpeaker(name, country)) for key, label, office, name, country in found]
    return _cited(request, of, turns, (), key=of.slug, url=of.get_absolute_url(), revision=revision)


def cited_record(request: HttpRequest, record: Record) -> Cited:
    """Return the citation data of a record whose turns and speakers are loaded. One query."""
    turns = list(record.turns.all())
    non_questions, asked = (
        [turn for turn in turns if turn.role != "question"],
        [turn for turn in turns if turn.role == "question"],
    )
    of = record.transcript
    url = address_of("record", of.slug, record.number)
    return _cited(
        request,
        of,
        non_questions,
        asked,
        key=f"{of.slug}-{record.number}",
        url=url,
        part=f"record {record.number}",
        is_pair=record.kind == "qa_pair",
    )


def cited_paragraph(request: HttpRequest, of: Transcript, asked: str) -> Cited:
    """Return the citation data of one paragraph ("12") or several ("12-14").

    Reads the transcript's paragraph numbers, not its text.
    """
    begin, several, end = asked.partition("-")
    first, last = read_int(begin), read_int(end if several else begin)
    places = of.turns.order_by("position").values_list("pk", "paragraphs").iterator()
    keys = list(islice(_turns_with(places, first, last), MOST_TURNS))
    if not keys:
        raise Http404(f"This transcript has no paragraph {asked[:20]}.")
    turns = list(Turn.objects.select_related("speaker").filter(pk__in=keys).order_by("position"))
    non_questions = [turn for turn in turns if turn.role != "question"] or turns
    part = f"paragraph {first}" if first == last else f"paragraphs {first}–{last}"
    url = of.place_url(f"p{first}")
    askers = [turn for turn in turns if turn not in non_questions]
    return _cited(request, of, non_questions, askers, key=f"{of.slug}-p{asked}", url=url, part=part)


def _turns_with(places: Iterable[tuple[int, list[int]]], first: int | None, last: int | None) -> Iterator[int]:
    """Yield the turns from the first paragraph to the last; none if either is missing or they are in the wrong order."""
    keys: list[int] = []
    for pk, paragraphs in places:
        if keys or first in paragraphs:
            keys.append(pk)
        if keys and last in paragraphs:
            yield from keys
            return


def _cited(
    request: HttpRequest,
    of: Transcript,
    non_questions: Iterable[Turn | CitedTurn],
    asked: Iterable[Turn],
    *,
    key: str,
    url: str,
    part: str = "",
    is_pair: bool = False,
    revision: int = 0,
) -> Cited:
    speakers = {_identity(turn): turn for turn in reversed(list(non_questions)) if _identity(turn)}
    first = list(reversed(speakers.values()))[:MOST_AUTHORS]
    revision = revision or of.revisions.order_by("-number").values_list("number", flat=True).first() or 1
    askers = {turn.speaker_id: _asker(turn) for turn in asked if turn.speaker_id}
    return Cited(
        key=key,
        title=of.title,
        event=str(EventKind(of.kind).label),
        publisher=of.source.name,
        archive=settings.SITE_NAME,
        url=request.build_absolute_uri(url),
        accessed=timezone.localdate(),
        authors=tuple(map(_name, first)),
        offices=tuple(turn.office for turn in first),
        askers=tuple(askers.values()),
        date=of.date,
        place=of.place,
        language=of.language,
        part=part,
        revision=revision,
        source_url=of.source_url,
        is_interview=is_pair or of.kind == EventKind.INTERVIEW,
    )


def _identity(turn: Turn | CitedTurn) -> int | str:
    """Return the identity of the speaker; nobody if the label only says that somebody asks ("Question")."""
    return turn.speaker_id or ("" if names_nobody(turn.label) else turn.label)


def _name(turn: Turn | CitedTurn) -> PersonName:
    """Return the name of the speaker. An official known only by the printed label stays as printed."""
    return author_name(turn.speaker.name, turn.speaker.country) if turn.speaker else PersonName(literal=turn.label)


def _asker(turn: Turn) -> PersonName:
    who = turn.speaker
    return asker_name(who.name, who.country, turn.office, turn.label) if who else PersonName(literal=turn.label)


FILES: dict[str, tuple[str, str, Callable[[Cited], str]]] = {
    "bib": ("BibTeX", "application/x-bibtex", write_bibtex),
    "ris": ("RIS", "application/x-research-info-systems", write_ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", lambda cited: write_csl([cited])),
}
COPIED = 20_000  # characters of a quotation offered for copying


@require_safe
def cite_transcript(request: HttpRequest, slug: str) -> HttpResponse:
    """Cite a transcript; with `?p=` one of its paragraphs, with `?quote=` words of it."""
    of = get_object_or_404(Transcript.objects.select_related("source"), slug=slug)
    if of.state != Transcript.State.PUBLISHED:
        return public_pages.not_public(request, of)
    asked, quoted = request.GET.get("p", ""), asked_quote(request.GET)
    if quoted:
        quote = show_quote(Paging(request, of), quoted, mark_countries=False)
        cited = cited_paragraph(request, of, quote.numbers) if quote.numbers else cited_transcript(request, of)
        return _answer(request, of, cited, quote=quote)
    return _answer(request, of, cited_paragraph(request, of, asked) if asked else cited_transcript(request, of))


@require_safe
def cite_record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Cite a record; with `?quote=` words of it."""
    found = public_pages.public_record(request, slug, number)
    if isinstance(found, HttpResponse):
        return found
    asked = asked_quote(request.GET)
    quote = marked(presenters.read([found], mark_countries=False), asked) if asked else None
    return _answer(request, found.transcript, cited_record(request, found), record=found, quote=quote)


def _answer(
    request: HttpRequest, of: Transcript, cited: Cited, record: Record | None = None, quote: ShownQuote | None = None
) -> HttpResponse:
    """Answer with the file named by `?format=`, or with the page."""
    wanted = request.GET.get("format", "")
    copied = quote_with_link(request, record or of, cited, quote) if quote else ""
    if quote and wanted == "quote":
        text = copied or "These exact words are not in this revision."
        return HttpResponse(text, status=200 if copied else 404, content_type="text/plain; charset=utf-8")
    if wanted in FILES:
        _, media_type, write = FILES[wanted]
        named = {"Content-Disposition": f'attachment; filename="{cited.key}.{wanted}"'}
        return HttpResponse(write(cited), content_type=f"{media_type}; charset=utf-8", headers=named)
    paragraphs = [number for turn in record.turns.all() for number in turn.paragraphs] if record else []
    context = {
        "cited": cited,
        "references": references(cited),
        "files": [(key, label, write(cited)) for key, (label, _, write) in FILES.items()],
        "transcript": of,
        "record": record,
        "paragraphs": paragraphs,
        "paragraph": quote.numbers if quote and not record else request.GET.get("p", ""),
        "quote": quote,
        "copied": copied,
    }
    return render(request, "cite.html", context)


def quote_with_link(request: HttpRequest, of: Record | Transcript, cited: Cited, quote: ShownQuote) -> str:
    """Return the quotation, its citation and its address for copying; empty if the words were not found."""
    if quote.outcome != "exact":
        return ""
    words = quote.words if len(quote.words) <= COPIED else f"{quote.words[:COPIED]} …"
    address = request.build_absolute_uri(quote.address(of.get_absolute_url()))
    return f"“{words}”\n\n{references(cited)[0].text}\n\n{address}\n"
