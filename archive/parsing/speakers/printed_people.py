"""The people whom the lines around a talk name, and the words that say who each of them is.

A line is read word by word. A name is a run of proper words between offices, institutions, small words and marks; in a script
without capitals it begins with a known given name or right behind an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.countries import code_of, find_mentions
from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.metadata.head_words import names_event
from archive.parsing.speakers.names.name_cases import before_event, nominative
from archive.parsing.speakers.names.name_parts import is_given
from archive.parsing.speakers.names.uncased_scripts import FIELDS, STATE_OF, named_caseless, named_han, unjoined
from archive.parsing.speakers.offices.office_forms import is_office
from archive.parsing.speakers.offices.passage_words import (
    AND_JOINED,
    EDGES,
    FUNCTION_WORDS,
    HARD,
    INITIAL,
    POSSESSIVE,
    POSTPOSITIONS,
    PassageWord,
    is_before_postposition,
    split_words,
)

LONGEST_PASSAGE = 900  # characters
MOST_NAME, LEAST_NAME = 5, 2  # words
LONGEST_BESIDE, FEW = 24, 4  # words that say who somebody is; where no office is among them
MOST_FIELD = 4  # words between an office and the name
MOST_CASELESS = 2  # words of a name in a script without capitals
MOST_WITH_POSTPOSITION = 4  # where a postposition ends the name
_OPENS = re.compile(r"[,(\[:–—/、，،（]|\s-\s")
_CLOSES = re.compile(r"[)\]）]")
_CASELESS = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u10d0-\u10ff\u1200-\u139f\u1780-\u17ff]")
_WITHIN = frozenset("van der den von zu de del della da dos do di du la le el al bin ibn bint abu ul ter ten af av".split())
_SMALL_ENDS = _WITHIN | frozenset("y e dan at kaj och und et and ja og i en ve és și та и і".split())
_OF = frozenset(
    """of for the de del de la do da dos das du des di della delle dei degli van der von für im v ve w we na för för fra från
    i av af til to in on at с в во у з за по της του των wa ya za cha vya kwa""".split()
)
_BIN = frozenset("بن بنت ابن آل أبو ابو عبد عبدال אבן בן בת אל".split())
_CLITICS = ("و", "ل", "ב", "ו", "ל", "מ", "ש")
_ARTICLES = frozenset("il lo la le los las the el les al os as o a un una der die das den det".split())
# Surnames that follow two given names.
_LAST = frozenset(
    "চৌধুরী খান হোসেন রহমান আহমেদ আহমদ ইসলাম উদ্দিন আলী মাহমুদ হক মিয়া सिंह खान शर्मा वर्मा गुप्ता मिश्रा यादव चौधरी कुमार".split()
)
_LISTING = frozenset(",،、，")
_HANGUL_NAME = re.compile(r"[\uac00-\ud7af]{3}")
_INITIALS_AND_NAME = re.compile(r"(?:[^\W\d_]\.){1,2}-?[^\W\d_][\w'’-]{2,}")  # "В.А.Черных"
_THAI = re.compile("[\u0e01-\u0e4e]")
# Orders and seats behind a name: "Mark Holm AC, Chief of the Harbour Guard".
_LETTERS_BEHIND = re.compile(
    r"(?<=\w),?[ \t]+(?:(?:MP|MEP|MSP)\b|(?:MLA|QC|KC|SC|CBE|OBE|CMG|KCMG|DBE|AO|AC|AM)(?=[ \t]*(?:[,;(\n]|$)))"
)
_ANDS = [[one] for one in "and und et y e i и та й og och ja ve és și dan at en & în".split()]
# Words around a name in scripts without capitals: prepositions, "and", words for meeting and saying.
_CASELESS_SMALL = frozenset(
    """في من مع إلى على عن حول بشأن خلال بعد قبل و لدى عقب عند أثناء بمناسبة يوم التي الذي ضمن أجرى أجراها با در از به و را
    درباره روز پس میان که های ها وزارت امور خارجه دولت سازمان על עם של את בנושא בתום לאחר לפני ביום ב של אל מאת עם ואת
    עורך עורכת की के का ने को से और एवं द्वारा में पर साथ श्री श्रीमती सुश्री डॉ 및 와 과 의 에서 등 გამართული და შეხვედრის
    შემდეგ სა նև և հետ ից ի እና ጋር በ ስለ ከ የ කර සමඟ மற்றும் উপর এবং ও সাথে""".split()
)
_BARRED = (
    lexicon.INSTITUTIONS
    | lexicon.EVENTS
    | lexicon.OPENERS
    | lexicon.HEADINGS
    | lexicon.VENUES
    | lexicon.POLITE
    | lexicon.SPOKEN
    | lexicon.HEADLINES
)
_NEVER = lexicon.INSTITUTIONS | lexicon.EVENTS | lexicon.HEADLINES  # not even behind a given name


@dataclass(frozen=True, slots=True)
class Printed:
    """A person as a passage prints the name, with the folded words that say who it is."""

    name: str
    said: tuple[str, ...]
    passage: int


def people_in(passage: str, number: int = 0) -> list[Printed]:
    """Return the people of a passage, each with the words of the office printed beside the name."""
    words = split_words(_LETTERS_BEHIND.sub(",", passage[:LONGEST_PASSAGE]))
    spans = list(_names(words))
    found: list[Printed] = []
    ahead: bool | None = None  # whether offices stand before the names, as the first name shows
    taken = False  # whether the words before a name were said of the one before it
    for place, (start, end) in enumerate(spans):
        since = spans[place - 1][1] if place else 0
        until = spans[place + 1][0] if place + 1 < len(spans) else len(words)
        before, behind = _before(words, since, start), _behind(words, end, until)
        told = any(word.office and not word.is_address for word in words[since:start]) and bool(before)
        ahead = told if ahead is None else ahead
        own = before if (told and ahead and not (taken and behind)) or not behind else behind
        taken = own is behind and bool(behind)
        joined = bool(found) and [word.folded for word in words[since:start]] in _ANDS
        own = own or (list(found[-1].said) if joined else [])
        if own or joined or any(is_given(word.bare) for word in words[start:end]):
            name = " ".join([_without_clitic(words[start].bare), *(word.bare for word in words[start + 1 : end])])
            bare = POSSESSIVE.sub("", name)
            found.append(Printed(before_event(bare, _owned(words, end)) if bare == name else bare, tuple(own), number))
    honoured = [*named_han(passage), *named_caseless(passage), *_korean(passage)] if not passage.isascii() else []
    known = {one.name for one in found}
    others = [Printed(name, tuple(fold(office).split()), number) for name, office in honoured if name not in known]
    names = " ".join(one.name for one in others)
    return [*(one for one in found if one.name.split()[-1] not in names), *others]


def _korean(text: str) -> Iterator[tuple[str, str]]:
    """Yield Korean names behind an office, and the office: "외교부 대변인 김민수"."""
    tokens = text.split()
    for before, office, behind in zip(["", *tokens], tokens, tokens[1:], strict=False):
        name = behind.strip(EDGES + ",()[]")
        if _HANGUL_NAME.fullmatch(name) and office in lexicon.OFFICES and name not in lexicon.OFFICES and is_given(name[1:]):
            yield name, f"{before} {office}".strip()


def _owned(words: Sequence[PassageWord], end: int) -> list[str]:
    """Return the one or two words right behind a name, which may be an event that it stands in the genitive before."""
    behind = words[end : end + 2]
    bare = not any(word.gap.strip() for word in [words[end - 1], *behind[:-1]])
    return [word.folded for word in behind if word.bare.islower() or _CASELESS.match(word.bare)] if bare else []


def _names(words: Sequence[PassageWord]) -> Iterator[tuple[int, int]]:
    """Yield where each name begins and ends."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _goes_on(words, at, end):
            end += 1
            if words[end - 1].gap.strip() or len(words[end - 1].gap) > 1 or POSSESSIVE.search(words[end - 1].bare):
                break
        start, last = _given_start(words, at, end), end
        while last > start and words[last - 1].folded in _SMALL_ENDS:
            last -= 1
        while start < last and words[start].folded in _SMALL_ENDS and words[start].bare.isupper():
            start += 1
        least = 1 if start < last and _INITIALS_AND_NAME.fullmatch(words[start].bare) else LEAST_NAME
        if least <= last - start <= MOST_NAME and _is_person(words, start, last):
            yield start, last
        at = max(end, at + 1)


