"""Signs that tell apart events of the same day and title: time of day, ordinal, place. Pure.

Only separate lines in the head of a document count ("10:30 a.m.", "Second sitting", "Part 2", "Venue: Old Harbour"), never the
talk itself. A time after a date may be the time of posting, so it counts only if the texts differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.parsing.parsed import ParsedTranscript
from archive.text.folding import fold_title, words

HEAD_LENGTH = 120  # characters; a longer line is prose
HEAD_WORDS = 9
PLACE_ALIKE = 0.8

_POSTED = re.compile(
    r"post|publi|updat|print|accessed|retrieved|uhod|размещ|опублик|обновл|veröffentlicht|stand:|mis en ligne|actuali", re.I
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_CLOCK = re.compile(
    r"\b([01]?\d|2[0-4])\s?(?:[:.h]\s?([0-5]\d)(?![\d.])|(?=\s*(?:[ap]\.?\s?m\b|uhr\b|h\b|hrs\b|o['’]clock)))"
    r"(?:\s*hrs)?(?:\s*([ap])\.?\s?m\b)?",
    re.I,
)
_VENUE = re.compile(r"^\s*(?:venue|place|location|room|lieu|ort|lugar|luogo|место|місце|地点|地點)\s*[:：]\s*(.+)$", re.I)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_SUFFIX = re.compile(r"(\d{1,3})(?:st|nd|rd|th|e|er|ere|eme|o|a|i|y|ya|oe|te)?")
_NUMBERS = (
    "one first premier première erste erster erstes eins primera primero primeira primeiro prima primo"
    " первое первая первый перше перша pierwsza prvi prva birinci",
    "two second deuxième seconde deux zweite zweiter zweites zwei segunda segundo seconda secondo"
    " второе вторая второй друге друга drugi druga ikinci",
    "three third troisième trois dritte dritter drittes drei tercera tercero terceira terceiro terza terzo"
    " третье третья третий третє третя trzecia üçüncü",
    "four fourth quatrième quatre vierte vierter viertes vier cuarta cuarto quarta quarto четвертое четвертая четвертый czwarta",
    "five fifth cinquième cinq fünfte fünfter fünf quinta quinto пятое пятая пятый piąta",
    "six sixth sixième sechste sechster sechs sexta sexto sesta sesto шестое шестая шестой szósta",
)
_ORDINALS = {word: number for number, some in enumerate(_NUMBERS, start=1) for word in words(some)}
_UNITS = {
    word: unit
    for unit, some in {
        "sitting": "sitting session meeting plenary séance réunion Sitzung Treffen sesión sessão sessione заседание засідання"
        " встреча posiedzenie sednica oturum round Runde ronda briefing conference",
        "part": "part partie Teil parte часть частина część deo dio volume tape segment",
        "day": "day jour Tag día dia giorno день dzień dan gün",
    }.items()
    for word in words(some)
}
_DAYTIMES = {
    word: time
    for time, some in {
        "morning": "morning matin matinée Vormittag vormittags mañana manhã mattina утро утреннее утренний ранок forenoon sabah",
        "midday": "noon midday midi Mittag mediodía lunchtime полдень",
        "afternoon": "afternoon Nachmittag nachmittags tarde pomeriggio дневное дневной",
        "evening": "evening soir soirée Abend abends noche noite sera вечер вечернее вечерний вечір tonight night akşam",
    }.items()
    for word in words(some)
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """The signs of one event, by kind. `stamps` are times next to a date."""

    signs: dict[str, frozenset[str]]
    stamps: frozenset[str]
    places: frozenset[str]


def occasion_of(reading: ParsedTranscript, title: str, places: Iterable[str] = ()) -> Occasion:
    """Return what a reading says of its event in its title and in the separate lines above the talk."""
    lines = list(_head(reading))
    signs: dict[str, set[str]] = {}
    for kind, sign in _signs(words(title)):
        signs.setdefault(kind, set()).add(sign)
    for line in lines:
        for kind, sign in _signs(words(line)) if len(line.split()) <= HEAD_WORDS else ():
            signs.setdefault(kind, set()).add(sign)
    timed = [line for line in lines if not _POSTED.search(line)]
    alone = {_clock(line) for line in timed if not _YEAR.search(line)} - {""}
    if len(alone) == 1:  # several are a programme, or a list of other news
        signs["clock"] = alone
    stamps = {_clock(line) for line in timed if _YEAR.search(line)} - {""}
    venues = [found.group(1) for line in lines if (found := _VENUE.match(line))]
    signs["venue"] = {fold_title(venue) for venue in venues}
    named = {fold_title(place) for place in (reading.place or "", *places)} - {""}
    return Occasion({kind: frozenset(some) for kind, some in signs.items()}, frozenset(stamps), frozenset(named))


def is_told_apart(one: Occasion, other: Occasion) -> bool:
    """Tell whether two occasions differ in a sign of the same kind, or in place."""
    if any(_differ(signs, other.signs.get(kind, frozenset())) for kind, signs in one.signs.items()):
        return True
    pairs = [(here, there) for here in one.places for there in other.places]
    return bool(pairs) and not any(_is_one_place(here, there) for here, there in pairs)


def is_in_doubt(one: Occasion, other: Occasion) -> bool:
    """Tell whether times next to dates differ. They may be those of two events or of two postings of one."""
    return _differ(one.stamps, other.stamps)


def numbers_in(title: str) -> list[str]:
    """Return the figures, ordinals and times of day in a title. A correction does not change these."""
    title_words = words(title)
    return sorted(
        [word for word in title_words if any(map(str.isdecimal, word))] + [f"{kind} {sign}" for kind, sign in _signs(title_words)]
    )


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not (one <= other or other <= one)


def _is_one_place(one: str, other: str) -> bool:
    first, second = set(one.split()), set(other.split())
    return first <= second or second <= first or SequenceMatcher(None, one, other, autojunk=False).ratio() >= PLACE_ALIKE


def _head(reading: ParsedTranscript) -> Iterator[str]:
    """Yield the short lines that stand above the talk."""
    talk = min((turn.line for turn in reading.turns if turn.line), default=0)
    for piece in reading.skipped:
        if not talk or piece.line < talk:
            yield from (line.strip() for line in piece.text.splitlines() if 0 < len(line.strip()) <= HEAD_LENGTH)


def _signs(title_words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield ordinals with what they count, and named times of day."""
    for place, word in enumerate(title_words):
        if unit := _UNITS.get(word):
            behind = title_words[place + 1 : place + 2]
            near = (*reversed(title_words[max(place - 2, 0) : place]), *behind)
            number = next((found for other in near if (found := _number(other))), None) or _ROMAN.get("".join(behind))
            if number:
                yield unit, str(number)
        if daytime := _DAYTIMES.get(word):
            yield "daytime", daytime


def _number(word: str) -> int | None:
    figure = _SUFFIX.fullmatch(word)
    if figure:
        return int(figure.group(1))
    return _ORDINALS.get(word)


def _clock(line: str) -> str:
    """Return the first time of day in a line as HH:MM, empty if there is none."""
    match = _CLOCK.search(line)
    if not match:
        return ""
    hour, half = int(match.group(1)), (match.group(3) or "").lower()
    hour += 12 if half == "p" and hour < 12 else -12 if half == "a" and hour == 12 else 0
    return f"{hour:02}:{match.group(2) or '00'}"
