"""What is indexed of a record. Facets hold slugs and codes only, never commas: labels are looked up when shown."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.text import slugify
from haystack import indexes
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.utils import get_identifier

from archive.countries import COUNTRY_LAYERS, LAYER_TABLE
from archive.models import Mention, Record, Turn
from archive.speakers.own_country import own_country
from search.index.country_fields import COUNTRY_FIELDS, GROUP_FIELDS, MentionedIn, codes_by_field, field_name, groups_of

SCHEMA_VERSION = 7
LAYER_FIELDS = {entry.filter: entry.key for entry in LAYER_TABLE.values() if not entry.of_country}


def whole_records(records: QuerySet[Record]) -> QuerySet[Record]:
    """Return records with all that indexing reads, in three queries whatever their number."""
    return records.select_related("transcript__source").prefetch_related(
        Prefetch("turns", Turn.objects.select_related("speaker").order_by("position")),
        Prefetch("mentions", Mention.objects.filter(rejected=False).order_by("pk")),
    )


class RecordIndex(indexes.SearchIndex, indexes.Indexable):
    """A record as it is searched: its words by field, its facets as whole values."""

    text = indexes.CharField(document=True)
    title = indexes.CharField(model_attr="transcript__title")
    question = indexes.CharField()
    answer = indexes.CharField()
    date = indexes.DateField(model_attr="transcript__date", null=True)
    transcript = indexes.IntegerField(model_attr="transcript_id")
    fingerprint = indexes.CharField(indexed=False)
    speaker = indexes.MultiValueField()
    kind = indexes.MultiValueField()
    event = indexes.MultiValueField()
    source = indexes.MultiValueField()
    place = indexes.MultiValueField()
    asker = indexes.MultiValueField()
    office = indexes.MultiValueField()
    org = indexes.MultiValueField()
    disputed = indexes.MultiValueField()
    historic = indexes.MultiValueField()
    language = indexes.MultiValueField()
    year = indexes.MultiValueField()
    month = indexes.MultiValueField()

    def get_model(self) -> type[Record]:
        """Return the model whose rows are indexed."""
        return Record

    def index_queryset(self, using: str | None = None) -> QuerySet[Record]:
        """Return what is public."""
        return whole_records(Record.objects.published())

    def prepare(self, record: Record) -> dict[str, Any]:
        """Return a record's document, from what `whole_records` has read.

        Haystack would ask every field for its value first, which takes longer than all of this; none is left for it to find.
        """
        prepared: dict[str, Any] = names_of(record) | words_of(record) | people_of(record)
        prepared |= countries_of(record) | event_of(record)
        prepared["fingerprint"] = fingerprint_of(prepared)
        self.prepared_data = prepared
        return prepared

    def full_prepare(self, record: Record, with_string_facet: bool = True) -> dict[str, Any]:
        """Return a record's document without what it lacks, which can only be the day; no field stands for another's facet."""
        prepared = self.prepare(record)
        if prepared["date"] is None:
            del prepared["date"]
        return prepared


def add_fields(names: Iterable[str]) -> None:
    """Give the index a field of whole values for each name, as Haystack's metaclass does for those written out."""
    for name in names:
        made = indexes.MultiValueField()
        made.set_instance_name(name)
        RecordIndex.fields[name] = made


add_fields((*COUNTRY_FIELDS, *GROUP_FIELDS.values()))


def names_of(record: Record) -> dict[str, Any]:
    """Return what Haystack calls the record, and what it is part of."""
    transcript = record.transcript
    names = {ID: get_identifier(record), DJANGO_CT: "archive.record", DJANGO_ID: str(record.pk)}
    return names | {"title": transcript.title, "date": transcript.date, "transcript": transcript.pk}


def words_of(record: Record) -> dict[str, str]:
    """Return what was asked and what was said (a statement is said)."""
    turns = list(record.turns.all())
    question = "\n\n".join(turn.text for turn in turns if turn.role == "question")
    answer = "\n\n".join(turn.text for turn in turns if turn.role != "question")
    return {"question": question, "answer": answer, "text": "\n\n".join(part for part in (question, answer) if part)}


def people_of(record: Record) -> dict[str, list[str]]:
    """Return who says it, in which offices, and who asks."""
    turns = list(record.turns.all())
    said = [turn for turn in turns if turn.role != "question"]
    asked = [turn for turn in turns if turn.role == "question"]
    return {
        "speaker": distinct(turn.speaker.slug for turn in said if turn.speaker),
        "office": distinct(slugify(turn.office, allow_unicode=True)[:120] for turn in said),
        "asker": distinct(turn.speaker.slug for turn in asked if turn.speaker),
    }


def countries_of(record: Record) -> dict[str, list[str]]:
    """Return the codes mentioned, by layer and by where they are mentioned."""
    asked = {turn.pk for turn in record.turns.all() if turn.role == "question"}
    mentions = list(record.mentions.all())
    countries = [mention for mention in mentions if mention.layer in COUNTRY_LAYERS]
    where = [MentionedIn(mention.code, mention.layer, mention.turn_id in asked) for mention in countries]
    by_field = codes_by_field(where, own_countries(record))
    layers = {key: distinct(m.code for m in mentions if m.layer == layer) for key, layer in LAYER_FIELDS.items()}
    day = record.transcript.date
    groups = {name: groups_of(by_field[field_name(layer)], day) for layer, name in GROUP_FIELDS.items()}
    return layers | groups | {name: distinct(codes) for name, codes in by_field.items()}


def own_countries(record: Record) -> frozenset[str]:
    """Return the countries that those who make the statement or answer speak for, where that is known."""
    said = [turn for turn in record.turns.all() if turn.role != "question"]
    return frozenset(filter(None, (own_country(turn.speaker.country if turn.speaker else "", turn.office) for turn in said)))


def event_of(record: Record) -> dict[str, list[str]]:
    """Return what is the same for a whole transcript."""
    transcript = record.transcript
    day = transcript.date.isoformat() if isinstance(transcript.date, dt.date) else ""
    return {
        "kind": [record.kind],
        "event": [transcript.kind],
        "source": [transcript.source.slug],
        "place": distinct([transcript.place_slug]),
        "language": distinct([transcript.language.lower()]),
        "year": distinct([day[:4]]),
        "month": distinct([day[:7]]),
    }


def distinct(values: Iterable[str]) -> list[str]:
    """Return the values that are not empty, each once, sorted; a comma would split them in an index."""
    return sorted({value.replace(",", "") for value in values if value})


def fingerprint_of(prepared: dict[str, Any]) -> str:
    """Return 16 hexadecimal digits that change with anything that is indexed, or with how."""
    content = {key: value for key, value in prepared.items() if key != "fingerprint"}
    told = json.dumps([SCHEMA_VERSION, content], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
