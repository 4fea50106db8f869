"""Whether a talk in which somebody asks is an interview or a news conference: what is seen in it, weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.metadata.head_words import KINDS, OCCASION, PRESS
from archive.parsing.parsed import EventKind, ParsedTurn
from archive.parsing.speakers.offices.label_parts import is_full_name

# What speaks for an interview (over nought) and for a news conference; set by hand, tried on transcripts of many publishers.
WEIGHTS: Mapping[str, float] = {
    # One person asks and nobody else; that person's name is printed; so is an outlet, in the title.
    "alone": 1.0,
    "named": 2.5,
    "for an outlet": 4.0,
    # Whoever answers begins with a statement; so does whoever asks.
    "opens": -3.0,
    "host opens": 1.0,
    # Those who ask: words for the press, several persons, news organisations in brackets behind them.
    "press": -3.0,
    "journalist": -0.5,
    "several": -3.0,
    "outlets": -2.0,
    # Several persons answer.
    "answered by several": -1.5,
    # The title names remarks or statements, or the occasion ("upon arrival").
    "remarks": -2.0,
    "occasion": -1.5,
}
SEVERAL = 3
_JOURNALIST = re.compile(
    r"(?:a |an |un |une |ein |der |die )?(?:journalist\w*|jurnalist\w*|journaliste|jornalista|giornalista|periodista"
    r"|reporter\w*|wartawan"
    r"|журналист\w*|журналіст\w*|корреспондент\w*|кореспондент\w*|новинар\w*|novinar\w*|novinář\w*|dziennikarz\w*|δημοσιογράφος|gazeteci"
    r"|újságíró|correspondent|صحفي|صحافي|خبرنگار|עיתונאי|记者|記者|기자|ผู้สื่อข่าว|phóng viên|पत्रकार)",
    re.I,
)
# "... for CNN Chile", "... to Orla Radio".
_FOR = re.compile(
    r"\b(?:for|to|with|on|of|para|a|con|com|pour|à|avec|sur|für|mit|im|bei|per|für|dla|z|pro|для|с|з|voor|met|till|för|til)\s+(?=[^\W\d_])",
    re.I,
)
_BEHIND_NAME = re.compile(r"[(\[,/–—-]\s*([^()\[\],/]{2,40})")
_WORDS_OF_OUTLET = 4


def asked_kind(turns: Sequence[ParsedTurn], title: str) -> EventKind:
    """Return the kind of a talk with questions by the sum of the weights of what is seen in it."""
    return "interview" if sum(WEIGHTS[name] for name in signs(turns, title)) > 0 else "news_conference"


def signs(turns: Sequence[ParsedTurn], title: str) -> Iterator[str]:
    """Yield the names of the weights that hold for a talk."""
    asking = [turn for turn in turns if turn.role == "question" and fold(turn.label or "") not in lexicon.MANAGERS]
    askers = {turn.speaker for turn in asking}
    answering = {turn.speaker for turn in turns if turn.role == "answer" and turn.speaker}
    if len(askers) <= 1:
        yield "alone"
        if (name := next(iter(askers), None)) and is_full_name(name) and not _names_outlet(name):
            yield "named"
    elif len(askers) >= SEVERAL or None in askers:
        yield "several"
    yield from _opening(turns, askers - {None})
    yield from _labels(asking)
    if len(answering - askers) > 1:
        yield "answered by several"
    if any(_names_outlet(title[found.end() :]) for found in _FOR.finditer(title)):
        yield "for an outlet"
    if KINDS["statement"].search(title) or KINDS["speech"].search(title):
        yield "remarks"
    if OCCASION.search(title):
        yield "occasion"


def _opening(turns: Sequence[ParsedTurn], askers: set[str | None]) -> Iterator[str]:
    said = [turn for turn in turns[:2] if turn.role == "statement"]
    if any(turn.speaker in askers for turn in said):
        yield "host opens"
    elif said:
        yield "opens"


def _labels(asking: Sequence[ParsedTurn]) -> Iterator[str]:
    if sum(bool(PRESS.fullmatch(turn.label or "")) for turn in asking) * 2 > len(asking):
        yield "press"
    elif any(_JOURNALIST.match(turn.label or "") for turn in asking):
        yield "journalist"
    outlets = {name for turn in asking for name in _BEHIND_NAME.findall(turn.label or "") if _names_outlet(name)}
    if len(outlets) > 1:
        yield "outlets"


def _names_outlet(text: str) -> bool:
    """Tell whether a text begins with the name of a news organisation."""
    words = fold(text).split()[:_WORDS_OF_OUTLET]
    if any(" ".join(words[:size]) in lexicon.OUTLETS for size in (1, 2, 3)):
        return True
    return text[:1].isupper() and any(word in lexicon.NEWSROOMS for word in words) and not {"conference", "briefing"} & set(words)
