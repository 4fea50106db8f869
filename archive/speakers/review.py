"""The editors' review of speakers: probable duplicates, and names that are hardly a person's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Count, Max, Min

from archive.countries import code_of, find_mentions
from archive.models import Speaker, SpeakerDecision, Turn
from archive.parsing import lexicon
from archive.parsing.cleaning import fold as fold_label
from archive.parsing.speakers.misprints import misprinted
from archive.parsing.speakers.offices.label_parts import part_office
from archive.parsing.speakers.offices.office_forms import has_office
from archive.speakers.authority_table import usual_names
from archive.speakers.names import Kind, fold, kind_of
from archive.speakers.namesakes import contexts_of

MOST_PAIRS = 500
MOST_ALIKE = 40  # speakers of one surname that are compared
LONGEST_NAME = 5  # words
LEAST_LETTERS = 8
SHOWN = 3
_MEN, _WOMEN = frozenset({"mr"}), frozenset({"mrs", "ms", "miss"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two speakers who may be one, and why."""

    one: Speaker
    other: Speaker
    reason: str

    @property
    def both(self) -> tuple[Speaker, Speaker]:
        return self.one, self.other


@dataclass(frozen=True, slots=True)
class Doubt:
    """A speaker whose name is doubtful, and why."""

    speaker: Speaker
    reason: str


@dataclass(slots=True)
class SpeakerSummary:
    """Where and when somebody speaks, in which offices."""

    turns: int = 0
    first: str = ""
    last: str = ""
    offices: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        days = f", {self.first} to {self.last}" if self.first else ""
        named = [", ".join(some[:SHOWN]) for some in (self.offices, self.publishers) if some]
        return "; ".join([f"{self.turns} turn{'s' * (self.turns != 1)}{days}", *named])


def probable_pairs() -> list[Pair]:
    """Return the pairs without a decision, most active speakers first. Four queries."""
    speakers = list(Speaker.objects.annotate(said=Count("turns")).order_by("-said", "pk"))
    decided = set(SpeakerDecision.objects.exclude(other=None).values_list("speaker_id", "other_id"))
    usual = usual_names([speaker.name for speaker in speakers])
    sources = _sources_of_short_names(speakers)
    pairs: dict[tuple[int, int], Pair] = {}
    for one, other in _alike(speakers, usual):
        key = (min(one.pk, other.pk), max(one.pk, other.pk))
        if key in pairs or key in decided or len(pairs) >= MOST_PAIRS:
            continue
        if (reason := _reason(one, other, usual, sources)) is not None:
            pairs[key] = Pair(one, other, reason)
    return _without_contradictions(list(pairs.values()))


def _alike(speakers: Sequence[Speaker], usual: dict[str, str]) -> Iterator[tuple[Speaker, Speaker]]:
    """Yield pairs that share a last word, all words, or a usual name."""
    groups: dict[tuple[str, str], list[Speaker]] = defaultdict(list)
    for speaker in speakers:
        words = fold(speaker.name).split()
        if not words:
            continue
        keys = {("last", words[-1]), ("words", " ".join(sorted(words))), ("usual", fold(usual.get(speaker.name, speaker.name)))}
        if len(words) > 1:
            keys.add(("near", f"{words[0]} {words[-1][:3]}"))
        for key in keys:
            groups[key].append(speaker)
    for group in groups.values():
        yield from combinations(group[:MOST_ALIKE], 2)


def _sources_of_short_names(speakers: Sequence[Speaker]) -> dict[int, set[int]]:
    """Return the publishers of speakers known by a surname, and of those who may be meant."""
    short = {fold(speaker.name).split()[-1] for speaker in speakers if _is_short(speaker.name) and fold(speaker.name)}
    asked = [speaker.pk for speaker in speakers if fold(speaker.name) and fold(speaker.name).split()[-1] in short]
    found: dict[int, set[int]] = defaultdict(set)
    rows = Turn.objects.filter(speaker__in=asked).order_by().values_list("speaker_id", "transcript__source_id").distinct()
    for speaker_id, source_id in rows:
        found[speaker_id].add(source_id)
    return found


def _is_short(name: str) -> bool:
    """Tell whether a name is a surname, alone or behind a title or any office: "Administrator Varga"."""
    if kind_of(name) is Kind.SURNAME:
        return True
    parts = part_office(name)
    return parts.office is not None and parts.name is not None and len(parts.name.split()) == 1


