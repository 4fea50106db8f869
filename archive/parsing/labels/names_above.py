"""Names above a talk: candidates named there before they speak, lists of contents, and initials explained there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import Hit, is_proper, make_hit
from archive.parsing.labels.label_questions import Case
from archive.parsing.lines import Line
from archive.parsing.speakers.names.uncased_scripts import HAN, named_han

TOP = 15
SHORTEST_STEM, LONGEST_ENDING, CUT = 4, 3, 2  # letters; "Varga" is "Varge", "Branković" "Brankovićem"
_NO_GIVEN_NAME = lexicon.OPENERS | lexicon.EVENTS | lexicon.PARTICLES | lexicon.HEADINGS
_NO_SURNAME = _NO_GIVEN_NAME | lexicon.INSTITUTIONS | lexicon.OFFICES | lexicon.VENUES | lexicon.SENTENCE_WORDS
_NAMING = lexicon.OFFICES | lexicon.HONORIFICS | lexicon.GIVEN_NAMES
# Common surnames of China and Korea, without those that also begin sentences.
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭林罗羅郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭蔡潘田董袁余叶葉蒋蔣杜苏蘇"
    "魏程吕呂丁沈姚卢盧傅钟鍾崔谭譚廖范汪陆陸戴贾賈韦韋夏邱侯邹鄒熊孟秦阎閻薛尹段雷黎陶贺賀顾顧郝龚龔邵钱錢严嚴汤湯毛"
    "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염추도"
)
_STEMS = lexicon.OFFICES | {office[:-1] for office in lexicon.OFFICES if len(office) > LONGEST_ENDING + CUT}
_THAI_TITLES = ("นาย", "นาง", "ดร.", "พล.", "พลเอก", "พันเอก")


def named_above(hits: Sequence[Hit], lines: Sequence[Line]) -> frozenset[str]:
    """Return the candidates near the top whose whole name stands in a line above, as the speaker of a title's does."""
    near = [hit for hit in hits if 0 < hit.first < TOP]
    if not near:
        return frozenset()
    texts = [fold(line.text) for line in lines[:TOP]]
    names = [frozenset(fold(name) for name, _ in named_han(line.text)) for line in lines[:TOP]]
    return frozenset(hit.key for hit in near if any(_holds(texts[i], names[i], hit.key) for i in range(hit.first)))


def _holds(text: str, names: frozenset[str], key: str) -> bool:
    """Say whether a folded line holds a name of several words, or one of a script that parts no words."""
    if " " in key:
        return f" {key} " in f" {text} " or _inflected(text, key)
    return (HAN.match(key) is not None and key in names) or (key.startswith(_THAI_TITLES) and key in text)


def _inflected(text: str, key: str) -> bool:
    """Say whether a name stands in a line in another case: "Ilja Varga" in "izjava Ilje Varge"; initials stand for names."""
    wanted, words = key.split(), text.split()
    if len(wanted) > 4 or len(wanted[-1]) < SHORTEST_STEM or wanted[-1] in _NO_SURNAME:
        return False
    places = range(len(words) - len(wanted) + 1)
    return any(all(map(_is_case_of, words[place : place + len(wanted)], wanted)) for place in places)


def _is_case_of(word: str, name: str) -> bool:
    """Say whether a word may be a name in another case: it begins as the name does, but for its last letters."""
    if len(name) == 1:
        return word.startswith(name)
    stem = max(SHORTEST_STEM - (len(name) < SHORTEST_STEM + 1), len(name) - CUT)
    return word == name or (word[:stem] == name[:stem] and abs(len(word) - len(name)) <= LONGEST_ENDING)


def surnames_above(cases: Mapping[str, Case], lines: Sequence[Line]) -> frozenset[str]:
    """Return the candidates of one word that come back and stand above, near the top, behind another word of a name."""
    single = {key: case for key, case in cases.items() if " " not in key and len(key) > 2 and len(case.hits) > 1}
    return _standing_above(single, lines, lambda text: set(_behind_capitals(text)), lambda key, words: key in words)


