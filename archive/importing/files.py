"""Checks of incoming files and zips, by content and against the limits, before anything reads them."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from archive.importing.zip_guard import (
    BROKEN,
    CHUNK,
    DIRECTORY_LIMIT,
    METHODS,
    DirectoryTooLarge,
    opened_zip,
    problem_of_name,
    unpacked,
)
from archive.importing.zip_names import JUNK, names_of, parts_of_pages, told_apart
from archive.parsing.cleaning import composed
from archive.parsing.decoding.wide_encodings import wide_codec
from archive.parsing.readers.file_signatures import foreign_kind
from archive.parsing.readers.mail.mime import is_message
from archive.parsing.readers.pdf.pdf_guard import pdf_start

RATIO_LIMIT = 200  # text packs to a fifth, repetitive tables to a fiftieth; a higher ratio is a zip bomb
RATIO_FROM = 1024 * 1024  # bytes; smaller members are harmless at any ratio
UNREAD_METHOD = "is packed in an unsupported way; make the zip again with ordinary compression."
DOCUMENT_IN_ZIP = "word/document.xml"  # tells a Word document from a zip of files
TRICK = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)|[\x00-\x1f]")
OFFICE = {"xl/workbook.xml": "a spreadsheet (.xlsx)", "ppt/presentation.xml": "a presentation (.pptx)"}
PACKED_TEXTS = ("application/vnd.oasis.opendocument", "application/epub")
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


class IntakeError(Exception):
    """One sentence: why a file cannot be imported and what to do about it."""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """One incoming file. If `problem` says why it cannot be imported, there is no data."""

    name: str
    data: bytes
    problem: str = ""


def members(name: str, data: bytes) -> Iterator[IncomingFile]:
    """Yield the file itself, or the members of a zip in order. A member that cannot be imported comes with its problem.

    Raises IntakeError if the file as a whole is refused: it is empty, too large, of the wrong type, a zip bomb or encrypted, or a
    zip with paths that lead out of it, with zips in it or with too many files.
    """
    if is_zip(data):
        yield from _unpack(name, data)
        return
    problem = problem_of(name, data)
    if problem:
        raise IntakeError(problem)
    yield IncomingFile(composed(name), data)


def is_zip(data: bytes) -> bool:
    """Tell whether these bytes are a zip of files. A Word document is a zip too, but counts as one document."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with opened_zip(io.BytesIO(data)) as packed:
            return DOCUMENT_IN_ZIP not in packed.namelist()
    except (*BROKEN, NotImplementedError):
        return True


def how_many(source: Path | IO[bytes]) -> int:
    """Return how many files a zip's directory lists; 1 for anything else."""
    try:
        if isinstance(source, Path):
            with source.open("rb") as file:
                return how_many(file)
        with opened_zip(source) as packed:
            names = packed.namelist()
            return 1 if DOCUMENT_IN_ZIP in names else sum(not name.endswith("/") for name in names)
    except (*BROKEN, NotImplementedError):
        return 1


def problem_of(name: str, data: bytes) -> str:
    """Say why one file cannot be imported; empty if it can."""
    display_name = _in_quotes(name)
    if not data.strip():
        return f"{display_name} is empty."
    if len(data) > settings.UPLOAD_FILE_LIMIT:
        return f"{display_name} is too large: {_size(len(data))}, and one file may have {_size(settings.UPLOAD_FILE_LIMIT)}."
    if foreign := foreign_kind(data):
        return f"{display_name} is not a transcript but {foreign}."
    if not _is_document(data):
        return f"{display_name} is not text: it holds bytes that no text, HTML, Word or PDF file has at its beginning."
    return ""


def _is_document(data: bytes) -> bool:
    known = data.startswith((b"PK\x03\x04", b"bplist00", *BYTE_ORDER_MARKS)) or pdf_start(data) is not None or is_message(data)
    return known or b"\x00" not in data[:8192].rstrip(b"\0") or wide_codec(data) is not None


