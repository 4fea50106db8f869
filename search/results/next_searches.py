"""Suggested searches: another spelling, a filter the words may mean, and, if nothing is found, one condition less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from archive.countries import all_countries, code_of, country_name
from archive.models.flat_rows import rows
from archive.pages.public_pages import SAYS
from search import facets
from search.display.result_rows import Trail, nth_result, read_rows
from search.display.results_page import Relaxation, ResultRow, SuggestedFilter
from search.engines.base import EngineAnswer
from search.index.facet_labels import IndexedNames, Labels, in_script_typed
from search.index.phrases import STOP_WORDS
from search.index.repairing import ask
from search.query.budget import Budget
from search.query.dates import date_in_words, read_date
from search.query.engine_requests import request_of
from search.query.facet_table import NOT
from search.query.lexer import pieces
from search.query.likely_meanings import likely_meanings
from search.query.params import SearchParams
from search.query.request import SearchRequest
from search.query.syntax import parse
from search.query.tree import And, Node, Or, Word, text_leaves
from search.text.spellings import other_spellings
from search.text.words import folded_words, tokens

WIDER_TRIED = 6  # searches with one condition less tried if nothing is found
NEXT_STEPS = 5_000_000  # the budget of all tried searches of one page
NAME_WORDS = 4  # a longer query is no name
SPEAKERS = 3
MEANINGS = 3
PHRASE_WORDS = 12
NO_ANSWER = EngineAnswer(0, (), {}, {})
UNKNOWN = "” or “"  # stands between words of which no record has any


@dataclass(frozen=True, slots=True)
class WiderSearch:
    """A search with one condition less than another, and its number of results.

    `key` is a facet, `date` for the dates, `q` for the words, `word` for words that no record has, `phrase` for quotation marks.
    `best` is the engine's first hit, requested if the page shows that record too.
    """

    key: str
    value: str
    params: SearchParams
    total: int = 0
    best: EngineAnswer | None = None


def wider_searches(params: SearchParams, budget: Budget, costly: bool = False) -> Iterator[WiderSearch]:
    """Yield what to drop if nothing is found, provided that finds something. Words too `costly` are not tried again."""
    for wider in islice(without_one_thing(params, budget), WIDER_TRIED):
        if wider.key == "word" and wider.params.is_empty:
            yield wider
        if (costly and wider.params.q) or wider.params.is_empty:
            continue
        answer = counted(wider.params, budget, first=wider.key == "phrase")
        costly = costly or bool(answer.left_out)
        if (answer.total and not answer.left_out) or wider.key == "word":
            yield replace(wider, total=answer.total, best=answer if answer.hits else None)


def meant_searches(params: SearchParams, corrections: Mapping[str, str], budget: Budget) -> tuple[str, ...]:
    """Return likely meanings of the query, corrected spelling first. Each finds something."""
    meant = dict.fromkeys(filter(None, [corrected(params.q, corrections), *islice(likely_meanings(params.q), MEANINGS)]))
    return tuple(query for query in meant if count_of(params.with_(q=query), budget))


def corrections_of(params: SearchParams, answer: EngineAnswer, budget: Budget) -> Mapping[str, str]:
    """Return the misspelt words of a search, put right; those in quotation marks only where it finds nothing."""
    phrases = [piece.text for piece in pieces(params.q) if piece.kind == "phrase"]
    words = list(dict.fromkeys(word for phrase in phrases for word in folded_words(phrase)))
    if answer.total or not 0 < len(words) <= PHRASE_WORDS:
        return answer.corrections
    request = SearchRequest(tree=Or(tuple(map(Word, words))), limit=0, histogram=False, spelling=True)
    return {**ask(request, budget).corrections, **answer.corrections}


def count_of(params: SearchParams, budget: Budget) -> int:
    """Return the number of results of a search, 0 if it is too broad for the budget."""
    found = counted(params, budget)
    return 0 if found.left_out else found.total


def counted(params: SearchParams, budget: Budget, first: bool = False) -> EngineAnswer:
    """Request only the number of results, and optionally the first one. Once the budget is spent, nothing is found."""
    request = request_of(params.with_(), parse(params.q, IndexedNames()))
    if budget.cut:
        return replace(NO_ANSWER, left_out=tuple(text_leaves(request.tree)))
    return ask(replace(request, limit=int(first), facets=(), histogram=False, spelling=False), budget)


def closest_wording(
    params: SearchParams, wider: Iterable[WiderSearch], corrections: Mapping[str, str], budget: Budget
) -> ResultRow | None:
    """Return the record closest to a phrase that no record has: with all its words, else with most of them.

    The search without quotation marks is among the `wider` ones, and is not run again.
    """
    phrases = [piece for piece in pieces(params.q) if piece.kind == "phrase"]
    words = [word for phrase in phrases for word in folded_words(phrase.text)]
    if len(words) < 2 or len(words) > PHRASE_WORDS:
        return None
    plain = params.with_(q=unquoted(params.q))
    for known in (one for one in wider if one.params == plain and one.best):
        return first_row(known)
    telling = [corrections.get(word, word) for word in words if word not in STOP_WORDS]
    tried = dict.fromkeys((plain.q, *(" ".join(some) for some in _most_of(telling))))
    found = (nth_result(Trail(params.with_(q=query), 1), budget) for query in tried)
    return next(filter(None, found), None)


def _most_of(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield all of some words, then all but one of them, then the pairs that stand side by side. One word tells nothing."""
    if len(words) > 1:
        yield words
    if len(words) > 2:
        yield from ((*words[:at], *words[at + 1 :]) for at in range(len(words)))
    if len(words) > 3:
        yield from pairwise(words)


