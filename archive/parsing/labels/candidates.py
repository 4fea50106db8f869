"""What could be a speaker's label: the form only; evidence.py decides over the whole document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.parsing import lexicon
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.labels.asker_labels import named_asker
from archive.parsing.labels.leading_marks import part_mark
from archive.parsing.layout_patterns import NOTE_WORDS, STAGE
from archive.parsing.lines import Line
from archive.parsing.speakers.honorifics import without_honours

Style = Literal["colon", "bare", "period", "dash", "bold", "alone", "markup"]

MAX_LABEL = 140
MAX_LONG_LABEL = 300
MAX_LONG_WORDS = 45
MAX_WRAPPED = 5
MAX_ALONE = 60
_INNER_BRACKET = re.compile(r"[(\[（]([^()\[\]（）]{1,60})[)\]）]")
_OPENING = re.compile(r"[(\[（]")
_IN_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{1,60})[)\]）]")
_BARE = re.compile(r"(Q|A|P|R|В|О)(\d{0,3})(?:(?P<mark>[.)]|\s?[-–—])\s*|(?P<space>\s+))(?=\S)|(Q)$")
_PERIOD = re.compile(
    r"((?:The )?(?:(?:Mr|Mrs|Ms|Dr|Gen|Adm)\. )?[A-ZÀ-Þ][\w'’-]*(?: (?:[A-ZÀ-Þ][\w'’-]*|of|the|and|members?)){0,6})"
    r"\. +(?=[\[“\"(—–A-ZÀ-Þ])"
)
_CONTINUED = re.compile(r" (?:contd|cont d|continued|continues|follow up)$")
_DASH = re.compile(r"([^\W\d_][^–—:.!?]{1,60}?)\s[–—]\s(?=\S)")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")
_NUMBERED = re.compile(r" ?(?:no )?\d{1,3}$")
_TIME = re.compile(r"\d$")
_ASKING = lexicon.ASKERS | lexicon.ANSWERERS
_SPEAKING_ALONE = _ASKING | lexicon.MANAGERS
SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$|[\"”»)\]]$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate at its place: lines `first`..`last` hold the label, `rest` is what follows it on the last."""

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
        """Say whether the label is set in capitals: two letters or more, but for the small ones of "McMAHON" and "Mr."."""
        if self.label.isupper() or self.label.islower():
            return len(self.label) > 1 and self.label.isupper()
        letters = [char for char in self.label if char.isalpha()]
        return len(letters) > 1 and sum(char.isupper() for char in letters) >= 0.7 * len(letters)


def ends_sentence(text: str) -> bool:
    """Say whether a line ends a sentence or a quotation."""
    return SENTENCE_END.search(text[-6:]) is not None


def candidates(lines: Sequence[Line], flowing: bool) -> Iterator[Hit]:
    """Yield everything in the form of a label, in order; at most one a line."""
    for index, line in enumerate(lines):
        hit = _read(line, index)
        if hit is None or (line.kind in ("heading", "section") and hit.rest):
            continue
        yield hit if flowing or hit.style != "colon" else _look_back(lines, hit)


def _read(line: Line, index: int) -> Hit | None:
    at, note = part_mark(line.text)
    if not at:
        return _read_label(line, index)
    hit = _read_label(replace(line, text=line.text[at:], bold=max(0, line.bold - at)), index)
    if hit is None or hit.style not in ("colon", "bare"):
        return None
    return replace(hit, notes=(*hit.notes, note)) if note else hit


def _read_label(line: Line, index: int) -> Hit | None:
    hit = _from_markup(line, index) or _bracketed(line, index) or _colon(line, index)
    if hit is not None and (hit.style == "markup" or ". " not in hit.label or _all_capital(hit.label)):
        return hit
    return _bare(line, index) or _dash(line, index) or _period(line, index) or hit or _bold(line, index) or _alone(line, index)


def _all_capital(label: str) -> bool:
    """Say whether every word of a label is capitalised: "AMBASSADOR. BRYNN", not "The President. Mr. Speaker, we meet"."""
    return len(label.split()) <= 6 and all(word[0].isupper() for word in label.split())