def _unpack(name: str, data: bytes) -> Iterator[IncomingFile]:
    if len(data) > settings.UPLOAD_ZIP_LIMIT:
        raise IntakeError(
            f"{_in_quotes(name)} is too large: {_size(len(data))}, and a zip may have {_size(settings.UPLOAD_ZIP_LIMIT)}."
        )
    try:
        with opened_zip(io.BytesIO(data)) as packed:
            _refuse_document(name, packed)
            left = settings.UPLOAD_ZIP_LIMIT
            for member, entry in _checked_entries(name, packed):
                if entry.compress_type not in METHODS:
                    yield IncomingFile(member, b"", f"{_in_quotes(f'{member} in {name}')} {UNREAD_METHOD}")
                    continue
                content = _read(name, packed, entry, left)
                left -= len(content)
                yield _member(name, member, content)
    except DirectoryTooLarge as error:
        raise IntakeError(
            f"{_in_quotes(name)} lists more files than {_size(DIRECTORY_LIMIT)} of names can hold; split it."
        ) from error
    except BROKEN as error:
        raise IntakeError(f"{_in_quotes(name)} is damaged and cannot be unpacked; make the zip again.") from error
    except NotImplementedError as error:
        raise IntakeError(
            f"{_in_quotes(name)} is packed in an unsupported way; make it with ordinary zip compression."
        ) from error


def _member(name: str, member: str, content: bytes) -> IncomingFile:
    where = f"{member} in {name}"
    if content.startswith(b"PK\x03\x04") and is_zip(content):
        return IncomingFile(
            composed(member), b"", f"{_in_quotes(where)} is a zip within a zip; unpack it and add its files themselves."
        )
    problem = problem_of(where, content)
    return IncomingFile(composed(member), b"" if problem else content, problem)


def _refuse_document(name: str, packed: zipfile.ZipFile) -> None:
    """Refuse zips that are one document of an unsupported kind: spreadsheets, OpenDocument, e-books."""
    names = packed.namelist()
    what = next((kind for part, kind in OFFICE.items() if part in names), None)
    if names[:1] == ["mimetype"] and packed.getinfo("mimetype").file_size < 200:
        kind = next(unpacked(packed, packed.getinfo("mimetype")), b"").decode("ascii", "replace")
        what = "an OpenDocument file or e-book" if kind.startswith(PACKED_TEXTS) else what
    if what:
        raise IntakeError(f"{_in_quotes(name)} is not a transcript but {what}; save it as .docx or PDF.")


def _checked_entries(name: str, packed: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """Return the entries that may be transcripts with their names, after checking the directory."""
    display_name = _in_quotes(name)
    for entry in packed.infolist():
        if problem := problem_of_name(entry.orig_filename):
            raise IntakeError(f"{display_name} is refused: {problem}.")
    named = list(zip(names_of(packed.infolist()), packed.infolist(), strict=True))
    entries = [(member, entry) for member, entry in named if not member.endswith("/") and not JUNK.search(member)]
    for member, entry in entries:
        if TRICK.search(member) or stat.S_ISLNK(entry.external_attr >> 16):
            raise IntakeError(f"{display_name} is refused: its member {member!r} points outside the zip.")
    helpers = parts_of_pages(member for member, _ in entries)
    entries = [(member, entry) for member, entry in entries if member not in helpers]
    if not entries:
        raise IntakeError(f"{display_name} holds no files.")
    if len(entries) > settings.UPLOAD_ZIP_FILES_LIMIT:
        raise IntakeError(
            f"{display_name} holds {len(entries):,} files; a zip may hold {settings.UPLOAD_ZIP_FILES_LIMIT:,}. Split it."
        )
    if any(entry.flag_bits & 1 for _, entry in entries):
        raise IntakeError(f"{display_name} is encrypted; make it again without a password.")
    if sum(entry.file_size for _, entry in entries) > settings.UPLOAD_ZIP_LIMIT:
        raise IntakeError(f"{display_name} unpacks to more than {_size(settings.UPLOAD_ZIP_LIMIT)}; split it.")
    unique = told_apart(member for member, _ in entries)
    return [(member, entry) for member, (_, entry) in zip(unique, entries, strict=True)]


def _read(name: str, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Unpack one member without trusting the size in its directory entry."""
    content = bytearray()
    for chunk in unpacked(packed, entry):
        content += chunk
        if len(content) > RATIO_FROM and len(content) > RATIO_LIMIT * max(entry.compress_size, 1):
            raise IntakeError(
                f"{_in_quotes(name)} is refused: {_in_quotes(entry.filename)} unpacks to far more than a text would."
            )
        if len(content) > left:
            raise IntakeError(f"{_in_quotes(name)} unpacks to more than {_size(settings.UPLOAD_ZIP_LIMIT)}; split it.")
        if len(content) > settings.UPLOAD_FILE_LIMIT + CHUNK:
            break  # file too large; problem_of reports it
    return bytes(content)


def _in_quotes(name: str) -> str:
    return f"“{name}”"


def _size(count: int) -> str:
    return (
        f"{count / 1024 / 1024:,.1f} MB"
        if count >= 1024 * 1024
        else f"{count / 1024:,.0f} kB"
        if count >= 1024
        else f"{count} bytes"
    )
