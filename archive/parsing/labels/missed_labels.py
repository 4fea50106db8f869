"""Possible labels that were read as words, so that no misattribution goes without a warning.

The evidence decides what is a label; this module looks at the rest again, by form alone and for more forms. It changes no turn.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_stage_note
from archive.parsing.cleaning import EAST_ASIAN, fold, is_small, squeeze
from archive.parsing.labels.candidates import ends_sentence, key_of, leading_mark, part_notes, without_day
from archive.parsing.layout_patterns import EVENT_WORDS, STAGE
from archive.parsing.lines import Line
from archive.parsing.speakers.names.name_parts import without_honours
from archive.parsing.turns import RawTurn

FEWEST_IN_SPEECH = 2  # possible labels within a speech
MAX_HEAD = 1_200
MAX_WORDS = 150
MAX_ALONE = 160
MAX_JOINED = 6
SHORT_NAME, LONG_NAME = 2, 7  # words
_COLON = re.compile(r"[:：︰﹕](?!//)(?!\d)")
# "Ilsa Varga – We sail.", "El Sr. VARGA.- Zarpamos.", "VARGA —We sail"
_DASH = re.compile(r"(?:\s+(?:--?|[‐‑–—―])\s*|\s*\.\s?(?:--?|[‐‑–—―])\s*|\s*[–—―]{1,2}\s*(?=[^\W\d_]))(?=\S)")
_OPEN, _CLOSE = r"【〔［\[(（‹〈《<＜｟「『", r"】〕］\])）›〉》>＞｠」』"
_BRACKETS = re.compile(rf"[{_OPEN}]\s*([^{_OPEN}{_CLOSE}]{{1,80}}?)\s*[{_CLOSE}]\s*[:：]?")
_BAR = re.compile(r"\s*[|｜¦>»]\s+(?=\S)|\t+|\s{3,}")
_CJK_TAIL = re.compile(
    r"(?:记者|記者|发言人|發言人|报道官|報道官|大臣|外相|首相|总理|總理|部长|部長|主席|大使|总统|總統|局长|局長|官房長官|副大臣|主持人|司会"
    r"|기자|대변인|장관|차관|대통령|총리|위원장|사회자|의원)$"
)
_CJK_WORD = re.compile(r"(?:问|問|答|질문|답변|기자|司会|質問|回答|記者|记者|提问|主持人|사회자)\d*$")
_MARK = re.compile(r"[-‐‑–—―|｜¦>»\t]|\s{3}")
_LETTER = re.compile(r"[^\W\d_]")
_USUAL = lexicon.POLITE | lexicon.SENTENCE_WORDS | lexicon.EVENTS
_BESIDE_NAMES = lexicon.PARTICLES | lexicon.OFFICES | lexicon.HONORIFICS
_NEVER = lexicon.HEADINGS | lexicon.SALUTATIONS
# First words of labels that may be in lower case: "reporter:", "the minister:".
_SMALL_LABELS = frozenset(key.split()[0] for key in lexicon.SPOKEN | lexicon.OFFICES) | {"the"}
_NO_PERSON = lexicon.OFFICES | lexicon.PARTICLES | lexicon.INSTITUTIONS


@dataclass(frozen=True, slots=True)
class Suspect:
    """A possible label and its line. `strong`: its form alone names a speaker."""

    label: str
    line: int
    strong: bool


def find_suspects(lines: Sequence[Line], taken: Iterable[int]) -> list[Suspect]:
    """Return possible labels among lines, in order, each with its line (`taken` holds the indexes of accepted labels).

    Exact repetitions in the form of a name count as strong.
    """
    labels = set(taken)
    found = [
        suspect
        for index, line in enumerate(lines)
        if index not in labels and line.kind != "section" and (suspect := _suspect(lines, index, labels)) is not None
    ]
    often = {key for key, count in Counter(key_of(one.label) for one in found).items() if count > 1}
    return [Suspect(one.label, one.line, one.strong or key_of(one.label) in often) for one in found]


def _suspect(lines: Sequence[Line], index: int, labels: set[int]) -> Suspect | None:
    line = lines[index]
    text = line.text[leading_mark(line.text) :]
    if is_small(text[:1]) and fold(text[:MAX_ALONE]).partition(" ")[0] not in _SMALL_LABELS:
        return None
    found = (_before_words(lines, index, text, labels) or _alone(lines, index, text, labels)) if text else None
    if found is None or furniture_reason(line.text) is not None or is_dateline(line.text) or is_stage_note(line.text):
        return None
    return found


def _before_words(lines: Sequence[Line], index: int, text: str, labels: set[int]) -> Suspect | None:
    """Return a possible label with words after it."""
    for head, rest in _heads(lines, index, text, labels):
        label = without_day(squeeze(part_notes(head)[0])).strip(" *_•·.,–—-")
        if label and not is_small(rest[:1]) and (strong := _names_who(label, rest)) is not None:
            return Suspect(label, lines[index].number, strong)
    return None


def _heads(lines: Sequence[Line], index: int, text: str, labels: set[int]) -> Iterator[tuple[str, str]]:
    """Yield possible labels at the head of a line, and what follows."""
    if not text[0].isalnum() and (bracketed := _BRACKETS.match(text)):
        yield bracketed.group(1), text[bracketed.end() :]
    if colon := _COLON.search(text[:MAX_HEAD]):
        yield text[: colon.start()], text[colon.end() :]
    elif not is_small(text[0]) and (joined := _broken_over_lines(lines, index, text, labels)):
        yield joined
    if _MARK.search(text[:MAX_ALONE]):
        for mark in (_DASH, _BAR):
            if found := mark.search(text[:MAX_ALONE]):
                yield text[: found.start()], text[found.end() :]
    bold = lines[index].bold - (len(lines[index].text) - len(text))
    if 1 < bold < len(text):
        yield text[:bold], text[bold:].lstrip(" :.–—-")


def _broken_over_lines(lines: Sequence[Line], index: int, text: str, labels: set[int]) -> tuple[str, str] | None:
    """Return a head whose colon is on a later line of the same paragraph."""
    head = [text]
    for after in range(index + 1, min(len(lines), index + MAX_JOINED)):
        if lines[after].gap or after in labels or ends_sentence(head[-1]):
            return None
        more = lines[after].text
        if colon := _COLON.search(more[:MAX_HEAD]):
            return " ".join([*head, more[: colon.start()]]), more[colon.end() :]
        head.append(more)
    return None


def _alone(lines: Sequence[Line], index: int, text: str, labels: set[int]) -> Suspect | None:
    """Return a line that only names a speaker, with words below it; a bare name only in a talk with labels."""
    line = lines[index]
    below = lines[index + 1] if index + 1 < len(lines) else None
    if len(text) > MAX_ALONE or not line.gap or line.kind != "text" or ends_sentence(text) or below is None:
        return None
    if text[-1] in ",،，、":  # "Madam President, distinguished delegates,"
        return None
    if not (ends_sentence(below.text) or len(below.text) > 40) or index + 1 in labels:
        return None
    strong = _names_who(squeeze(part_notes(text)[0]), below.text)
    if strong is None or (key_of(text) not in lexicon.SPOKEN and (_is_office_alone(text) or _is_headline(text))):
        return None
    return Suspect(text, line.number, strong) if strong or labels else None


def _is_office_alone(text: str) -> bool:
    folded = fold(without_honours(text)).split()
    return all(word in _NO_PERSON for word in folded)


def worth_telling(turns: Sequence[RawTurn], suspects: Iterable[Suspect]) -> list[Suspect]:
    """Return the suspects except bare names inside the words of a known speaker."""
    starts = [turn.line for turn in turns]
    return [one for one in suspects if one.strong or (at := _turn_at(starts, one)) is None or not _is_labelled(turns[at])]


def suspect_turns(turns: Sequence[RawTurn], suspects: Iterable[Suspect]) -> set[int]:
    """Return the unlabelled turns that may be somebody else's: a suspect opens them or names a speaker within them."""
    starts = [turn.line for turn in turns]
    within = [(at, one) for one in suspects if (at := _turn_at(starts, one)) is not None and not _is_labelled(turns[at])]
    if len(turns) == 1 and len(within) < FEWEST_IN_SPEECH and not any(one.line == starts[0] for _, one in within):
        return set()  # "Question: can it last? Answer: ask the sailors.", in a speech
    return {at for at, one in within if one.strong or one.line == starts[at]}


