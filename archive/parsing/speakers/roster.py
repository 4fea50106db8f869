"""Everybody whom the lines around a talk name, and who of them a label without a name means.

Each name in a title, masthead, list of participants or signature stands among words that say who it is: "Dame Nia Holm
(Chair); ...", "President: Kari Holm". A label that is an office or a part in the session is the one person beside whose name
its words stand, and whom no other label names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.metadata.head_words import names_event
from archive.parsing.speakers.names.name_cases import nominative
from archive.parsing.speakers.names.name_parts import is_given, without_honours
from archive.parsing.speakers.names.short_names import NAME_PARTICLE, NAME_WORD, plain
from archive.parsing.speakers.offices.label_parts import is_full_name, part_office, without_titles
from archive.parsing.speakers.offices.office_forms import office_marks
from archive.parsing.speakers.offices.office_matching import fits, office_words
from archive.parsing.speakers.offices.passage_words import FUNCTION_WORDS

_RUN = re.compile(rf"(?<![\w.]){NAME_WORD}(?:[ \t]+(?:{NAME_PARTICLE}[ \t]+){{0,2}}{NAME_WORD}){{1,7}}")
_ENDS_ITEM = re.compile(r"[;•|\n]|\.\s")
_BEGINS_ITEM = re.compile(r"[;,•|\n]|\.\s")
_OF = re.compile(
    r"\b(?:of|in|at|for|on|de|del|do|da|du|des|di|della|delle|dei|van|der|für|im|zu|в|во|з|у|na|w|av|från|fra|i|til|în)"
    r"\s+(?:the\s+|la\s+|los\s+|las\s+)?$",
    re.I,
)
# What stands behind "in the" is a place: "Remarks by the President in the Rose Garden".
_PLACED = re.compile(r"\b(?:in|at|near|inside|outside)(?:\s+the)?\s*$", re.I)
_POSSESSIVE = re.compile(r"['’]s\s*$")
_KEY = re.compile(r"[A-Z]{2,5}\b")
_KEYED = re.compile(r"^[A-Z]{2,5}\s{2,}")
_SET_OFF = re.compile(r"[:;–—(\[]\s*$")
LONGEST_LINE, LONGEST_BESIDE = 600, 90
# Who has the chair, in the words of many languages; each means any other in the list of who is present.
_CHAIR = frozenset(
    """chair chairman chairwoman chairperson chairing presiding preside presides presided president presidente presidenta
    presidencia presidência presidenza preside präsident präsidentin vorsitz vorsitzender vorsitzende présidence
    présidente président préside formand formanden leder ordförande talman talmannen presidenten møteleder puhemies
    puheenjohtaja przewodniczy przewodniczący przewodnicząca marszałek předseda předsedající predseda elnök elnöke
    levezető speaker председатель председательствует председательствующий головуючий головуюча председава başkan başkanı
    oturum ketua pimpinan pengerusi moderator moderated moderator moderatorin moderación modération moderador moderadora
    moderateur modérateur modératrice moderatore moderatrice модератор ведущий ведущая ведучий ведуча voditelj
    voditeljka gastgeber host hosted presenter facilitator facilitated animateur animatrice conductor conductora
    προεδρεύων πρόεδρος προεδρείο συντονιστής συντονίστρια رئيس الرئيس رئيسة مدير מנחה יו״ר""".split()
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as a line prints the name, and the words of the line that stand beside it, folded."""

    name: str
    before: str
    behind: str
    key: str = ""


class Roster:
    """The people whom the lines around a talk name."""

    def __init__(self, lines: Iterable[str], claimed: Iterable[str] = ()) -> None:
        self.listed = [one for line in dict.fromkeys(lines) for one in listed_in(line)]
        barred = frozenset(map(plain, claimed))
        self._free = [one for one in self.listed if barred.isdisjoint(_ends(one.name))]
        self._offices = [(one.name, office_words(piece)) for one in self._free for piece in _pieces_beside(one)]

    def holder(self, label: str) -> str | None:
        """Return the one unclaimed person beside whose name the words of a label stand."""
        wanted = office_words(label)
        words = wanted.split()
        if not words:
            return None
        found = [name for name, office in self._offices if fits(wanted, office)]
        if not found and _KEY.fullmatch(label.strip()):  # "RPN  Dr Rosa Penn" in a key of speakers
            return _one_person([one.name for one in self.listed if one.key == label.strip()])
        if not found and len(words) == 1 and words[0] in _CHAIR:
            found = [one.name for one in self._free if _has_chair(one)]
        return _one_person(found)


