"""The persons of a draft: known, new, or perhaps someone known under a similar name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from archive.importing.identity.identity import source_name
from archive.models import Source, Speaker, SpeakerAlias
from archive.parsing.parsed import ParsedTurn
from archive.speakers import namesakes
from archive.speakers.names import Kind, kind_of
from archive.speakers.registry import fold, resolve_all
from archive.speakers.splitting import cast
from archive.text.numbers import read_int
from archive.uploads.editing.draft import NEW, Draft, names_in
from archive.uploads.editing.navigation import Place

CLOSE = 0.75
SUGGESTIONS = 3
LOOKED_AT = 400
START = 4
STARTS_ASKED = 200
SHOWN = 50


@dataclass(frozen=True, slots=True)
class DraftPerson:
    """A printed name of the draft: who it is known as, who it might be, and the editor's choice.

    `alike` gives the likeness of each of `close` by primary key, 0 to 1 (see `likeness`). `typed` is what an editor typed without
    saving: `name`, `other` and the `choice`. `full` is the authority table's full name for a mere surname; a new speaker gets it.
    """

    number: int
    name: str
    known: Speaker | None
    close: tuple[Speaker, ...]
    chosen: str
    picked: Speaker | None = None
    alike: Mapping[int, float] = field(default_factory=dict)
    doubt: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    full: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether an editor must choose: the name is unknown, but similar to a known one."""
        return not self.chosen

    @property
    def is_new(self) -> bool:
        """Tell whether publishing will add this person."""
        return self.chosen == NEW

    @property
    def ticked(self) -> str:
        return self.typed.get("choice", self.chosen)

    @property
    def written(self) -> str:
        """Return the value of the name field."""
        return self.typed.get("name", self.name)

    @property
    def is_settled(self) -> bool:
        """Tell whether this is a known person and nothing else was chosen."""
        return self.known is not None and self.ticked == str(self.known.pk) and self.written == self.name

    @property
    def offered(self) -> list[tuple[Speaker, int | None]]:
        """Return the stored speakers to choose from, once each, with their likeness in per cent if the name differs."""
        every = [*([self.known] if self.known else []), *([self.picked] if self.picked else []), *self.close]
        each = {speaker.pk: speaker for speaker in every}
        return [(speaker, round(100 * self.alike[key]) if key in self.alike else None) for key, speaker in each.items()]


def people_of(draft: Draft, scope: str, source: Source | None = None, but: int | None = None) -> list[DraftPerson]:
    """Return every person of the draft in order of appearance. Five queries.

    `scope` is the slug of its source, `but` the transcript that the draft revises.
    """
    names = [name for name in names_in(draft.reading) if kind_of(name) is not Kind.NOBODY]
    full = draft.reading.full_names
    usual = _resolved(names, scope, full)
    scene = cast(usual, scope, source.pk if source else None, but)
    named_turns = list(scene.named_turns(_each_once(draft.reading.turns)))
    known = usual | _parted(named_turns)
    doubts = namesakes.doubts(named_turns, source_name(draft.reading), source, but)
    close = _close([name for name in names if name not in known], full)
    picked = {str(speaker.pk): speaker for speaker in Speaker.objects.filter(pk__in=_keys(draft.speakers))}
    people = []
    for number, name in enumerate(names):
        chosen = draft.speakers.get(name, "")
        if chosen != NEW and chosen not in picked:
            chosen = str(known[name].pk) if name in known else "" if close.get(name) else NEW
        alike = close.get(name, {})
        doubt = "" if name in draft.speakers else doubts.get(name, "")
        person = DraftPerson(number, name, known.get(name), tuple(alike), chosen, picked.get(chosen), _by_key(alike), doubt)
        people.append(replace(person, full=full.get(name, "")))
    return people


def _each_once(turns: Iterable[ParsedTurn]) -> Iterable[ParsedTurn]:
    """Return one turn of each person in each office. Thousands of turns have few of them."""
    return {(turn.speaker, turn.office): turn for turn in turns}.values()


def _resolved(names: Sequence[str], scope: str, full: Mapping[str, str]) -> dict[str, Speaker]:
    """Return the known speakers, under both forms if the authority table has the full name. One query."""
    found = resolve_all([full.get(name, name) for name in names], scope)
    return {**found, **{name: found[full[name]] for name in names if full.get(name) in found}}


def _close(names: Sequence[str], full: Mapping[str, str]) -> dict[str, dict[Speaker, float]]:
    found = close_to([full.get(name, name) for name in names])
    return {name: found[full.get(name, name)] for name in names if full.get(name, name) in found}