def _is_person(words: Sequence[PassageWord], start: int, end: int) -> bool:
    """Tell whether proper words are a person: with a known given name, or not what an office is of."""
    whole = " ".join(word.bare for word in words[start:end])
    lettered = _INITIALS_AND_NAME.fullmatch(words[start].bare) is not None
    if not lettered and names_event(whole):
        return False
    phrase = words[start].folded in FUNCTION_WORDS and not INITIAL.fullmatch(words[start].bare)  # "Mit Norland"
    if lettered or any(is_given(word.bare) for word in words[start:end]) or (not phrase and nominative(whole) != whole):
        return True
    if phrase or not lexicon.NEWSROOMS.isdisjoint(word.folded for word in words[start:end]):  # "Radio Citizen"
        return False
    if words[start].folded in _ARTICLES and end - start == LEAST_NAME:  # "Il Molo"
        return False
    if any(len(mention.surface) == len(whole) for mention in find_mentions(whole)):  # "Unión Europea"
        return False
    before = words[start - 1] if start else None
    field = before is not None and before.folded in _OF and not before.gap.strip()
    apart = _is_behind_office(words, start) or _is_set_off(words, start) or bool(_behind(words, end, len(words)))
    return apart and not field


def _is_set_off(words: Sequence[PassageWord], start: int) -> bool:
    """Tell whether a mark parts a name from what is said of it: in a list of places, "di Medan, Sumatra Utara", no comma does."""
    mark = words[start - 1].gap.strip() if start else ""
    if mark not in _LISTING:
        return bool(mark)
    at = start
    while at > 0 and (at == start or not words[at - 1].gap.strip()):
        at -= 1
    return any(word.office or word.honour for word in words[at:start])


