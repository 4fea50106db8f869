"""One correction on one file of a layout: what it does for the next files of that layout (tests/parsing/layouts).

    python -m tests.parsing.profile.corrected_layouts [--layouts 30] [--from SEED] [--next 5] [--rules]

Layouts are drawn; those whose first file the parser alone misreads are taken. An editor's correction is made of the gold of that
file, what it teaches is used on the next files of the layout with other talks, and each is read without and with it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from archive.parsing import ParsedTranscript, parse_transcript
from archive.parsing.parsed import ParsedTurn
from archive.parsing.profile.lessons import learn
from archive.parsing.profile.profile_rules import LayoutRule, Profile
from archive.parsing.speakers.roles import pairs_of
from tests.parsing.layouts.draw import draw
from tests.parsing.layouts.measure import TODAY, as_dict, score
from tests.parsing.layouts.model import Rendered
from tests.parsing.layouts.tables import find

FAILS, RIGHT = 0.98, 0.98
NEXT = 5
AXES = ("language", "label", "container", "setting", "notes", "foot")


class Lesson(NamedTuple):
    """A layout, what its first file taught, and F1 of turns: of the first file, and of the next ones without and with it."""

    first: Rendered
    rules: list[LayoutRule]
    alone: float
    taught: float
    without: list[float]
    with_it: list[float]

    @property
    def is_learnt(self) -> bool:
        """Say whether all the next files are read right."""
        return min(self.with_it) >= RIGHT


def corrected(drawn: Rendered, read: ParsedTranscript) -> ParsedTranscript:
    """Return the reading as an editor leaves it who makes it what the gold says."""
    gold = drawn.gold
    turns = tuple(_turn(turn) for turn in gold["turns"])
    day = dt.date.fromisoformat(gold["date"]) if gold.get("date") else read.date
    pairs = tuple(pairs_of([turn.role for turn in turns]))
    return replace(read, title=gold["title"], date=day, turns=turns, pairs=pairs)


def _turn(turn: Mapping[str, Any]) -> ParsedTurn:
    """Return a turn of the gold; where readers may differ about its label, the editor types the name."""
    return ParsedTurn(turn.get("label", turn.get("speaker")), turn.get("speaker"), turn["role"], turn["text"])


def turns_f1(drawn: Rendered, profile: Profile | None = None) -> float:
    """Return F1 of the turns of a draw."""
    return score(drawn.gold, as_dict(parse_transcript(drawn.data, drawn.name, TODAY, profile=profile)))["turns"]


def lesson(drawn: Rendered, following: int = NEXT) -> Lesson:
    """Correct one draw and read the next ones of its layout, which are of other talks."""
    read = parse_transcript(drawn.data, drawn.name, TODAY)
    rules = learn(drawn.data, drawn.name, corrected(drawn, read), TODAY)
    profile = Profile(tuple(rules))
    others = next_of(drawn, following)
    return Lesson(
        drawn,
        rules,
        turns_f1(drawn),
        turns_f1(drawn, profile),
        [turns_f1(other) for other in others],
        [turns_f1(other, profile) for other in others],
    )


def next_of(drawn: Rendered, count: int) -> list[Rendered]:
    """Return other draws of the same layout."""
    return [draw(drawn.seed + 100_000 * number, fixed(drawn)) for number in range(1, count + 1)]


def fixed(drawn: Rendered) -> dict[str, Any]:
    """Return the values that make a layout."""
    return {axis: find(axis, name) for axis, name in drawn.layout.items() if axis != "word"}


def misread(start: int, layouts: int) -> Iterator[Rendered]:
    """Yield draws whose turns the parser alone does not read right."""
    seed = start
    while layouts:
        drawn = draw(seed)
        seed += 1
        if turns_f1(drawn) < FAILS and all(turn["text"] for turn in drawn.gold["turns"]):
            layouts -= 1
            yield drawn


def say(*words: object) -> None:
    """Write a line to standard output at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; exit status 1 where a layout is not learnt."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layouts", type=int, default=30)
    parser.add_argument("--from", dest="start", type=int, default=0, help="number of the first draw")
    parser.add_argument("--next", type=int, default=NEXT, help="files read after the correction")
    parser.add_argument("--rules", action="store_true", help="print what was learnt as well")
    options = parser.parse_args(arguments)
    learnt = 0
    say(f"{'draw':>6} {'first':>6} {'taught':>6}  {'next, without':30} {'next, with':30} layout")
    for drawn in misread(options.start, options.layouts):
        one = lesson(drawn, options.next)
        learnt += one.is_learnt
        told = " | ".join(str(one.first.layout.get(axis)) for axis in AXES)
        without, with_it = (" ".join(f"{f1:.2f}" for f1 in some) for some in (one.without, one.with_it))
        right = "ok " if one.is_learnt else "NOT"
        say(f"{drawn.seed:6} {one.alone:6.2f} {one.taught:6.2f}  {without:30} {with_it:30} {right} {told}")
        for rule in one.rules if options.rules else ():
            say(f"         {rule.in_words()} ({rule.seen})")
    say(f"{learnt} of {options.layouts} layouts are read right in all of the next {options.next} files")
    return int(learnt < options.layouts)


if __name__ == "__main__":
    sys.exit(main())