def announced_above(cases: Mapping[str, Case], lines: Sequence[Line]) -> frozenset[str]:
    """Return the candidates of one word that stand above, in whatever case, behind an office, a title or a given name."""
    single = {
        key: case
        for key, case in cases.items()
        if " " not in key and len(key) >= SHORTEST_STEM and case.label[:1].isupper() and key not in _NO_SURNAME
    }
    return _standing_above(single, lines, lambda text: set(_behind_offices(text)), _in_a_case)


def _standing_above(
    cases: Mapping[str, Case],
    lines: Sequence[Line],
    words_of: Callable[[str], set[str]],
    is_among: Callable[[str, set[str]], bool],
) -> frozenset[str]:
    if not cases:
        return frozenset()
    top = [words_of(line.text) for line in lines[:TOP]]
    return frozenset(key for key, case in cases.items() if any(is_among(key, words) for words in top[: case.hits[0].first]))


def _in_a_case(key: str, words: set[str]) -> bool:
    return any(_is_case_of(word, key) for word in words)


def _behind_capitals(text: str) -> Iterator[str]:
    """Yield the words of a line, folded, that stand as surnames do: behind another word with a capital."""
    words = text.replace(",", " , ").split()
    named = ((fold(first), fold(word)) for first, word in pairwise(words) if first[0].isupper() and word[0].isupper())
    yield from (word for first, word in named if first not in _NO_GIVEN_NAME and word not in _NO_SURNAME)


def _behind_offices(text: str) -> Iterator[str]:
    """Yield the words with a capital, folded, of which one of the two words before names an office, a title, a given name."""
    words = text.replace(",", " , ").split()
    folded = [fold(word) for word in words]
    for index, word in enumerate(words):
        before = folded[max(0, index - 2) : index]
        if word[0].isupper() and folded[index] not in _NO_SURNAME and any(map(_names_somebody, before)):
            yield folded[index]


def _names_somebody(word: str) -> bool:
    """Say whether a word is an office, a title or a given name, or an office in another case: "министра", "ministrom"."""
    if word in _NAMING:
        return True
    return len(word) > LONGEST_ENDING + CUT and not {word[:-1], word[:-2]}.isdisjoint(_STEMS)


def is_unspaced_name(label: str) -> bool:
    """Say whether a label of a script without spaces or capitals is a person's: by its title, or its surname and length."""
    return label.startswith(_THAI_TITLES) or (2 <= len(label) <= 4 and label[0] in _SURNAMES and HAN.match(label[1:]) is not None)


FEWEST_LEFT = 2
MOST_NAMED, MOST_SAY = 8, 0.8
NOTES_BEHIND = re.compile(r"(?:\s*[(\[（][^()\[\]（）]*[)\]）])+$")
_ASKING = lexicon.ASKERS | lexicon.ANSWERERS
_SENTENCE = re.compile(r"[.!?…。！？؟।։።។။][\"'”’»)\]」』]*$|(?<=[α-ωά-ώ]);$|[—–\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]$")
# Endings of list entries despite the full stop: "S. 12.", "J.P.", "etc."
_SHORT_END = re.compile(r"(?:^|\s)(?:[A-ZÀ-Þ]\.)+$|\betc\.$")


def without_contents(hits: list[Hit], lines: Sequence[Line]) -> list[Hit]:
    """Remove first labels without a sentence after them, if they recur below or are two or more; the markup's own stay."""
    if hits and lines[hits[0].first].label is not None:
        return hits
    if len(hits) > FEWEST_LEFT + 1 and hits[0].style == "alone" and all(hit.style != "alone" for hit in hits[1:]):
        hits = hits[1:]
    silent = 0
    while silent < len(hits) - FEWEST_LEFT and not _says_something(hits[silent], hits[silent + 1], lines):
        silent += 1
    return hits[silent:] if silent > 1 or (silent == 1 and _is_odd(hits, lines)) else hits