def _parted(named_turns: Iterable[tuple[str, str, Speaker]]) -> dict[str, Speaker]:
    """Return the speakers split off by editors, for names that are one of those throughout the draft."""
    found: dict[str, set[Speaker]] = {}
    for name, _, speaker in named_turns:
        found.setdefault(name, set()).add(speaker)
    return {name: next(iter(who)) for name, who in found.items() if len(who) == 1}


def _by_key(alike: Mapping[Speaker, float]) -> dict[int, float]:
    return {speaker.pk: score for speaker, score in alike.items()}


def _keys(chosen: Mapping[str, str]) -> list[int]:
    return [key for typed in chosen.values() if (key := read_int(typed)) is not None]


def people_on(place: Place, people: Sequence[DraftPerson], kept: QueryDict | None) -> dict[str, Any]:
    """Return the persons to show beside a page: its speakers, those to decide, and the number of others."""
    here = {place.reading.turns[piece.turn].speaker for piece in place.slices}
    everybody = len(people) <= SHOWN
    listed = [person for person in people if everybody or person.name in here or person.is_open][:SHOWN]
    typed = _typed(kept) if kept else {}
    return {
        "people": [replace(person, typed=typed.get(person.name, {})) for person in listed],
        "more_people": len(people) - len(listed),
    }


def _typed(kept: QueryDict) -> dict[str, dict[str, str]]:
    """Return what was typed for each person, by the name shown on the page."""
    fields = {"choice": "", "name": "-name", "other": "-other"}
    typed = {}
    for key in kept:
        if key.startswith("speaker-") and key.endswith("-was"):
            entered = {what: kept.get(key.removesuffix("-was") + end) for what, end in fields.items()}
            typed[kept.get(key, "")] = {what: value for what, value in entered.items() if value is not None}
    return typed


def close_to(names: Iterable[str]) -> dict[str, dict[Speaker, float]]:
    """Return for each name the speakers with similar names and their likeness, closest first. One query.

    Only names that share the beginning of a word are compared, to bound the work.
    """
    folded = {name: fold(name) for name in names}
    starts = {name: _starts(form) for name, form in folded.items()}
    every = set().union(*starts.values())
    if not every:
        return {}
    sharing = _by_start(_aliases_with(every), every)
    compared = {name: {alias.pk: alias for start in starts[name] for alias in sharing.get(start, ())} for name in folded}
    return {name: found for name, form in folded.items() if (found := _closest(form, compared[name].values()))}


def _starts(form: str) -> set[str]:
    return {token[:START] for token in form.split() if len(token) >= START}


def _aliases_with(starts: Collection[str]) -> list[SpeakerAlias]:
    """Return the names that contain one of these beginnings; if there are too many beginnings, every name. One query."""
    every = SpeakerAlias.objects.select_related("speaker")
    if len(starts) > STARTS_ASKED:  # the database would refuse so long a query
        return list(every)
    like = Q()
    for start in sorted(starts):
        like |= Q(folded__contains=start)
    return list(every.filter(like)[: LOOKED_AT * len(starts)])


def _by_start(aliases: Iterable[SpeakerAlias], starts: Collection[str]) -> dict[str, list[SpeakerAlias]]:
    found: dict[str, list[SpeakerAlias]] = {}
    for alias in aliases:
        form = alias.folded
        for start in {form[at : at + START] for at in range(len(form) - START + 1)}.intersection(starts):
            found.setdefault(start, []).append(alias)
    return found


def _closest(form: str, aliases: Iterable[SpeakerAlias]) -> dict[Speaker, float]:
    scored = sorted(((likeness(form, alias.folded), alias) for alias in aliases), key=lambda pair: pair[0])
    best = {alias.speaker: score for score, alias in scored if score >= CLOSE}
    return dict(sorted(best.items(), key=lambda item: -item[1])[:SUGGESTIONS])


def likeness(one: str, other: str) -> float:
    """Return the likeness of two folded names, 0 to 1. Word order is ignored; an initial matches its name."""
    first, second = (form.partition(" @")[0].split() for form in (one, other))
    if not first or not second:
        return 0.0
    if first[-1] == second[-1] and (len(first) == 1 or len(second) == 1 or first[0][0] == second[0][0]):
        return 0.9
    return SequenceMatcher(None, " ".join(sorted(first)), " ".join(sorted(second)), autojunk=False).ratio()
