"""tantivy (Rust) through its Python package: English stems, facets as multi-valued fast fields, terms aggregations.

Words as written are in a field of their own, for prefixes and misspelt words; snippets mark nothing for those, which saves work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.peers import PAGE, InProcess, NotInstalled, NotSupported, recounted
from search import facets
from search.query.request import SearchRequest
from search.query.tree import And, Everything, Fuzzy, Node, Or, Phrase, Prefix, Word

try:
    import tantivy
except ImportError as missing:
    raise NotInstalled("tantivy is not installed (benchmarks/requirements.txt)") from missing

KEYS = (*facets.TABLE.panels, "month")
WRITTEN = "written"
WEIGHTS = {"title": 1.5, "question": 0.8, "answer": 1.0}
HEAP = 2 * 1024**3  # much, for fewer and larger segments, which answer faster


class Tantivy(InProcess):
    """See `benchmarks.peers.Peer`."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        for name in WEIGHTS:
            builder.add_text_field(name, stored=True, tokenizer_name="en_stem")
        builder.add_text_field(WRITTEN, tokenizer_name="default", index_option="freq")
        for key in KEYS:
            builder.add_text_field(key, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("day", indexed=True, fast=True)
        builder.add_integer_field("pk", stored=True)
        self.schema = builder.build()
        (folder / "tantivy").mkdir(exist_ok=True)
        self.index = tantivy.Index(self.schema, path=str(folder / "tantivy"))

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents with two threads, and wait for the merges."""
        writer = self.index.writer(heap_size=HEAP, num_threads=2)
        for one in documents:
            values = {name: one[name] for name in WEIGHTS} | {key: one[key] for key in KEYS}
            values[WRITTEN] = [one[name] for name in WEIGHTS]
            writer.add_document(tantivy.Document(day=int(one["date"].replace("-", "")), pk=int(one["django_id"]), **values))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Get ready to answer."""
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, request: SearchRequest) -> int:
        """Find, count and highlight."""
        query = self._query(request)
        order: Any = {"order_by_field": "day", "order": tantivy.Order.Desc} if request.sort == "newest" else {}
        found: Any = self.searcher.search(query, PAGE, count=True, **order)
        chosen = recounted(request)
        self._count(query, [key for key in KEYS if key not in chosen])
        for key, looser in chosen.items():
            self._count(self._query(looser), [key])
        self._highlight(query, [address for _, address in found.hits])
        return int(found.count)

    def _count(self, query: Any, keys: list[str]) -> None:
        self.searcher.aggregate(query, {key: {"terms": {"field": key, "size": 10_000}} for key in keys})

    def _highlight(self, query: Any, addresses: list[Any]) -> None:
        makers = [tantivy.SnippetGenerator.create(self.searcher, query, self.schema, name) for name in ("answer", "question")]
        for maker in makers:
            maker.set_max_num_chars(360)
        for address in addresses:
            document = self.searcher.doc(address)
            for maker in makers:
                maker.snippet_from_doc(document).to_html()

    def _query(self, request: SearchRequest) -> Any:
        must = tantivy.Occur.Must
        parts = [(must, self._tree(request.tree))]
        parts += [(must, tantivy.Query.const_score_query(filter_, 0.0)) for filter_ in self._filters(request)]
        return tantivy.Query.boolean_query(parts) if len(parts) > 1 else parts[0][1]

    def _filters(self, request: SearchRequest) -> Iterator[Any]:
        for choice in request.choices:
            yield tantivy.Query.term_query(self.schema, choice.key, choice.values[0])
        if request.date_from and request.date_to:
            first, last = (int(day.replace("-", "")) for day in (request.date_from, request.date_to))
            yield tantivy.Query.range_query(self.schema, "day", tantivy.FieldType.Integer, first, last)

    def _tree(self, node: Node) -> Any:
        if isinstance(node, Everything):
            return tantivy.Query.all_query()
        if isinstance(node, (And, Or)):
            occur = tantivy.Occur.Must if isinstance(node, And) else tantivy.Occur.Should
            return tantivy.Query.boolean_query([(occur, self._tree(part)) for part in node.parts])
        if isinstance(node, (Word, Phrase)):
            text = node.text if isinstance(node, Word) else f'"{" ".join(node.words)}"' + (f"~{node.slop}" if node.slop else "")
            fields: list[str] = list(WEIGHTS) if node.field == "text" else [node.field]
            return self.index.parse_query(text, fields, field_boosts=WEIGHTS)
        if isinstance(node, Prefix):
            return tantivy.Query.regex_query(self.schema, WRITTEN, f"{node.text}.*")
        if isinstance(node, Fuzzy):
            return tantivy.Query.fuzzy_term_query(self.schema, WRITTEN, node.text, distance=node.distance)
        raise NotSupported(type(node).__name__)

    def close(self) -> None:
        """Let everything go."""
        del self.searcher
