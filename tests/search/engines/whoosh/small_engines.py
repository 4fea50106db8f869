"""Small indexes, and what is ranked first in them."""

from __future__ import annotations

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.haystack.schema import schema_of
from search.query.request import SearchRequest
from search.query.syntax import parse
from search.search_indexes import RecordIndex
from tests.search.engines.contract import document


def opened(folder):
    engine = WhooshEngine(folder, schema_of(RecordIndex().fields)[1])
    engine.reset("stamp")
    return engine


def filled(engine, *answers, **given):
    engine.replace([], [document(pk, answer=answer, transcript=pk, **given) for pk, answer in enumerate(answers, 1)])
    return engine


def hits(engine, typed, **asked):
    return engine.search(SearchRequest(tree=parse(typed).tree, facets=(), histogram=False, **asked)).hits


def ranked(engine, typed, **asked):
    return [hit.record_id for hit in hits(engine, typed, **asked)]