def _turn_at(starts: Sequence[int], suspect: Suspect) -> int | None:
    at = bisect_right(starts, suspect.line) - 1
    return at if at >= 0 else None


def _is_labelled(turn: RawTurn) -> bool:
    return bool(turn.label or turn.key)


def _is_headline(text: str) -> bool:
    """Tell whether a line in capitals has neither office nor title."""
    folded = fold(text).split()
    return text.isupper() and lexicon.OFFICES.isdisjoint(folded) and lexicon.HONORIFICS.isdisjoint(folded[:2])


def _names_who(label: str, rest: str) -> bool | None:
    """Return how certainly a head names a speaker: True by its form, False like any name, None if not at all."""
    key = key_of(label)
    if key in lexicon.SPOKEN:
        return len(key) > 1
    if key.removeprefix("the ") in lexicon.OFFICES and rest and is_small(label[0]):
        return True
    if not key or key in _NEVER:
        return None
    if EAST_ASIAN.search(label):
        return _names_who_in_cjk(label) if not STAGE.search(label) else None
    bare = without_honours(label)
    tokens = [token for token in bare.replace(",", " ").split() if _LETTER.search(token)]
    folded = fold(bare).split()
    if not tokens or not folded or len(tokens) > MAX_WORDS or _is_prose(bare, tokens, folded):
        return None
    office = not lexicon.OFFICES.isdisjoint(folded) or not lexicon.HONORIFICS.isdisjoint(folded[:2]) or bare != label
    named = _names_an_officer(tokens) if office else _is_name(label, key, tokens, folded)
    # Last, since it is by far the slowest test.
    return None if named is None or STAGE.search(label) else named


