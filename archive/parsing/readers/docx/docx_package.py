"""The parts of a Word document: opened without entities or network, found by their relationships."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from archive.parsing.parsed import TranscriptError
from archive.parsing.readers.xml.xml_tree import attribute, name_of

MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
MAX_MEMBERS = 5_000
_MAIN = re.compile(r"word/document\d*\.xml", re.I)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D|E)|\x00<\x00!\x00(?:D|E)", re.I)


def is_docx(data: bytes) -> bool:
    """Tell whether a zip archive is a Word document. Raises TranscriptError for a zip that is broken or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, len(data))
            return any(_MAIN.fullmatch(name.replace("\\", "/")) for name in archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as fault:
        raise TranscriptError(f"the file begins like a zip archive or Word document but is broken: {fault}") from fault


def _check(archive: zipfile.ZipFile, packed: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked > max(packed, 10_000) * MAX_RATIO:
        raise TranscriptError(
            f"the archive would unpack to {unpacked // 1_000_000} MB in {len(members)} files; Chancery refuses such archives"
        )


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: its kind ("footnotes", "image") and the target's name; "" for external targets."""

    kind: str
    part: str


class Package:
    """A Word document's zip archive."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.replace("\\", "/").lstrip("/"): name for name in self._zip.namelist()}
        self.main = self._find_main()
        self.relations = self._relations(self.main)

    def root(self, part: str) -> etree._Element | None:
        """Return the root of a part, None if there is no such part."""
        if part not in self._names:
            return None
        data = self._zip.read(self._names[part])
        if _ENTITY.search(data):
            raise TranscriptError(f"the Word document declares entities in {part}, which no word processor writes")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
        return etree.fromstring(data, parser)

    def related(self, kind: str) -> Iterator[etree._Element]:
        """Yield the roots of the main part's related parts of a kind, trying the usual place if none is named."""
        names = [relation.part for relation in self.relations.values() if relation.kind == kind]
        for name in dict.fromkeys(names) or [f"word/{kind}.xml"]:
            if (root := self.root(name)) is not None:
                yield root

    def core(self) -> etree._Element | None:
        """Return the document's properties."""
        relations = self._relations("").values()
        part = next((relation.part for relation in relations if relation.kind == "core-properties"), "docProps/core.xml")
        return self.root(part)

    def _find_main(self) -> str:
        for relation in self._relations("").values():
            if relation.kind == "officeDocument" and relation.part in self._names:
                return relation.part
        return next(name for name in self._names if _MAIN.fullmatch(name))

    def _relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        root = self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {attribute(item, "Id") or "": _relation(item, folder) for item in root if name_of(item) == "Relationship"}


def _relation(item: etree._Element, folder: str) -> Relation:
    target = (attribute(item, "Target") or "").replace("\\", "/")
    inside = attribute(item, "TargetMode") != "External"
    part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Relation((attribute(item, "Type") or "").rpartition("/")[2], part if inside else "")
