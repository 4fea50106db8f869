"""Compare the index with the database, record by record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from archive.models import Transcript
from search.index.queue import documents, drain, engine, queue, stamp, waiting


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences. Numbers are records' primary keys; `transcripts` are those to be indexed again."""

    usable: bool
    waiting: int
    records: int
    missing: tuple[int, ...] = ()
    outdated: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()
    stray: tuple[int, ...] = ()
    transcripts: tuple[int, ...] = ()

    @property
    def agrees(self) -> bool:
        """Tell whether index and database agree and nothing waits."""
        return self.usable and not (self.waiting or self.missing or self.outdated or self.doubled or self.stray)


def compare() -> Comparison:
    """Compare every record of the database with the index. Reads both completely."""
    wanted = {int(made["django_id"]): (int(made["transcript"]), str(made["fingerprint"])) for made in documents()}
    if engine().stamp() != stamp():
        published = tuple(Transcript.objects.published().values_list("pk", flat=True))
        return Comparison(False, waiting(), len(wanted), tuple(sorted(wanted)), transcripts=published)
    entries = list(engine().entries())
    times = Counter(entry.record_id for entry in entries)
    missing = sorted(wanted.keys() - times.keys())
    stray = sorted(times.keys() - wanted.keys())
    doubled = sorted(pk for pk, number in times.items() if number > 1)
    known = [entry for entry in entries if entry.record_id in wanted]
    outdated = sorted({e.record_id for e in known if (e.transcript_id, e.fingerprint) != wanted[e.record_id]})
    wrong = {*stray, *doubled, *outdated}
    again = {entry.transcript_id for entry in entries if entry.record_id in wrong} | {
        wanted[pk][0] for pk in (*missing, *outdated)
    }
    return Comparison(
        True, waiting(), len(wanted), tuple(missing), tuple(outdated), tuple(doubled), tuple(stray), tuple(sorted(again))
    )


def repair(found: Comparison) -> None:
    """Index again what differs, waiting for other writers."""
    queue(found.transcripts)
    drain(wait=True)
