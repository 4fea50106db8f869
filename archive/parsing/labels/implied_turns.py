"""Unlabelled turns implied by the layout: answers below questions, questions in bold or bare, paragraphs in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.parsing.boilerplate import is_stage_note
from archive.parsing.labels.candidates import Hit, ends_sentence
from archive.parsing.lines import Line
from archive.parsing.metadata.language import script_of

# How a question ends. Japanese and Korean need no mark for it.
_ASKED = re.compile(r"[?？؟;;].{0,3}$|か。?$|(?:까|나요|습니까)[.?]?$")
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)]*$")
_DASHED = re.compile(r"[-–—―]\s*(?=[^\W\d_]|[«\"“¿¡])")
FEWEST_ASKED, ASKED_SHARE = 2, 0.6
SHORTEST_ASKED = 4  # characters
LONG = 80  # characters


def dashed_turns(lines: Sequence[Line]) -> list[tuple[int, str, str]]:
    """Return the turns of a dialogue marked by dashes alone: line, "question" or "answer", and words.

    Two people alternate, and most of the first one's turns are questions.
    """
    marks = ((index, _DASHED.match(line.text)) for index, line in enumerate(lines) if _may_begin(lines, index))
    found = [(index, mark.end()) for index, mark in marks if mark]
    asked = [bool(_ASKED.search(_last_line_of(lines, found, at).rstrip("»”\"' "))) for at in range(len(found))]
    first = asked.index(True) if True in asked else len(found)
    asking, answering = asked[first::2], asked[first + 1 :: 2]
    if len(asking) < FEWEST_ASKED or sum(asking) < ASKED_SHARE * len(asking) or sum(answering) * 2 > len(answering):
        return []
    words = ["question" if at % 2 == 0 else "answer" for at in range(len(found) - first)]
    return [(index, word, lines[index].text[end:]) for (index, end), word in zip(found[first:], words, strict=True)]


def _may_begin(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a turn may begin with this line: below a gap, or the end of a sentence."""
    return lines[index].gap or index == 0 or ends_sentence(lines[index - 1].text)


def _last_line_of(lines: Sequence[Line], found: Sequence[tuple[int, int]], at: int) -> str:
    following = found[at + 1][0] if at + 1 < len(found) else found[at][0] + 1
    return lines[following - 1].text


def _width(text: str) -> int:
    """Return the length of a text in letters; a Chinese character counts as three."""
    return len(text) * (3 if script_of(text) == "han" else 1)


Setting = Callable[[Line], bool]


def _is_whole_bold(line: Line) -> bool:
    return line.bold >= len(line.text)


def _is_slanted(line: Line) -> bool:
    return line.slanted


def bold_questions(lines: Sequence[Line]) -> list[int]:
    """Return the lines that are questions entirely in bold or italics, if several stand among plain paragraphs.

    A sentence set like this above an answer counts too: "Your critics say that the fleet is too small."
    """
    return _set_questions(lines, _is_whole_bold) or _set_questions(lines, _is_slanted)


def _set_questions(lines: Sequence[Line], is_set: Setting) -> list[int]:
    """Return the lines that are questions entirely in one setting."""
    chosen = [i for i, line in enumerate(lines) if line.kind == "text" and len(line.text) > SHORTEST_ASKED and is_set(line)]
    asked = [i for i in chosen if _ASKED.search(lines[i].text.rstrip("»”\"' "))]
    plain = sum(1 for line in lines if not is_set(line) and line.bold == 0 and _width(line.text) > 40)
    if len(asked) < FEWEST_ASKED or plain < len(asked):
        return []
    said = [i for i in chosen if i not in asked and _is_said_above_answer(lines, i, is_set)]
    above = [i for i in chosen if i < asked[0]]
    # The first words of an interviewer introduce the guest. Headlines above the talk are no part of it.
    first = above[0] if above and all(i in said for i in above) else asked[0]
    last = [chosen[-1]] if chosen[-1] > asked[-1] and _is_farewell(lines, chosen[-1], is_set) else []
    said = [i for i in said if i > first or i == first != asked[0]]
    found = sorted({*asked, *said, *last}) if len(said) <= len(asked) + 1 else asked
    # A question in bold goes on in the paragraph below it: one person's words.
    taken = set(found)
    return [i for i in found if i - 1 not in taken or not _is_whole_bold(lines[i])]


