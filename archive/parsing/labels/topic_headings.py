"""Topic headings between turns: a short, unfinished line right above a label; and labels that are nothing but topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_stage_note
from archive.parsing.cleaning import STOPLESS, fold, is_small
from archive.parsing.labels.candidates import Hit, ends_sentence, is_statement, part_mark
from archive.parsing.layout_patterns import GREETING
from archive.parsing.lines import Line
from archive.parsing.metadata.head_words import KINDS, names_event
from archive.parsing.metadata.language import script_of
from archive.parsing.speakers.names.name_parts import is_given
from archive.parsing.speakers.offices.office_forms import has_office
from archive.parsing.speakers.voices import has_mark

MOST_WORDS, MOST_CHARACTERS, MOST_UNSPACED = 14, 110, 30
MOST_TOGETHER = 3
FEWEST_LABELS = 2
FEWEST_LISTED, MOST_PROPER = 6, 0.6  # words of a list of people, and the share with a capital
# Share of turns that must end in a full stop, so that an unfinished line counts as a heading.
TIDY = 0.85
_END = re.compile(r"[.!?…:;,،؛؟。！？：；，、।॥։።។။—–-][)\]\"”’»]*$|[.!?…。！？؟]\s*[(（\[][^()（）\[\]]*[)\]）]$|\][)\]）]*$")
_FINISHED = tuple('.!?…。！？؟۔।॥။።)]）”"»』」')
_SMALL = lexicon.PARTICLES | lexicon.OPENERS
MOST_PARTS, HEAD, MOST_HEAD = 6, 12, 200  # labels; lines; characters
FEWEST_TOPICS, TOPICS = 3, 0.8  # different labels; share of their places
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def are_topics(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Tell whether nearly all labels of a document are topics in words of its text: "Cost:", "Border Security:".

    A talk has somebody with a given name, a title, an office, capitals or a word for a part in it.
    """
    labels = {hit.label for hit in hits}
    if len(labels) < FEWEST_TOPICS or any(map(_may_be_somebody, labels)):
        return False
    small = {word for line in lines for word in _WORD.findall(line.text) if word.islower()}
    return sum(_is_common(hit.label, small) for hit in hits) >= TOPICS * len(hits)


