"""Labels set off throughout a document by a sign other than a colon: a dash, bar, tab, full stop, bracket or clock.

All of these also occur in prose. So each is a reading of its own: it holds if many paragraphs begin this way and the parts before
the sign recur.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_menu
from archive.parsing.cleaning import CLOCK, fold, is_small
from archive.parsing.labels.candidates import INNER_BRACKET, Hit, ends_sentence, is_proper, key_of, leading_mark, make_hit
from archive.parsing.labels.labels_without_colon import HEAD, is_below_head
from archive.parsing.layout_patterns import STAGE
from archive.parsing.lines import Line

_HEAD = r"([^\W_][^\t|｜:：\[\]《》\n]{0,79}?)"
_CAPITAL = "[A-ZÀ-ÞА-ЯЁІЇЄҐЎЈЉЊЋЂЏ]"
_CAPITALS = rf"(?:{_CAPITAL}|[’'ʼ-])"
_CLOCK = rf"[\[(]?{CLOCK}[\])]?"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,3})?(?:\s?[ap]\.?m\.?)?"
_TIMES = rf"[\[(]?{_TIME}(?:\s?(?:-->|[-–—])\s?{_TIME})?[\])]?(?:\s?\(\s?\d*\s?sec(?:onds|s|\.)?\))?"
_IS_TIME = re.compile(_TIMES)
_AROUND = "(?:[=*~#_+<>/|]{1,4}|[-–—]{2,4})"
# Patterns at the head of a paragraph, by the name of the sign.
SIGNS = {
    # As automatic transcripts have it: "Ilsa Varga 00:12", "Ilsa Varga | 0:12-0:31 (19 sec)", "00:12 Ilsa Varga".
    "a clock": re.compile(rf"{_HEAD}(?:\s+at\s+|\s*[|·•,@–—-]\s*|\s+){_TIMES}$"),
    "a clock before it": re.compile(rf"{_TIMES}[\s|·•,–—-]+{_HEAD}[:：]?$"),
    "a full stop and a dash": re.compile(rf"{_HEAD}\.\s?[-–—―]{{1,2}}\s*(?=\S)"),
    "a dash": re.compile(rf"{_HEAD}(?:\s+[-‐–—―]{{1,2}}\s*|\s*[–—―]{{1,2}}\s+|[-‐]\s+)(?=\S)"),
    "a bar": re.compile(rf"{_HEAD}\s*[|｜¦]\s*(?=\S)"),
    "a tab": re.compile(
        rf"{_HEAD}(?:\t\s*|\s{{3,}}|(?<=[A-ZÀ-ÞА-Я\u0590-\uffef)）])\s{{2,}})(?:{_CLOCK}(?:\s+|$)|(?=\S)(?!{_CLOCK}))"
    ),
    # As in Ukrainian records: "БОНДАР К.І. Дякую.", "ГОЛОВУЮЧИЙ. Прошу."
    "capitals and initials": re.compile(
        rf"((?:{_CAPITAL}{_CAPITALS}{{2,}}\s){{1,2}}{_CAPITAL}\.\s?(?:{_CAPITAL}\.)?|{_CAPITAL}{_CAPITALS}{{4,}}(?=\.\s))\.?(?:\s+|$)"
    ),
    "a full stop": re.compile(
        rf"{_HEAD}(?<!\b[A-ZÀ-ÞА-ЯΑ-Ω])(?<!\b(?i:Mr|Ms|Dr|Sr|St|Mt))(?<!\b(?i:Mrs|Sra|Gen|Hon|Rev|Sen|Rep|Amb|Sig|Min|Gov|Col|Adm))(?<!\b(?i:Pres|Prof|Pdte|Pdta|Capt|Secy))(?<![.…\s])\.\s+(?=[^\W\d_a-zà-öø-ÿа-яё]|[\[“\"«¿¡])"
    ),
    "square brackets": re.compile(rf"\[{_HEAD}\]\s*[:：]?\s*"),
    "round brackets": re.compile(rf"[(（]\s?{_HEAD.replace('《', '()（）《')}\s?[)）]\s*[:：]?\s*"),
    "angular quotes": re.compile(rf"《{_HEAD}》\s*[:：]?\s*"),
    "a circle and a wide gap": re.compile(r"[○◯◎●◆◇■□▲△★☆]\s?([^\W\d_][^\t|｜:：\n]{0,40}?)(?:\s{2,}|\t|\u3000)(?=\S)"),
    # As in Japanese records: "○議長（山野千晴君） これより", "○問 いつですか。"
    "a circle": re.compile(r"[○◯◎●◆◇■□▲△★☆]\s?([^\W\d_][^\t|｜:：\n]{0,60}?)(?:\s+|(?<=[)）])\s*)(?=\S)"),
    # Any other sign of punctuation between blanks, or a run of one: "Ilsa Varga / We sail", "Chair ... Order", "Moor >> Yes".
    "a sign": re.compile(
        rf"{_HEAD}(?:\s+(?:[/\\;~=>»›→⇒➜•·*#+^]|[.…/=>~*·-]{{2,4}})\s+|\s?(?:\.{{3,4}}|…|::|;)\s+|\s?[；]\s*)(?=\S)"
    ),
    # The same sign on both sides: "=== Ilsa Varga ===", "*** Q ***", "~ Moor ~".
    "signs around it": re.compile(rf"{_AROUND}\s*{_HEAD}\s*{_AROUND}[:：]?(?:\s+|$)"),
}
# A mark at the head of a line belongs to these signs.
_MARKED = frozenset({"a clock before it", "a dash", "a circle", "a circle and a wide gap", "signs around it"})
FEWEST, SHARE, SHARE_ALONE, MOST_WORDS, LONGEST_ALONE = 3, 0.35, 0.2, 10, 70
LONGEST_CASELESS = 8
# Required share of recurring parts.
BACK = 0.5
# Fewest answers of somebody whom many others ask.
ANSWERS = 3
# No talk has more speakers; a long prose has more beginnings.
MOST_DIFFERENT = 1_000
# A name and a clock on one line are rarely anything else, so lower shares suffice.
OFTEN = {"a clock": (0.2, 0.2), "a clock before it": (0.2, 0.2)}
_ENDED = re.compile(r"[.!?…:;,،؛؟。！？：；，、।॥։።។။—–-][)\]\"”’»]*$")
_NO_LABEL = lexicon.REPLIES | lexicon.POLITE | lexicon.HEADINGS | lexicon.SALUTATIONS
_NAMING = lexicon.OFFICES | lexicon.HONORIFICS | lexicon.GIVEN_NAMES


def set_off_by(lines: Sequence[Line], labelled: frozenset[int] = frozenset()) -> Iterator[tuple[str, list[Hit]]]:
    """Yield each sign that sets off the head of many paragraphs, with the candidates.

    `labelled` are lines that begin with a label by another reading: what stands right above one is a topic.
    """
    starts = [index for index in range(len(lines)) if opens_paragraph(lines, index)]
    places = sorted({*starts, *(index for index in range(1, min(HEAD, len(lines))) if _opens_below_head(lines, index))})
    heads = set(labelled)
    capitals = False
    for name, pattern in SIGNS.items():
        if name == "a full stop" and capitals:
            continue  # it would cut "BONDAR K.I. Yes. We sail." behind the answer
        hits = [hit for index in places if (hit := _hit(lines, index, pattern, name)) is not None]
        share, back = OFTEN.get(name, (SHARE, BACK))
        if _holds(hits, share * _paragraphs_within(hits, lines, starts), back):
            hits = sorted([*hits, *_below_topics(lines, hits, pattern, name)], key=lambda hit: hit.first)
            heads.update(hit.first for hit in hits)
            capitals = capitals or name == "capitals and initials"
            yield name, hits
    alone = [hit for index in places if (hit := _alone(lines, index)) is not None]
    named = [hit for hit in alone if hit.first + 1 not in heads]  # a line above a label is its topic
    if len(alone) < 2 * len(named) and _holds(named, SHARE_ALONE * _paragraphs_within(named, lines, starts)):
        yield "a line of its own", named
    headings = [hit for index in range(len(lines)) if (hit := _heading(lines, index)) and index + 1 not in labelled]
    if _holds(headings, FEWEST) or (len(headings) >= FEWEST and sum(map(_is_titled, headings)) * 5 >= len(headings) * 4):
        yield "headings", headings


def _below_topics(lines: Sequence[Line], hits: Sequence[Hit], pattern: re.Pattern[str], name: str) -> Iterator[Hit]:
    """Yield labels that recur, or words for who asks, on the line right below a topic, without a blank line."""
    known = {key for key, count in Counter(hit.key for hit in hits).items() if count > 1} | lexicon.SPOKEN
    owned = {hit.first for hit in hits}
    for index in range(hits[0].first + 1, len(lines)):
        above = lines[index - 1]
        if index in owned or lines[index].gap or not above.gap or len(above.text) > LONGEST_ALONE or _ENDED.search(above.text):
            continue
        if index - 1 not in owned and (hit := _hit(lines, index, pattern, name)) is not None and hit.key in known:
            yield hit


def _paragraphs_within(hits: Sequence[Hit], lines: Sequence[Line], starts: Sequence[int]) -> int:
    """Return how many paragraphs begin from the first to the last of what a sign sets off, rules between them aside."""
    if not hits:
        return 0
    return sum(hits[0].first <= index <= hits[-1].first and furniture_reason(lines[index].text) != "junk" for index in starts)


def _holds(hits: Sequence[Hit], fewest: float, share: float = BACK) -> bool:
    """Tell whether a form holds throughout: often enough, and its labels mostly recur, in full or in part."""
    if len(hits) < max(FEWEST, fewest):
        return False
    times = Counter(hit.key for hit in hits)
    back = sum(count for key, count in times.items() if count > 1 or key in lexicon.SPOKEN)
    if back >= share * len(hits) or _answers_all(hits, times):
        return True
    return len(times) <= MOST_DIFFERENT and _back_in_part(hits, times) >= share * len(hits)


def _back_in_part(hits: Sequence[Hit], times: Counter[str]) -> int:
    """Return how many labels recur in full or in part."""
    parts = {hit.key: frozenset(_parts(hit)) for hit in hits}
    held: Counter[tuple[str, ...]] = Counter()
    for key, each in parts.items():
        held.update(dict.fromkeys(each, times[key]))
    often = {whole for key in times if held[whole := tuple(key.split())] > 1}
    return sum(times[key] for key, each in parts.items() if key in lexicon.SPOKEN or not often.isdisjoint(each))


def _parts(hit: Hit) -> Iterator[tuple[str, ...]]:
    """Yield what a label may be shortened to later: its words in brackets, and each run of the others."""
    yield tuple(hit.key.split())
    for printed in INNER_BRACKET.findall(hit.label):
        yield tuple(fold(printed).split())
    words = fold(INNER_BRACKET.sub(" ", hit.label)).split()[:MOST_WORDS]
    for length in range(1, len(words) + 1):
        yield from (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


def _answers_all(hits: Sequence[Hit], times: Counter[str]) -> bool:
    """Tell whether one label follows each of the others: askers who are named ask once, and one person answers."""
    key, count = times.most_common(1)[0]
    return count >= ANSWERS and all(before.key == key or after.key == key for before, after in pairwise(hits))


def _alone(lines: Sequence[Line], index: int) -> Hit | None:
    """Return a short, unfinished line above words."""
    text = lines[index].text
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    if len(text) > LONGEST_ALONE or _ENDED.search(text) or furniture_reason(text) or is_dateline(text):
        return None
    if not (ends_sentence(below) or len(below) > LONGEST_ALONE) or not may_be_label(text, "a line of its own"):
        return None
    return make_hit(lines[index], index, text, "", "colon")


def _heading(lines: Sequence[Line], index: int) -> Hit | None:
    """Return a heading above words that may name their speaker."""
    line = lines[index]
    below = lines[index + 1].kind if index + 1 < len(lines) else "heading"
    if line.kind not in ("heading", "section") or below in ("heading", "section") or len(line.text) > LONGEST_ALONE:
        return None
    text = line.text[leading_mark(line.text) :]  # "Anf. 42 Kristina Moor (S)"
    if furniture_reason(line.text) or is_dateline(line.text) or not may_be_label(text, "headings"):
        return None
    return make_hit(line, index, text.rstrip(":："), "", "colon")


def _is_titled(hit: Hit) -> bool:
    """Tell whether an office or a title precedes a name: "Deputy Niamh Moor", not "Minister visits the harbour"."""
    words = hit.key.split()
    named = words[0] in lexicon.OFFICES | lexicon.HONORIFICS or key_of(hit.label) in lexicon.SPOKEN
    return named and all(map(is_proper, hit.label.split()))


def _opens_below_head(lines: Sequence[Line], index: int) -> bool:
    return lines[index].kind == "text" and lines[index].label is None and is_below_head(lines, index)


def opens_paragraph(lines: Sequence[Line], index: int) -> bool:
    """Say whether a line of the talk begins a paragraph, or a sentence at least."""
    line = lines[index]
    if line.kind in ("heading", "section") or line.label is not None:
        return False
    if index == 0 or line.gap or line.indent > lines[index - 1].indent + 1:
        return True
    return ends_sentence(lines[index - 1].text) or _IS_TIME.fullmatch(lines[index - 1].text) is not None


def _hit(lines: Sequence[Line], index: int, pattern: re.Pattern[str], name: str) -> Hit | None:
    line = lines[index]
    mark = leading_mark(line.text) if name not in _MARKED else 0
    found = pattern.match(line.text[mark : mark + 120])
    if found is None or is_menu(line.text) or not may_be_label(found.group(1), name, line.bold >= len(found.group(1))):
        return None
    if name == "a bar" and line.bold >= len(line.text):  # name and outlet, both in bold above the words
        return make_hit(line, index, line.text[mark:], "", "colon")
    return make_hit(line, index, found.group(1), line.text[mark + found.end() :], "colon")


def may_be_label(head: str, name: str, bold: bool = False) -> bool:
    """Say whether what a sign (`name`) sets off may be who speaks."""
    words = fold(INNER_BRACKET.sub(" ", head)).split() or fold(head).split()
    if not 0 < len(words) <= MOST_WORDS or key_of(head) in _NO_LABEL or STAGE.match(head):
        return False
    if not lexicon.SENTENCE_WORDS.isdisjoint(words) or is_small(head[0]) or not head[0].isalpha():
        return False
    if name != "a full stop":
        return True
    # A full stop ends sentences, so what stands before it must name somebody.
    caseless = head.isalpha() and not head[0].isupper() and len(head) <= LONGEST_CASELESS
    named = bold or caseless or head.isupper() or key_of(head) in lexicon.SPOKEN or not _NAMING.isdisjoint(words)
    return named or (len(words) > 1 and all(is_proper(token) for token in head.split()))
