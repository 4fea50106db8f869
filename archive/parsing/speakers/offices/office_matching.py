"""Tells whether two offices are the same, or contradict each other: "FOREIGN MINISTER", "Minister for Foreign Affairs"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.offices.authority import kinds_of, names_of

# Words that change an office: "Minister" is neither "Prime Minister" nor "Deputy Minister".
_CHANGING = frozenset(
    """prime first vice deputy former ex acting under assistant shadow opposition principal junior designate elect general
    premier wakil phó naib bupati viceministro subsecretario adjoint adjointe adjunto adjunta заместитель заступник бывший
    колишній вице віце zástupce wice dawny général générale generale geral generalny генеральный генерального نائب مساعد סגן
    סגנית उप รอง primer primeiro erster stellvertretender stellvertretende perdana""".split()
)
# First parts of compounds that change the office: "Ministerpräsident" is not "Präsident".
_CHANGING_PARTS = frozenset(
    "minister vize vice wice vise premier stats forsætis pää minis unter under general alt ex sub вице віце зам varas".split()
)
_OF = r"(?:of|for|de|des|du|del|für|der|to|and|in)"
_ARTICLES = ("the", "of", "le", "la", "el", "der", "die", "a", "o", "os")
# Small words within offices, and words that do not distinguish offices.
_IDLE = frozenset(
    """the of for and to in on at de des du del la le les los las do da dos das e y et der die das für und von zu z i w и та
    й di degli dei voor van och och för til um al a o os as affairs affair asuntos affaires angelegenheiten federal
    national""".split()
)
_ARABIC_ARTICLE = re.compile("^(?:و?(?:ال|لل|بال))(?=\\w{3})")
# Scripts without word spaces, and what changes an office in them.
_UNPARTED = re.compile("[\u0e01-\u0e4e\u3040-\u30ff\u3400-\u9fff]{2,}|[\u0e01-\u0e4e]{2,}")
_CHANGING_SIGNS = re.compile("รอง|นายก|ช่วย|副|次|前|代理|总|總|総|首|次")
_SHORT_FORMS = frozenset("menlu jubir pm fm eam sg vp bk bm".split())
LEAST_STEM = 5  # letters
LONGEST_CONTRACTION = 8
MOST_LETTERS = 5  # of a label that is an office’s or a person’s initials
ACRONYM = re.compile(r"[A-Z]{2,4}")


def office_words(office: str) -> str:
    """Return an office folded, without article and honorifics."""
    words = fold(office).replace("ฯ", "").split()
    while words and (words[0] in lexicon.HONORIFICS or words[0] in _ARTICLES):
        words = words[1:]
    while words and (words[-1] in lexicon.HONORIFICS or words[-1] == "the"):
        words = words[:-1]
    return " ".join(words)


def fits(wanted: str, office: str) -> bool:
    """Tell whether an office fits a label: the same, a longer form, or the same words in another order.

    Both are as returned by `office_words`.
    """
    if wanted == office or re.match(rf"{re.escape(wanted)} {_OF} ", office):
        return True
    if office.endswith(f" {wanted}"):
        return _CHANGING.isdisjoint(office[: -len(wanted)].split())
    return bool(kinds_of(wanted) & kinds_of(office)) or _says_all_of(wanted, office)


def _says_all_of(wanted: str, office: str) -> bool:
    """Tell whether each word of a label is in an office, and no other word there changes the office."""
    said, held = _significant(wanted), _significant(office)
    if not said or not all(any(same_word(one, other) for other in held) or is_short_for(one, held) for one in said):
        return False
    rest = [other for other in held if not any(same_word(one, other) for one in said)]
    return _CHANGING.isdisjoint(rest)


def is_short_for(word: str, held: Sequence[str]) -> bool:
    """Say whether a word is the first letters of words that follow each other: "ri" in "presiden republik indonesia"."""
    size = len(word)
    letters = "".join(other[0] for other in held)
    return 1 < size <= MOST_LETTERS and word.isalpha() and word in letters[1:]


def is_contraction(word: str, held: Sequence[str]) -> bool:
    """Tell whether a word joins the beginnings of words that follow each other: "kemlu", "asec", "PWNI"."""
    words = [one for one in held if one not in _IDLE]
    return 3 < len(word) <= LONGEST_CONTRACTION and any(_joins(word, words[start:], 0) for start in range(len(words)))


def _joins(word: str, words: Sequence[str], used: int) -> bool:
    if not word:
        return used > 1
    if not words:
        return False
    return any(
        words[0][:size] == word[:size] and _joins(word[size:], words[1:], used + 1)
        for size in range(min(len(word), len(words[0])), 0, -1)
    )


def _significant(office: str) -> list[str]:
    words = (_ARABIC_ARTICLE.sub("", word) for word in office.split())
    return [word for word in words if word not in _IDLE and word not in lexicon.HONORIFICS]


def same_word(one: str, other: str) -> bool:
    """Tell whether a word equals another, ends that compound ("miniszter", "külügyminiszter"), or is its inflected form."""
    if one == other:
        return True
    if _UNPARTED.match(one):
        rest = other.replace(one, " ", 1)
        return one in other and _CHANGING_SIGNS.search(rest) is None
    if min(len(one), len(other)) < LEAST_STEM:
        return False
    if other.endswith(one):
        return other[: -len(one)] not in _CHANGING_PARTS
    stem = min(len(one), len(other)) - 1
    return one[:stem] == other[:stem] and max(len(one), len(other)) - stem <= 3


def is_idle(word: str) -> bool:
    """Tell whether a folded word does not distinguish offices: small words, "federal", honorifics."""
    return word in _IDLE or word in lexicon.HONORIFICS


def without_article(word: str) -> str:
    """Return a folded word without the joined article of Arabic."""
    return _ARABIC_ARTICLE.sub("", word)


def changes_office(before: str) -> bool:
    """Tell whether the word before an office changes it: "Prime" before "Minister"."""
    return fold(before) in _CHANGING


def spelt_out(office: str) -> frozenset[str]:
    """Return an office (folded), and the long form of a short one: "menlu", "menteri luar negeri"."""
    return names_of(office) | {office} if office in _SHORT_FORMS else frozenset({office})


def is_acronym_of(label: str, office: str) -> bool:
    """Tell whether a label abbreviates an office: "PS" for "Principal Secretary", "DFM"."""
    letters = label.replace(".", "").strip()
    if not ACRONYM.fullmatch(letters):
        return False
    words = fold(office).split()
    short = "".join(word[0] for word in words if word not in _IDLE)
    return letters.casefold() in (short, "".join(word[0] for word in words))


_NUMBERED = re.compile(r"\s+(?:\d+|[a-z]|one|two|three|four|five|six)$")


def is_unnamed_official(key: str) -> bool:
    """Tell whether a folded label is of an official who is not named on purpose: "senior administration official two"."""
    words = _NUMBERED.sub("", key).removeprefix("the ").removeprefix("a ")
    return any(words == last or words.endswith(f" {last}") for last in lexicon.UNNAMED)


# Attributes of an office, or a role in the event beside any office.
_SAID_OF = frozenset({"acting", "deputy", "former", "first", "vice", "interim", "designate", "elect", "outgoing", "incoming"})
_PARTS = frozenset("moderator host chair chairman chairwoman chairperson editor anchor correspondent speaker interviewer".split())


def content(office: str) -> frozenset[str]:
    return frozenset(fold(office).split()) - lexicon.PARTICLES - lexicon.HONORIFICS - _SAID_OF


def contradict(one: str, other: str) -> bool:
    """Tell whether two offices are probably not one person's: neither is a short form of the other, and their fields differ.

    "Minister" and "Minister of Finance" agree, as do "Finance Minister" and "Secretary of Finance"; "Minister of Finance" and
    "Member for Vordane" do not. A role in the event ("Moderator") agrees with every office.
    """
    first, second = content(one), content(other)
    if not first or not second or first <= second or second <= first or _PARTS & (first ^ second):
        return False
    return not (first & second) - lexicon.OFFICES


def contradicting(named: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, str, int]]:
    """Return name, first office, other office and place for each office that contradicts an earlier one of the same name.

    `named` has a name, an office and a place (a line) for each turn, in order. Each pair of offices is reported once.
    """
    known: dict[str, list[str]] = {}
    found = []
    for name, office, line in named:
        offices = known.setdefault(fold(name), [])
        if office in offices:
            continue
        if offices and all(contradict(office, other) for other in offices):
            found.append((name, offices[0], office, line))
        offices.append(office)
    return found


def of_one_place(one: Collection[str], other: Collection[str]) -> bool:
    """Tell whether two contexts (office and publisher) share a name, like those of one career in one country."""
    return bool(_names(one) & _names(other))


def _names(texts: Collection[str]) -> frozenset[str]:
    usual = lexicon.OFFICES | lexicon.INSTITUTIONS | lexicon.LETTERHEADS
    return frozenset(word for text in texts for word in content(text)) - usual
