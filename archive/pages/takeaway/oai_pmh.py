"""OAI-PMH 2.0: catalogues and portals harvest new, changed and withdrawn transcripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from archive.formats.xml_pieces import attributes, text_of
from archive.models import Transcript
from archive.pages.links import address_of, site_of
from archive.pages.public_pages import public_sources
from archive.pages.takeaway.oai_records import FORMS, XSI, element, header, metadata, stamp
from archive.pages.takeaway.oai_requests import Harvest, OaiError, arguments

OAI = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
WITHOUT_ARGUMENTS = ("badVerb", "badArgument")


@csrf_exempt
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester. Protocol errors have status 200 too."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    parameters = dict((request.POST if request.method == "POST" else request.GET).lists())
    asked: dict[str, str] = {}
    try:
        asked = arguments(parameters)
        answer = VERBS[asked["verb"]](Harvester(request), asked)
        body = f"<{asked['verb']}>{answer}</{asked['verb']}>"
    except OaiError as error:
        asked = {} if error.code in WITHOUT_ARGUMENTS else asked
        body = f"<error{attributes(code=error.code)}>{text_of(error.message)}</error>"
    echoed = f"<request{attributes(**asked)}>{text_of(site_of(request) + address_of('oai'))}</request>"
    head = f'<OAI-PMH xmlns="{OAI}" xmlns:xsi="{XSI}" xsi:schemaLocation="{OAI} {SCHEMA}">'
    now = element("responseDate", stamp(dt.datetime.now(dt.UTC)))
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{now}{echoed}{body}</OAI-PMH>\n'
    return HttpResponse(content, content_type="text/xml; charset=utf-8")


class Harvester:
    """What the verbs share: the site's address, and the names used in identifiers."""

    def __init__(self, request: HttpRequest) -> None:
        self.site = site_of(request)
        self.host = request.get_host().partition(":")[0]

    def identifier(self, of: Transcript) -> str:
        """Return a transcript's permanent identifier."""
        return f"oai:{self.host}:{of.slug}"

    def identify(self, asked: Mapping[str, str]) -> str:
        """Describe the archive."""
        first = known().order_by("updated_at", "pk").values_list("updated_at", flat=True).first()
        contact = settings.CONTACT_EMAIL or f"webmaster@{self.host if '.' in self.host else self.host + '.invalid'}"
        fields = {
            "repositoryName": settings.SITE_NAME,
            "baseURL": self.site + address_of("oai"),
            "protocolVersion": "2.0",
            "adminEmail": contact,
            "earliestDatestamp": stamp(first or dt.datetime.now(dt.UTC)),
            "deletedRecord": "persistent",
            "granularity": "YYYY-MM-DDThh:mm:ssZ",
        }
        return "".join(element(name, text) for name, text in fields.items())

    def list_formats(self, asked: Mapping[str, str]) -> str:
        """List the metadata formats. Every transcript has all of them."""
        if "identifier" in asked:
            self._find(asked["identifier"])
        formats = (
            element("metadataPrefix", prefix) + element("schema", form.schema) + element("metadataNamespace", form.namespace)
            for prefix, form in FORMS.items()
        )
        return "".join(f"<metadataFormat>{one}</metadataFormat>" for one in formats)

    def list_sets(self, asked: Mapping[str, str]) -> str:
        """List the sources. Each is a set."""
        if "resumptionToken" in asked:
            raise OaiError("badResumptionToken", "The list of sets is whole; there is no token for it.")
        sources = list(public_sources().order_by("slug"))
        if not sources:
            raise OaiError("noSetHierarchy", "Nothing has been published yet, so there are no sources.")
        return "".join(f"<set>{element('setSpec', one.slug)}{element('setName', one.name)}</set>" for one in sources)

    def get_record(self, asked: Mapping[str, str]) -> str:
        prefix = a_form(asked["metadataPrefix"])
        return self._records([self._find(asked["identifier"])], prefix)

    def list_identifiers(self, asked: Mapping[str, str]) -> str:
        """List headers."""
        found, rest = self._page(asked)
        names = self._set_names(found)
        return "".join(header(of, self.identifier(of), names) for of in found) + rest

    def list_records(self, asked: Mapping[str, str]) -> str:
        """List records."""
        found, rest = self._page(asked)
        prefix = Harvest.of_token(asked["resumptionToken"]).prefix if "resumptionToken" in asked else asked["metadataPrefix"]
        return self._records(found, prefix) + rest

    def _records(self, found: Sequence[Transcript], prefix: str) -> str:
        descriptions, names = metadata(found, prefix, self.site), self._set_names(found)
        return "".join(
            f"<record>{header(of, self.identifier(of), names)}"
            f"{f'<metadata>{descriptions[of.pk]}</metadata>' if of.pk in descriptions else ''}</record>"
            for of in found
        )

    def _page(self, asked: Mapping[str, str]) -> tuple[list[Transcript], str]:
        """Return the records of a page, and the token of the next; empty on the last page of several."""
        token = asked.get("resumptionToken", "")
        harvest = (
            Harvest.of_token(token)
            if token
            else Harvest(asked["metadataPrefix"], asked.get("set", ""), asked.get("from", ""), asked.get("until", ""))
        )
        size = FORMS[a_form(harvest.prefix)].page
        transcripts = list(chosen(harvest)[: size + 1])
        if not transcripts:
            raise OaiError("noRecordsMatch", "Nothing has changed in this time, or there is no such set.")
        if len(transcripts) <= size:
            return transcripts, "<resumptionToken/>" if token else ""
        last = transcripts[size - 1]
        following = replace(harvest, changed=last.updated_at.isoformat(), key=last.pk)
        return transcripts[:size], element("resumptionToken", following.token)

    def _find(self, identifier: str) -> Transcript:
        slug = identifier.removeprefix(f"oai:{self.host}:")
        found = known().select_related("source").filter(slug=slug).first() if slug != identifier and "\x00" not in slug else None
        if found is None:
            raise OaiError("idDoesNotExist", f"There is no “{identifier[:100]}”.")
        return found

    def _set_names(self, found: Sequence[Transcript]) -> frozenset[str]:
        """Return the public sources among these. One query."""
        return frozenset(public_sources().filter(pk__in={of.source_id for of in found}).values_list("slug", flat=True))


