"""Text at page breaks and beside the talk: numbers, running heads, pull quotes. Nobody says it."""

from __future__ import annotations

import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_stage_note
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import INNER_BRACKET, ends_sentence, key_of, leading_mark
from archive.parsing.lines import Line
from archive.parsing.parsed import Skipped

LONGEST, LONGEST_NUMBER = 120, 40
MASTHEAD = 15
FEW_WORDS = 4
ROUNDS = 3
MOST_FOOT, MOST_BLOCK = 8, 4  # lines
REASON = "page turn"
# ".../2", "..,/5", "./7", "(PTO", "P.T.O.", "more follows", "- 3 -", "-more-"
_TURN = re.compile(
    r"[.,…]{1,3}\s?/\s?[\dA-Z]{1,2}|\(?P\.?\s?T\.?\s?O\.?\)?|[-–—(\[]*\s?more(?: follows)?\s?[-–—)\]]*|-+\s*\d{1,4}\s*-+", re.I
)
_TURN_AT_END = re.compile(r"\s+(?:[.,…]{2,3}\s?/\s?[\dA-Z]{1,2}|\(P\.?\s?T\.?\s?O\.?\)?)$")
_SENTENCE_WORDS = lexicon.SENTENCE_WORDS - {"may"}  # a month in running heads
# A time after a name belongs to a turn: "Ilsa Varga 10:15".
_CLOCK_BEHIND = re.compile(r"\d{1,2}:\d{2}(?:[.,]\d+)?(?:\s?[ap]\.?m\.?)?[)\]]?(?:\s?\(.{0,8}sec.{0,5}\))?$")
_CLOCK = re.compile(rf"^[\[(]?\d{{1,2}}:\d{{2}}|{_CLOCK_BEHIND.pattern}")
# The next speaker, alone or with a typist's sign: "Ms D KOLLER", "The MINISTER OF HARBOURS / ann"
_CATCHWORD = re.compile(r"([^\W\d_][^:：/]{2,90}?)\s*(?:\.{3}|…)?\s*(?:/\s*(?:\w\s?){1,6})?$")
_LABELLED = re.compile(r"([^\W\d_][^:：]{2,90})[:：]\s*\S")
_PAGE = (
    r"(?:page|página|pagina|pág\.?|pag\.?|seite|side|sida|sivu|str\.?|strona|strana|stránka|oldal|lk\.?|lpp\.?|psl\.?|puslapis|стр\.?"
    r"|страница|стор\.?|сторінка|σελ\.?|σελίδα|sayfa|halaman|hal\.?|trang|blz\.?|หน้า|صفحة|ص|עמוד|עמ['׳]|पृष्ठ|第|ገጽ|გვ\.?|էջ|səh\.?|хуудас|পৃষ্ঠা|p\.)"
)
# "Cabinet Office          page 2 of 3", "12 May 2031        - 4 -"
_FAR_PAGE = re.compile(
    rf"(?:^|\s{{4,}}|\t){_PAGE}\s{{0,2}}\d{{1,4}}(?:\s*(?:[/|-]|of|de|von|av|z|из|od|af)\s*\d{{1,4}})?\s*[页頁]?\.?$", re.I
)
MEASURED, FEWEST_MEASURED, MEASURED_SHARE = 40, 3, 0.8  # characters; lines; of the lines below a name and its time
_RULE = re.compile(r"[_—―─-]{10,}")
_WIDE = re.compile(r"\S\s{3,}\S")
_DIGITS = re.compile(r"\d+")
_SIGNS = dict.fromkeys(map(ord, string.punctuation + string.digits + "–—…“”«»‘’·•|／．，。：；、（）【】"), " ")


@dataclass(frozen=True, slots=True)
class Paged:
    """The lines without page breaks, what was left out, and the mastheads that recur as heads."""

    lines: tuple[Line, ...]
    skipped: tuple[Skipped, ...]
    heads: frozenset[int]