def key_of(label: str) -> str:
    """Fold a label for comparing; the number of "Question 3" does not count."""
    folded = fold(label)
    if (asker := named_asker(label)) is not None:
        return asker[0]
    bare = fold(_INNER_BRACKET.sub(" ", label)) if _OPENING.search(label) else folded
    bare = _NUMBERED.sub("", bare) if bare[-1:].isdecimal() else bare
    bare = _CONTINUED.sub("", bare)
    return bare if bare in lexicon.ASKERS or bare in lexicon.ANSWERERS else folded


def part_notes(label: str) -> tuple[str, tuple[str, ...]]:
    """Part a printed label from bracketed notes of language or stage; brackets that identify the person stay."""
    notes: list[str] = []
    if not _OPENING.search(label):
        return squeeze(label), ()

    def take(found: re.Match[str]) -> str:
        inner = found.group(1).strip()
        if not (NOTE_WORDS.search(inner) or inner[:1].islower() or inner.endswith(".") or _CLOCK.fullmatch(inner)):
            return found.group(0)
        notes.append(inner.strip(" ."))
        return " "

    return squeeze(_INNER_BRACKET.sub(take, label)), tuple(notes)


def _hit(line: Line, index: int, printed: str, rest: str, style: Style) -> Hit | None:
    label, notes = part_notes(printed)
    label = label.strip(" *_•·–—-")
    if (inner := _IN_BRACKETS.fullmatch(label)) is not None:
        label = inner.group(1).strip()
    key = key_of(label)
    if not key:
        return None
    return Hit(index, index, label, key, notes, rest.strip(), style, line.bold > 0, line.number)


def _from_markup(line: Line, index: int) -> Hit | None:
    return _hit(line, index, line.label, line.text, "markup") if line.label is not None else None


def _bracketed(line: Line, index: int) -> Hit | None:
    """Take who speaks from brackets at the head of a line: "(Reporter)", "(Minister Varga)"; stage notes are none."""
    found = _IN_BRACKETS.match(line.text)
    if found is None or STAGE.search(found.group(1)) or line.text[found.end() : found.end() + 1] in (":", "："):
        return None
    folded = fold(found.group(1)).split()
    if not lexicon.PARTICLES.isdisjoint({"in"} & set(folded)):
        return None
    named = not lexicon.OFFICES.isdisjoint(folded) or (folded and folded[0] in lexicon.HONORIFICS)
    if key_of(found.group(1)) not in _ASKING and not named:
        return None
    return _hit(line, index, found.group(1), line.text[found.end() :], "alone")


def _colon(line: Line, index: int) -> Hit | None:
    at = _first_colon(line.text[: MAX_LABEL + 1])
    if at <= 0 and len(line.text) > MAX_LABEL:
        at = _first_colon(line.text[:MAX_LONG_LABEL])
        at = at if may_be_long_label(line.text[:at]) else 0
    if at <= 0:
        return None
    return _hit(line, index, line.text[:at], line.text[at + 1 :], "colon")


def _first_colon(text: str) -> int:
    """Return where the first colon stands, 0 for none and for one of an address or a time."""
    at, wide = text.find(":"), text.find("：")
    if 0 < wide < at or at <= 0:
        at = wide
    if at <= 0 or text[at + 1 : at + 2] == "/" or (_TIME.search(text[:at]) and text[at + 1 : at + 2].isdecimal()):
        return 0
    return at


def may_be_long_label(text: str) -> bool:
    """Say whether a text of many words may be a name with its offices: capitals and particles, and no word of a sentence."""
    tokens = without_honours(text).split()
    small = [token for token in tokens if token[0].islower() and fold(token) not in lexicon.PARTICLES]
    return (
        2 <= len(tokens) <= MAX_LONG_WORDS
        and tokens[0][0].isupper()
        and len(small) * 4 <= len(tokens)
        and lexicon.SENTENCE_WORDS.isdisjoint(map(fold, tokens))
    )


def _bare(line: Line, index: int) -> Hit | None:
    found = _BARE.match(line.text)
    if found is None:
        return None
    letter = found.group(1) or found.group(5)
    wide = found.group("mark") or len(found.group("space") or "") > 1 or found.group(5)
    if letter not in "QВ" and not wide:
        return None
    if letter == "В" and not found.group("mark"):
        return None
    return _hit(line, index, letter + (found.group(2) or ""), line.text[found.end() :], "bare")


