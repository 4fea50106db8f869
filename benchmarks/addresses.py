"""The searches of benchmarks/mix.py as typed queries and as page addresses."""

from __future__ import annotations

from search.query.params import SearchParams
from search.query.request import SearchRequest
from search.query.tree import And, Everything, Fuzzy, Node, Or, Phrase, Prefix, Word


def typed(node: Node) -> str:
    """Return a tree of the mix as a typed query. Raises ValueError for nodes outside the mix."""
    if isinstance(node, Everything):
        return ""
    if isinstance(node, And):
        return " ".join(map(typed, node.parts))
    if isinstance(node, Or):
        return " OR ".join(map(typed, node.parts))
    if isinstance(node, Phrase):
        return fielded(node.field, f'"{" ".join(node.words)}"' + (f"~{node.slop}" if node.slop else ""))
    if isinstance(node, Word | Prefix | Fuzzy):
        return fielded(node.field, node.text + {Word: "", Prefix: "*", Fuzzy: "~1"}[type(node)])
    raise ValueError(f"{node} is not in the mix.")


def fielded(field: str, text: str) -> str:
    """Return words restricted to a field."""
    return text if field == "text" else f"{field}:{text}"


def params_of(request: SearchRequest) -> SearchParams:
    """Return a search of the mix as page parameters."""
    query = typed(request.tree)
    first, last = ((request.date_from or "")[:4], (request.date_to or "")[:4])
    params = SearchParams(q=query, date_from=first, date_to=last)
    sort = "" if params.effective_sort == request.sort else request.sort
    return params.with_(sort=sort, **{choice.key: choice.values for choice in request.choices})
