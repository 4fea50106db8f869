"""Stage 1's fields: words twice, as stem and as written, and facets as whole values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from whoosh import fields
from whoosh.analysis import Analyzer, Token

from search.request import FILTER_KEYS
from search.words import stem, tokens

TEXT_BOOSTS = {"title": 2.0, "question": 0.6, "answer": 1.0}
WRITTEN = "="


class RecordAnalyzer(Analyzer):
    """Yield every word as its stem and, at the same place, as written behind a mark that no word has."""

    def __call__(self, value: str, start_pos: int = 0, mode: str = "", **kwargs: Any) -> Iterator[Token]:
        """Yield Whoosh's tokens; a query typed in Whoosh's own language is told the stems only."""
        token = Token(positions=True, mode=mode)
        for token.pos, (word, _, _) in enumerate(tokens(value), start_pos):
            token.boost = 1.0
            token.text = stem(word)
            yield token
            if mode != "query":
                token.text = WRITTEN + word
                yield token


def schema() -> fields.Schema:
    """Return the fields of a record's document."""
    words = {name: fields.TEXT(analyzer=RecordAnalyzer(), field_boost=boost) for name, boost in TEXT_BOOSTS.items()}
    values = {name: fields.KEYWORD(commas=True) for name in (*FILTER_KEYS, "date")}
    return fields.Schema(
        **{ID: fields.ID(stored=True, unique=True), DJANGO_CT: fields.ID(stored=True), DJANGO_ID: fields.ID(stored=True)},
        **words,
        **values,
        transcript=fields.KEYWORD(commas=True, stored=True),
        fingerprint=fields.STORED(),
    )


def fields_of(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document as Whoosh takes it in: lists joined, the day as digits, what is empty left out."""
    found = {name: ",".join(value) if isinstance(value, list) else str(value) for name, value in document.items() if value}
    found["date"] = found["date"][:10].replace("-", "") if "date" in found else ""
    found.pop("text", None)  # the words of question and answer, which have fields of their own
    return {name: value for name, value in found.items() if value}
