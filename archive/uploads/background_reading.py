"""Many files at once: stored as they came, then read one by one in the background with progress.

A batch survives the process that reads it. Each file leaves the batch in the transaction that makes it an upload or records why
it was refused. The next process that shows or serves the batch continues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, cast

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from archive.importing import files as intake
from archive.importing.files import IncomingFile, IntakeError
from archive.models import PendingFile, UploadBatch
from archive.uploads.background_work import BackgroundWork, claim, release, say_alive
from archive.uploads.receiving import Refusal, opened, take_one

READ_WITHIN_REQUEST = 20  # files that are read within the request
NAME_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a batch. `refused` are the files that could not be read."""

    batch: UploadBatch
    waiting: int
    refused: tuple[PendingFile, ...]

    @property
    def done(self) -> int:
        return self.batch.total - self.waiting

    @property
    def read(self) -> int:
        return self.done - len(self.refused)

    @property
    def is_over(self) -> bool:
        """Tell whether every file was processed."""
        return not self.waiting


def is_batch(files: Sequence[UploadedFile[Any]]) -> bool:
    """Tell whether these are more files than one request should read. Looks into zips and rewinds the files."""
    count = 0
    for file in files:
        count += intake.how_many(cast(IO[bytes], file.file))
        file.seek(0)
    return count > READ_WITHIN_REQUEST


@transaction.atomic
def keep(files: Sequence[UploadedFile[Any]], user: User, even_if_alike: bool) -> UploadBatch:
    """Store the files, and the members of zips, to be read later. Files that cannot be opened are refused in the batch."""
    name = (files[0].name or "files")[:NAME_LIMIT] if len(files) == 1 else f"{len(files)} files"
    batch = UploadBatch.objects.create(user=user, file_name=name, even_if_alike=even_if_alike)
    total = 0
    for file in files:
        for one in _incoming(file):
            total += 1
            PendingFile.objects.create(
                batch=batch, position=total, file_name=one.name[-1000:], data=one.data, problem=one.problem
            )
    batch.total = total
    batch.save(update_fields=["total"])
    return batch


def _incoming(file: UploadedFile[Any]) -> list[IncomingFile]:
    try:
        return opened(file)
    except IntakeError as error:
        return [IncomingFile(file.name or "file", b"", str(error))]


def unfinished() -> QuerySet[UploadBatch]:
    """Return the batches with unread files."""
    return UploadBatch.objects.filter(files__problem="").distinct()


def progress_of(batch: UploadBatch) -> Progress:
    """Return the progress of a batch. Two queries."""
    files = batch.files.defer("data")
    return Progress(batch, files.filter(problem="").count(), tuple(files.exclude(problem="")))


def read_in_background() -> None:
    """Read all unclaimed batches in a thread, unless this process already runs one."""
    _work.start()


def read_all() -> None:
    """Read every file of every unclaimed batch."""
    for batch in unfinished().select_related("user"):
        if claim(batch):
            try:
                _read(batch)
            finally:
                release(batch)


def _read(batch: UploadBatch) -> None:
    while (file := batch.files.filter(problem="").first()) is not None:
        _read_one(batch, file)
        if not say_alive(batch):
            return  # cancelled by the editor


def _read_one(batch: UploadBatch, file: PendingFile) -> None:
    """Make an upload of a file or record why not, and remove it from the batch in the same transaction."""
    try:
        with transaction.atomic():
            take_one(IncomingFile(file.file_name, bytes(file.data)), batch.user, batch.even_if_alike, None)
            file.delete()
    except Refusal as refusal:
        refused = {"problem": refusal.message, "url": refusal.url[:500], "linked": refusal.linked, "data": b""}
        PendingFile.objects.filter(pk=file.pk).update(**refused)


_work = BackgroundWork("reading uploads", read_all)
