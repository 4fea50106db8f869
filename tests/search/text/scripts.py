"""A few texts in many languages, in an index of their own, and what a search finds and marks in them. All are invented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from search import facets
from search.display.highlight import mark
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.haystack.schema import schema_of
from search.query.request import SearchRequest
from search.query.syntax import parse
from search.search_indexes import RecordIndex

Texts = Mapping[str, tuple[str, str]]  # name -> language and text


class Shelf:
    """Texts as records, each found by its name."""

    def __init__(self, folder: Path, texts: Texts) -> None:
        self.texts = texts
        self.names = list(texts)
        self.engine = WhooshEngine(folder, schema_of(RecordIndex().fields)[1])
        self.engine.reset("scripts")
        self.engine.replace([], [document(pk, *texts[name]) for pk, name in enumerate(self.names, 1)])

    def found(self, typed: str) -> set[str]:
        """Return the names of the texts that a search finds."""
        answer = self.engine.search(SearchRequest(tree=parse(typed).tree, limit=100, facets=(), histogram=False))
        return {self.names[hit.record_id - 1] for hit in answer.hits}

    def corrections(self, typed: str) -> Mapping[str, str]:
        """Return what the engine takes for misspelt."""
        request = SearchRequest(tree=parse(typed).tree, limit=0, facets=(), histogram=False, spelling=True)
        return self.engine.search(request).corrections

    def marked(self, typed: str, name: str) -> list[str]:
        """Return what a search marks in a text."""
        language, text = self.texts[name]
        found = re.findall("<mark>(.*?)</mark>", mark(text, parse(typed).tree, language=language), re.DOTALL)
        return list(map(unescape, found))


def document(pk: int, language: str, text: str) -> dict[str, object]:
    """Return what the engine indexes of a text."""
    made: dict[str, object] = {key: [] for key in facets.TABLE.fields}
    made |= {"id": f"archive.record.{pk}", "django_ct": "archive.record", "django_id": str(pk), "transcript": pk}
    made |= {"title": "", "question": "", "answer": text, "text": text, "date": None, "kind": ["statement"]}
    return made | {"language": [language] if language else [], "fingerprint": str(pk)}
