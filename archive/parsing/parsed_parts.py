"""A document once its turns are split and before speakers are identified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.parsing.confidence.document_evidence import Clues
from archive.parsing.labels.missed_labels import Suspect
from archive.parsing.labels.scoring import Labels
from archive.parsing.lines import Line, Reading
from archive.parsing.metadata.collected import Metadata
from archive.parsing.parsed import Skipped
from archive.parsing.speakers.offices.authority import Authority
from archive.parsing.turns import RawTurn


@dataclass(frozen=True, slots=True)
class Talk:
    """A document split into turns: the lines above the first turn, all lines around them, and what was skipped within.

    `suspects` are possible labels among the words; `clues` describes how the labels were chosen.
    """

    reading: Reading
    labels: Labels
    turns: list[RawTurn]
    meta: Metadata
    header: Sequence[Line]
    around: Sequence[Line]
    skipped: Sequence[Skipped]
    suspects: Sequence[Suspect]
    authority: Authority
    clues: Clues
