"""The handed cases that the parser alone misreads are read right once they were corrected."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTurn
from archive.parsing.pipeline import open_document
from archive.parsing.profile.comparing import Stream, letters_of
from archive.parsing.profile.lessons import learn
from archive.parsing.profile.profile_rules import Profile
from tests.parsing import scoring
from tests.parsing.layouts.measure import TODAY, as_dict

CASES = Path(__file__).resolve().parents[4] / "shared" / "transcripts" / "cases"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not CASES.is_dir(), reason="../shared/transcripts/cases is not here")]
RIGHT = 0.98
GOLDS = sorted(CASES.glob("*.gold.json")) if CASES.is_dir() else []


def turns_f1(gold, data, name, profile=None):
    found = as_dict(parse_transcript(data, name, TODAY, profile=profile))
    return scoring.score({**gold, "pairs": gold["pairs"]}, found)["turns"]


def corrected(gold, data, name):
    """Return the reading as an editor leaves it: the turns that the gold names by their first and last words."""
    read = parse_transcript(data, name, TODAY)
    lines = open_document(data, name)[1].lines
    stream, at, turns = Stream(lines), 0, []
    for turn in gold["turns"]:
        first, last = letters_of(turn["starts"]), letters_of(turn["ends"])
        start = stream.text.find(first, at)
        stop = stream.text.find(last, start if first != last else start) + len(last)
        if start < 0 or stop < len(last):
            return None
        text = words_between(stream, lines, start, stop)
        turns.append(ParsedTurn(turn["label"], turn["speaker"], turn["role"], text))
        at = stop
    day = dt.date.fromisoformat(gold["date"]) if gold["date"] else read.date
    return replace(read, title=gold["title"], date=day, turns=tuple(turns))


def words_between(stream, lines, start, stop):
    """Return the words of the file between two letters."""
    begin, end = stream.spot(start), stream.behind(stop)
    if begin.line == end.line:
        return lines[begin.line].text[begin.at : end.at]
    inner = [line.text for line in lines[begin.line + 1 : end.line]]
    return "\n\n".join([lines[begin.line].text[begin.at :], *inner, lines[end.line].text[: end.at]])


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_a_case_that_was_corrected_is_read_right(path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    data, name = (CASES / gold["file"]).read_bytes(), gold["file"]
    before = turns_f1(gold, data, name)
    if before >= RIGHT:
        return
    if len(open_document(data, name)[1].lines) < len(gold["turns"]):
        pytest.skip("the reader runs the lines of this file together: there are no lines to learn from")
    wanted = corrected(gold, data, name)
    assert wanted is not None
    after = turns_f1(gold, data, name, Profile(tuple(learn(data, name, wanted, TODAY))))
    assert after >= RIGHT, f"{before:.2f} before, {after:.2f} after"
