"""The person in a label for asking: "Journalist (Ines Moor, Tide Times)"; an outlet alone is nobody."""

from __future__ import annotations

import re

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_parts import is_given, is_press, without_honours
from archive.parsing.speakers.offices.label_parts import is_full_name, part_office, without_titles
from archive.parsing.speakers.voices import is_outlet_letters

# What follows an asker's name: the outlet, its channel.
_BEHIND_NAME = re.compile(r",|،|;|\||\s[–—-]\s|\s(?:ch\.?|channel|tv)?\s?\d|\s(?:from|of|de|von)\s", re.I)
_UNCASED = re.compile("[\u0590-\u08ff\u0900-\u0dff]")
# Words for a question in scripts without capitals; the other words for asking there mean a reporter.
_QUESTION_WORDS = frozenset("سؤال السؤال سوال پرسش س ת ש שאלה प्रश्न सवाल مداخلة".split())
FEW_LETTERS = 4  # of an outlet in brackets: "Question (ERT)"
# Words for who interviews, who is one person throughout.
_INTERVIEWS = re.compile(
    "interview|intervju|intervist|entrevist|интервью|інтерв|साक्षात्कार|pewawancara|สัมภาษณ์|מראיי|مصاحبه|采访者|聞き手|면담자|röportaj|haastattel"
)


def asker_named(label: str, behind: str) -> str | None:
    """Return the person in what a label says behind its word for asking; None for an outlet or a note in brackets.

    "FRAGE RIEDEL" names a person, "Journalist (Ines Moor, Tide Times)" too; "Journaliste (RTS)" leaves it open who asks.
    """
    before = _BEHIND_NAME.split(behind)[0].strip()
    if not label.endswith((")", "]", "）")):
        return before
    name = part_office(without_titles(without_honours(before))).name or before
    words = name.split()
    outlet = is_press(before) or fold(before) in lexicon.OUTLETS or not lexicon.NEWSROOMS.isdisjoint(fold(before).split())
    if outlet or not words or is_outlet_letters(name) or (name.isupper() and len(words) == 1 and len(name) <= FEW_LETTERS):
        return None
    cased = name[:1].upper() != name[:1].lower()
    titled = name != before
    rest = behind[len(before) :].strip(" ,;|–—-")
    outlet_behind = before != behind.strip() and (is_press(rest) or fold(rest) in lexicon.OUTLETS)  # "Kiyoshi, NHK"
    told = any(map(is_given, words)) or titled or (len(words) > 1 and before != behind.strip())
    loud = len(words) == 1 and name.isupper() and name.isalpha()  # "Question (VARGA)"
    return name if loud or outlet_behind or (told and (is_full_name(name) or titled or not cased)) else None


def outlet_asking(label: str) -> str | None:
    """Return the outlet of a label without brackets and capitals: "خبرنگار ایرنا" as printed, behind "سؤال" its name alone."""
    word, _, rest = label.partition(" ")
    if not rest or not _UNCASED.match(word) or fold(word) not in lexicon.ASKERS:
        return None
    if fold(word) not in _QUESTION_WORDS:
        return label
    return rest if not lexicon.NEWSROOMS.isdisjoint(fold(rest).split()) else None


def is_interviewer(key: str) -> bool:
    """Tell whether a folded label is a word for an interviewer."""
    return key in lexicon.ASKERS and _INTERVIEWS.search(key) is not None
