"""A candidate for a speaker's label: its place, what may stand before it, its printed form, and how labels are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from archive.parsing import lexicon
from archive.parsing.cleaning import fold, is_small, squeeze
from archive.parsing.labels.asker_labels import named_asker
from archive.parsing.layout_patterns import NOTE_WORDS
from archive.parsing.lines import Line
from archive.parsing.metadata.dates.date_names import MONTH, folded
from archive.parsing.speakers.names.name_parts import without_honours

Style = Literal["colon", "bare", "period", "dash", "stop-dash", "bracket", "bar", "bold", "alone", "markup"]

MAX_LONG_WORDS = 45
INNER_BRACKET = re.compile(r"[(\[（]([^()\[\]（）]{1,60})[)\]）]")
IN_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{1,60})[)\]）]")
# "al-Rashid", "di-Pertua", "d’Arc"
CAPITAL_WITHIN = re.compile(r"[^\W\d_]{1,4}[-’'][A-ZÀ-ÞА-ЯΑ-Ω]")
_OPENING = re.compile(r"[(\[（]")
_CONTINUED = re.compile(r" (?:contd|cont d|continued|continues|follow up)$")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")
_YEAR = r"(?:[\s,.'’-]+(?:de\s+|del\s+)?\d{4}(?:\s?(?:г|года)\.?)?)?"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?[\s.-]+(?:of\s+|de\s+)?{MONTH}\.?{_YEAR}|{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?{_YEAR}"
    r"|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4}|\.)?|\d{4}-\d{2}-\d{2}|(?:\d{4}年)?\d{1,2}月\d{1,2}日)"
)
# The time of speaking may follow a name: "Ilsa Varga (7 March)", "Ilsa Varga, 7 March 2021", "Ilsa Varga on May 4".
_ONLY_DAY = re.compile(_DAY)
_DAY_BEHIND = re.compile(rf"(?:\s*[,،、–—]|\s-)\s*(?:on|am|le|den)?\s*({_DAY})$|\s(?:on|am|le|den)\s({_DAY})$")
# As folded: "question no 3", "frage nr 3", "question n 3", "pregunta nº 3", "question two"
_NUMBERED = re.compile(
    r"(?: (?:no|nr|num|number|n|nº|núm|número))? ?\d{1,3}$"
    r"| (?:number )?(?:one|two|three|four|five|six|seven|eight|nine|ten|i{1,3}|iv|vi{0,3}|ix|x)$"
)
_BESIDE = re.compile(r"[(\[/|,（](?=\s?[^\W\d_])")
# "Hon. (Eng.) Japheth Moor"
_TITLE = re.compile(r"(?:[A-ZÀ-Þ][\w]{0,4}\.\s?){1,3}")
# What a record says that its speaker does: "HON. A. REEF asked the Government, upon notice:", "The CHIEF WHIP moved:".
_ACT = re.compile(
    r"(?<=\w)[,)]?\s+(?:moved|(?:rose )?to move|asked (?:the|his|her) [^:]{3,80}|\(?on behalf of [^:]{3,60}\)? asked .{3,60})$"
)
_SIGNS = re.compile(r"([()\[\]/|,（）])")
SENTENCE_END = re.compile(
    r"[.!?…:;。！？；：؟۔।॥։።។။][\"'”’»)\]」』）]*$|[\"”»)\]」』）]$"
    # Scripts without a full stop: a sentence may end at any line end.
    r"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]$"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: lines `first`..`last` hold the label; `rest` follows it on the last line."""

    first: int
    last: int
    label: str
    key: str
    notes: tuple[str, ...]
    rest: str
    style: Style
    bold: bool
    line: int

    @property
    def caps(self) -> bool:
        """Tell whether the label is in capitals, except for small letters as in "McMAHON" and "Mr."."""
        if self.label.isupper() or self.label.islower():
            return len(self.label) > 1 and self.label.isupper()
        letters = [char for char in self.label if char.isalpha()]
        return len(letters) > 1 and sum(char.isupper() for char in letters) >= 0.7 * len(letters)


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends a sentence or a quotation."""
    return SENTENCE_END.search(text[-6:]) is not None


def is_statement(text: str) -> bool:
    """Tell whether a line ends a sentence that announces nothing: neither a colon nor a semicolon ends it."""
    return ends_sentence(text) and text[-1] not in ":：;；"


@lru_cache(maxsize=16_384)
def key_of(label: str) -> str:
    """Return the comparable form of a label. The number of "Question 3" is ignored."""
    folded = fold(label)
    if (asker := named_asker(label)) is not None:
        return asker[0]
    bare = fold(INNER_BRACKET.sub(" ", label)) if _OPENING.search(label) else folded
    bare = _NUMBERED.sub("", bare)
    bare = _CONTINUED.sub("", bare)
    return bare if bare in lexicon.ASKERS or bare in lexicon.ANSWERERS else folded


def part_notes(label: str) -> tuple[str, tuple[str, ...]]:
    """Split a printed label from bracketed notes of language, stage or date. Brackets that identify the person stay."""
    notes: list[str] = []
    if not _OPENING.search(label):
        return squeeze(label), ()

    def take(found: re.Match[str]) -> str:
        inner = found.group(1).strip()
        said = NOTE_WORDS.search(inner) or is_small(inner[:1]) or (inner.endswith(".") and not _TITLE.fullmatch(inner))
        if not (said or _CLOCK.fullmatch(inner) or is_day(inner)):
            return found.group(0)
        notes.append(inner.strip(" ."))
        return " "

    return squeeze(INNER_BRACKET.sub(take, label)), tuple(notes)


def without_day(label: str) -> str:
    """Remove a date from the end of a possible label: "Ilsa Varga, 7 March 2021"."""
    found = _DAY_BEHIND.search(folded(label)) if any(map(str.isdecimal, label)) else None
    return label[: found.start()] if found else label


def is_day(text: str) -> bool:
    """Tell whether a note after a name is only a date."""
    return any(map(str.isdecimal, text)) and _ONLY_DAY.fullmatch(folded(text)) is not None


def make_hit(line: Line, index: int, printed: str, rest: str, style: Style) -> Hit | None:
    """Return a single-line candidate from its printed form and the following text; None if it has no letters to compare."""
    label, notes = part_notes(printed)
    label = _ACT.sub("", label.strip(" *_•·–—-"))
    if (inner := IN_BRACKETS.fullmatch(label)) is not None:
        label = inner.group(1).strip()
    key = key_of(label)
    if not key:
        return None
    return Hit(index, index, label, key, notes, rest.strip(), style, line.bold > 0, line.number)


def may_be_long_label(text: str) -> bool:
    """Tell whether a long text may be a name with offices: capitals and particles, and no word of a sentence."""
    tokens = without_honours(text).split()
    small = [token for token in tokens if is_small(token[0]) and fold(token) not in lexicon.PARTICLES]
    return (
        2 <= len(tokens) <= MAX_LONG_WORDS
        and tokens[0][0].isupper()
        and len(small) * 4 <= len(tokens)
        and lexicon.SENTENCE_WORDS.isdisjoint(map(fold, tokens))
    )


def is_voice(key: str) -> bool:
    """Tell whether a label is an unnamed voice, perhaps numbered: "Speaker 3"."""
    return key in lexicon.VOICES or (key[-1:].isdecimal() and key.rstrip("0123456789 ") in lexicon.VOICES)


def is_proper(token: str) -> bool:
    """Tell whether a word may belong to a name or an office: a capital, one after a hyphen, or a small word such as "of"."""
    return token[0].isupper() or fold(token) in lexicon.PARTICLES or CAPITAL_WITHIN.match(token) is not None


@lru_cache(maxsize=16_384)
def shape_of(label: str) -> str:
    """Return how a name and its additions are printed: "A(A)" for "DE WIND (RTV KUST)"; "" for a name alone."""
    if not _BESIDE.search(label):
        return ""
    return "".join(_kind_of(part) if index % 2 == 0 else part for index, part in enumerate(_SIGNS.split(label)))


def _kind_of(part: str) -> str:
    """Return "A" for words in capitals, "X" for capitalised words, "x" for others, "" for none."""
    letters = [word for word in part.split() if word[0].isalpha()]
    if not letters:
        return ""
    return "A" if part.isupper() else "X" if all(map(is_proper, letters)) else "x"


# A bullet, a number or a time before a label: "• Reporter:", "3. Question:", "[00:01:20] Ilsa Varga:", "Anf. 3 Ilsa Varga:".
_CLOCK_AHEAD = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?(?:\s?[ap]\.?m\.?|\s?uhr|\s?h)?"
# A letter or a number of a list within a list: "a)", "(iv)", "1.2", "二、", "④". A capital with a full stop may be an initial.
_LISTED = (
    r"[\[(](?:[a-z]|[ivxl]{2,6})[\])]|(?-i:[a-z]|[ivxl]{2,6})[.)]|\d{1,3}(?:\.\d{1,3}){1,5}[.)]?(?=\s+\D)"
    "|[①-⑳㊀-㊉]|[一二三四五六七八九十]{1,3}[、．.]"
)
# The asker of a numbered question: "Q12  Dame Ella Pruitt: Why?"
_NAME = r"(?-i:[A-ZÀ-Þ])[\w.'’-]*(?:\s(?-i:[A-ZÀ-Þ])[\w.'’-]*){0,4}"
_LEADING_MARK = re.compile(
    rf"(?P<note>(?:[\[(]\s?{_CLOCK_AHEAD}\s?[\])]|{_CLOCK_AHEAD})\s*[-–—|]?|[\[(]?\d{{1,4}}[.)\]]|anf\.\s*\d{{1,4}})\s+(?=\D)|(?P<listed>{_LISTED})\s*(?=[^\W\d_])|(?P<number>Q\d{{1,4}})\s+(?={_NAME}\s?:)"
    r"|>{1,3}\s*(?=[^\W\d_])|(?:[•‣▪▫◦●■□◆◇►▶▸→⇒➔➜▷◈◎◯○★☆*·–—-]|â[^\w\s]{1,2})\s+(?=[^\W\d_\[(【])|[○◯◎●◆◇■□▶▷→](?=[^\W\d_])",
    re.I,
)
_MARK_STARTS = frozenset(
    "[(0123456789AQabcdefghijklmnopqrstuvwxyz①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉一二三四五六七八九十•‣▪▫◦●■□◆◇►▶▸→⇒➔➜▷◈◎◯○★☆*·–—-â>"
)


def part_mark(text: str) -> tuple[int, str | None]:
    """Return the length of the mark at the head of a line (0 if there is none), and the number or time in it."""
    mark = _LEADING_MARK.match(text) if text[:1] in _MARK_STARTS else None
    if mark is None:
        return 0, None
    return mark.end(), (mark["note"] or mark["number"] or mark["listed"] or "").strip(" []().-–—|、．") or None


def leading_mark(text: str) -> int:
    """Return the length of the mark at the head of a line, 0 if there is none."""
    return part_mark(text)[0]
