"""OAI-PMH records of transcripts: headers, and the two metadata formats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.countries import COUNTED_LAYERS, country_name
from archive.formats.akn_file import NAMESPACE as AKN
from archive.formats.akn_file import write_akn
from archive.formats.whole_transcript import RIGHTS
from archive.formats.xml_pieces import attributes, text_of
from archive.models import EventKind, Mention, Transcript, Turn
from archive.pages.takeaway.whole_loading import load_whole

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True)
class MetadataForm:
    """A metadata format: schema, namespace, and records a page (a whole transcript takes four queries)."""

    schema: str
    namespace: str
    page: int


FORMS = {
    "oai_dc": MetadataForm("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", OAI_DC, 50),
    "akn": MetadataForm("http://docs.oasis-open.org/legaldocml/akn-core/v1.0/os/part2-specs/schemas/akomantoso30.xsd", AKN, 2),
}


def header(of: Transcript, identifier: str, public_sources: frozenset[str]) -> str:
    """Return the header. A transcript that is no longer public is deleted, in its set only if the source is public."""
    gone = attributes(status="" if of.state == Transcript.State.PUBLISHED else "deleted")
    belongs = element("setSpec", of.source.slug) if of.source.slug in public_sources else ""
    return f"<header{gone}>{element('identifier', identifier)}{element('datestamp', stamp(of.updated_at))}{belongs}</header>"


def metadata(found: Sequence[Transcript], prefix: str, site: str) -> dict[int, str]:
    """Return the metadata of the published transcripts by primary key. Their sources must be loaded."""
    public = [of for of in found if of.state == Transcript.State.PUBLISHED]
    if prefix == "akn":
        return {of.pk: "".join(write_akn(load_whole(of, site))).partition("\n")[2] for of in public}
    speakers, countries = _speakers(public), _countries(public)
    return {of.pk: _dublin_core(of, site, speakers.get(of.pk, []), countries.get(of.pk, [])) for of in public}


def element(name: str, text: str) -> str:
    """Return an element with a text, empty if there is no text."""
    return f"<{name}>{text_of(text)}</{name}>" if text else ""


def stamp(moment: dt.datetime) -> str:
    """Return a time in the format of OAI-PMH."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _dublin_core(of: Transcript, site: str, speakers: list[str], countries: list[str]) -> str:
    elements = [
        ("title", of.title),
        *(("creator", name) for name in speakers),
        *(("subject", name) for name in countries),
        ("publisher", of.source.name),
        ("date", of.date.isoformat() if of.date else ""),
        ("type", "Text"),
        ("type", str(EventKind(of.kind).label)),
        ("format", "text/html"),
        ("identifier", site + of.get_absolute_url()),
        ("source", of.source_url),
        ("language", of.language),
        ("coverage", of.place),
        ("rights", RIGHTS),
    ]
    names = f'xmlns:oai_dc="{OAI_DC}" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="{XSI}"'
    where = f'xsi:schemaLocation="{OAI_DC} {FORMS["oai_dc"].schema}"'
    return f"<oai_dc:dc {names} {where}>{''.join(element(f'dc:{name}', text) for name, text in elements)}</oai_dc:dc>"


def _speakers(found: Sequence[Transcript]) -> dict[int, list[str]]:
    """Return who makes statements or answers in each transcript. One query."""
    turns = Turn.objects.filter(transcript__in=found, speaker__isnull=False).exclude(role=Turn.Role.QUESTION)
    return _grouped(turns.order_by("transcript_id", "position").values_list("transcript_id", "speaker__name"))


def _countries(found: Sequence[Transcript]) -> dict[int, list[str]]:
    """Return the countries mentioned in each transcript. One query."""
    mentions = Mention.objects.filter(turn__transcript__in=found, rejected=False, layer__in=COUNTED_LAYERS)
    codes = mentions.order_by("code").values_list("turn__transcript_id", "code").distinct()
    return _grouped((pk, country_name(code)) for pk, code in codes)


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    grouped: dict[int, dict[str, None]] = {}
    for key, value in pairs:
        grouped.setdefault(key, {})[value] = None
    return {key: list(values) for key, values in grouped.items()}
