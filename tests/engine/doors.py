"""Small indexes, and what is ranked first in them."""

from __future__ import annotations

from search.engines.whoosh.engine import Door
from search.engines.whoosh.haystack.schema import schema_of
from search.query.request import SearchRequest
from search.query.syntax import parse
from search.search_indexes import RecordIndex
from tests.search.contract import document


def opened(folder):
    door = Door(folder, schema_of(RecordIndex().fields)[1])
    door.reset("stamp")
    return door


def filled(door, *answers, **given):
    door.replace([], [document(pk, answer=answer, transcript=pk, **given) for pk, answer in enumerate(answers, 1)])
    return door


def hits(door, typed, **asked):
    return door.search(SearchRequest(tree=parse(typed).tree, facets=(), histogram=False, **asked)).hits


def ranked(door, typed, **asked):
    return [hit.record_id for hit in hits(door, typed, **asked)]
