"""The indexed document of a record. Facets hold slugs and codes only, never commas: labels are looked up when shown."""

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

from archive.models import Mention, Record, Turn
from archive.speakers.namesakes import own_country
from search import facets
from search.index.record_facts import MentionedIn, RecordFacts
from search.query.facet_table import FacetTable

SCHEMA_VERSION = 8


def whole_records(records: QuerySet[Record]) -> QuerySet[Record]:
    """Load records with everything indexing reads, in three queries whatever their number."""
    return records.select_related("transcript__source").prefetch_related(
        Prefetch("turns", Turn.objects.select_related("speaker").order_by("position")),
        Prefetch("mentions", Mention.objects.filter(rejected=False).order_by("pk")),
    )


class RecordIndex(indexes.SearchIndex, indexes.Indexable):
    """A record as indexed: its words by field, its facets as whole values."""

    text = indexes.CharField(document=True)
    title = indexes.CharField(model_attr="transcript__title")
    question = indexes.CharField()
    answer = indexes.CharField()
    date = indexes.DateField(model_attr="transcript__date", null=True)
    transcript = indexes.IntegerField(model_attr="transcript_id")
    fingerprint = indexes.CharField(indexed=False)

    def get_model(self) -> type[Record]:
        return Record

    def index_queryset(self, using: str | None = None) -> QuerySet[Record]:
        return whole_records(Record.objects.published())

    def prepare(self, record: Record) -> dict[str, Any]:
        """Return a record's document, from what `whole_records` has loaded.

        Haystack would first ask every field for its value, which takes longer than all of this; so no field has any.
        """
        prepared: dict[str, Any] = names_of(record) | words_of(record) | values_of(record)
        prepared["fingerprint"] = fingerprint_of(prepared)
        self.prepared_data = prepared
        return prepared

    def full_prepare(self, record: Record, with_string_facet: bool = True) -> dict[str, Any]:
        """Return a record's document without missing values, which can only be the day."""
        prepared = self.prepare(record)
        if prepared["date"] is None:
            del prepared["date"]
        return prepared


def facet_fields(table: FacetTable) -> dict[str, indexes.SearchField]:
    """Return a whole-value field for each field of the facets."""
    made = {name: indexes.MultiValueField() for name in table.fields}
    for name, field in made.items():
        field.set_instance_name(name)
    return made


# Haystack's metaclass keeps a class's fields under this name; these are made from the table.
RecordIndex.fields |= facet_fields(facets.TABLE)


def names_of(record: Record) -> dict[str, Any]:
    """Return Haystack's identifiers of the record."""
    transcript = record.transcript
    names = {ID: get_identifier(record), DJANGO_CT: "archive.record", DJANGO_ID: str(record.pk)}
    return names | {"title": transcript.title, "date": transcript.date, "transcript": transcript.pk}


def words_of(record: Record) -> dict[str, str]:
    """Return the question and the answer (a statement counts as an answer)."""
    turns = list(record.turns.all())
    question = "\n\n".join(turn.text for turn in turns if turn.role == "question")
    answer = "\n\n".join(turn.text for turn in turns if turn.role != "question")
    return {"question": question, "answer": answer, "text": "\n\n".join(part for part in (question, answer) if part)}


def facts_of(record: Record) -> RecordFacts:
    """Return the facts from which facets take their values."""
    turns, transcript = list(record.turns.all()), record.transcript
    non_questions = [turn for turn in turns if turn.role != "question"]
    asked = [turn for turn in turns if turn.role == "question"]
    asked_in = {turn.pk for turn in asked}
    return RecordFacts(
        kind=record.kind,
        event=transcript.kind,
        source=transcript.source.slug,
        place=transcript.place_slug,
        language=transcript.language,
        day=transcript.date if isinstance(transcript.date, dt.date) else None,
        speakers=tuple(turn.speaker.slug for turn in non_questions if turn.speaker),
        offices=tuple(slugify(turn.office, allow_unicode=True)[:120] for turn in non_questions),
        askers=tuple(turn.speaker.slug for turn in asked if turn.speaker),
        mentions=tuple(
            MentionedIn(mention.code, mention.layer, mention.turn_id in asked_in) for mention in record.mentions.all()
        ),
        own=own_countries(non_questions),
        home=transcript.source.country,
    )


def own_countries(non_questions: Iterable[Turn]) -> frozenset[str]:
    """Return the known countries of the speakers of the statement or answer."""
    return frozenset(
        filter(None, (own_country(turn.speaker.country if turn.speaker else "", turn.office) for turn in non_questions))
    )


def values_of(record: Record) -> dict[str, list[str]]:
    """Return a record's values in every facet field."""
    facts = facts_of(record)
    return {name: distinct(field.values(facts)) for name, field in facets.TABLE.fields.items()}


def distinct(values: Iterable[str]) -> list[str]:
    """Return the non-empty values, sorted, without repetitions. A comma would split a value in the index."""
    return sorted({value.replace(",", "") for value in values if value})


def fingerprint_of(prepared: dict[str, Any]) -> str:
    """Return 16 hexadecimal digits that change with anything that is indexed, or with how."""
    content = {key: value for key, value in prepared.items() if key != "fingerprint"}
    text = json.dumps([SCHEMA_VERSION, content], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
