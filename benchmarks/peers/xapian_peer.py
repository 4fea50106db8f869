"""Xapian through Debian's python3-xapian: English stems, boolean terms to filter by, match spies over value slots.

A spy counts one value a slot, so a facet of several values is kept as one joined value, and what the spy counted is split: every
combination is counted in C++, and a search has far fewer combinations than records.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from functools import reduce
from pathlib import Path
from typing import Any

from benchmarks.peers import PAGE, InProcess, NotInstalled, NotSupported, recounted
from search import facets
from search.query.request import SearchRequest
from search.query.tree import And, Everything, Node, Or, Phrase, Prefix, Word

sys.path.append("/usr/lib/python3/dist-packages")  # where Debian has it: there is no package of it for pip
try:
    import xapian
except ImportError as missing:
    raise NotInstalled("Xapian is not installed (Debian package python3-xapian, for the same Python)") from missing

PREFIXES = {"title": "S", "question": "XQ", "answer": "XA"}
WDF = {"title": 2, "question": 1, "answer": 1}
KEYS = (*facets.TABLE.panels, "month")
SLOTS = {key: number for number, key in enumerate(KEYS, 1)}
DAY = 60
os.environ.setdefault("XAPIAN_FLUSH_THRESHOLD", "50000")  # documents held in memory while building; 10,000 if not said


class Xapian(InProcess):
    """See `benchmarks.peers.Peer`."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / "xapian")
        self.stemmer = xapian.Stem("en")

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents, then compact."""
        db = xapian.WritableDatabase(self.path + ".new", xapian.DB_CREATE_OR_OVERWRITE)
        generator = xapian.TermGenerator()
        generator.set_stemmer(self.stemmer)
        for one in documents:
            db.add_document(self._document(generator, one))
        db.commit()
        db.compact(self.path)
        db.close()
        shutil.rmtree(self.path + ".new")

    def _document(self, generator: Any, one: dict[str, Any]) -> Any:
        document = xapian.Document()
        generator.set_document(document)
        for name, prefix in PREFIXES.items():
            generator.index_text(one[name], WDF[name], prefix)
            generator.index_text(one[name], WDF[name])
            generator.increase_termpos()
        for key in KEYS:
            document.add_value(SLOTS[key], ",".join(one[key]))
            for value in one[key]:
                document.add_boolean_term(f"X{key.upper()}:{value}")
        document.add_value(DAY, one["date"])
        document.set_data(f"{one['question']}\n\n{one['answer']}")
        return document

    def open(self) -> None:
        """Get ready to answer."""
        self.db = xapian.Database(self.path)
        self.parser = xapian.QueryParser()
        self.parser.set_stemmer(self.stemmer)
        self.parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
        self.parser.set_database(self.db)

    def ask(self, request: SearchRequest) -> int:
        """Find, count and highlight."""
        chosen = recounted(request)
        found = self._find(request, [key for key in KEYS if key not in chosen], PAGE)
        for key, looser in chosen.items():
            self._find(looser, [key], 0)
        for match in found:
            found.snippet(match.document.get_data().decode(), 360, self.stemmer)
        return int(found.get_matches_estimated())

    def _find(self, request: SearchRequest, keys: list[str], size: int) -> Any:
        enquire = xapian.Enquire(self.db)
        enquire.set_query(self._query(request))
        if request.sort == "newest":
            enquire.set_sort_by_value(DAY, True)
        else:
            enquire.set_sort_by_relevance_then_value(DAY, True)
        spies = {key: xapian.ValueCountMatchSpy(SLOTS[key]) for key in keys}
        for spy in spies.values():
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, size, self.db.get_doccount())
        for spy in spies.values():
            counts: Counter[bytes] = Counter()
            for joined in spy.values():
                for value in joined.term.split(b","):
                    counts[value] += joined.termfreq
        return found

    def _query(self, request: SearchRequest) -> Any:
        query = self._tree(request.tree)
        for choice in request.choices:
            query = xapian.Query(xapian.Query.OP_FILTER, query, xapian.Query(f"X{choice.key.upper()}:{choice.values[0]}"))
        if request.date_from:
            span = xapian.Query(xapian.Query.OP_VALUE_RANGE, DAY, request.date_from, request.date_to)
            query = xapian.Query(xapian.Query.OP_FILTER, query, span)
        return query

    def _tree(self, node: Node) -> Any:
        if isinstance(node, Everything):
            return xapian.Query.MatchAll
        if isinstance(node, (And, Or)):
            joint = xapian.Query.OP_AND if isinstance(node, And) else xapian.Query.OP_OR
            return reduce(lambda a, b: xapian.Query(joint, a, b), map(self._tree, node.parts))
        if isinstance(node, Word):
            return self.parser.parse_query(node.text, 0, PREFIXES.get(node.field, ""))
        if isinstance(node, Phrase):
            return xapian.Query(xapian.Query.OP_PHRASE, list(node.words), len(node.words) + node.slop)
        if isinstance(node, Prefix):
            return self.parser.parse_query(f"{node.text}*", xapian.QueryParser.FLAG_WILDCARD)
        raise NotSupported(type(node).__name__)

    def close(self) -> None:
        """Let everything go."""
        self.db.close()