def bold_questions_between(lines: Sequence[Line], labels: Sequence[tuple[int, int]]) -> list[int]:
    """Return the first lines of questions set whole in bold, where those who answer have labels: each stands right above one."""
    owned = {index for first, last in labels for index in range(first, last + 1)}
    starts = {first for first, _ in labels}
    bold = {i for i, line in enumerate(lines) if line.kind == "text" and line.bold >= len(line.text) > SHORTEST_ASKED} - owned
    runs = [index for index in sorted(bold) if index - 1 not in bold]
    ends = [next(i for i in range(index, len(lines) + 1) if i not in bold) for index in runs]
    asking = [start for start, end in zip(runs, ends, strict=True) if _ASKED.search(lines[end - 1].text) and end in starts]
    others = sum(not _ASKED.search(lines[end - 1].text) and end in starts for end in ends)
    return asking if len(asking) >= FEWEST_ASKED and others <= len(asking) else []


def is_sentence(text: str) -> bool:
    """Tell whether a text ends like a sentence; a script without full stops need only be long."""
    return _SENTENCE.search(text) is not None or (len(text) > LONG and not text[-1:].isascii())


def _is_farewell(lines: Sequence[Line], index: int, is_set: Setting) -> bool:
    """Tell whether the last words set like questions are a sentence below an answer."""
    above = lines[index - 1]
    answered = above.kind == "text" and not is_set(above) and ends_sentence(above.text)
    return answered and is_sentence(lines[index].text) and not is_stage_note(lines[index].text)


def _is_said_above_answer(lines: Sequence[Line], index: int, is_set: Setting) -> bool:
    below = lines[index + 1] if index + 1 < len(lines) else None
    answered = below is not None and below.kind == "text" and not is_set(below) and below.bold == 0 and ends_sentence(below.text)
    return answered and ends_sentence(lines[index].text) and not is_stage_note(lines[index].text)


_CLOSING = {"«": "»", "»": "«", "“": "”", "„": "“”", '"': '"', "「": "」", "『": "』", "‹": "›", "”": "”"}
_ASKS = re.compile(r"[?？؟;;][\"”’»」』)]*\.?$")
FEWEST, MOST_PARAGRAPHS = 3, 8
MOSTLY, SELDOM = 0.5, 0.34
NEAR = 3  # paragraphs of a question
_SPARSE = 0.2
# An interview without any mark: its questions, their share of the paragraphs, and how many may follow each other.
FEWEST_BARE, BARE_SHARE, MOST_BESIDE, IN_TURN = 4, 0.3, 0.2, 0.6
LONGEST_BARE = 600  # characters
_OPENS = re.compile(r"[^\W_]|[¿¡«»“„‘‚「『\"'(\[…]")


@dataclass(frozen=True, slots=True)
class QuotedTalk:
    """The turns of an interview told by its quotation marks, and the line below the last one."""

    hits: tuple[Hit, ...]
    end: int


Span = tuple[int, int]


def quoted_talk(lines: Sequence[Line]) -> QuotedTalk | None:
    """Return the turns if whole paragraphs in quotation marks alternate with questions, or the other way round."""
    spans = _paragraphs(lines)
    texts = [" ".join(line.text for line in lines[start:stop]).strip() for start, stop in spans]
    runs = _runs(texts)
    between = [(stop, start) for (_, stop), (start, _) in pairwise(runs)]
    if len(runs) < FEWEST or any(stop - start > NEAR for start, stop in between):
        return None
    asked = [(runs[0][0] - 1, runs[0][0]), *between] if runs[0][0] else between
    plain = sum(bool(_ASKS.search(texts[stop - 1])) for _, stop in asked)
    quoted = sum(bool(_ASKS.search(texts[stop - 1])) for _, stop in runs)
    if plain >= MOSTLY * len(asked) and quoted <= SELDOM * len(runs):
        return _talk(lines, spans, asked, runs, spans[runs[-1][1] - 1][1])
    if quoted >= MOSTLY * len(runs) and plain <= SELDOM * len(asked) and runs[-1][1] < len(spans):
        last = (runs[-1][1], runs[-1][1] + 1)
        return _talk(lines, spans, runs, [*between, last], len(lines))
    return None


