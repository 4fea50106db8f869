"""Editors' decisions on the mentions of a transcript: reject, accept, add. They survive every refresh and re-import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from archive.countries import COUNTRY_LAYERS, all_countries, code_of, country_name, disputed_places, organisations
from archive.importing.importer import announce
from archive.models import Mention, Transcript, Turn, write_locks

AROUND = 70  # characters shown on each side of a mention
RULE = "editor"


class MentionRefused(Exception):
    """Why an editor's decision cannot be stored."""


@dataclass(frozen=True, slots=True)
class MentionInContext:
    """One mention with the words around it in `before` and `after`."""

    mention: Mention
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SaidAlike:
    """All mentions of a transcript with the same meaning and the same words."""

    name: str
    surface: str
    layer: str
    seen: tuple[MentionInContext, ...]

    @property
    def key(self) -> int:
        """Return the key of the first, which represents all."""
        return self.seen[0].mention.pk

    @property
    def rejected(self) -> int:
        """Return how many of them are rejected."""
        return sum(one.mention.rejected for one in self.seen)


def mentions_by_words(transcript: Transcript) -> list[SaidAlike]:
    """Return a transcript's mentions grouped by meaning and words, sorted by name. Two queries."""
    groups: dict[tuple[str, str, str], list[MentionInContext]] = {}
    for mention in Mention.objects.filter(turn__transcript=transcript).select_related("turn").order_by("turn__position", "start"):
        text = mention.turn.text
        in_context = MentionInContext(
            mention, text[max(0, mention.start - AROUND) : mention.start], text[mention.end : mention.end + AROUND]
        )
        groups.setdefault((country_name(mention.code), mention.surface, mention.layer), []).append(in_context)
    return [SaidAlike(*key, tuple(in_context)) for key, in_context in sorted(groups.items(), key=lambda item: item[0])]


def alike(mention: Mention) -> list[Mention]:
    """Return every mention of the same transcript with the same meaning and words."""
    same = {"code": mention.code, "surface": mention.surface, "layer": mention.layer}
    return list(Mention.objects.filter(turn__transcript=mention.turn.transcript_id, **same))


def reject(transcript: Transcript, mentions: Iterable[Mention], user: User | None = None) -> None:
    """Reject mentions. One that an editor added is deleted."""
    chosen = [mention.pk for mention in mentions]
    with changing(transcript, user, "Rejected", chosen):
        rows = Mention.objects.filter(pk__in=chosen, turn__transcript=transcript)
        rows.filter(by_editor=True, rule=RULE).delete()
        rows.update(rejected=True)


def accept(transcript: Transcript, mentions: Iterable[Mention], user: User | None = None) -> None:
    """Accept mentions again."""
    chosen = [mention.pk for mention in mentions]
    with changing(transcript, user, "Accepted", chosen):
        Mention.objects.filter(pk__in=chosen, turn__transcript=transcript).update(rejected=False)


def add(transcript: Transcript, words: str, country: str, layer: str = "named", user: User | None = None) -> int:
    """Add a mention wherever these words occur in the transcript; return the number of places.

    `country` is a name or a code of any layer. `layer` (named, seat or place) applies to countries only. Raises MentionRefused.
    """
    words = words.strip()
    if not words:
        raise MentionRefused("Give the words of the mention, as in the transcript.")
    code = code_of(country)
    if code is None:
        raise MentionRefused(f"“{country}” is not a country, historic state, disputed place or organisation that Chancery knows.")
    mentions: list[Mention] = []
    with changing(transcript, user, f"Added {country_name(code)} for “{words}”:", mentions):
        # Only now: another editor may have added them, or a revision replaced the turns.
        mentions += places(transcript, words, code, layer_of(code, layer))
        if not mentions:
            raise MentionRefused(f"“{words}” does not occur in this transcript, or is already a mention of {country_name(code)}.")
        Mention.objects.bulk_create(mentions)
    return len(mentions)


def layer_of(code: str, layer: str) -> str:
    """Return the layer of a code: for countries, the one asked for."""
    if code in all_countries():
        return layer if layer in COUNTRY_LAYERS else "named"
    return "organisation" if code in organisations() else "disputed" if code in disputed_places() else "historic"


def places(transcript: Transcript, words: str, code: str, layer: str) -> Iterator[Mention]:
    """Yield a mention for each place where the whole words occur without this code yet."""
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    for turn in Turn.objects.filter(transcript=transcript).prefetch_related("mentions"):
        marked = {(row.start, row.end) for row in turn.mentions.all() if row.code == code}
        for match in whole.finditer(turn.text):
            if match.span() not in marked:
                yield Mention(
                    turn=turn,
                    record_id=turn.record_id,
                    code=code,
                    layer=layer,
                    surface=words,
                    start=match.start(),
                    end=match.end(),
                    rule=RULE,
                    by_editor=True,
                )


@contextmanager
def changing(transcript: Transcript, user: User | None, word: str, chosen: Sized) -> Iterator[None]:
    """Change mentions in one transaction that also tells the listeners and writes the admin log.

    Raises MentionRefused if the transcript was deleted.
    """
    with transaction.atomic():
        try:
            write_locks.claim_row(transcript)
        except Transcript.DoesNotExist as gone:
            raise MentionRefused("The transcript was deleted in the meantime; nothing was changed.") from gone
        yield
        if user is not None:
            plural = "" if len(chosen) == 1 else "s"
            LogEntry.objects.log_actions(user.pk, [transcript], CHANGE, change_message=f"{word} {len(chosen)} mention{plural}.")
        announce([transcript.pk], public=transcript.state == Transcript.State.PUBLISHED)
