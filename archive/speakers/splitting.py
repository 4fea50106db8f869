"""Splits a speaker in two, by an editor or at import: moves turns, and remembers rules so that later files follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from archive.models import Parting, Source, Speaker, SpeakerAlias, Transcript, Turn, archive_version, write_locks
from archive.parsing import ParsedTranscript
from archive.parsing.parsed import ParsedTurn
from archive.signals import transcript_changed
from archive.speakers import namesakes, registry
from archive.speakers.authority_table import known_to_authority
from archive.speakers.names import Kind, kind_of
from archive.text.folding import fold_title

OFFICE_LENGTH = 300


class PartingRefused(Exception):
    """Why a speaker cannot be split this way, and what to do."""


@dataclass(frozen=True, slots=True)
class SplitChoice:
    """What goes to the new speaker: all turns in these offices, of these sources, or of these transcripts."""

    offices: Collection[str] = ()
    sources: Collection[int] = ()
    transcripts: Collection[int] = ()

    def turns(self, speaker: Speaker) -> QuerySet[Turn]:
        chosen = Q(office__in=self.offices) | Q(transcript__source__in=self.sources) | Q(transcript__in=self.transcripts)
        return Turn.objects.filter(chosen, speaker=speaker)

    def rules(self, folded: str, old: Speaker, new: Speaker) -> list[Parting]:
        """Return the rules to remember for one name."""
        conditions: list[dict[str, object]] = [{"office": folded_office(office)} for office in self.offices if office]
        conditions += [{"source_id": source} for source in self.sources]
        conditions += [{"transcript_id": transcript} for transcript in self.transcripts]
        return [Parting(folded=folded, parted_from=old, speaker=new, **one) for one in conditions]


@dataclass(frozen=True, slots=True)
class Cast:
    """The speaker of each turn of one transcript: by name, and by editors' splits of that name, office and place."""

    names: Mapping[str, Speaker]
    scope: str = ""
    source: int | None = None
    transcript: int | None = None
    fixed: Collection[str] = ()
    partings: Mapping[str, Sequence[Parting]] = field(default_factory=dict)

    def speaker_of(self, turn: ParsedTurn) -> Speaker | None:
        """Return the speaker of a turn, None if unknown."""
        if not turn.speaker:
            return None
        usual = self.names.get(turn.speaker)
        if usual is None or turn.speaker in self.fixed:
            return usual
        return self._parted(usual, turn.known_as or turn.speaker, folded_office(turn.office or ""))

    def named_turns(self, turns: Iterable[ParsedTurn]) -> Iterator[tuple[str, str, Speaker]]:
        """Yield name, office and speaker of the turns whose speaker no editor has just chosen."""
        for turn in turns:
            if turn.speaker and turn.speaker not in self.fixed and (speaker := self.speaker_of(turn)) is not None:
                yield turn.speaker, turn.office or "", speaker

    def _parted(self, speaker: Speaker, name: str, office: str) -> Speaker:
        """Apply editors' splits in their order. Each takes turns from the speaker that was split."""
        if not self.partings:
            return speaker
        rules = {rule.pk: rule for key in registry.own_keys(name, self.scope) for rule in self.partings.get(key, ())}
        for _, rule in sorted(rules.items()):
            if rule.parted_from_id == speaker.pk and self._holds(rule, office):
                speaker = rule.speaker
        return speaker

    def _holds(self, rule: Parting, office: str) -> bool:
        return (
            rule.source_id in (None, self.source)
            and rule.transcript_id in (None, self.transcript)
            and rule.office in ("", office)
        )


def cast(
    names: Mapping[str, Speaker], scope: str, source: int | None, transcript: int | None, fixed: Collection[str] = ()
) -> Cast:
    """Return the speakers of a transcript's turns. Names in `fixed` have just been assigned by an editor. One query."""
    keys = [key for name in names for key in registry.own_keys(name, scope)]
    rules: dict[str, list[Parting]] = {}
    for rule in Parting.objects.filter(folded__in=keys).select_related("speaker").order_by("pk"):
        rules.setdefault(rule.folded, []).append(rule)
    return Cast(names, scope, source, transcript, fixed, rules)


