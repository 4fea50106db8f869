"""The research packet: a whole result in one zip, with everything needed to use and cite it years later."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.utils import timezone

from archive.formats.cited import Cited, PersonName
from archive.formats.cited_names import asker_name, author_name, names_nobody
from archive.formats.reference_files import csl_item
from archive.formats.tei_file import write_tei
from archive.formats.whole_transcript import RIGHTS
from archive.models import Transcript
from archive.pages.links import address_of
from archive.pages.takeaway.citations import MOST_AUTHORS
from archive.pages.takeaway.whole_loading import load_whole
from search.display.page_records import FoundTurn
from search.exports.export_fields import EVENTS, FIELDS, Exported
from search.exports.export_files import (
    PIECE,
    CountedFile,
    WrittenFile,
    checksums,
    data_package,
    write_csv,
    write_json_lines,
    zip_pieces,
)
from search.exports.whole_result import WholeResult, batches

Members = Iterator[tuple[str, Iterable[bytes]]]
CHUNK = 1 << 16


class Packet:
    """A result on its way into a zip. Its records are read once; later members wait in temporary files."""

    def __init__(self, result: WholeResult, site: str, address: str) -> None:
        self.result, self.site, self.address = result, site, address
        self.made = timezone.localtime()
        self.written: list[WrittenFile] = []
        self.records = 0
        self.slugs: dict[str, None] = {}

    def pieces(self) -> Iterator[bytes]:
        return zip_pieces(self._members())

    def _members(self) -> Members:
        with TemporaryFile() as lines, TemporaryFile() as references:
            references.write(b"[\n")
            rows = self._spooling(lines, references)
            table = write_csv(rows, FIELDS)
            yield from self._member("records.csv", ("".join(piece).encode() for piece in batches(table, PIECE)))
            references.write(b"\n]\n")
            yield from self._member("records.jsonl", _again(lines))
            yield from self._member("references.json", _again(references))
        yield from self._transcripts()
        yield from self._member("README.txt", [self._readme().encode()])
        yield "datapackage.json", self._noted("datapackage.json", [self._package().encode()])
        yield "SHA256SUMS", [checksums(self.written).encode()]

    def _member(self, path: str, pieces: Iterable[bytes]) -> Members:
        yield path, self._noted(path, pieces)

    def _noted(self, path: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        counted = CountedFile(path)
        yield from counted.passing(pieces)
        self.written.append(counted.written)

    def _spooling(self, lines: IO[bytes], references: IO[bytes]) -> Iterator[Exported]:
        """Yield the records for the table, writing each to the other files on the way."""
        today = self.made.date()
        for record, revision in self.result.records():
            row = Exported(record, revision, self.site)
            lines.write(next(write_json_lines([row], FIELDS)).encode())
            item = json.dumps(csl_item(cited_row(row, today)), ensure_ascii=False)
            references.write(((",\n" if self.records else "") + item).encode())
            self.records += 1
            self.slugs[record.slug] = None
            yield row

    def _transcripts(self) -> Members:
        """Yield the whole transcript of every record found."""
        for slugs in batches(self.slugs, 200):
            public = Transcript.objects.published().select_related("source").filter(slug__in=slugs)
            for of in sorted(public, key=lambda one: slugs.index(one.slug)):
                whole = load_whole(of, self.site)
                pieces = ("".join(piece).encode() for piece in batches(write_tei(whole), PIECE))
                yield from self._member(f"tei/{of.slug}.tei.xml", pieces)

    def _package(self) -> str:
        files = [file for file in self.written if file.path != "README.txt"]
        title = f"{settings.SITE_NAME}: {self.result.in_words}"
        return data_package("research-packet", title, self.address, self.made, files, FIELDS)

    def _readme(self) -> str:
        day = self.made.date().isoformat()
        columns = "\n".join(f"  {field.key}: {field.meaning}" for field in FIELDS)
        return README.format(
            archive=settings.SITE_NAME,
            words=self.result.in_words,
            query=self.result.params.q or "(none)",
            address=self.address,
            records=self.records,
            transcripts=len(self.slugs),
            order=self.result.order,
            made=self.made.isoformat(timespec="seconds"),
            day=day,
            rights=RIGHTS,
            columns=columns,
        )


README = """{archive}: research packet

Search:       {words}
Query:        {query}
Address:      {address}
Records:      {records}
Transcripts:  {transcripts}
Order:        {order}
Made:         {made}

Files
  records.csv       one row a record, UTF-8; a cell that a spreadsheet would run begins with an apostrophe
  records.jsonl     the same as JSON, one object a line; what names several things is an array
  references.json   references to all records (CSL-JSON), for Zotero and citation processors
  tei/              the transcripts of these records, whole, as TEI
  datapackage.json  columns, sizes and checksums (Frictionless Data Package)
  SHA256SUMS        checksums: sha256sum --check SHA256SUMS

  In R: read.csv("records.csv", encoding = "UTF-8", na.strings = ""), else NA, Namibia, is taken for a missing value.

How to cite
  A record: its reference in references.json. It names the permanent address and the revision that was read.
  The packet: {archive}, research packet "{words}", {records} records, {day}, {address}.

Licence
  {rights} Check with the publisher of a transcript before you reprint more than a quotation.

Columns
{columns}
"""


def cited_row(row: Exported, accessed: dt.date) -> Cited:
    """Return the citation of a result's record."""
    record = row.record
    authors = {turn.speaker[1] or turn.label: turn for turn in reversed(row.turns("statement", "answer")) if _is_somebody(turn)}
    asked = {turn.speaker[1]: turn for turn in row.turns("question") if turn.speaker[1]}
    first = list(reversed(authors.values()))[:MOST_AUTHORS]
    return Cited(
        key=f"{record.slug}-{record.number}",
        title=record.title,
        event=str(EVENTS[record.event]),
        publisher=record.source,
        archive=settings.SITE_NAME,
        url=row.site + address_of("record", record.slug, record.number),
        accessed=accessed,
        authors=tuple(map(_author, first)),
        offices=tuple(turn.office for turn in first),
        askers=tuple(asker_name(turn.speaker[0], turn.country, turn.office, turn.label) for turn in asked.values()),
        date=record.date,
        place=record.place,
        language=record.language,
        part=f"record {record.number}",
        revision=row.revision,
        is_interview=record.kind == "qa_pair" or record.event == "interview",
    )


def _is_somebody(turn: FoundTurn) -> bool:
    return bool(turn.speaker[1]) or not names_nobody(turn.label)


def _author(turn: FoundTurn) -> PersonName:
    """Return who speaks. An official known only by the printed label stays as printed."""
    return author_name(turn.speaker[0], turn.country) if turn.speaker[1] else PersonName(literal=turn.label)


def _again(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a temporary file from its beginning."""
    file.seek(0)
    return iter(lambda: file.read(CHUNK), b"")
