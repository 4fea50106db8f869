"""Import of many files: folders are walked, zips opened, and a failing file never stops the others."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from archive.importing.files import IncomingFile, IntakeError, members
from archive.importing.importer import ImportRefused, NeedsDecision, Status, TranscriptError, import_transcript
from archive.importing.validation import Doubtful
from archive.importing.zip_names import parts_of_pages
from archive.parsing.cleaning import composed
from archive.parsing.readers.any_format import FILE_ENDINGS, REFUSED_ENDINGS
from archive.serving.outages import outage_of
from archive.uploads.held_imports import drop_held, hold

log = logging.getLogger(__name__)

SLIPS = (TranscriptError, ImportRefused, IntakeError)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome for one file. `where` is its address now, `reason` why it failed or is a draft, `alike` what it resembles."""

    name: str
    status: Status | Literal["failed", "waits", "held"]
    records: int = 0
    warnings: int = 0
    where: str = ""
    reason: str = ""
    alike: str = ""

    def in_words(self) -> str:
        """Return one line: the outcome, the number of records, the file and its address."""
        if self.status in ("failed", "waits", "held"):
            return f"{self.status:<10} {self.name}: {self.reason}"
        doubts = f", {self.warnings} warning{'s' * (self.warnings != 1)}" if self.warnings else ""
        alike = f" (nearly the same words as {self.alike})" if self.alike else ""
        return f"{self.status:<10} {self.name}: {self.records} record{'s' * (self.records != 1)}{doubts} → {self.where}{alike}"


def files_in(paths: Iterable[str | Path], left: Counter[str] | None = None) -> Iterator[Path]:
    """Yield the files named, and the likely transcripts in the folders named, in order. Hidden files are left out.

    `left` counts, by file type, the files in folders that were skipped.
    """
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        for folder, below, names in os.walk(path):
            below[:] = sorted(name for name in below if not name.startswith("."))
            # The scripts, frames and pictures of a saved web page lie in a folder beside it.
            parts = parts_of_pages([*(f"{name}/part" for name in below), *names])
            below[:] = [name for name in below if f"{name}/part" not in parts]
            for file in (Path(folder, name) for name in sorted(names) if not name.startswith((".", "~$"))):
                if (suffix := file.suffix.lower()) in FILE_ENDINGS | REFUSED_ENDINGS:
                    yield file
                elif left is not None:
                    left[suffix or "no ending"] += 1


def take_in(path: Path, state: str, replace: bool = False, by_profile: bool = True, hold_below: float = 0.0) -> Iterator[Result]:
    """Import one file, or each member of a zip, and yield the outcome of each.

    Never raises for the content of a file. A fault of the machine (archive.serving.outages) is raised, since every other file
    would meet it too. A file becomes a draft for editors if it would remove more than a little from a stored transcript, unless
    `replace` is set, or if its confidence is below `hold_below` (0 to 1). Learnt layouts of the source are used unless
    `by_profile` is false.
    """
    try:
        data = path.read_bytes()
    except OSError as slip:
        yield Result(str(path), "failed", reason=f"cannot be opened ({slip.strerror or slip}).")
        return
    try:
        for file in members(path.name, data):
            name = path.name if file.name == composed(path.name) else f"{path.name}/{file.name}"
            yield _take_in_one(file, name, state, replace, by_profile, hold_below)
    except IntakeError as slip:
        yield Result(path.name, "failed", reason=str(slip))
    except Exception as fault:  # an error of ours in one file must not stop the others
        yield _faulty(path.name, fault)


def _take_in_one(file: IncomingFile, name: str, state: str, replace: bool, by_profile: bool, hold_below: float) -> Result:
    if file.problem:
        return Result(name, "failed", reason=file.problem)
    try:
        return _import_or_hold(file, name, state, replace, by_profile, hold_below)
    except SLIPS as slip:
        return Result(name, "failed", reason=str(slip))
    except Exception as fault:  # an error of ours in one file must not stop the others
        return _faulty(name, fault)


def _import_or_hold(file: IncomingFile, name: str, state: str, replace: bool, by_profile: bool, hold_below: float) -> Result:
    try:
        outcome = import_transcript(file.data, file.name, sparing=True, state=state, by_profile=by_profile, hold_below=hold_below)
    except Doubtful as doubt:
        return Result(name, "held", where=hold(file.data, file.name, doubt, by_profile), reason=str(doubt))
    except NeedsDecision as doubt:
        if not replace:
            return Result(name, "waits", where=hold(file.data, file.name, doubt, by_profile), reason=str(doubt))
        outcome = import_transcript(file.data, file.name, state=state, transcript=doubt.transcript, by_profile=by_profile)
    drop_held(file.data)
    where = outcome.transcript.get_absolute_url()
    return Result(name, outcome.status, outcome.records, outcome.warnings, where, alike=outcome.alike)


def _faulty(name: str, fault: Exception) -> Result:
    if outage_of(fault):
        raise fault
    log.info("importing %s", name, exc_info=True)
    what = f"{type(fault).__name__}: {fault}"
    return Result(name, "failed", reason=f"a fault in Chancery itself ({what}); LOG_LEVEL=INFO shows where, please report it.")
