"""From Haystack's fields to the index's fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.exceptions import SearchBackendError
from whoosh import fields

from search.engine.fields import ArchiveText, Code, Codes, Kept, PrimaryKey

PARTS = ("title", "question", "answer")  # where an index has all of these, its document field is what they say together


def schema_of(search_fields: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the name of the document field and the schema; raises SearchBackendError when there is no field."""
    if not search_fields:
        message = "No fields were found in any search_indexes. Please correct this before attempting to search."
        raise SearchBackendError(message)
    in_parts = all(part in search_fields for part in PARTS)
    made = {found.index_fieldname: field_of(found, in_parts) for found in search_fields.values()}
    document = next((found.index_fieldname for found in search_fields.values() if found.document), "")
    made |= {ID: fields.ID(stored=True, unique=True), DJANGO_CT: Code(stored=True), DJANGO_ID: PrimaryKey(stored=True)}
    return document, fields.Schema(**made)


def field_of(found: Any, in_parts: bool) -> Any:
    """Return the field of the index for one of Haystack."""
    if in_parts and (found.document or found.indexed is False):
        return fields.STORED() if found.document else Kept()
    if found.is_multivalued:
        return _several(found)
    if getattr(found, "facet_for", None) and found.field_type == "string":
        return Code(stored=found.stored)
    kind = _KINDS.get(found.field_type)
    if kind is not None:
        return kind(found)
    if found.analyzer:
        return fields.TEXT(stored=True, analyzer=found.analyzer, field_boost=found.boost, sortable=True)
    whole = not (found.document or (in_parts and found.index_fieldname in PARTS))
    return ArchiveText(stored=whole or not in_parts, field_boost=found.boost, sortable=whole)


def _several(found: Any) -> Any:
    if found.indexed is False:
        return fields.IDLIST(stored=True, field_boost=found.boost)
    return Codes(stored=True, scorable=True, field_boost=found.boost)


def _dates(found: Any) -> Any:
    return fields.DATETIME(stored=found.stored, sortable=True)


def _integer(found: Any) -> Any:
    return fields.NUMERIC(stored=found.stored, numtype=int, bits=64, field_boost=found.boost, sortable=True, shift_step=8)


_KINDS: dict[str, Any] = {
    "date": _dates,
    "datetime": _dates,
    "integer": _integer,
    "float": lambda found: fields.NUMERIC(stored=found.stored, numtype=float, field_boost=found.boost),
    "boolean": lambda found: fields.BOOLEAN(stored=found.stored),
    "ngram": lambda found: fields.NGRAM(minsize=3, maxsize=15, stored=found.stored, field_boost=found.boost),
    "edge_ngram": lambda found: fields.NGRAMWORDS(
        minsize=2, maxsize=15, at="start", stored=found.stored, field_boost=found.boost
    ),
}


def record_of(schema: Any, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a prepared document as the writer takes it in: lists joined, dates as datetimes, what is empty left out."""
    return {
        name: _value(schema[name], value) for name, value in document.items() if name in schema and value not in (None, [], "")
    }


def _value(field: Any, value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value))
    if isinstance(field, fields.DATETIME):
        return moment(value)
    return value if isinstance(field, fields.NUMERIC) else str(value)


def moment(value: dt.date | str) -> dt.datetime:
    """Return a date as a datetime without a time zone (that of UTC)."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.timezone.utc).replace(tzinfo=None) if value.tzinfo else value
    return dt.datetime(value.year, value.month, value.day)
