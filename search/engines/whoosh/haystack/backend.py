"""The Haystack backend used by SearchQuerySet, `update_index` and `rebuild_index`."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from haystack import connections
from haystack.backends import log_query
from haystack.backends.whoosh_backend import WhooshSearchBackend
from haystack.constants import DJANGO_CT, ID
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.utils import get_identifier, get_model_ct
from whoosh.filedb.filestore import RamStorage
from whoosh.index import EmptyIndexError
from whoosh.qparser import FuzzyTermPlugin, MultifieldParser, QueryParser

from search.engines.whoosh.haystack.from_whoosh import Translator
from search.engines.whoosh.haystack.haystack_rows import Page, facet_rows, marked, row_of, similar_plan, spans_of
from search.engines.whoosh.haystack.queryset_search import AllMatches
from search.engines.whoosh.haystack.schema import PARTS, Preparation, schema_of
from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.corrections import nearest_form
from search.engines.whoosh.query.from_tree import FIELD_WEIGHTS
from search.engines.whoosh.query.word_patterns import places_of
from search.engines.whoosh.storage.directory import create, open_or_create
from search.engines.whoosh.storage.snapshot import Snapshot, identity_of, newest
from search.engines.whoosh.writing.upkeep import merge_in_background, merged_to_one
from search.engines.whoosh.writing.writer import ArrayIndex
from search.query.budget import searching
from search.text.words import folded_words

NOTHING: dict[str, Any] = {"results": [], "hits": 0}
WRITER_PATIENCE = 30.0
_memory = threading.local()


class ArrayBackend(WhooshSearchBackend):
    """Haystack's Whoosh backend with our own storage and search.

    Pages are computed as in Haystack: whole pages from the first. `WhooshEngine` is exact.
    """

    def setup(self) -> None:
        """Open the index, or create one."""
        self.content_field_name, self.schema = self.build_schema(
            connections[self.connection_alias].get_unified_index().all_searchfields()
        )
        self.index = self._open()
        self.storage = self.index.storage
        self.parts = PARTS if all(part in self.schema for part in PARTS) else ()
        if self.parts:
            self.parser = MultifieldParser(self.parts, schema=self.schema, fieldboosts=FIELD_WEIGHTS)
        else:
            self.parser = QueryParser(self.content_field_name, schema=self.schema)
        self.parser.add_plugins([FuzzyTermPlugin])
        self.prepared = Preparation(self.schema)
        self._snapshot: Snapshot | None = None
        self.setup_complete = True

    def _open(self) -> ArrayIndex:
        if not self.use_file_storage:
            if not hasattr(_memory, "storage"):
                _memory.storage = RamStorage()
            self.storage = _memory.storage
            try:
                return ArrayIndex(self.storage)
            except EmptyIndexError:
                return ArrayIndex.create(self.storage, self.schema)  # type: ignore[no-any-return]
        folder = Path(self.path)
        if folder.exists() and not os.access(folder, os.W_OK):
            raise OSError(f"The path to your Whoosh index '{folder}' is not writable for the current user/group.")
        return open_or_create(folder, self.schema)[0]

    def build_schema(self, fields: Any) -> tuple[str, Any]:
        """Return the document field's name and the schema."""
        return schema_of(fields)

    def _ready(self) -> None:
        if not self.setup_complete:
            self.setup()

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Index objects in one commit that is on disk on return. Those that cannot be prepared are logged and left out."""
        self._ready()
        records = list(self._records(index, iterable))
        if records:
            with self.index.writer(timeout=WRITER_PATIENCE) as writer:
                writer.replace_all(records, ID)
            if self.use_file_storage:
                merge_in_background(self.index)

    def _records(self, index: Any, iterable: Iterable[Any]) -> Iterator[dict[str, Any]]:
        for item in iterable:
            try:
                prepared = index.full_prepare(item)
                prepared.pop("boost", None)
                yield self.prepared({name: self._from_python(value) for name, value in prepared.items() if value is not None})
            except SkipDocument:
                self.log.debug("Indexing for object `%s` skipped", item)
            except Exception:
                if not self.silently_fail:
                    raise
                details = {"index": index, "object": get_identifier(item)}
                self.log.exception("Preparing object for update", extra={"data": details})

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        """Delete one object."""
        self._ready()
        with self.index.writer(timeout=WRITER_PATIENCE) as writer:
            writer.delete_keys(ID, [get_identifier(obj_or_string)])

    def clear(self, models: list[Any] | tuple[Any, ...] | None = None, commit: bool = True) -> None:
        """Delete all objects, or those of some models."""
        self._ready()
        if models is None:
            self.delete_index()
            return
        with self.index.writer(timeout=WRITER_PATIENCE) as writer:
            writer.delete_keys(DJANGO_CT, [get_model_ct(model) for model in models])

    def delete_index(self) -> None:
        """Replace the index with an empty one."""
        if self.use_file_storage:
            self._ready()
            create(Path(self.path), self.schema)
        elif getattr(self, "storage", None) is not None:
            self.storage.clean()
        self.setup()

    def optimize(self) -> None:
        """Merge all segments into one."""
        self._ready()
        self.index.writer(timeout=WRITER_PATIENCE).commit(reorder=lambda segments: merged_to_one(self.index, segments))

    def snapshot(self) -> Snapshot:
        """Return the newest generation."""
        self._ready()
        found = self._snapshot
        if found is None or not self.use_file_storage or found.identity != identity_of(self.storage):
            found = self._snapshot = newest(self.index, found if self.use_file_storage else None)
        return found

    @log_query
    def search(
        self,
        query_string: str,
        sort_by: list[str] | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Answer a query in Whoosh's language; see Haystack's SearchBackend."""
        self._ready()
        query_string = str(query_string)
        if len(query_string) <= 1 and query_string != "*":
            return dict(NOTHING)
        sort, reverse = one_direction(sort_by)
        snapshot = self.snapshot()
        if not snapshot.count:
            return NOTHING | {"spelling_suggestion": self._suggestion(query_string, options.get("spelling_query"))}
        whole = AllMatches(snapshot, self._plan(query_string), list(self._narrowing(options)))
        facets, kinds = facet_rows(whole, options.get("facets") or (), spans_of(options.get("date_facets") or {}))
        page = self._page(whole, start_offset, end_offset, sort, reverse, facets)
        if page is None:
            return NOTHING | {"spelling_suggestion": None}
        if options.get("highlight"):
            page = page.with_highlights(self.content_field_name, lambda text: marked(text, self._query(query_string), snapshot))
        return self._processed(page, query_string, options, kinds)

    def _processed(self, page: Page, query_string: str, options: dict[str, Any], kinds: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = self._process_results(
            page,
            query_string=query_string,
            spelling_query=options.get("spelling_query"),
            result_class=options.get("result_class"),
            facet_types=kinds,
        )
        return found

    def _query(self, query_string: str) -> Any:
        return self.parser.parse(query_string)

    def _plan(self, query_string: str) -> p.Plan:
        if query_string == "*":
            return p.EveryRecord()
        return Translator(self.schema).plan(self._query(query_string))

    def _narrowing(self, options: dict[str, Any]) -> Iterator[p.Plan]:
        for narrow in sorted(options.get("narrow_queries") or ()):
            yield self._plan(str(narrow))
        models = sorted(get_model_ct(model) for model in options.get("models") or ())
        limited = options.get("limit_to_registered_models")
        if limited is None:
            limited = self._limited()
        if not models and limited:
            models = self.build_models_list()
        if models:
            yield p.AnyOf(tuple(p.Term(DJANGO_CT, model.encode()) for model in models))

    @staticmethod
    def _limited() -> bool:
        from django.conf import settings

        return bool(getattr(settings, "HAYSTACK_LIMIT_TO_REGISTERED_MODELS", True))

    def _page(
        self, whole: AllMatches, start: int, end: int | None, sort: list[str], reverse: bool, facets: dict[str, Any] | None = None
    ) -> Page | None:
        number, length = self.calculate_page(start, end)
        first = (number - 1) * length
        if number > 1 and first >= len(whole):
            return None
        hits = whole.page(first, first + length, sort, reverse)
        return Page(len(whole), [(row_of(hit, self.schema, self.content_field_name), hit.score) for hit in hits], facets or {})

    def more_like_this(
        self,
        model_instance: Any,
        additional_query_string: str | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Find objects with the most distinctive words of one object."""
        self._ready()
        snapshot = self.snapshot()
        index = connections[self.connection_alias].get_unified_index().get_index(type(model_instance)._meta.concrete_model)
        text = str(index.full_prepare(model_instance).get(self.content_field_name, ""))
        fields = self.parts or (self.content_field_name,)
        plan = similar_plan(snapshot, fields, text, get_identifier(model_instance))
        more = {additional_query_string} if additional_query_string and additional_query_string != "*" else set()
        narrow = {*(options.get("narrow_queries") or ()), *more}
        whole = AllMatches(snapshot, plan, list(self._narrowing(options | {"narrow_queries": narrow})))
        page = self._page(whole, start_offset, end_offset, [], False)
        return NOTHING | {"spelling_suggestion": None} if page is None else self._processed(page, "", options, {})

    def _suggestion(self, query_string: str, spelling_query: str | None) -> str | None:
        return self.create_spelling_suggestion(spelling_query or query_string) if self.include_spelling else None

    def create_spelling_suggestion(self, query_string: str) -> str | None:
        """Return the words of a query, each as in the index or its nearest match; words without one are left out."""
        if not query_string:
            return None
        snapshot, fields = self.snapshot(), self.parts or (self.content_field_name,)
        words = folded_words(" ".join(word for word in query_string.split() if word not in self.RESERVED_WORDS))
        budget = searching(snapshot.count_all)
        known = [self._known(snapshot, fields, word) or nearest_form(snapshot, fields, word, budget) for word in words]
        return " ".join(word for word in known if word)

    @staticmethod
    def _known(snapshot: Snapshot, fields: tuple[str, ...], word: str) -> str:
        found = any(len(places_of(leaf.view.field(name), word)) for leaf in snapshot.leaves for name in fields)
        return word if found else ""


def one_direction(sort_by: list[str] | None) -> tuple[list[str], bool]:
    """Return the sort fields, and whether descending. Raises SearchBackendError for mixed directions."""
    names = sort_by or []
    down = [name.startswith("-") for name in names]
    if any(down) and not all(down):
        raise SearchBackendError("Whoosh requires all order_by fields to use the same sort direction")
    return [name.removeprefix("-") for name in names], any(down)
