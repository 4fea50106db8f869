"""Candidates whose names stand above their first words: in a title, in another case of their language, without spaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import Hit
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