def without_page_turns(lines: Sequence[Line]) -> Paged:
    """Remove page breaks from a document. A masthead above the text stays, but is not a label."""
    looks = [_looks(line) for line in lines]
    times = Counter(looks)
    keys = [_class_of(line) if times[look] > 1 else "" for line, look in zip(lines, looks, strict=True)]
    places = {key: index for index, key in reversed(list(enumerate(keys)))}
    turns = {index for index, line in enumerate(lines) if _is_turn(line)}
    marked = {i for i, line in enumerate(lines) if line.label is None and _TURN_AT_END.search(line.text[-12:])}
    running = _running(keys, lines, turns | marked)
    out = turns | {index + 1 for index in turns | marked if _is_between_words(lines, index)}
    out |= {index for index in running if index >= MASTHEAD or places[keys[index]] < index}
    out |= {index for below in sorted(running) for index in _foot_above(lines, below)}
    out |= {index for start, stop in _page_blocks(lines) for index in range(start, stop)}
    out |= set(_catchwords(lines, out))
    out |= set(_measured(lines, looks))
    kept = tuple(_without_mark(line) for index, line in enumerate(lines) if index not in out)
    skipped = tuple(Skipped(lines[index].text, lines[index].number, REASON) for index in sorted(out))
    return Paged(kept, skipped, frozenset(lines[index].number for index in running))


def _measured(lines: Sequence[Line], looks: Sequence[frozenset[str]]) -> list[int]:
    """Return short lines that recur below a name and its time: what a program measured there, as "No signal (0.53)"."""
    below = [
        index + 1
        for index, line in enumerate(lines[:-1])
        if line.text[:1].isalpha() and _CLOCK_BEHIND.search(line.text[-MEASURED:])
    ]
    times = Counter(looks[index] for index in below)
    found = [index for index in below if looks[index] and times[looks[index]] >= FEWEST_MEASURED and _is_measure(lines[index])]
    return found if len(found) >= MEASURED_SHARE * len(below) else []


def _is_measure(line: Line) -> bool:
    """Tell whether a line may be what a program measured: short, without a blank line above, and no sentence."""
    bare = INNER_BRACKET.sub("", line.text).strip()
    short = 0 < len(line.text) <= MEASURED and bool(bare) and not line.gap
    return short and not ends_sentence(bare) and fold(line.text) not in lexicon.REPLIES | lexicon.POLITE


def _page_blocks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the short blocks within a text that end in a page's number far from the words beside it, or below them."""
    edges = [0, *(index for index, line in enumerate(lines) if index and line.gap), len(lines)]
    for start, stop in pairwise(edges):
        block = [line.text for line in lines[start:stop]]
        if start < FEW_WORDS or len(block) > MOST_BLOCK or any(line.label is not None for line in lines[start:stop]):
            continue
        text = " ".join(block[-2:]) if len(block) > 1 else block[-1]
        if all(len(one) <= LONGEST for one in block) and any(_FAR_PAGE.search(one) for one in (text, *block)):
            yield start, stop


def _foot_above(lines: Sequence[Line], head: int) -> range:
    """Return the lines from a rule down to a running head: the footer of the page above it."""
    for index in range(head - 1, max(MASTHEAD, head - MOST_FOOT) - 1, -1):
        if _RULE.fullmatch(lines[index].text):
            return range(index, head)
    return range(0)


def _catchwords(lines: Sequence[Line], out: set[int]) -> Iterator[int]:
    """Yield lines beside a page break that only name the next speaker, who has a label with a colon elsewhere."""
    if not out:
        return
    beside = {index + step for index in out for step in (-1, 1)} - out
    marks = {index for index in beside if 0 <= index < len(lines) and furniture_reason(lines[index].text) == "running head"}
    near = beside | {index + step for index in marks for step in (-1, 1)} - out
    named: set[str] | None = None
    for index in sorted(near - marks):
        name = _CATCHWORD.match(lines[index].text) if 0 <= index < len(lines) else None
        if name is None or lines[index].label is not None:
            continue
        named = {fold(found[1]) for line in lines if (found := _LABELLED.match(line.text))} if named is None else named
        if fold(name[1]) in named:
            yield index


def _looks(line: Line) -> frozenset[str]:
    """Return the sorted words of a short line, without signs and digits: a quick comparison of classes."""
    return frozenset(line.text.casefold().translate(_SIGNS).split()) if len(line.text) <= LONGEST else frozenset()


def _class_of(line: Line) -> str:
    """Return the letters of a short line that may be a running head, ignoring numbers; "" for any other line."""
    text = line.text
    if len(text) > LONGEST or line.label is not None or text[-1] in ":：" or is_stage_note(text) or _CLOCK.search(text):
        return ""
    if key_of(text) in lexicon.SPOKEN or key_of(re.split("[:：]", text)[0]) in lexicon.SPOKEN:
        return ""
    if line.kind in ("heading", "section") and leading_mark(text):
        return ""  # a numbered heading above each speech: "Anf. 42 Kristina Moor (S)"
    words = fold(_DIGITS.sub(" ", text)).split()
    return " ".join(sorted(words)) if _SENTENCE_WORDS.isdisjoint(words) else ""