def are_parts_of_a_document(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Tell whether a document's few labels only name its parts: its head says what it is, each stands once and names nobody."""
    if not hits or len(hits) > MOST_PARTS or len({hit.key for hit in hits}) < len(hits):
        return False
    if any(_is_person(hit.label) or has_mark(hit.rest) for hit in hits):
        return False
    head = [line.text for line in lines[: max(hits[0].first, HEAD)] if len(line.text) < MOST_HEAD]
    named = next(filter(names_event, head), "")
    return KINDS["document"].search(named) is not None


def _is_person(label: str) -> bool:
    return any(map(is_given, label.split())) or fold(label.split()[0]) in lexicon.HONORIFICS or has_office(label)


def without_topics(hits: Sequence[Hit]) -> list[Hit]:
    """Return the labels without those that stand once, on a line of their own, and name nobody: "Safeguards"."""
    times = Counter(hit.key for hit in hits)
    return [hit for hit in hits if times[hit.key] > 1 or hit.rest or _may_be_somebody(hit.label)]


def _may_be_somebody(label: str) -> bool:
    tokens = label.split()
    if not tokens or not _LATIN.match(label) or label.isupper() or any(map(is_given, tokens)):
        return True
    titled = fold(tokens[0]) in lexicon.HONORIFICS or any(len(token.rstrip(".")) == 1 and token.isupper() for token in tokens)
    return titled or fold(label) in lexicon.SPOKEN or has_office(label)


def _is_common(label: str, small: set[str]) -> bool:
    words = _WORD.findall(label)
    known: int = sum(word.islower() or word.lower() in small for word in words)
    return bool(words) and known * 2 >= len(words)


def mark_headings(lines: Sequence[Line], hits: Sequence[Hit]) -> Sequence[Line]:
    """Return the lines with topic headings marked."""
    owned = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    above = [_above(lines, hit, owned) for hit in hits if hit.first]
    short = {index for run in above for index in run}
    if not short:
        return lines
    tidy = _is_tidy(lines, hits, short, owned)
    headings = {i for i in short if (tidy or _is_titled(lines[i].text)) and not is_dateline(lines[i].text)}
    return [replace(line, kind="heading") if index in headings else line for index, line in enumerate(lines)]


def without_headings(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Remove labels that are headings: topics right above other labels, never with words, and a headline above the day."""
    worded = {hit.key for hit, after in zip_longest(hits, hits[1:]) if not _is_topic(lines, hit, after)}
    kept = [hit for hit in hits if hit.key in worded or hit.key in lexicon.SPOKEN]
    outside = len(kept) > FEWEST_LABELS and (_is_headline(lines, kept) or _is_field(lines, kept))
    return kept[1:] if outside else kept


def _is_topic(lines: Sequence[Line], hit: Hit, after: Hit | None) -> bool:
    """Tell whether a label has no words before the next one, which a blank line sets off."""
    if after is None or hit.rest or not lines[after.first].gap or after.first - hit.last > MOST_TOGETHER:
        return False
    between = lines[hit.last + 1 : after.first]
    return all(line.text.isupper() and not ends_sentence(line.text) and line.gap for line in between)


def _is_headline(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Tell whether the first label stands only there, before words without a full stop, and the day below: "Minister: No"."""
    first, below = hits[0], hits[0].last + 1
    once = first.key not in lexicon.SPOKEN and all(hit.key != first.key for hit in hits[1:])
    return (
        once and bool(first.rest) and not ends_sentence(first.rest) and below < hits[1].first and is_dateline(lines[below].text)
    )


def _is_field(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Tell whether the first label is a field above the talk that lists people: "Head Table: Hon. Ivar Moor, Minister; ..."."""
    first = hits[0]
    if first.key in lexicon.MANAGERS or GREETING.search(first.rest) or any(hit.key == first.key for hit in hits[1:]):
        return False
    said = [text for text in (first.rest, *(line.text for line in lines[first.last + 1 : hits[1].first])) if text]
    words = [word for text in said for word in text.split() if word[0].isalpha()]
    if len(words) < FEWEST_LISTED or any(is_stage_note(text) or text.isupper() for text in said):
        return False
    proper = sum(not is_small(word[0]) for word in words)
    return words[0][0].isupper() and (proper > MOST_PROPER * len(words) or not any(map(is_statement, said)))


def _above(lines: Sequence[Line], hit: Hit, owned: set[int]) -> list[int]:
    """Return possible headings right above a label, if a finished sentence stands above them."""
    found: list[int] = []
    index = hit.first - 1
    while index > 0 and furniture_reason(lines[index].text) == "junk":  # a rule between turns
        index -= 1
    while index > 0 and len(found) < MOST_TOGETHER and index not in owned and _may_be_heading(lines, index, owned):
        found.append(index)
        index -= 1
    if not found or (index in owned and not lines[index].text.rstrip().endswith(_FINISHED)):
        return []
    finished = index in owned or ends_sentence(lines[index].text) or furniture_reason(lines[index].text) is not None
    return found if finished or lines[index].kind == "heading" else []


def _may_be_heading(lines: Sequence[Line], index: int, owned: set[int]) -> bool:
    line = lines[index]
    text = line.text
    close = not line.gap and (ends_sentence(lines[index - 1].text) or furniture_reason(lines[index - 1].text) is not None)
    stands_free = close or (line.gap and (index + 1 == len(lines) or lines[index + 1].gap or index + 1 in owned))
    words = len(text.split())
    unspaced = script_of(text) == "han" or "\u3040" <= text[:1] <= "\u30ff"
    if not stands_free or line.kind not in ("text", "quoted") or line.label is not None or is_stage_note(text):
        return False
    if part_mark(text)[1] and part_mark(lines[index - 1].text)[1]:  # items of a list: "(a) the ferry", "(b) the harbour"
        return False
    if words > MOST_WORDS or len(text) > (MOST_UNSPACED if unspaced else MOST_CHARACTERS) or _END.search(text):
        return False
    return not STOPLESS.search(text) and not is_small(text[0]) and (words > 1 or len(text) > 3)


def _is_titled(text: str) -> bool:
    """Tell whether a line is set like a title: two words or more, capitalised except small words."""
    tokens = [token for token in re.split(r"[\s/–—-]+", text) if token[:1].isalpha() and fold(token) not in _SMALL]
    proper = [token for token in tokens if token[0].isupper()]
    return len(proper) >= 2 and len(proper) == len(tokens)


def _is_tidy(lines: Sequence[Line], hits: Sequence[Hit], short: set[int], owned: set[int]) -> bool:
    """Tell whether the turns of a document, without headings below them, end in full stops; with few turns, the paragraphs."""
    ends = [hit.first - 1 for hit in hits if hit.first - 1 > hits[0].first and hit.first - 1 not in short]
    if not ends:
        talk = range(hits[0].first, hits[-1].first)
        ends = [i for i in talk if lines[i + 1].gap and i not in short]
    closed = sum(ends_sentence(lines[index].text) or lines[index].text[-1] in "—–-" for index in ends)
    return len(ends) >= 1 and closed >= TIDY * len(ends)