def _reason(one: Speaker, other: Speaker, usual: dict[str, str], sources: dict[int, set[int]]) -> str | None:
    names = [usual.get(speaker.name, speaker.name) for speaker in (one, other)]
    first, second = (fold(name).split() for name in names)
    short = [_is_short(speaker.name) for speaker in (one, other)]
    if first == second:
        same_name = one.name == other.name
        return None if same_name and (one.note or other.note) else "the same name, or two forms of one"
    initial = len(first) > 1 < len(second) and 1 in (len(first[0]), len(second[0])) and first[0][0] == second[0][0]
    if initial and first[-1] == second[-1]:
        return "an initial and the given name"
    if any(short):
        near = sources[one.pk] & sources[other.pk] and first[-1] == second[-1]
        if all(short):
            near = near and not (_MEN & {first[0], second[0]} and _WOMEN & {first[0], second[0]})
            return "a surname under two titles, at one publisher" if near else None
        return "a surname and the full name, at one publisher" if near else None
    if sorted(first) == sorted(second):
        return "the same words in another order"
    if first[0] == second[0] and first[-1] == second[-1]:
        return "one given name and surname, with other names between them"
    if len(" ".join(first)) >= LEAST_LETTERS and misprinted(" ".join(first), " ".join(second)):
        return "a letter apart"
    return None


def _without_contradictions(pairs: list[Pair]) -> list[Pair]:
    """Drop pairs whose offices contradict each other."""
    contexts = contexts_of({speaker for pair in pairs for speaker in pair.both})
    return [
        pair
        for pair in pairs
        if not any(one.contradicts(other) for one in contexts.get(pair.one.pk, ()) for other in contexts.get(pair.other.pk, ()))
    ]


def doubtful_names() -> list[Doubt]:
    """Return speakers whose names are hardly a person's, without those an editor accepted. Two queries."""
    right = SpeakerDecision.objects.filter(other=None).values("speaker")
    speakers = Speaker.objects.exclude(pk__in=right).annotate(said=Count("turns")).order_by("-said", "pk")
    return [Doubt(speaker, reason) for speaker in speakers if (reason := doubt_of(speaker.name))]


def doubt_of(name: str) -> str:
    """Say what is doubtful about a name; empty if nothing is."""
    words = name.split()
    folded = [fold_label(word) for word in words]
    if any(map(str.isdigit, name)):
        return "it has figures"
    if fold_label(name) in lexicon.OUTLETS:
        return ""
    if code_of(name) is not None or any(len(mention.surface) == len(name) for mention in find_mentions(name)):
        return "it is a place"
    if not lexicon.HEADLINES.isdisjoint(folded[1:]):
        return "it has words of a headline"
    if kind_of(name) is Kind.NOBODY or part_office(name).name is None:
        return "it is an office, not a person"
    if has_office(name) and kind_of(name) is Kind.FULL:
        return "an office stands in it"
    if len(words) > LONGEST_NAME:
        return "it is long"
    if any(word[0].islower() and fold_label(word) not in lexicon.PARTICLES | lexicon.NOBLE for word in words):
        return "it has small words"
    return "it is no more than a surname" if kind_of(name) is Kind.SURNAME else ""


def summaries_of(speakers: Collection[Speaker]) -> dict[int, SpeakerSummary]:
    """Return where and when each of these speaks. Two queries."""
    summaries = {speaker.pk: SpeakerSummary() for speaker in speakers}
    turns = Turn.objects.filter(speaker__in=speakers).order_by()
    for row in turns.values("speaker_id").annotate(n=Count("pk"), first=Min("transcript__date"), last=Max("transcript__date")):
        summary = summaries[row["speaker_id"]]
        summary.turns, summary.first, summary.last = row["n"], str(row["first"] or ""), str(row["last"] or "")
    for pk, office, publisher in turns.values_list("speaker_id", "office", "transcript__source__name").distinct():
        for some, text in ((summaries[pk].offices, office), (summaries[pk].publishers, publisher)):
            if text and text not in some:
                some.append(text)
    return summaries


def keep_apart(one: Speaker, other: Speaker) -> None:
    """Record that two speakers are different. Raises ValueError if they are the same."""
    if one.pk == other.pk:
        raise ValueError("A speaker cannot be kept apart from itself.")
    first, second = sorted((one, other), key=lambda speaker: speaker.pk)
    SpeakerDecision.objects.get_or_create(speaker=first, other=second)


def name_is_right(speaker: Speaker) -> None:
    """Record that a speaker's name is right as it is."""
    SpeakerDecision.objects.get_or_create(speaker=speaker, other=None)
