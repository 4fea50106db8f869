"""From Haystack's fields to the index's fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.exceptions import SearchBackendError
from whoosh import fields

from search.engines.whoosh.haystack.schema_fields import ArchiveText, Code, Codes, DocumentText, Kept, PrimaryKey

PARTS = ("title", "question", "answer")  # if an index has all of these, its document field is their concatenation


def schema_of(search_fields: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the name of the document field and the schema. Raises SearchBackendError if there is no field."""
    if not search_fields:
        message = "No fields were found in any search_indexes. Please correct this before attempting to search."
        raise SearchBackendError(message)
    in_parts = all(part in search_fields for part in PARTS)
    made = {search_field.index_fieldname: field_of(search_field, in_parts) for search_field in search_fields.values()}
    document = next((search_field.index_fieldname for search_field in search_fields.values() if search_field.document), "")
    stored = not in_parts
    made |= {ID: fields.ID(stored=stored, unique=True), DJANGO_CT: Code(stored=stored), DJANGO_ID: PrimaryKey(stored=stored)}
    return document, fields.Schema(**made)


def field_of(search_field: Any, in_parts: bool) -> Any:
    """Return the index field for a Haystack field.

    An index in parts stores neither what its columns have nor any text: that is in the database.
    """
    if in_parts and (search_field.document or search_field.indexed is False):
        return DocumentText() if search_field.document else Kept()
    if search_field.is_multivalued:
        return _several(search_field, not in_parts)
    if getattr(search_field, "facet_for", None) and search_field.field_type == "string":
        return Code(stored=search_field.stored)
    kind = _KINDS.get(search_field.field_type)
    if kind is not None:
        return kind(search_field, search_field.stored and not in_parts)
    if search_field.analyzer:
        return fields.TEXT(stored=True, analyzer=search_field.analyzer, field_boost=search_field.boost, sortable=True)
    if in_parts and search_field.index_fieldname in PARTS:
        return ArchiveText(field_boost=search_field.boost)
    return ArchiveText(stored=True, field_boost=search_field.boost, sortable=not search_field.document)


def _several(found: Any, stored: bool) -> Any:
    if found.indexed is False:
        return fields.IDLIST(stored=True, field_boost=found.boost)
    return Codes(stored=stored, scorable=True, field_boost=found.boost)


def _dates(found: Any, stored: bool) -> Any:
    made = fields.DATETIME(stored=stored, sortable=True)
    made.shift_step = 0  # ranges use the column, so one term a value is enough
    return made


def _integer(found: Any, stored: bool) -> Any:
    return fields.NUMERIC(stored=stored, numtype=int, bits=64, field_boost=found.boost, sortable=True, shift_step=0)


def _ngrams(found: Any, stored: bool) -> Any:
    return fields.NGRAM(minsize=3, maxsize=15, stored=stored, field_boost=found.boost)


def _edge_ngrams(found: Any, stored: bool) -> Any:
    return fields.NGRAMWORDS(minsize=2, maxsize=15, at="start", stored=stored, field_boost=found.boost)


_KINDS: dict[str, Callable[[Any, bool], Any]] = {
    "date": _dates,
    "datetime": _dates,
    "integer": _integer,
    "float": lambda found, stored: fields.NUMERIC(stored=stored, numtype=float, field_boost=found.boost),
    "boolean": lambda found, stored: fields.BOOLEAN(stored=stored),
    "ngram": _ngrams,
    "edge_ngram": _edge_ngrams,
}


class Preparation:
    """Converts prepared documents for the writer: dates to datetimes, text to text; empty values are left out."""

    def __init__(self, schema: Any) -> None:
        self._convert = {name: _converter(field) for name, field in schema.items()}

    def __call__(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Return one document's record."""
        convert = self._convert
        return {name: convert[name](value) for name, value in document.items() if (value or value == 0) and name in convert}


def _converter(field: Any) -> Callable[[Any], Any]:
    if isinstance(field, Codes):
        return texts
    if isinstance(field, fields.DATETIME):
        return moment
    return (lambda value: value) if isinstance(field, fields.NUMERIC) else str


def texts(value: Any) -> list[str] | str:
    """Return several values as texts, one as a text."""
    return list(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def moment(value: dt.date | str) -> dt.datetime:
    """Return a date as a datetime without a time zone (UTC)."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
    return dt.datetime(value.year, value.month, value.day)
