"""Highlights the search terms of a Whoosh query in a text: not excluded ones, and no field names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from haystack.backends.whoosh_backend import WhooshHtmlFormatter
from whoosh import query as q
from whoosh.highlight import ContextFragmenter, highlight

from search.engines.whoosh.haystack.analysis import ArchiveAnalyzer
from search.engines.whoosh.storage.snapshot import Snapshot


def marked(text: str, query: Any, snapshot: Snapshot) -> str:
    """Return the best fragment of a text with the query's words in `<em>`; its beginning if none occurs."""
    terms = {term.decode() if isinstance(term, bytes) else term for term in wanted(query, snapshot)}
    found = highlight(text, terms, ArchiveAnalyzer(), ContextFragmenter(), WhooshHtmlFormatter("em"), minscore=0)
    return str(found)


def wanted(query: Any, snapshot: Snapshot) -> Iterator[Any]:
    """Yield the terms that a query wants."""
    if isinstance(query, q.Not):
        return
    if isinstance(query, q.Phrase):
        yield from query.words
    elif isinstance(query, q.MultiTerm):
        if query.field() in snapshot.schema:
            for leaf in snapshot.leaves:
                yield from (text for _, text in query.expanded_terms(leaf.reader))
    elif isinstance(query, q.Term):
        yield query.text
    elif isinstance(query, q.AndNot):
        yield from wanted(query.a, snapshot)
    else:
        for child in query.children():
            yield from wanted(child, snapshot)
