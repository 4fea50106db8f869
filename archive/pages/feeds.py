"""Atom feeds of new transcripts and of corrections, for the whole archive or one source, speaker or country."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import condition, require_safe

from archive.countries import COUNTED_LAYERS, code_of, country_name
from archive.formats.xml_pieces import xml_text
from archive.models import EventKind, Mention, Revision, Source, Speaker, Transcript, Turn, archive_version
from archive.pages.links import address_of, site_of, with_filters, with_parameter
from archive.text.numbers import read_int
from archive.text.typed_input import printable

LENGTH = 50
Items = Page[Revision]
if TYPE_CHECKING:
    _Feed = Feed[Revision, Items]
else:  # Django's class takes no type parameters
    _Feed = Feed


class PagedAtom(Atom1Feed):
    """Atom with the paging links of RFC 5005."""

    def add_root_elements(self, handler: Any) -> None:
        """Add the links to the previous and next page."""
        super().add_root_elements(handler)
        for rel in ("first", "previous", "next", "last"):
            if self.feed.get(rel):
                handler.addQuickElement("link", None, {"rel": rel, "href": self.feed[rel]})


class TranscriptsFeed(_Feed):
    """Transcripts, newest first. `source`, `speaker` and `country` in the address narrow it."""

    feed_type = PagedAtom
    corrections = False

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Items:
        """Return the requested page of revisions; 404 for an unknown source, speaker, country or page."""
        self.request, self.of = request, _narrowed_to(request)
        page = read_int(request.GET.get("page", "1"))
        paginator = Paginator(_revisions(request, corrections=self.corrections), LENGTH)
        if page is None or not 1 <= page <= paginator.num_pages:
            raise Http404("No such page of the feed.")
        return paginator.page(page)

    def title(self, page: Items) -> str:
        kind = "Corrected transcripts" if self.corrections else "New transcripts"
        return xml_text(" · ".join(filter(None, (settings.SITE_NAME, kind, self.of))))

    def link(self, page: Items) -> str:
        return address_of("transcripts")

    def feed_url(self, page: Items) -> str:
        """Return the feed's own address."""
        return self.request.get_full_path()

    def feed_guid(self, page: Items) -> str:
        """Return the feed's permanent id: its address without the page."""
        return self.request.build_absolute_uri(with_parameter(self.request, "page", ""))

    def author_name(self, page: Items) -> str:
        return str(settings.SITE_NAME)

    def items(self, page: Items) -> list[Revision]:
        return list(page.object_list)

    def item_title(self, item: Revision) -> str:
        """Return the transcript's title; for a correction, with its number."""
        title = xml_text(item.transcript.title)
        return f"{title}, revision {item.number}" if item.number > 1 else title

    def item_description(self, item: Revision) -> str:
        """Return the kind of event."""
        of = item.transcript
        day = of.date.isoformat() if of.date else "undated"
        return xml_text(" · ".join(filter(None, (day, str(EventKind(of.kind).label), of.place, of.source.name))))

    def item_link(self, item: Revision) -> str:
        """Return the transcript's address."""
        return item.transcript.get_absolute_url()

    def item_guid(self, item: Revision) -> str:
        """Return a permanent id: the transcript's address, with the revision of a correction."""
        address = self.request.build_absolute_uri(item.transcript.get_absolute_url())
        return f"{address}#revision-{item.number}" if item.number > 1 else address

    def item_updateddate(self, item: Revision) -> dt.datetime:
        """Return the time of this revision."""
        return item.created_at

    item_pubdate = item_updateddate

    def feed_extra_kwargs(self, page: Items) -> dict[str, str]:
        """Return the addresses of the neighbouring pages."""
        numbers = pages_around(page.number, page.paginator.num_pages)
        return {rel: self.request.build_absolute_uri(with_parameter(self.request, "page", n)) for rel, n in numbers.items()}


class CorrectionsFeed(TranscriptsFeed):
    """Corrections of published transcripts."""

    corrections = True


def feed_url(**narrowed: str) -> str:
    """Return the address of the narrowed feed of new transcripts."""
    return with_filters(address_of("feed"), narrowed)


def pages_around(number: int, last: int) -> dict[str, int]:
    """Return the page numbers that RFC 5005 links from a page, by relation."""
    beside = {"previous": number - 1, "next": number + 1}
    return {"first": 1, "last": last, **{rel: to for rel, to in beside.items() if 1 <= to <= last}}


def archive_etag(request: HttpRequest, form: str = "") -> str:
    """Return an entity tag of this address and form at the archive's present version."""
    identity = f"{archive_version.current()} {site_of(request)} {request.get_full_path()} {form}"
    return f'"{hashlib.sha256(identity.encode("utf-8", "backslashreplace")).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=archive_etag)
def new_transcripts(request: HttpRequest) -> HttpResponse:
    """Answer with the feed of new transcripts."""
    return _by_tag_alone(TranscriptsFeed()(request))


@require_safe
@condition(etag_func=archive_etag)
def corrections(request: HttpRequest) -> HttpResponse:
    """Answer with the feed of corrections."""
    return _by_tag_alone(CorrectionsFeed()(request))


def _by_tag_alone(feed: HttpResponse) -> HttpResponse:
    """Leave out the time of the last entry, which is an earlier one after a withdrawal and would confirm the copy of before."""
    del feed["Last-Modified"]
    return feed


def _revisions(request: HttpRequest, *, corrections: bool) -> QuerySet[Revision]:
    revisions = Revision.objects.filter(
        transcript__state=Transcript.State.PUBLISHED, **{"number__gt" if corrections else "number": 1}
    )
    source, speaker, country = (printable(request.GET.get(key, "")) for key in ("source", "speaker", "country"))
    if source:
        revisions = revisions.filter(transcript__source__slug=source)
    if speaker:
        spoken = Turn.objects.filter(transcript=OuterRef("transcript"), speaker__slug=speaker).exclude(role=Turn.Role.QUESTION)
        revisions = revisions.filter(Exists(spoken))
    if country:
        mentions = Mention.objects.filter(turn__transcript=OuterRef("transcript"), code=code_of(country), rejected=False)
        revisions = revisions.filter(Exists(mentions.filter(layer__in=COUNTED_LAYERS)))
    return revisions.select_related("transcript__source").defer("content", "standing").order_by("-created_at", "-pk")


def _narrowed_to(request: HttpRequest) -> str:
    """Return the feed's restriction in words; 404 if the public knows nothing of that name."""
    words = []
    for key, label in (("source", _source), ("speaker", _speaker), ("country", _country)):
        value = printable(request.GET.get(key, ""))
        if value:
            words.append(label(value))
    return " · ".join(words)


def _source(slug: str) -> str:
    found = Source.objects.filter(slug=slug, transcripts__state=Transcript.State.PUBLISHED).first()
    return _known(found.name if found else "", "source")


def _speaker(slug: str) -> str:
    found = Speaker.objects.filter(slug=slug, turns__transcript__state=Transcript.State.PUBLISHED).first()
    return _known(found.name if found else "", "speaker")


def _country(code: str) -> str:
    known = code_of(code)
    return _known(country_name(known) if known else "", "country")


def _known(name: str, what: str) -> str:
    if not name:
        raise Http404(f"No such {what}.")
    return name