VERBS = {
    "Identify": Harvester.identify,
    "ListMetadataFormats": Harvester.list_formats,
    "ListSets": Harvester.list_sets,
    "ListIdentifiers": Harvester.list_identifiers,
    "ListRecords": Harvester.list_records,
    "GetRecord": Harvester.get_record,
}


def known() -> QuerySet[Transcript]:
    """Return what harvesters may see: published transcripts, and as deleted those that were once published."""
    return Transcript.objects.filter(Q(state=Transcript.State.PUBLISHED) | Q(was_public=True))


def chosen(harvest: Harvest) -> QuerySet[Transcript]:
    """Return the selection of a harvest, in order of the last change.

    Transcripts changed in the meantime come (again) at the end.
    """
    first, end = harvest.bounds()
    transcripts = known().select_related("source").order_by("updated_at", "pk")
    if harvest.of_set:
        transcripts = transcripts.filter(source__slug=harvest.of_set, source__in=public_sources())
    if first:
        transcripts = transcripts.filter(updated_at__gte=first)
    if end:
        transcripts = transcripts.filter(updated_at__lt=end)
    if harvest.key:
        changed = dt.datetime.fromisoformat(harvest.changed)
        transcripts = transcripts.filter(Q(updated_at__gt=changed) | Q(pk__gt=harvest.key), updated_at__gte=changed)
    return transcripts


def a_form(prefix: str) -> str:
    """Return the prefix of a metadata format. Raises OaiError."""
    if prefix not in FORMS:
        raise OaiError("cannotDisseminateFormat", f"There is no “{prefix[:40]}”; there are {', '.join(FORMS)}.")
    return prefix
