"""Turns a posted page into changes of the draft: only what was typed, however old the page is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from archive.parsing.parsed import ParsedTranscript, ParsedTurn
from archive.speakers import registry
from archive.uploads.editing import edits
from archive.uploads.editing.draft import Draft
from archive.uploads.editing.draft_fingerprints import (
    FIELDS,
    PERSON_FIELD,
    Base,
    Places,
    base_of,
    digest,
    indexes_in,
    one_line,
    value_of,
)
from archive.uploads.editing.edits import who_is
from archive.uploads.editor_forms import DetailsForm

NAME_LIMIT = 300
NAMES = ("label", "speaker", "office")
ROLES = ("statement", "question", "answer")
OTHER = "other"


@dataclass(slots=True)
class Posted:
    """The draft after what was typed, the details as filled in, and what could not be applied.

    `places` maps the page's turn numbers to present ones. `conflicts` are typed words that met other changes in another window;
    each message gives both. `is_stale`: the page is older than the draft. `as_typed` is the reading before names are changed
    everywhere.
    """

    draft: Draft
    details: DetailsForm
    places: dict[int, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    is_stale: bool = False
    as_typed: ParsedTranscript | None = None

    def told_otherwise(self, post: QueryDict) -> dict[str, str]:
        """Return turn fields whose present value differs from what the page sent, such as those a new label implies."""
        turns = [(posted_index, self.draft.reading.turns[index]) for posted_index, index in self.places.items()]
        held = {f"turn-{posted_index}-{name}": value_of(turn, name) for posted_index, turn in turns for name in FIELDS}
        return {name: value for name, value in held.items() if post.get(name, value) != value}

    def bases(self, post: QueryDict) -> dict[str, str]:
        """Return the values that the page should treat as saved from now on, by hidden field name."""
        turns = {
            f"turn-{posted_index}-was": base_of(self.draft.reading.turns[index]) for posted_index, index in self.places.items()
        }
        now = {"details-was": details_base(self.draft.reading), **turns, **_people_now(self.draft, post)}
        return {name: value for name, value in now.items() if post.get(name) != value}

    @property
    def is_whole(self) -> bool:
        """Tell whether everything filled in could be applied."""
        return not self.errors and not self.conflicts and self.details.is_valid()


def take_over(draft: Draft, post: QueryDict) -> Posted:
    """Return the draft with every valid typed field. Changes from other windows stay."""
    posted = Posted(draft, DetailsForm())
    posted.details = DetailsForm(_details(draft.reading, post, posted.conflicts))
    chosen = _speakers(draft, post, posted)
    reading = posted.details.apply(draft.reading)
    reading = edits.change_turns(reading, _turn_changes(reading, post, posted))
    posted.as_typed = reading
    reading, chosen = _renamed(reading, chosen, post, posted)
    posted.draft = replace(draft, reading=reading, speakers=chosen)
    return posted


def details_base(reading: ParsedTranscript) -> str:
    return ".".join(digest(_text_of(reading, name)) for name in DetailsForm.base_fields)


def _text_of(reading: ParsedTranscript, name: str) -> str:
    value = getattr(reading, name)
    return "" if value is None else str(value)


def _details(reading: ParsedTranscript, post: QueryDict, conflicts: list[str]) -> dict[str, str]:
    """Return every detail as typed, else as in the draft."""
    entered: dict[str, str] = {}
    parts = post.get("details-was", "").split(".")
    names = list(DetailsForm.base_fields)
    bases = dict(zip(names, parts, strict=True)) if len(parts) == len(names) else {}
    for name in names:
        now = _text_of(reading, name)
        typed = post.get(name, now)
        base = bases.get(name, digest(now))
        entered[name] = now if digest(typed) == base else typed
        if digest(typed) != base and digest(now) not in (base, digest(typed)):
            conflicts.append(_conflict(str(DetailsForm.base_fields[name].label or name.capitalize()), typed, now))
            entered[name] = now
    return entered


def _conflict(where: str, typed: str, now: str) -> str:
    return (
        f"{where}: you typed “{one_line(typed)}”, but another window changed it to “{now}”, which was kept. "
        "Type yours again if it is right."
    )


def _turn_changes(reading: ParsedTranscript, post: QueryDict, posted: Posted) -> dict[int, dict[str, Any]]:
    changes: dict[int, dict[str, Any]] = {}
    places = Places(reading.turns)
    for posted_index in indexes_in(post):
        base = Base.read(post.get(f"turn-{posted_index}-was", ""))
        place = places.find(posted_index, base)
        if place is None:
            _tell_lost(posted_index, base, post, posted)
            continue
        posted.places[posted_index] = place
        if typed := _typed(reading.turns[place], base, posted_index, post, posted):
            changes[place] = _with_what_the_label_says(reading.turns[place], typed, reading)
    return changes


def _tell_lost(posted_index: int, base: Base, post: QueryDict, posted: Posted) -> None:
    """Report what was typed for a turn that another window merged or removed."""
    entered = {name: one_line(post.get(f"turn-{posted_index}-{name}", "")) for name in FIELDS}
    typed = [f"{name} “{value}”" for name, value in entered.items() if value and base.is_typed(name, value, "")]
    if typed:
        posted.conflicts.append(
            f"Turn {posted_index + 1} no longer exists: it was changed in another window. You had typed: {', '.join(typed)}."
        )


def _typed(turn: ParsedTurn, base: Base, posted_index: int, post: QueryDict, posted: Posted) -> dict[str, Any]:
    """Return the typed fields of one turn that can be stored."""
    typed: dict[str, Any] = {}
    for name in FIELDS:
        now = value_of(turn, name)
        entered = one_line(post.get(f"turn-{posted_index}-{name}", now))
        if not base.is_typed(name, entered, now) or entered == now:
            continue
        if name in NAMES and len(entered) > NAME_LIMIT:
            posted.errors.append(
                f"Turn {posted_index + 1}: its {name} has {len(entered)} characters; at most {NAME_LIMIT} can be kept."
            )
        elif base.is_changed(name, now):
            posted.conflicts.append(_conflict(f"Turn {posted_index + 1}, {name}", entered, now))
        elif name in NAMES or entered in ROLES:
            typed[name] = entered or None
    return typed


def _with_what_the_label_says(turn: ParsedTurn, typed: dict[str, Any], reading: ParsedTranscript) -> dict[str, Any]:
    """Add the speaker if a label is new and neither person nor office was typed."""
    if not typed.get("label") or "speaker" in typed or "office" in typed:
        return typed
    speaker, office = who_is(typed["label"], reading)
    return {**typed, "speaker": speaker, "office": office}


def _names(post: QueryDict) -> list[tuple[int, str]]:
    """Return the names as the page showed them, with their numbers on it."""
    found = [(int(one[1]), post.get(key, "")) for key in post if (one := PERSON_FIELD.fullmatch(key))]
    return sorted((number, name) for number, name in found if name)


def _speakers(draft: Draft, post: QueryDict, posted: Posted) -> dict[str, str]:
    """Return who each name stands for, as chosen. A name typed for another speaker must be known."""
    chosen = dict(draft.speakers)
    for number, name in _names(post):
        choice = post.get(f"speaker-{number}", "")
        base = post.get(f"speaker-{number}-chosen")
        if choice == OTHER:
            choice = _known_as(name, one_line(post.get(f"speaker-{number}-other", "")), posted)
        if not choice or choice == base:
            continue
        if base is not None and draft.speakers.get(name, base) not in (base, choice):
            posted.conflicts.append(f"{name}: this person was changed in another window, and that choice stands. Check it.")
        else:
            chosen[name] = choice
    return chosen


def _known_as(name: str, other: str, posted: Posted) -> str:
    known = registry.resolve(other) if other else None
    if known is None:
        posted.errors.append(f"{name}: no speaker is known as “{other}”. Type a name as in the list of speakers.")
        return ""
    return str(known.pk)


def _renamed(
    reading: ParsedTranscript, chosen: Mapping[str, str], post: QueryDict, posted: Posted
) -> tuple[ParsedTranscript, dict[str, str]]:
    """Return the reading with names changed everywhere, and the choices under the new names."""
    names: dict[str, str | None] = {}
    for number, name in _names(post):
        new_name = one_line(post.get(f"speaker-{number}-name", name))
        if len(new_name) > NAME_LIMIT:
            posted.errors.append(f"{name}: the new name has {len(new_name)} characters; at most {NAME_LIMIT} can be kept.")
        elif new_name != name:
            names[name] = new_name or None
    if not names:
        return reading, dict(chosen)
    changes = {n: {"speaker": names[turn.speaker]} for n, turn in enumerate(reading.turns) if turn.speaker in names}
    gone = names.keys() - {turn.speaker for turn in posted.draft.reading.turns}
    posted.conflicts += [
        f"{name}: you changed the name to “{names[name] or ''}”, but it no longer occurs: it was changed in another window."
        for name in sorted(gone)
    ]
    kept = {names.get(name) or name: choice for name, choice in chosen.items()}
    return edits.change_turns(reading, changes), kept


def _people_now(draft: Draft, post: QueryDict) -> dict[str, str]:
    """Return what the page should remember of persons after a save: present names and choices."""
    fields: dict[str, str] = {}
    for number, name in _names(post):
        new_name = one_line(post.get(f"speaker-{number}-name", name))[:NAME_LIMIT]
        fields[f"speaker-{number}-was"] = new_name
        fields[f"speaker-{number}-chosen"] = draft.speakers.get(new_name, post.get(f"speaker-{number}-chosen", ""))
    return fields