def listed_in(line: str) -> list[Listed]:
    """Return the full names of a line, each with what is said of it up to the next name or stop."""
    text = line[:LONGEST_LINE]
    spans = [(start, end, name) for found in _RUN.finditer(text) for start, end, name in _name_of(found)]
    people = []
    for place, (start, end, name) in enumerate(spans):
        since = spans[place - 1][1] if place else 0
        until = spans[place + 1][0] if place + 1 < len(spans) else len(text)
        before = _BEGINS_ITEM.split(text[since:start].rstrip(" ,"))[-1][-LONGEST_BESIDE:]
        if _PLACED.search(before):
            continue
        if not any(map(is_given, name.split())) and not _stands_apart(before, text[since:start], text[end:until]):
            continue
        behind = _ENDS_ITEM.split(text[end:until])[0][:LONGEST_BESIDE]
        key = _KEY.match(text) if place == 0 else None
        people.append(Listed(name, fold(before), fold(behind), key.group() if key else ""))
    return people


def _stands_apart(before: str, raw: str, behind: str) -> bool:
    """Say whether words that hold no known given name stand as a name does: behind an office or a colon, before brackets.

    What stands behind "of" is what an office is of: "President of the United Isles"; what stands behind a possessive is a thing.
    """
    if _OF.search(before) or _POSSESSIVE.search(raw):
        return False
    last = before.split()[-1:]
    keyed = _KEY.fullmatch(raw.strip()) is not None
    return keyed or bool(_SET_OFF.search(raw)) or behind[:1] in ("(", ",", "[") or (bool(last) and office_marks(last)[0])


def _name_of(found: re.Match[str]) -> Iterable[tuple[int, int, str]]:
    """Return the name within a run of capitalised words, and where it stands; the words before it are said of it."""
    text = _KEYED.sub("", found.group())
    name = part_office(without_titles(without_honours(text))).name or ""
    cased = name[:1].lower() != name[:1].upper() or is_given(name.partition(" ")[0])
    if is_full_name(name) and cased and name in found.group() and not _is_heading(name):
        start = found.start() + found.group().rindex(name)
        yield start, start + len(name), name


def _is_heading(name: str) -> bool:
    """Say whether words set in capitals, or of which none is a given name and one a common word of heads, are no person."""
    if names_event(name):
        return True
    words = set(fold(name).split())
    common = lexicon.OUTLETS | lexicon.NEWSROOMS | lexicon.OPENERS | lexicon.LETTERHEADS | lexicon.VENUES | lexicon.HEADINGS
    bare = fold(name.partition(" ")[0]) in FUNCTION_WORDS and name[1:2] != "."
    return not any(map(is_given, words)) and (name.isupper() or bare or not common.isdisjoint(words))


def _pieces_beside(one: Listed) -> list[str]:
    """Return what is said before and behind a name, if it holds an office."""
    pieces = [one.before, *(piece for piece in [one.behind] if piece)]
    return [piece for piece in pieces if any(office_marks(piece.split(), honorifics=False))]


def _has_chair(one: Listed) -> bool:
    return bool(_CHAIR & set(one.before.split()[-3:])) or bool(_CHAIR & set(one.behind.split()[:8]))


def _ends(name: str) -> set[str]:
    words = plain(name).split()
    return {words[-1]} if words else set()


def _one_person(names: Sequence[str]) -> str | None:
    """Return the one person that names stand for, spelt as it is most often and not in capitals."""
    persons = {plain(name): name for name in sorted(names, key=str.isupper, reverse=True)}
    longest = max(persons, key=len, default="")
    same = all(key == longest or key.split()[-1] == longest.split()[-1] for key in persons)
    return nominative(persons[longest]) if longest and same else None