def _goes_on(words: Sequence[PassageWord], start: int, at: int) -> bool:
    word = words[at]
    if word.office or word.honour or any(map(str.isdigit, word.bare)):
        return False
    if _CASELESS.match(word.bare):
        return _caseless_goes_on(words, start, at)
    if at > start and word.folded in _WITHIN and not word.bare.isupper():
        return at + 1 < len(words) and words[at + 1].bare[:1].isupper()
    if word.bare.isupper() and word.folded in _OF - _WITHIN:  # "PRIME MINISTER ODA IN JOINT PRESS CONFERENCE"
        return False
    barred = _NEVER if at > start and is_given(words[at - 1].bare) else _BARRED
    proper = word.bare[:1].isupper() and (is_given(word.bare) or word.folded not in barred)
    return bool(INITIAL.fullmatch(word.bare)) or proper


def _caseless_goes_on(words: Sequence[PassageWord], start: int, at: int) -> bool:
    word = words[at].bare
    if (
        word in _CASELESS_SMALL
        or word in POSTPOSITIONS
        or unjoined(word) in FIELDS
        or (fold(word) in _BARRED and not is_given(word))
    ):
        return False
    if at == start:
        if (at and words[at - 1].bare in STATE_OF) or _is_country(word) or (_THAI.match(word) and not is_given(word)):
            return False
        return is_given(word) or is_given(_without_clitic(word)) or (_is_behind_office(words, at) and not word.startswith("ال"))
    many = sum(one.bare not in _BIN for one in words[start:at])
    if many == MOST_CASELESS and word in _LAST:
        return True
    if MOST_CASELESS <= many < MOST_WITH_POSTPOSITION and is_before_postposition(words, at) and _is_behind_office(words, start):
        return True
    return many < MOST_CASELESS or (words[at - 1].bare in _BIN) or (many == MOST_CASELESS and word.startswith("ال"))


