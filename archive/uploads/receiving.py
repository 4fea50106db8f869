"""Turns files into waiting uploads, or refuses them: what, where, what to do. A refused file leaves nothing behind."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from archive.importing import files as intake
from archive.importing.files import IncomingFile, IntakeError
from archive.importing.identity import duplicates
from archive.importing.identity.identity import find_bytes
from archive.importing.numbering import plan_records
from archive.importing.revision_state import who_was_who
from archive.importing.storing import stored
from archive.models import Transcript, Upload
from archive.parsing import TranscriptError
from archive.parsing.parsed import ParsedTranscript, from_dict
from archive.serving.outages import outage_of
from archive.uploads.draft_reading import read
from archive.uploads.editing.draft import Draft
from archive.uploads.publishing import continued, wording_of

NAME_LIMIT = 300
SAVED = ["draft", "confidence", "summary", "wording", "updated_at"]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Why a file was refused. `url` links to what it duplicates, if anything."""

    message: str
    url: str = ""
    linked: str = ""


@dataclass(slots=True)
class UploadResult:
    """The outcome for several files."""

    uploads: list[Upload] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def take(
    files: Iterable[UploadedFile[Any]], user: User, even_if_alike: bool = False, transcript: Transcript | None = None
) -> UploadResult:
    """Read every file, and every member of a zip, into a waiting upload of this user; one transaction each.

    `transcript` is the stored one of which the file is a new version, if the editor says so.
    """
    result = UploadResult()
    for file in files:
        try:
            incoming = opened(file)
        except IntakeError as error:
            result.refusals.append(Refusal(str(error)))
            continue
        for one in incoming:
            try:
                result.uploads.append(take_one(one, user, even_if_alike, transcript))
            except Refusal as refusal:
                result.refusals.append(refusal)
    return result


def opened(file: UploadedFile[Any]) -> list[IncomingFile]:
    """Return the contents of a file; none of a zip that turns out bad while it is unpacked. Raises IntakeError."""
    name = file.name or "file"
    if (file.size or 0) > settings.UPLOAD_ZIP_LIMIT:
        limit = settings.UPLOAD_ZIP_LIMIT // (1024 * 1024)
        raise IntakeError(f"“{name}” is too large: at most {limit} MB can be sent at once. Split it.")
    return list(intake.members(name, file.read()))


def take_one(file: IncomingFile, user: User, even_if_alike: bool, transcript: Transcript | None) -> Upload:
    """Read a file into a waiting upload. Raises Refusal, with nothing stored."""
    if file.problem:
        raise Refusal(file.problem)
    sha256 = hashlib.sha256(file.data).hexdigest()
    _refuse_same_bytes(file.name, sha256, user)
    reading = _read(file)
    draft = Draft(reading)
    wording = wording_of(draft)
    if not even_if_alike and transcript is None:
        _refuse_alike(file.name, reading, wording)
    upload = Upload(user=user, file_name=file.name[-NAME_LIMIT:], sha256=sha256, data=file.data, transcript=transcript)
    upload.wording = wording
    try:
        with transaction.atomic():
            save(upload, draft)
    except IntegrityError as error:
        raise _waiting(file.name, _in_the_way(upload)) from error
    return upload


def _read(file: IncomingFile) -> ParsedTranscript:
    try:
        return read(file.data, file.name)
    except TranscriptError as error:
        raise Refusal(f"“{file.name}” cannot be read: {error}") from error
    except Exception as error:  # an error in a reader must not stop the other files
        if outage_of(error):
            raise
        log.exception("reading %s failed", file.name)
        raise Refusal(
            f"“{file.name}” cannot be read because of a fault in Chancery. Tell whoever runs it; the log has the details."
        ) from error


def _in_the_way(upload: Upload) -> Upload:
    """Return the waiting upload that blocks this one: the same bytes, or a correction of the same transcript."""
    every = Upload.objects.filter(user=upload.user, transcript=upload.transcript).defer("data", "draft")
    return every.get() if upload.transcript else every.get(sha256=upload.sha256)


def _refuse_same_bytes(name: str, sha256: str, user: User) -> None:
    kept = find_bytes(sha256)
    if kept is not None:
        url = reverse("admin:archive_transcript_change", args=[kept.pk])
        raise Refusal(f"“{name}” is already in the archive, byte for byte; nothing was stored. It is", url, kept.title)
    waiting = Upload.objects.filter(sha256=sha256, transcript=None).defer("data", "draft").select_related("user").first()
    if waiting is not None and waiting.user_id in (user.pk, None):
        raise _waiting(name, waiting)
    if waiting is not None:
        raise Refusal(f"“{name}” was already uploaded by {waiting.user} and is waiting for them; nothing was stored.")


def _waiting(name: str, upload: Upload) -> Refusal:
    url = reverse("admin:archive_upload_change", args=[upload.pk])
    return Refusal(f"“{name}” is already waiting for you; nothing was stored twice. Open", url, upload.file_name)


def _refuse_alike(name: str, reading: ParsedTranscript, wording: bytes) -> None:
    """Refuse nearly the same words, unless they are a new version of the very transcript that has them."""
    resemblance = duplicates.nearest_to(duplicates.signature_from(wording))
    if resemblance is None or continued(reading, name) == resemblance.transcript:
        return
    raise Refusal(
        f"“{name}” has nearly the same words ({resemblance.percent} %) as a stored transcript; nothing was stored. If it is"
        " another transcript, tick “Accept near-duplicates” and upload it again; if it is a correction, upload it from there:",
        reverse("admin:archive_transcript_change", args=[resemblance.transcript.pk]),
        resemblance.transcript.title,
    )


def save(upload: Upload, draft: Draft) -> None:
    """Store a draft in its upload, with its summary for the list. The file itself is written once."""
    upload.draft = draft.to_json()
    upload.confidence = draft.reading.confidence
    held = upload.summary.get("held")
    upload.summary = {**summary_of(draft.reading), **({"held": held} if held else {})}
    if upload.wording is None:
        upload.wording = wording_of(draft)
    upload.save(update_fields=None if upload.pk is None else SAVED)


def summary_of(reading: ParsedTranscript) -> dict[str, Any]:
    """Return what the list shows of a reading."""
    kinds = [record.kind for record in plan_records(reading)]
    return {
        "title": reading.title or "",
        "date": reading.date.isoformat() if reading.date else "",
        "publisher": reading.publisher or "",
        "statements": kinds.count("statement"),
        "pairs": kinds.count("qa_pair"),
        "warnings": len(reading.warnings),
        "turns": len(reading.turns),
        "characters": sum(len(turn.text) for turn in reading.turns),
    }


def correction_of(transcript: Transcript, user: User) -> Upload:
    """Return this user's draft correcting a stored transcript, made from its last revision if there is none."""
    waiting = Upload.objects.filter(user=user, transcript=transcript).first()
    if waiting is not None:
        return waiting
    last = transcript.revisions.select_related("original").latest("number")
    reading = from_dict(last.content)
    who = who_was_who(stored(transcript), reading)
    upload = Upload(user=user, file_name=last.file_name, sha256=last.original_id, data=last.original.data, transcript=transcript)
    draft = Draft(replace(reading, title=transcript.title), {name: str(speaker.pk) for name, speaker in who.items()})
    save(upload, draft)
    return upload
