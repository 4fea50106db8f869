"""Our codec for Whoosh: its readers and matchers over array files, so that every stock query works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec.base import FieldCursor, PerDocumentReader, Segment, TermsReader
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length

from search.engines.whoosh.haystack.posting_matcher import PostingsMatcher
from search.engines.whoosh.storage.arrayfile import ArrayFile
from search.engines.whoosh.storage.columns import CodeColumn, NumberReader, ValueReader, unpack
from search.engines.whoosh.storage.inverted import Inverted
from search.engines.whoosh.storage.mapped import open_segment

EXTENSION = ".arrays"


class ArraySegment(Segment):
    """One immutable segment and the set of its deleted records; pickled in the table of contents."""

    def __init__(self, indexname: str, count: int = 0) -> None:
        super().__init__(indexname)
        self.count = count
        self.deleted: frozenset[int] = frozenset()

    def codec(self) -> ArrayCodec:
        return ArrayCodec()

    @property
    def file_name(self) -> str:
        return str(self.make_filename(EXTENSION))

    def should_assemble(self) -> bool:
        """Keep Whoosh from packing the file into a compound one."""
        return False

    def set_doc_count(self, count: int) -> None:
        """Set the number of records, including deleted ones."""
        self.count = count

    def doc_count_all(self) -> int:
        """Return the number of records, including deleted ones."""
        return self.count

    def deleted_count(self) -> int:
        """Return the number of deleted records."""
        return len(self.deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(self.deleted)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a record as deleted, or not."""
        self.deleted = self.deleted | {docnum} if delete else self.deleted - {docnum}

    def delete_all(self, records: set[int]) -> None:
        """Mark many records as deleted."""
        self.deleted = self.deleted | records

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.deleted


class ArrayCodec(W3Codec):
    """Segments of one array file each; written by ArrayWriter, not by Whoosh's writer."""

    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        """Return a new, empty segment."""
        return ArraySegment(indexname)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTerms:
        return ArrayTerms(open_segment(storage, segment), segment)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayRecords:
        return ArrayRecords(open_segment(storage, segment), segment)


class ArrayTerms(TermsReader):
    """Whoosh's view of a segment's terms."""

    def __init__(self, file: ArrayFile, segment: ArraySegment) -> None:
        self._file = file
        self._segment = segment
        self._fields: dict[str, Inverted] = {}

    def field(self, name: str) -> Inverted:
        if name not in self._fields:
            self._fields[name] = Inverted(self._file, name)
        return self._fields[name]

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.field(term[0]).terms.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        return sorted(self._file.meta["weights"])

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """Return a cursor over a field's terms."""
        return ArrayCursor(self.field(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield all terms, sorted by field and text."""
        for name in self.indexed_field_names():
            for text in self.field(name).terms.all():
                yield name, text

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from this one on, through all later fields."""
        for name in self.indexed_field_names():
            if name >= fieldname:
                terms = self.field(name).terms
                first = terms.position(prefix) if name == fieldname else 0
                yield from ((name, terms[i]) for i in range(first, len(terms)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return Whoosh's information on a term. Raises TermNotFound."""
        field = self.field(fieldname)
        term = self._number(fieldname, text)
        first, last = int(field.starts[term]), int(field.starts[term + 1]) - 1
        return TermInfo(
            weight=field.words(term) * field.weight,
            df=field.df(term),
            minlength=byte_to_length(int(field.least[term])),
            maxlength=byte_to_length(int(field.most[term])),
            maxweight=float(field.peak[term]) * field.weight,
            minid=int(field.ids[first]),
            maxid=int(field.ids[last]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return how often a term occurs, multiplied by the field's weight."""
        field = self.field(fieldname)
        term = field.terms.find(text)
        return field.words(term) * field.weight if term >= 0 else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return in how many records a term occurs."""
        field = self.field(fieldname)
        term = field.terms.find(text)
        return field.df(term) if term >= 0 else 0

    def _number(self, fieldname: str, text: bytes) -> int:
        term = self.field(fieldname).terms.find(text)
        if term < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return term

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> PostingsMatcher:
        """Return a matcher over a term's postings; raises TermNotFound."""
        field = self.field(fieldname)
        number = self._number(fieldname, text)
        return PostingsMatcher(field, number, format_, (fieldname, text), scorer)

    def close(self) -> None:
        """Do nothing: the mapped file is shared by all readers of the process."""


class ArrayCursor(FieldCursor):
    """Whoosh's cursor over one field's terms."""

    def __init__(self, field: Inverted, fieldobj: Any) -> None:
        self._field, self._type, self._at = field, fieldobj, 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to this term or the next one after it."""
        self._at = self._field.terms.position(term if isinstance(term, bytes) else self._type.to_bytes(term))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Return the term, or None behind the last."""
        return str(self._type.from_bytes(self._field.terms[self._at])) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Say whether it stands on a term."""
        return self._at < len(self._field.terms)


class ArrayRecords(PerDocumentReader):
    """Whoosh's view of a segment's records."""

    def __init__(self, file: ArrayFile, segment: ArraySegment) -> None:
        self.file = file
        self._segment = segment
        self._stored = file.strings("#stored")

    def doc_count(self) -> int:
        """Return how many records are not deleted."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """Return the number of records, including deleted ones."""
        return self._segment.count

    def has_deletions(self) -> bool:
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._segment.deleted

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._segment.deleted)

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return f"{fieldname}#numbers" in self.file or f"{fieldname}#value.codes" in self.file

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """Return Whoosh's reader of a column."""
        numbers = self.file.get(f"{fieldname}#numbers")
        if numbers is not None:
            return NumberReader(numbers)
        values = CodeColumn.read(self.file, f"{fieldname}#value.", f"{fieldname}#value.names")
        assert values is not None, fieldname
        return ValueReader(values)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return a field's length in a record, to the precision of one byte."""
        lengths = self.file.get(f"{fieldname}#len")
        return default if lengths is None else int(byte_to_length(int(lengths[docnum])))

    def field_length(self, fieldname: str) -> int:
        """Return a field's total length in all records."""
        return int(self.file.meta["totals"].get(fieldname, 0))

    def min_field_length(self, fieldname: str) -> int:
        lengths = self.file.get(f"{fieldname}#len")
        return 0 if lengths is None else int(byte_to_length(int(lengths.min())))

    def max_field_length(self, fieldname: str) -> int:
        lengths = self.file.get(f"{fieldname}#len")
        return 0 if lengths is None else int(byte_to_length(int(lengths.max())))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return unpack(self._stored[docnum])