def _alone(line: Line, index: int) -> Hit | None:
    """Take a line that is nothing but a word for who speaks, or a name with an office: "Question", "Minister Varga"."""
    text = line.text
    if len(text) > MAX_ALONE or not line.gap or text[-1] in ".?!,;:…" or line.kind == "section":
        return None
    tokens = _INNER_BRACKET.sub(" ", text).split()
    key = key_of(text)
    titled = 2 <= len(tokens) <= 8 and all(map(_is_proper, tokens)) and not lexicon.OFFICES.isdisjoint(key.split())
    return _hit(line, index, text, "", "alone") if key in _SPEAKING_ALONE or titled else None


def _dash(line: Line, index: int) -> Hit | None:
    """Take what stands before a dash where it is in capitals or a word for who speaks: "LE PRÉSIDENT – Merci."."""
    found = _DASH.match(line.text[:80]) if line.gap else None
    if found is None or not (found.group(1).isupper() or key_of(found.group(1)) in lexicon.SPOKEN):
        return None
    return _hit(line, index, found.group(1), line.text[found.end() :], "dash")


def _bold(line: Line, index: int) -> Hit | None:
    label = line.text[: line.bold].strip()
    if not 1 < len(label) <= 80 or label[-1] in ".?!,;" or line.kind == "heading":
        return None
    return _hit(line, index, label, line.text[line.bold :], "bold")


def _period(line: Line, index: int) -> Hit | None:
    found = _PERIOD.match(line.text[:80])
    if found is None or not line.gap:
        return None
    key = fold(found.group(1))
    if key in lexicon.HONORIFICS:
        return None
    named = key in lexicon.ANONYMOUS or not lexicon.OFFICES.isdisjoint(key.split()) or key.split()[0] in lexicon.HONORIFICS
    return _hit(line, index, found.group(1), line.text[found.end() :], "period") if named else None


def _look_back(lines: Sequence[Line], hit: Hit) -> Hit:
    """Join a label that was broken over lines: the lines before are nothing but name and office."""
    first, label = hit.first, hit.label
    while hit.first - first < MAX_WRAPPED and first > 0 and not lines[first].gap and _is_label_piece(lines[first - 1].text):
        first -= 1
        label = f"{lines[first].text} {label}"
    if (
        first == hit.first
        or lexicon.OFFICES.isdisjoint(fold(label).split())
        or (not lines[first].gap and first > 0 and not ends_sentence(lines[first - 1].text))
    ):
        return hit
    return Hit(first, hit.last, squeeze(label), key_of(label), hit.notes, hit.rest, hit.style, hit.bold, lines[first].number)


def _is_proper(token: str) -> bool:
    return token[0].isupper() or fold(token) in lexicon.PARTICLES


def _is_label_piece(text: str) -> bool:
    tokens = text.split()
    return (
        2 <= len(tokens) <= 14
        and (not ends_sentence(text) or _ends_in_title(tokens))
        and all(map(_is_proper, tokens))
        and lexicon.SENTENCE_WORDS.isdisjoint(fold(without_honours(text)).split())
    )


def _ends_in_title(tokens: Sequence[str]) -> bool:
    """Say whether a line breaks off behind "Dr." or an initial."""
    return tokens[-1].endswith(".") and (fold(tokens[-1]) in lexicon.HONORIFICS or len(tokens[-1]) == 2)


def echoes(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Find accepted labels whose colon is missing ("Megyn Kelly With this?", "MR. SULLIVAN. Yeah"), in order.

    Only names of two words or more, or in capitals, at the head of a paragraph, before a capital, and not twice in a row.
    """
    colons = [hit for hit in hits if hit.style == "colon" and hit.key not in lexicon.SPOKEN]
    names = {hit.label for hit in colons if " " in hit.label or hit.caps}
    if not names:
        return list(hits)
    pattern = re.compile(
        rf"({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})[.;,]?\s*(?=[\"“(—–]?[^\W\d_a-zа-яёà-öø-ÿ])"
    )
    taken = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    found: list[Hit] = []
    for index, line in enumerate(lines):
        match = pattern.match(line.text) if line.gap and index not in taken and line.kind in ("text", "quoted") else None
        if match and (echo := _hit(line, index, match.group(1), line.text[match.end() :], "colon")):
            found.append(echo)
    return _alternating(sorted([*hits, *found], key=lambda hit: hit.first), {id(hit) for hit in found})


def _alternating(hits: Sequence[Hit], echoed: set[int]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        if id(hit) not in echoed or (kept and kept[-1].key != hit.key):
            kept.append(hit)
    return kept