def _is_behind_office(words: Sequence[PassageWord], at: int) -> bool:
    """Tell whether an office, perhaps with its field and its country, stands right before a word: "وزيرة خارجية السويد"."""
    start = at
    while start and at - start < MOST_FIELD and not words[start - 1].ends and (start == at or not words[start - 1].gap.strip()):
        before = words[start - 1]
        if before.office or before.honour or (start == at and before.folded in lexicon.INSTITUTIONS):
            return True
        if not (_CASELESS.match(before.bare) and _is_field(before.bare)):
            return False
        start -= 1
    return False


def _is_field(word: str) -> bool:
    """Tell whether a word in a script without capitals says what an office is of: a field, a body or a country."""
    own = unjoined(word)
    return own.startswith("ال") or fold(own) in lexicon.INSTITUTIONS or own in FIELDS or _is_country(own)


@lru_cache(maxsize=4096)
def _is_country(word: str) -> bool:
    return code_of(word) is not None or any(len(mention.surface) == len(word) for mention in find_mentions(word))


def _without_clitic(word: str) -> str:
    """Return a given name without a preposition or an "and" joined to it: "ליעל", "وسارة"."""
    return word[1:] if not is_given(word) and word.startswith(_CLITICS) and is_given(word[1:]) else word


def _given_start(words: Sequence[PassageWord], start: int, end: int) -> int:
    """Return where the name begins in a run: behind an office, unknown words before a given name are its field."""
    if end > start and _INITIALS_AND_NAME.fullmatch(words[end - 1].bare):
        return end - 1
    behind_office = start > 0 and (words[start - 1].office or not words[start - 1].bare[:1].isupper())
    if not behind_office or end - start <= LEAST_NAME or is_given(words[start].bare):
        return start
    return next((at for at in range(start + 1, end - 1) if is_given(words[at].bare)), start)


def _before(words: Sequence[PassageWord], since: int, start: int) -> list[str]:
    """Return what is said before a name, back to a stop: words with an office, or a few before a colon."""
    at = start
    while at > since and start - at < LONGEST_BESIDE and not words[at - 1].ends:
        at -= 1
    said = words[at:start]
    if any(word.office for word in said):
        return _folded(said)
    listed = 0 < len(said) <= FEW and said[-1].gap.strip() in (":", "–", "—", "-")
    return _folded(said) if listed else []


def _folded(said: Sequence[PassageWord]) -> list[str]:
    """Return words folded and split, without an "and" joined to an office; a comma for any mark."""
    found: list[str] = []
    for word in said:
        joined = word.office and word.bare.startswith(AND_JOINED) and not is_office(word.folded)
        found += fold(word.bare[1:] if joined else word.bare).split()
        found += [","] if _OPENS.search(word.gap) else []
    return found[:-1] if found[-1:] == [","] else found


def _behind(words: Sequence[PassageWord], end: int, until: int) -> list[str]:
    """Return what is said behind a name and a comma, a bracket or a dash, up to a stop."""
    gap = words[end - 1].gap
    follows = end < until and words[end].office and not words[end].bare[:1].isupper()  # "Kovács Péter miniszter"
    if HARD.search(gap) or not (follows or _OPENS.search(gap)):
        return []
    said = []
    for word in words[end : min(until, end + LONGEST_BESIDE)]:
        said.append(word)
        if word.ends or _CLOSES.search(word.gap):
            break
    bracketed = "(" in gap and len(said) <= FEW
    return _folded(said) if bracketed or any(word.office for word in said) else []
