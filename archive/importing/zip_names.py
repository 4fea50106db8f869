"""Names of a zip's members in any encoding and with any separators, and which members are not transcripts."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from zipfile import ZipInfo

UTF8_FLAG = 0x800
UNICODE_PATH = 0x7075
FEW = 6
GUESSED_BY = 20_000  # bytes of names that tell their encoding
# Files that operating systems and programs add to folders.
JUNK = re.compile(
    r"(^|/)(__MACOSX/|\.(?!\.(?:/|$))|~\$|Icon\r$|(?:eh)?thumbs\.db$|desktop\.ini$"
    r"|\$RECYCLE\.BIN/|System Volume Information/|@eaDir/)",
    re.IGNORECASE,
)
# Names that browsers give to the folder beside a saved web page, by language.
_PARTS = (
    "files|file|Dateien|fichiers|archivos|arquivos|ficheiros|bestanden|filer|tiedostot|pliki|soubory|súbory|elemei|fájlok|dosyalar"
    "|fitxers|datoteke|fisiere|fișiere|failid|failai|faili|файлы|файли|arxius|αρχεία|קבצים|ملفات|文件|檔案|ファイル|파일"
)
_FOLDER = re.compile(rf"(?P<page>.+?)(?:[_.-](?:{_PARTS})|_fichiers|-filer)$", re.IGNORECASE)
_PAGE = (".html", ".htm", ".xhtml", ".shtml")
_LATIN = frozenset("äöüßéèêàáâçñóòôíìîúùûåæøœëïãõýžščřěąęłńśźżőűÄÖÜÉÈÀÁÇÑÅÆØÓÍÚŁŚŻŽŠČ’‘–")
_CYRILLIC = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґў")
_GREEK = frozenset("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ")
# Latin words have few foreign letters in a row; two capitals do not begin a word of small letters.
_FOREIGN_RUN, _CAPITALS_FIRST = re.compile(r"[^\W\x00-\x7f]{3,}"), re.compile(r"(?<![^\W\d_])[À-ÞΆ-ΫА-Я]{2,3}(?=[à-ÿά-ώа-я]{2})")
_ENCODINGS = (
    "cp437",
    "cp850",
    "cp852",
    "cp1252",
    "cp866",
    "cp1251",
    "koi8_r",
    "cp737",
    "cp1253",
    "cp932",
    "gbk",
    "big5",
    "cp949",
)
_ONE_ALPHABET = ("cp437", "cp850", "cp852", "cp1252")
_WIDE = {"cp932": (0x81, 0x98), "gbk": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "cp949": (0xB0, 0xC8)}


def names_of(entries: Sequence[ZipInfo]) -> list[str]:
    """Return the members' names in NFC with "/" between folders, in order."""
    raw = [_raw(entry) for entry in entries]
    guessed = _guess(b"/".join(name for name in raw if isinstance(name, bytes))[:GUESSED_BY])
    return [_name(entry, name, guessed) for entry, name in zip(entries, raw, strict=True)]


def told_apart(names: Iterable[str]) -> list[str]:
    """Return the names; repeated ones get a number: "a.txt", "a (2).txt"."""
    counts: dict[str, int] = {}
    result = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        path = PurePosixPath(name)
        result.append(name if counts[name] == 1 else str(path.with_name(f"{path.stem} ({counts[name]}){path.suffix}")))
    return result


def parts_of_pages(names: Iterable[str]) -> set[str]:
    """Return the files that belong to a saved web page: they lie in the folder beside it."""
    every = list(names)
    pages = {_without_ending(name) for name in every if name.lower().endswith(_PAGE)}
    return {name for name in every if any(_belongs(folder, pages) for folder in _folders(name))} if pages else set()


def _folders(name: str) -> Iterator[str]:
    at = name.find("/")
    while at > 0:
        yield name[:at]
        at = name.find("/", at + 1)


def _without_ending(name: str) -> str:
    return unicodedata.normalize("NFC", name[: name.rindex(".")]).casefold()


def _belongs(folder: str, pages: set[str]) -> bool:
    above, slash, own = unicodedata.normalize("NFC", folder).rpartition("/")
    found = _FOLDER.fullmatch(own)
    return found is not None and f"{above}{slash}{found['page']}".casefold() in pages


def _raw(entry: ZipInfo) -> str | bytes:
    """Return a name if its encoding is certain, else its bytes."""
    if entry.flag_bits & UTF8_FLAG:
        return entry.orig_filename
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.orig_filename
    if (unicode_path := _unicode_path(entry.extra, raw)) is not None:
        return unicode_path
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Read the UTF-8 name that Info-ZIP adds, if it belongs to this member."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if kind == UNICODE_PATH and len(field) > 5 and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return None


def _name(entry: ZipInfo, name: str | bytes, guessed: str) -> str:
    text = name if isinstance(name, str) else name.decode(guessed, "replace")
    return unicodedata.normalize("NFC", text.replace("\\", "/"))


def _guess(raw: bytes) -> str:
    """Return the encoding under which all members' names together are most likely."""
    runs = re.findall(rb"[\x80-\xff]+", raw)
    if not runs:
        return "cp437"
    alone = sum(len(run) for run in runs) / len(runs) < 2
    return max(_ONE_ALPHABET if alone else _ENCODINGS, key=lambda encoding: _likelihood(raw, encoding))


def _likelihood(raw: bytes, encoding: str) -> float:
    """Return how likely names are in an encoding: the share of bytes in letters common in its languages."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    high = [char for char in text if char > "\x7f"]
    if encoding in _WIDE:
        # Korean syllables fill rows that frequent Chinese characters fill only in part.
        lead = 0.02 if encoding == "cp949" and len(high) >= FEW else 0.0
        return sum(_is_common_wide(char, encoding) for char in high) / max(1, len(high)) - 0.05 + lead
    letters = _LATIN if encoding in _ONE_ALPHABET else _GREEK if encoding in ("cp737", "cp1253") else _CYRILLIC
    common = sum(char.casefold() in letters or char in letters for char in high)
    broken = sum(a.islower() and b.isupper() and max(a, b) > "\x7f" for a, b in pairwise(text))
    odd = sum(not char.isalpha() for char in high) + len(_CAPITALS_FIRST.findall(text))
    if encoding in _ONE_ALPHABET:
        odd += sum(len(run) - 2 for run in _FOREIGN_RUN.findall(text))
    return (common - broken - odd) / max(1, len(high))


def _is_common_wide(char: str, encoding: str) -> bool:
    if encoding == "cp932" and "\u3041" <= char <= "\u30ff":
        return True
    encoded = char.encode(encoding)
    first, last = _WIDE[encoding]
    return len(encoded) == 2 and first <= encoded[0] <= last