def _paragraphs(lines: Sequence[Line]) -> list[Span]:
    """Return the paragraphs: between gaps, or every line where there are hardly any gaps."""
    gaps = [index for index, line in enumerate(lines) if index and line.gap]
    edges = [0, *gaps, len(lines)] if len(gaps) >= _SPARSE * len(lines) else range(len(lines) + 1)
    return list(pairwise(edges)) if lines else []


def _runs(texts: Sequence[str]) -> list[Span]:
    """Return the runs of paragraphs that open with a quotation mark and end with its closing one."""
    found: list[Span] = []
    at = 0
    while at < len(texts):
        stop = _closed(texts, at)
        if stop is None:
            at += 1
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], stop)
        else:
            found.append((at, stop))
        at = stop
    return found


def _closed(texts: Sequence[str], at: int) -> int | None:
    """Return where the quotation ends that a paragraph opens; None if it opens none, or other words follow within it."""
    closing = _CLOSING.get(texts[at][:1])
    if closing is None:
        return None
    for index in range(at, min(len(texts), at + MOST_PARAGRAPHS)):
        text = texts[index].rstrip(".,;…。")
        inner = texts[index][1:] if texts[index][:1] in _CLOSING else texts[index]
        if text[-1:] in closing and len(text) > 1:
            cut = sum(inner.count(mark) for mark in closing) > 1 + sum(inner.count(mark) for mark in texts[at][0])
            return None if cut else index + 1
        if any(mark in inner for mark in closing if mark != texts[at][0]) and texts[at][0] not in inner:
            return None
    return None


def _talk(lines: Sequence[Line], spans: Sequence[Span], asked: Sequence[Span], said: Sequence[Span], end: int) -> QuotedTalk:
    hits = _alternating(lines, [spans[start][0] for start, _ in asked], [spans[start][0] for start, _ in said])
    return QuotedTalk(tuple(hits), end)


def _alternating(lines: Sequence[Line], asked: Sequence[int], said: Sequence[int]) -> list[Hit]:
    """Return the turns that begin on these lines, in order."""
    starts = sorted([*((at, "question") for at in asked), *((at, "answer") for at in said)])
    return [Hit(at, at, "", word, (), lines[at].text, "dash", False, lines[at].number) for at, word in starts]


def bare_questions(lines: Sequence[Line]) -> list[Hit]:
    """Return the turns of an interview that nothing marks: short paragraphs that ask alternate with longer ones that do not.

    Where every other paragraph mostly asks, the rest of these are what the interviewer says too. A speech asks more seldom.
    Paragraphs that begin with a sign have labels of a form not known here.
    """
    spans = [(start, stop) for start, stop in _paragraphs(lines) if lines[start].kind == "text"]
    texts = [" ".join(line.text for line in lines[start:stop]).strip() for start, stop in spans]
    asked = [at for at, text in enumerate(texts) if len(text) <= LONGEST_BARE and _ASKS.search(text)]
    if sum(_OPENS.match(texts[at]) is None for at in asked) * 2 > len(asked):
        return []  # a sign marks them, so that the words begin behind it
    if len(asked) < FEWEST_BARE or len(asked) < BARE_SHARE * (min(asked[-1] + 2, len(texts)) - asked[0]):
        return []
    asking = set(asked)
    answers = [at + 1 for at in asked if at + 1 < len(texts) and at + 1 not in asking]
    beside = sum(at + 1 in asking for at in asked)
    if beside > MOST_BESIDE * len(asked) or not answers or _mean(texts, answers) <= _mean(texts, asked):
        return []
    in_turn = [*range(asked[0], len(texts) - 1, 2)]
    if len(asking.intersection(in_turn)) >= max(IN_TURN * len(in_turn), (1 - MOST_BESIDE) * len(asked)):
        asked, answers = in_turn, [at + 1 for at in in_turn]
    return _alternating(lines, [spans[at][0] for at in asked], [spans[at][0] for at in answers])


def _mean(texts: Sequence[str], chosen: Sequence[int]) -> float:
    return sum(len(texts[at]) for at in chosen) / len(chosen)
