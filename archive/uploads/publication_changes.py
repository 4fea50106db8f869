"""What publishing a draft would change in a stored transcript."""

from __future__ import annotations

from dataclasses import dataclass

from archive.importing.alignment import align
from archive.importing.identity.identity import find_same, known_source, title_of
from archive.importing.identity.losses import Losses, losses_by_number
from archive.importing.numbering import record_texts
from archive.importing.storing import stored
from archive.models import Transcript
from archive.parsing.parsed import ParsedTranscript
from archive.text.folding import words


@dataclass(frozen=True, slots=True)
class PublicationChanges:
    """How many records stay, keep their number with other words, are new, or disappear, and what is lost with them."""

    transcript: Transcript
    kept: int
    changed: int
    new: int
    vanished: int
    losses: Losses


def continued(reading: ParsedTranscript, file_name: str) -> Transcript | None:
    """Return the stored transcript of which a reading is another version."""
    return find_same(reading, known_source(reading), title_of(reading, file_name))


def changes_to(transcript: Transcript, reading: ParsedTranscript) -> PublicationChanges:
    """Return what a reading would change in a stored transcript. Three queries."""
    before = stored(transcript)
    old, new = before.texts, record_texts(reading)
    kept = align(old, new).kept
    same = sum(_is_same(old[index], new[after]) for after, index in kept.items())
    lost = losses_by_number(before, reading, {before.records[index].number for index in kept.values()})
    return PublicationChanges(transcript, same, len(kept) - same, len(new) - len(kept), len(old) - len(kept), lost)


def _is_same(one: str, other: str) -> bool:
    return one == other or words(one) == words(other)