def _names_an_officer(tokens: Sequence[str]) -> bool | None:
    return True if _proper(tokens) >= SHORT_NAME else None


def _is_name(label: str, key: str, tokens: Sequence[str], folded: Sequence[str]) -> bool | None:
    """Return how certainly a head without office or title is a name: True in capitals, False like any, None if it is none."""
    if any(map(str.isdigit, label)):
        return None
    if len(tokens) == 1:
        return False if label.isalpha() and len(label) > SHORT_NAME and key not in _USUAL else None
    if _proper(tokens) < SHORT_NAME or len(tokens) > LONG_NAME or not lexicon.INSTITUTIONS.isdisjoint(folded):
        return None
    return None if EVENT_WORDS.search(label) else label.isupper()


def _proper(tokens: Sequence[str]) -> int:
    return sum(not is_small(token[0]) for token in tokens)


def _is_prose(label: str, tokens: Sequence[str], folded: Sequence[str]) -> bool:
    """Tell whether a head is the beginning of a sentence or a heading, by its verbs, small words and opening."""
    small = [token for token in tokens if is_small(token[0]) and fold(token) not in _BESIDE_NAMES]
    opens = folded[0] in lexicon.OPENERS and "." not in tokens[0] and (folded[0] != "the" or lexicon.OFFICES.isdisjoint(folded))
    return (
        not lexicon.SENTENCE_WORDS.isdisjoint(folded)
        or len(small) * (2 if _has_office(label, tokens) else 5) > len(tokens)
        or (len(tokens) <= LONG_NAME and bool(small) and not _has_office(label, tokens))
        or opens
        or folded[0] == "dear"
        or "I" in tokens[1:]
        or is_small(tokens[0][0])
    )


def _has_office(label: str, tokens: Sequence[str]) -> bool:
    """Tell whether a head is a name and an office: with a comma between, or office first and name last."""
    before, comma, after = label.partition(",")
    if comma and (named := before.split()):
        return len(named) <= LONG_NAME and named[-1][:1].isupper() and not lexicon.OFFICES.isdisjoint(fold(after).split())
    return not lexicon.OFFICES.isdisjoint(fold(label).split()) and all(token[0].isupper() for token in tokens[-SHORT_NAME:])


def _names_who_in_cjk(label: str) -> bool | None:
    tight = re.sub(r"\s+", "", label)
    if len(tight) > 40:
        return None
    if _CJK_WORD.fullmatch(tight) or _CJK_TAIL.search(tight):
        return True
    return False if len(tight) <= 8 and not lexicon.HEADINGS & {fold(label)} else None