def _is_odd(hits: Sequence[Hit], lines: Sequence[Line]) -> bool:
    """Tell whether only the first label has no sentence: it recurs below, or all the others have one."""
    if hits[0].key in {hit.key for hit in hits[1:]}:
        return True
    rest = list(pairwise(hits[1:]))
    saying = sum(_says_something(hit, following, lines) for hit, following in rest)
    return bool(rest) and saying >= MOST_SAY * len(rest)


def _says_something(hit: Hit, following: Hit, lines: Sequence[Line]) -> bool:
    if hit.key in _ASKING:
        return not _is_names(_words_behind(hit, following, lines))
    said = [NOTES_BEHIND.sub("", text) for text in _words_behind(hit, following, lines)]
    return any(_SENTENCE.search(text[-6:]) and not _SHORT_END.search(text[-12:]) for text in said if text)


def _is_names(texts: Sequence[str]) -> bool:
    """Tell whether a label has only a name behind it, as in "Interviewer: Elena Brandt"."""
    text = " ".join(text for text in texts if text)
    words = text.split()
    return 2 <= len(words) <= MOST_NAMED and not _SENTENCE.search(text[-6:]) and all(is_proper(word) for word in words)


def _words_behind(hit: Hit, following: Hit, lines: Sequence[Line]) -> list[str]:
    return [hit.rest, *(line.text for line in lines[hit.last + 1 : following.first])]


FEWEST = 2
LISTED_WITHIN = 120  # lines
_ENTRY = re.compile(r"([A-ZÀ-ÞА-ЯΑ-Ω]{2,4})(?:\t\s*|\s{2,}|\s*[-–—:=]\s*)([^\W\d_a-zа-я][^\d:;?!]{2,80})")
_SAID = re.compile(r"([A-ZÀ-ÞА-ЯΑ-Ω]{2,4})(?:$|\s*[:：]\s*|\t\s*|\s+(?=[^\W_a-zа-я]|[\"“«\[(¿¡]))")
_SIGNS = re.compile(r"\s*[,(;–—].*|\s-\s.*")


def listed_initials(lines: Sequence[Line]) -> tuple[dict[str, str], int]:
    """Return whose initials a list near the top explains, and where it ends; empty if there is none."""
    whose: dict[str, str] = {}
    end = 0
    for index, line in enumerate(lines[:LISTED_WITHIN]):
        found = _ENTRY.fullmatch(line.text)
        if found is not None and found[1] not in whose and _is_whose(found[2]):
            whose[found[1]] = _name(found[2])
            end = index + 1
    return (whose, end) if len(whose) >= FEWEST else ({}, 0)


def _is_whose(name: str) -> bool:
    words = name.split()
    return all(word[0].isupper() or fold(word) in lexicon.PARTICLES for word in _SIGNS.sub("", name).split()) and len(words) <= 12


def _name(text: str) -> str:
    words = _SIGNS.sub("", text).split()
    while len(words) > 1 and fold(words[0]) in lexicon.HONORIFICS:
        words = words[1:]
    return " ".join(words)


def by_initials(lines: Sequence[Line], whose: Mapping[str, str], start: int) -> list[Hit]:
    """Return the labels of a talk that are initials of the list."""
    hits: list[Hit] = []
    for index in range(start, len(lines)):
        found = _SAID.match(lines[index].text)
        if found is not None and found[1] in whose and lines[index].label is None:
            hit = make_hit(lines[index], index, found[1], lines[index].text[found.end() :], "markup")
            hits += [hit] if hit is not None else []
    return hits if len(hits) > len(whose) else []


def with_persons(lines: Sequence[Line], hits: Sequence[Hit], whose: Mapping[str, str]) -> Sequence[Line]:
    """Return the lines with the person of each label."""
    at = {hit.first: whose[hit.label] for hit in hits}
    return [replace(line, person=at[index]) if index in at else line for index, line in enumerate(lines)]