def part(speaker: Speaker, choice: SplitChoice, note: str, user: User | None = None) -> Speaker:
    """Move the chosen turns to a new speaker with the same name and a slug of its own; return the new speaker.

    The old slug keeps its speaker. Later files and revisions follow; merging the two undoes it. Announces every transcript
    touched. Raises PartingRefused, with nothing changed, if nothing or everything is chosen.
    """
    with transaction.atomic():
        write_locks.alone()
        going = list(choice.turns(speaker).values_list("pk", flat=True))
        if not going:
            raise PartingRefused("Nothing is selected. Tick the offices, publishers or transcripts of the other person.")
        if len(going) == Turn.objects.filter(speaker=speaker).count():
            raise PartingRefused(f"Everything of {speaker} is selected. Leave at least one box unticked.")
        other = Speaker.objects.create(name=speaker.name, slug=registry.free_slug(speaker.name), note=note[:300])
        Parting.objects.bulk_create(rule for key in _keys(speaker) for rule in choice.rules(key, speaker, other))
        touched = list(Transcript.objects.filter(turns__in=going).distinct().values_list("pk", flat=True))
        Turn.objects.filter(pk__in=going).update(speaker=other)
        _log(speaker, other, len(going), user)
        for transcript_id in touched:
            transcript_changed.send(sender=Transcript, transcript_id=transcript_id)
        archive_version.bump()
    return other


def remember(name: str, scope: str, old: Speaker, new: Speaker, source: int, offices: Iterable[str]) -> None:
    """Make a name that an editor assigned to a new speaker lead there in later files of this source, in these offices if any."""
    stated = list(dict.fromkeys(map(folded_office, offices))) or [""]
    Parting.objects.bulk_create(
        Parting(folded=key, parted_from=old, speaker=new, source_id=source, office=office)
        for key in registry.own_keys(name, scope)
        for office in stated
    )


def keep_two(name: str, scope: str, old: Speaker, source: Source, offices: Sequence[str]) -> Speaker:
    """Create a second speaker of a name for this source and these offices, until an editor merges the two."""
    note = f"{offices[0]} ({source.name})" if offices else source.name
    new = Speaker.objects.create(name=old.name, slug=registry.free_slug(old.name), note=note[:300])
    remember(name, scope, old, new, source.pk, offices)
    return new


def folded_office(office: str) -> str:
    """Return the common form of all spellings of an office."""
    return fold_title(office)[:OFFICE_LENGTH]


def _keys(speaker: Speaker) -> list[str]:
    """Return the keys of every name that leads to a speaker, or did when it was split off."""
    aliases = set(SpeakerAlias.objects.filter(speaker=speaker).values_list("folded", flat=True))
    aliases.update(Parting.objects.filter(speaker=speaker).values_list("folded", flat=True))
    if not aliases and kind_of(speaker.name) is Kind.FULL:
        aliases.update(registry.own_keys(speaker.name, ""))
    return sorted(aliases)


def _log(speaker: Speaker, other: Speaker, turns: int, user: User | None) -> None:
    if user is None:
        return
    log = LogEntry.objects
    count = f"{turns} turn{'s' * (turns != 1)}"
    log.log_actions(user.pk, [speaker], CHANGE, change_message=f"Parted {count} off as another speaker ({other.slug}).")
    log.log_actions(user.pk, [other], ADDITION, change_message=f"Split off {speaker} ({speaker.slug}) with {count}.")


def two_of_a_name(transcript: Transcript, scene: Cast, reading: ParsedTranscript) -> list[dict[str, object]]:
    """Keep two persons of one name apart, and return one warning a name.

    None for names an editor has just assigned, or for persons in the authority table, who follow each other in high offices.
    """
    turns = list(scene.named_turns(reading.turns))
    doubtful = namesakes.doubts(turns, transcript.source.name, transcript.source, transcript.pk)
    known = known_to_authority(doubtful) | reading.full_names.keys()
    doubtful = {name: message for name, message in doubtful.items() if name not in known}
    for name in doubtful:
        offices = [office for printed, office, _ in turns if printed == name and office]
        old = next(speaker for printed, _, speaker in turns if printed == name)
        keep_two(name, scene.scope, old, transcript.source, offices)
    return [{"code": namesakes.CODE, "message": message, "line": None} for message in doubtful.values()]
