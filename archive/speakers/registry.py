"""Maps printed names to speakers. Two persons become one only if an editor says so.

A full name is one person everywhere. A surname ("Mr. Miller", "PRESIDENT MOON", "S. Lavrov") is one person within the transcripts
of one source and means nothing elsewhere. A mere office or role ("THE PRESIDENT", "Question") is nobody.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from archive.models import FormerSpeakerSlug, Parting, Speaker, SpeakerAlias, Transcript, Turn, archive_version, write_locks
from archive.parsing.warning_texts import stored_warning
from archive.signals import transcript_changed
from archive.speakers.authority_table import usual_names
from archive.speakers.names import Kind, display, fold, kind_of, spellings
from archive.text.folding import free_address, slug_of

__all__ = ["SpeakerGone", "add_alias", "ensure", "fold", "merge", "resolve", "resolve_all"]

NAME_LENGTH = 300


class SpeakerGone(Exception):
    """A speaker was merged or deleted by somebody else in the meantime."""


def resolve(name: str, scope: str = "") -> Speaker | None:
    """Return the speaker known under this name, or None. `scope` is the slug of the source that prints it. One query."""
    return resolve_all([name], scope).get(name)


def resolve_all(names: Iterable[str], scope: str = "") -> dict[str, Speaker]:
    """Return the speakers known under these names. Unknown names are left out. One query."""
    keys = {name: _lookup_keys(name, scope) for name in names}
    asked = [key for some in keys.values() for key in some]
    known = {alias.folded: alias.speaker for alias in SpeakerAlias.objects.filter(folded__in=asked).select_related("speaker")}
    found = {name: next((known[key] for key in some if key in known), None) for name, some in keys.items()}
    return {name: speaker for name, speaker in found.items() if speaker is not None}


def ensure(
    names: Iterable[str], scope: str = "", chosen: Mapping[str, Speaker] | None = None, full: Mapping[str, str] | None = None
) -> dict[str, Speaker]:
    """Return the speaker of each name, creating unknown ones. Names that identify nobody are left out.

    `chosen` maps names to speakers chosen by an editor or an earlier revision; such a name becomes an alias if it is free. `full`
    has the full names that the authority table gives for some of them on the day. Such a name is that person, but a surname does
    not become an alias: on another day it may be somebody else's. Both forms are returned.
    """
    names, picked = list(names), chosen or {}
    full_names = {name: person for name, person in (full or {}).items() if name not in picked}
    speakers = _ensure([full_names.get(name, name) for name in names], scope, picked)
    return {**speakers, **{name: speakers[person] for name, person in full_names.items() if person in speakers}}


def _ensure(names: Iterable[str], scope: str, chosen: Mapping[str, Speaker]) -> dict[str, Speaker]:
    wanted = list(dict.fromkeys(names))
    usual = usual_names(wanted)
    known = resolve_all([*wanted, *usual.values()], scope)
    if write_locks.claim(_unknown([*wanted, *usual.values()], known, scope)):  # somebody may be making them
        known = resolve_all([*wanted, *usual.values()], scope)
    speakers = {name: who for name in wanted if (who := known.get(name) or known.get(usual.get(name, ""))) is not None}
    speakers |= {name: who for name, who in chosen.items() if name in wanted}
    by_key = {key: who for name, who in speakers.items() for key in own_keys(name, scope)}
    for name in wanted:
        keys = (*own_keys(name, scope), *own_keys(usual.get(name, ""), scope))
        if name not in speakers and kind_of(name) is not Kind.NOBODY:
            speakers[name] = next((by_key[key] for key in keys if key in by_key), None) or _make(usual.get(name, name))
        by_key.update(dict.fromkeys(keys, speakers[name]) if name in speakers else {})
    _add_aliases({**{usual[name]: who for name, who in speakers.items() if name in usual}, **speakers}, scope, from_file=True)
    return speakers


def _unknown(names: Iterable[str], known: Container[str], scope: str) -> Iterator[str]:
    """Yield the keys that lead to nobody yet."""
    for name in names:
        if name not in known:
            yield from own_keys(name, scope)


def add_alias(speaker: Speaker, name: str, scope: str = "") -> None:
    """Make this name an alias of this speaker, if it leads to nobody yet."""
    _add_aliases({name: speaker}, scope, from_file=False)


def told_by_surname(
    transcript: Transcript, speakers: Mapping[str, Speaker], decided_names: Container[str]
) -> list[dict[str, object]]:
    """Return a warning for each name identified with somebody of other transcripts by surname alone. At most one query.

    `decided_names` has the names identified by an editor or the authority table.
    """
    doubtful = {name: who for name, who in speakers.items() if name not in decided_names and kind_of(name) is Kind.SURNAME}
    elsewhere = Turn.objects.exclude(transcript=transcript).filter(speaker__in=doubtful.values())
    known = set(elsewhere.values_list("speaker_id", flat=True).distinct()) if doubtful else set()
    return [stored_warning("speaker-by-surname", name=name) for name, who in doubtful.items() if who.pk in known]


def merge(kept: Speaker, gone: Speaker, user: User | None = None) -> None:
    """Merge two speakers: turns, aliases and old slugs move to `kept`, and the address of `gone` redirects there.

    Announces every transcript touched. With a user, writes both halves into the admin log. Raises ValueError if they are the
    same, SpeakerGone if either was merged or deleted in the meantime.
    """
    if kept.pk == gone.pk:
        raise ValueError("A speaker cannot be merged into itself.")
    with transaction.atomic():
        write_locks.alone()
        if Speaker.objects.filter(pk__in=[kept.pk, gone.pk]).count() < 2:
            raise SpeakerGone(f"{kept} or {gone} was merged or deleted in the meantime; nothing was changed.")
        touched = list(Transcript.objects.filter(turns__speaker=gone).distinct().values_list("pk", flat=True))
        if user is not None:
            _log_merge(kept, gone, user)
        Turn.objects.filter(speaker=gone).update(speaker=kept)
        SpeakerAlias.objects.filter(speaker=gone).update(speaker=kept)
        _join_partings(kept, gone)
        FormerSpeakerSlug.objects.filter(speaker=gone).update(speaker=kept)
        FormerSpeakerSlug.objects.create(slug=gone.slug, speaker=kept)
        gone.delete()
        for transcript_id in touched:
            transcript_changed.send(sender=Transcript, transcript_id=transcript_id)
        archive_version.bump()


def _join_partings(kept: Speaker, gone: Speaker) -> None:
    """Move splits of either to the speaker that is kept, and delete those between the two."""
    Parting.objects.filter(speaker=gone).update(speaker=kept)
    Parting.objects.filter(parted_from=gone).update(parted_from=kept)
    Parting.objects.filter(speaker=kept, parted_from=kept).delete()


def _make(name: str) -> Speaker:
    return Speaker.objects.create(name=display(name)[:NAME_LENGTH], slug=free_slug(name))


def _add_aliases(speakers: Mapping[str, Speaker], scope: str, from_file: bool) -> None:
    rows = [
        SpeakerAlias(speaker=who, name=name[:NAME_LENGTH], folded=key, from_file=from_file)
        for name, who in speakers.items()
        for key in own_keys(name, scope)
    ]
    SpeakerAlias.objects.bulk_create(rows, ignore_conflicts=True)


def free_slug(name: str) -> str:
    """Return a slug that no speaker has or had. One query."""
    base = slug_of(display(name), 100) or "speaker"
    used = set(Speaker.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    used.update(FormerSpeakerSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return free_address(base, used)


def own_keys(name: str, scope: str) -> tuple[str, ...]:
    """Return the keys this name may claim: a surname only within its source, a mere office none."""
    kind = kind_of(name)
    if kind is Kind.FULL:
        return tuple(key[:NAME_LENGTH] for key in spellings(name))
    if kind is Kind.SURNAME and scope:
        return tuple(f"{key[:170]} @{scope}" for key in spellings(name))
    return ()


def _lookup_keys(name: str, scope: str) -> tuple[str, ...]:
    """Return the keys under which a name is looked up, the most certain first. Only an editor can create a bare surname."""
    if kind_of(name) is Kind.NOBODY:
        return ()
    return tuple(dict.fromkeys((*own_keys(name, scope), *(key[:NAME_LENGTH] for key in spellings(name)))))


def _log_merge(kept: Speaker, gone: Speaker, user: User) -> None:
    log = LogEntry.objects
    log.log_actions(user.pk, [kept], CHANGE, change_message=f"Merged “{gone}” ({gone.slug}) into this speaker.")
    log.log_actions(user.pk, [gone], DELETION, change_message=f"Merged into “{kept}” ({kept.slug}).")