def first_row(found: WiderSearch) -> ResultRow | None:
    """Return the first record of a search; None if it is no longer public."""
    params, best = found.params, found.best
    rows = read_rows(params, parse(params.q, IndexedNames()), best, best.hits, Budget()) if best else ()
    return next(iter(rows), None)


def unquoted(typed: str) -> str:
    """Return a query with its phrases as plain words."""
    texts = (piece.text if piece.kind == "phrase" else typed[piece.start : piece.end] for piece in pieces(typed))
    return " ".join(" ".join(texts).split())


def without_one_thing(params: SearchParams, budget: Budget) -> Iterator[WiderSearch]:
    """Yield the searches with one condition less."""
    excluded = ((NOT + key, values) for key, values in params.excluded)
    for key, values in (*params.chosen, *excluded):
        for value in values:
            yield WiderSearch(key, value, params.toggle(key, value))
    if params.dates_in_words:
        yield WiderSearch("date", params.dates_in_words, params.without("dates"))
    kinds = [piece.kind for piece in pieces(params.q)]
    if "phrase" in kinds and unquoted(params.q):
        yield WiderSearch("phrase", params.q, params.with_(q=unquoted(params.q)))
    yield from _without_one_word(params, kinds, budget)
    if params.q and not params.without("q").is_empty:
        yield WiderSearch("q", params.q, params.without("q"))


def _without_one_word(params: SearchParams, kinds: Sequence[str], budget: Budget) -> Iterator[WiderSearch]:
    """Yield the searches without one of several words, for words that no record has."""
    words = list(_each_word(params.q)) if set(kinds) <= {"word", "phrase"} else []
    tried = words if 1 < len(words) <= PHRASE_WORDS else []
    unknown = [place for place in tried if _is_unknown(params.q[slice(*place)], budget)]
    if unknown:
        ends = [0, *(at for place in unknown for at in place), len(params.q)]
        rest = " ".join(params.q[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True))
        removed = UNKNOWN.join(dict.fromkeys(params.q[start:end] for start, end in unknown))
        yield WiderSearch("word", removed, params.with_(q=unquoted(rest)))


def _is_unknown(word: str, budget: Budget) -> bool:
    found = counted(SearchParams(q=word), budget) if word.casefold() not in STOP_WORDS else None
    return found is not None and not found.total and not found.left_out


def _each_word(typed: str) -> Iterator[tuple[int, int]]:
    """Yield where each word of a query of words and phrases stands."""
    for piece in pieces(typed):
        if piece.kind == "word":
            yield piece.start, piece.end
        else:
            yield from ((piece.start + one.start, piece.start + one.end) for one in tokens(typed[piece.start : piece.end]))


def relaxation_of(wider: WiderSearch, labels: Labels) -> Relaxation:
    """Return what to drop, in the words of the page."""
    label = {"date": "Date", "q": "Words", "phrase": "Quotation marks", "word": "Word"}.get(wider.key)
    key = wider.key.removeprefix(NOT)
    text = labels.get((key, wider.value), wider.value)
    title = label or facets.TABLE[key].label + (", not" if wider.key != key else "")
    return Relaxation(wider.key, title, text, wider.total, wider.params.url())


def corrected(typed: str, corrections: Mapping[str, str]) -> str:
    """Return the query with misspelt words corrected, empty if there are none.

    A word that was also searched in another spelling does not count.
    """
    parts, at = [], 0
    for token in tokens(typed) if corrections else ():
        if token.text in corrections and not other_spellings(token.text):
            parts += [typed[at : token.start], corrections[token.text]]
            at = token.end
    return "".join([*parts, typed[at:]]) if parts else ""


def suggested_filters(params: SearchParams, node: Node) -> tuple[SuggestedFilter, ...]:
    """Return filters that a query of a few plain words may mean: a name or a date alone. At most one query."""
    parts = node.parts if isinstance(node, And) else (node,)
    if not params.q or len(parts) > NAME_WORDS or not all(isinstance(part, Word) and part.field == "text" for part in parts):
        return ()
    return tuple(_filters_called(params, params.q.strip('" ')))


def _filters_called(params: SearchParams, typed: str) -> Iterator[SuggestedFilter]:
    bare = params.without("q")
    date = read_date(typed)
    if date and not (params.date_from or params.date_to):
        yield SuggestedFilter(f"Records of {date_in_words(date)}", bare.with_(date_from=date, date_to=date).url())
        return
    code = code_of(typed) or ""
    if code in all_countries() and code not in params.named().get("country", ()):
        yield SuggestedFilter(f"Records that mention {country_name(code)}", bare.toggle("country", code).url())
    called = {("speaker", slug): name for slug, name in speakers_called(typed)}
    for (key, slug), name in in_script_typed(called, dict.fromkeys(called, typed)).items():
        if slug not in params.named().get(key, ()):
            yield SuggestedFilter(f"Records by {name}", bare.toggle(key, slug).url())


def speakers_called(typed: str) -> list[tuple[str, str]]:
    """Return slug and name of a few speakers with all these words in one of their names who make a statement or answer."""
    words = folded_words(typed)
    if not words or min(map(len, words)) < 2:
        return []
    has_words = " AND ".join(["slug LIKE %s"] * len(words))
    sql = f"SELECT slug, name FROM archive_speaker WHERE {has_words} AND {SAYS} ORDER BY name LIMIT {SPEAKERS * 3}"
    found = rows(sql, *(f"%{word}%" for word in words))
    return [(slug, name) for slug, name in found if set(words) <= set(slug.split("-"))][:SPEAKERS]