def _is_turn(line: Line) -> bool:
    return len(line.text) <= LONGEST and line.label is None and bool(_TURN.fullmatch(line.text))


def _running(keys: Sequence[str], lines: Sequence[Line], turns: set[int]) -> set[int]:
    """Return the running heads: first those beside page numbers, then what recurs beside them."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if key:
            places[key].append(index)
    often = {key: found for key, found in places.items() if len(found) > 1}
    beside = turns | {i for i, line in enumerate(lines) if _is_page_number(line.text)}
    running = {i for found in often.values() if _numbers_vary(lines, found) for i in found}
    for _ in range(ROUNDS):
        near = beside | running
        more = {i for found in often.values() if _is_beside(found, near) for i in found}
        if more <= running:
            break
        running |= more
    return running


def _is_page_number(text: str) -> bool:
    return len(text) <= LONGEST_NUMBER and bool(_DIGITS.search(text)) and furniture_reason(text) == "page number"


def _is_between_words(lines: Sequence[Line], turn: int) -> bool:
    """Tell whether a page break cuts a sentence: a few words, and lower case below."""
    if turn + 2 >= len(lines):
        return False
    head, after = lines[turn + 1].text, lines[turn + 2].text
    return len(head.split()) <= FEW_WORDS and head[0].isupper() and head[-1].isalnum() and after[0].islower()


def _numbers_vary(lines: Sequence[Line], found: Sequence[int]) -> bool:
    """Tell whether a line recurs with different numbers and is no sentence: "Harbour Debate, take 12".

    Three times are enough; twice, if the line spans the page's width and its number grows by one.
    """
    numbers = Counter(tuple(_DIGITS.findall(lines[index].text)) for index in found)
    ends = sum(lines[index].text[-1] in ".?!…。！？" for index in found)
    if len(found) == 2 and all(_WIDE.search(lines[index].text) for index in found):
        before, after = (_DIGITS.findall(lines[index].text) for index in found)
        return any(one.isdecimal() and int(one) + 1 == int(other) for one, other in zip(before, after, strict=False))
    return len(found) > 2 and len(numbers) > 1 and () not in numbers and not ends


def _is_beside(found: Sequence[int], near: set[int]) -> bool:
    """Tell whether most lines of a kind stand right beside page breaks."""
    touching = sum(index - 1 in near or index + 1 in near for index in found)
    return touching > 1 and touching * 2 > len(found)


def _without_mark(line: Line) -> Line:
    found = _TURN_AT_END.search(line.text[-12:]) if line.label is None else None
    return replace(line, text=line.text[: len(line.text) - len(found.group())]) if found else line


PULL_QUOTE = "pull quote"
FEWEST_WORDS, MOST_WORDS = 5, 40
MOST = 12  # of a page; a document with more is one that quotes
_QUOTED = re.compile(r"[“«„「『\"‹](?P<words>[^“”«»„「」『』\"‹›]+)[”»“」』\"›][.,]?")


def without_pull_quotes(paged: Paged) -> Paged:
    """Remove paragraphs in quotation marks, or set as quotations, whose words another paragraph has among its own."""
    lines = paged.lines
    quoted = {index: words for index, line in enumerate(lines) if (words := _quoted_words(lines, index, line))}
    if not quoted or len(quoted) > MOST:
        return paged
    spoken = "\n".join(f" {fold(line.text)} " for index, line in enumerate(lines) if index not in quoted)
    out = [index for index, words in quoted.items() if f" {words} " in spoken]
    skipped = tuple(Skipped(lines[index].text, lines[index].number, PULL_QUOTE) for index in out)
    kept = tuple(line for index, line in enumerate(lines) if index not in out)
    return replace(paged, lines=kept, skipped=(*paged.skipped, *skipped))


def _quoted_words(lines: Sequence[Line], index: int, line: Line) -> str:
    """Return the folded words of a paragraph of one line that stands in quotation marks as a whole; empty for others."""
    if line.label is not None or not line.gap or (index + 1 < len(lines) and not lines[index + 1].gap):
        return ""
    found = _QUOTED.fullmatch(line.text)
    words = fold(found["words"] if found else line.text if line.kind == "quoted" else "")
    return words if FEWEST_WORDS <= len(words.split()) <= MOST_WORDS else ""
