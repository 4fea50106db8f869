"""What an editor's page sends back, made into changes of the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from archive import speakers
from archive.forms import DetailsForm
from archive.parsing.types import ParsedTranscript, ParsedTurn
from archive.uploads import edits
from archive.uploads.draft import Draft
from archive.uploads.labelling import who_is

NAME_LIMIT = 300
NAMES = ("label", "speaker", "office")
ROLES = ("statement", "question", "answer")
OTHER = "other"


@dataclass(slots=True)
class Posted:
    """The draft after what was filled in, the details as filled in, and what could not be taken over."""

    draft: Draft
    details: DetailsForm
    errors: list[str] = field(default_factory=list)

    def told_otherwise(self, post: QueryDict) -> dict[str, str]:
        """Return the fields of turns that hold something else now than the page sent: what a new label says."""
        held = {
            f"turn-{index}-{name}": getattr(turn, name) or ""
            for index, turn in enumerate(self.draft.reading.turns)
            for name in NAMES
        }
        return {name: value for name, value in held.items() if post.get(name, value) != value}

    @property
    def is_whole(self) -> bool:
        """Say whether everything that was filled in could be taken over."""
        return not self.errors and self.details.is_valid()


def take_over(draft: Draft, post: QueryDict) -> Posted:
    """Return the draft with every field of the page that was filled in rightly."""
    details = DetailsForm(post)
    errors: list[str] = []
    chosen = _speakers(draft, post, errors)
    reading = details.apply(draft.reading)
    reading = edits.change_turns(reading, _turn_changes(reading, post, errors))
    reading, chosen = _renamed(reading, chosen, post, errors)
    return Posted(replace(draft, reading=reading, speakers=chosen), details, errors)


def _turn_changes(reading: ParsedTranscript, post: QueryDict, errors: list[str]) -> dict[int, dict[str, Any]]:
    changes: dict[int, dict[str, Any]] = {}
    for index, turn in enumerate(reading.turns):
        given = {name: _line(post.get(f"turn-{index}-{name}", getattr(turn, name) or "")) for name in NAMES}
        for name, text in given.items():
            if len(text) > NAME_LIMIT:
                errors.append(f"Turn {index + 1}: its {name} has {len(text)} characters; at most {NAME_LIMIT} can be kept.")
        changed: dict[str, Any] = {name: text or None for name, text in given.items() if len(text) <= NAME_LIMIT}
        if _only_the_label_differs(turn, changed):
            changed["speaker"], changed["office"] = who_is(changed["label"], reading)
        role = post.get(f"turn-{index}-role", turn.role)
        changes[index] = {**changed, "role": role if role in ROLES else turn.role}
    return changes


def _only_the_label_differs(turn: ParsedTurn, changed: dict[str, Any]) -> bool:
    """Say whether a label is new and nothing is said of who speaks: then the label says it."""
    label = changed.get("label")
    return bool(label) and label != turn.label and changed == {"label": label, "speaker": turn.speaker, "office": turn.office}


def _line(text: str) -> str:
    return " ".join(text.split())


def _names(post: QueryDict) -> list[tuple[int, str]]:
    """Return the names as the page had them when it was drawn, with their numbers in it."""
    numbered = [(number, post.get(f"speaker-{number}-was")) for number in range(sum(key.endswith("-was") for key in post))]
    return [(number, name) for number, name in numbered if name]


def _speakers(draft: Draft, post: QueryDict, errors: list[str]) -> dict[str, str]:
    """Return who each name stands for, as chosen; a name typed for another speaker must be one that is known."""
    chosen = dict(draft.speakers)
    for number, name in _names(post):
        choice = post.get(f"speaker-{number}")
        if choice == OTHER:
            other = _line(post.get(f"speaker-{number}-other", ""))
            known = speakers.resolve(other) if other else None
            if known is None:
                errors.append(f"{name}: no speaker is known as “{other}”. Type a name as the speakers' list has it.")
            else:
                chosen[name] = str(known.pk)
        elif choice:
            chosen[name] = choice
    return chosen


def _renamed(
    reading: ParsedTranscript, chosen: Mapping[str, str], post: QueryDict, errors: list[str]
) -> tuple[ParsedTranscript, dict[str, str]]:
    """Return the reading with names changed wherever they stand, and the choices made under the new names."""
    names: dict[str, str | None] = {}
    for number, name in _names(post):
        given = _line(post.get(f"speaker-{number}-name", name))
        if len(given) > NAME_LIMIT:
            errors.append(f"{name}: the new name has {len(given)} characters; at most {NAME_LIMIT} can be kept.")
        elif given != name:
            names[name] = given or None
    changes = {n: {"speaker": names[turn.speaker]} for n, turn in enumerate(reading.turns) if turn.speaker in names}
    kept = {names.get(name) or name: choice for name, choice in chosen.items()}
    return edits.change_turns(reading, changes), kept
