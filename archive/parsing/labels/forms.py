"""The possible forms of a speaker's label. scoring.py decides over the whole document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dated_link
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import (
    IN_BRACKETS,
    INNER_BRACKET,
    Hit,
    ends_sentence,
    is_proper,
    key_of,
    make_hit,
    may_be_long_label,
    part_mark,
)
from archive.parsing.labels.labels_without_colon import look_back, named_alone
from archive.parsing.layout_patterns import STAGE
from archive.parsing.lines import Line

MAX_LABEL = 140
MAX_LONG_LABEL = 300
MAX_ALONE = 60
# "A. L. Quillan", "В.П.Причалова": a letter before another initial is one too.
_BARE = re.compile(r"(Q|A|P|R|В|О)(?!\.\s?[^\W\d_]\.)(\d{0,3})(?:(?P<mark>[.)]|\s?[-–—])\s*|(?P<space>\s+))(?=\S)|(Q)$")
_NUMBERED_BOLD = re.compile(r"[QA]\s\d{1,3}[.:)]?")
# A word for who asks or answers, a number and a mark: "Question 1. What", "Frage Nr. 2 – Wann", "問1．何", "QUESTION 3 Who".
_NUMBER = (
    r"(?:(?:No\.?|Nr\.?|N[º°]|n\.?\s?[º°]|№|#|[Nn]umber|[Nn]úm\.|[(\[])\s?)?"
    r"(?:\d{1,3}|(?:I{1,3}|IV|VI{0,3}|IX|X)\b|(?i:one|two|three|four|five|six|seven|eight|nine|ten)\b)[)\]]?"
)
_NUMBERED_WORD = re.compile(
    rf"(?P<label>(?P<word>[^\W\d_]{{2,20}}|[^\W\d_a-zA-ZÀ-ӿ])\s?{_NUMBER})"
    r"(?:\s?[.．。)）、/]+\s?(?:[-–—―]+\s*)?|\s?[-–—―]+\s*|(?P<space>\s+))(?=[^\s.)])"
)
_PERIOD = re.compile(
    r"((?:The )?(?:(?:Mr|Mrs|Ms|Dr|Gen|Adm)\. )?[A-ZÀ-Þ][\w'’-]*(?: (?:[A-ZÀ-Þ][\w'’-]*|of|the|and|members?)){0,6}"
    r"(?: \([^()]{2,40}\))?)\. +(?=[\[“\"(—–A-ZÀ-Þ])"
)
_DASH = re.compile(r"([^\W\d_][^–—:.!?]{1,60}?)(?:\s[–—]|[–—-])\s(?=\S)")
_RARE_OPEN = "【〔〖［<＜‹〈⟨｟"
_RARE = re.compile(rf"[{_RARE_OPEN}]\s*([^{_RARE_OPEN}】〕〗］>＞›〉⟩｠]{{1,60}}?)\s*[】〕〗］>＞›〉⟩｠]\s*(?=\S|$)")
_STOP_DASH = re.compile(
    r"([^\W\d_](?:[^.:!?]|(?<=\b\w)\.|(?<=\b\w\w)\.|(?<=\b\w\w\w)\.){1,90}?(?:(?<=[^\W\d_]{3})|(?<=[&/+-][^\W_])|(?<=[^\W\d_]\d)|(?<=[)»”“\"])))\.\s?[-–—―]{1,2}\s*(?=[^\s\d])"
)
# The expression above is slow, so a required part is searched first.
_STOPPED = re.compile(r"\.\s?[-–—―]")
# With one of these, a name tells where somebody was: "Senator Moss in Northport".
_AT_A_PLACE = frozenset({"in", "at", "with", "from", "on", "to"})
_NO_LABELS = frozenset({"navigation", "contact", "language"})
_COLON = re.compile("[:：]")
_ASKING = lexicon.ASKERS | lexicon.ANSWERERS
_SPEAKING_ALONE = _ASKING | lexicon.MANAGERS


# Results by the identity of a line; the line is kept alive so that its identity stays unique.
Read = dict[int, tuple[Line, Hit | None]]


def candidates(lines: Sequence[Line], flowing: bool, alone: bool = False, read: Read | None = None) -> Iterator[Hit]:
    """Yield everything with the form of a label, in order; at most one a line. `alone` includes names on lines of their own.

    A document is read in several ways, with mostly the same lines: `read` caches the results.
    """
    read = {} if read is None else read
    for index, line in enumerate(lines):
        hit = _read_once(lines, index, read)
        if alone and (hit is None or hit.style in ("period", "bold") or "\t" in hit.label or _is_named_question(hit)):
            hit = named_alone(lines, index) or hit
        if hit is None or (line.kind in ("heading", "section") and hit.rest) or _is_of_site(line.text):
            continue
        yield hit if flowing or hit.style != "colon" else look_back(lines, hit)


def _is_named_question(hit: Hit) -> bool:
    """Tell whether a letter for a question stands before nothing but a name in capitals: "Q HOLM"."""
    return hit.style == "bare" and hit.rest.isupper() and len(hit.rest.split()) < 4 and hit.rest[-1].isalpha()


def _is_of_site(text: str) -> bool:
    """Tell whether a line is a heading or entry of a site's list: "Related News:". A bar may separate a name from a post."""
    return ("|" not in text and furniture_reason(text) in _NO_LABELS) or is_dated_link(text)


def _read_once(lines: Sequence[Line], index: int, read: Read) -> Hit | None:
    line = lines[index]
    if (known := read.get(id(line))) is None:
        indented = (
            index > 0 and not line.gap and line.indent > lines[index - 1].indent + 1 and ends_sentence(lines[index - 1].text)
        )
        known = read[id(line)] = line, _read(replace(line, gap=True) if indented else line, index)
    hit = known[1]
    return hit if hit is None or hit.first == index else replace(hit, first=index, last=index)


def _read(line: Line, index: int) -> Hit | None:
    at, note = part_mark(line.text)
    if not at:
        return _read_label(line, index)
    hit = _read_label(replace(line, text=line.text[at:], bold=max(0, line.bold - at)), index)
    if hit is None or not (hit.style in ("colon", "bare") or _may_follow_mark(hit, note)):
        return None
    return replace(hit, notes=(*hit.notes, note)) if note else hit


def _may_follow_mark(hit: Hit, note: str | None) -> bool:
    """Tell whether a label without a colon may stand behind a mark: a word for an asker, or bold type behind a bullet."""
    return (hit.style == "period" and hit.key in _ASKING) or (hit.style in ("bold", "alone") and hit.bold and note is None)


def _read_label(line: Line, index: int) -> Hit | None:
    hit = _from_markup(line, index) or _rare_brackets(line, index) or _bracketed(line, index) or _colon(line, index)
    if hit is not None and hit.style == "colon" and _bracket_ends(line, hit):
        return hit  # "**The Speaker** (Hon. Moor): Order."
    if hit is not None and hit.style == "colon" and 1 < line.bold < len(hit.label) - 1 and (bold := _bold(line, index)):
        return bold  # the bold name ends long before the sentence's colon
    if hit is not None and (hit.style == "markup" or ". " not in hit.label or _all_capital(hit.label)):
        return hit
    if (set_off := _numbered(line, index) or _stop_dash(line, index)) is not None:
        return set_off
    return _bare(line, index) or _dash(line, index) or _period(line, index) or hit or _bold(line, index) or _alone(line, index)


def _bracket_ends(line: Line, hit: Hit) -> bool:
    """Tell whether nothing but brackets stands between the bold part of a label and its colon."""
    return 1 < line.bold < len(hit.label) and IN_BRACKETS.fullmatch(hit.label[line.bold :].strip()) is not None


def _all_capital(label: str) -> bool:
    """Tell whether every word of a label is capitalised: "AMBASSADOR. BRYNN", not "The President. Mr. Speaker, we meet"."""
    words = INNER_BRACKET.sub(" ", label).split()
    return len(words) > 0 and (len(words) <= 6 or may_be_long_label(label)) and all(word[0].isupper() for word in words)


def _from_markup(line: Line, index: int) -> Hit | None:
    return make_hit(line, index, line.label, line.text, "markup") if line.label is not None else None


def _rare_brackets(line: Line, index: int) -> Hit | None:
    """Return a label in brackets unusual in prose: "【山野大臣】", "<질문>", "‹Reporter›"."""
    found = _RARE.match(line.text) if line.text[:1] in _RARE_OPEN else None
    if found is None or not any(map(str.isalpha, found.group(1))) or STAGE.fullmatch(found.group(1)):
        return None
    return make_hit(line, index, found.group(1), line.text[found.end() :].lstrip(":："), "bracket")


def _stop_dash(line: Line, index: int) -> Hit | None:
    """Return a label before a full stop and a dash: "HON. A. REEF.- I move", "El señor VARGA.— Gracias"."""
    head = line.text[:MAX_LABEL]
    found = _STOP_DASH.match(head) if _STOPPED.search(head) else None
    if found is None or not lexicon.SENTENCE_WORDS.isdisjoint(fold(found.group(1)).split()):
        return None
    return make_hit(line, index, found.group(1), line.text[found.end() :], "stop-dash")


def _bracketed(line: Line, index: int) -> Hit | None:
    """Return a bracketed speaker at the head of a line: "(Reporter)", "(Minister Varga)"; stage notes do not count."""
    found = IN_BRACKETS.match(line.text)
    if found is None or STAGE.search(found.group(1)) or line.text[found.end() : found.end() + 1] in (":", "："):
        return None
    folded = fold(found.group(1)).split()
    if not lexicon.PARTICLES.isdisjoint({"in"} & set(folded)):
        return None
    named = not lexicon.OFFICES.isdisjoint(folded) or (folded and folded[0] in lexicon.HONORIFICS)
    if key_of(found.group(1)) not in _ASKING and not named:
        return None
    return make_hit(line, index, found.group(1), line.text[found.end() :], "alone")


def _colon(line: Line, index: int) -> Hit | None:
    at = _first_colon(line.text[: MAX_LABEL + 1])
    if at <= 0 and len(line.text) > MAX_LABEL:
        at = _first_colon(line.text[:MAX_LONG_LABEL])
        at = at if may_be_long_label(line.text[:at]) else 0
    if at <= 0 or any(line.text[:at].count(left) > line.text[:at].count(right) for left, right in ("()", "[]", "（）")):
        return None
    return make_hit(line, index, line.text[:at], line.text[at + 1 :], "colon")


def _first_colon(text: str) -> int:
    """Return the place of the first colon that is not in a time; 0 if there is none, or if it is an address's."""
    for colon in _COLON.finditer(text):
        at = colon.start()
        if at == 0 or text[at + 1 : at + 2] == "/":
            return 0
        if not (text[at - 1].isdecimal() and text[at + 1 : at + 2].isdecimal()):
            return at
    return 0


def _numbered(line: Line, index: int) -> Hit | None:
    """Return a word for who asks or answers with a number behind it; without a mark only in capitals or before a wide gap."""
    found = _NUMBERED_WORD.match(line.text[:MAX_ALONE])
    if found is None or key_of(found["word"]) not in _ASKING or line.text[found.end()].isdecimal():
        return None  # "Questions 1 - 41" counts them
    label, space = found["label"], found["space"]
    if space and not (len(space) > 1 or found["word"].isupper() or label[-1] in ")]"):
        return None
    label = label if "(" in label or "[" in label else label.rstrip(")]")
    return make_hit(line, index, label, line.text[found.end() :], "bare")


def _bare(line: Line, index: int) -> Hit | None:
    found = _BARE.match(line.text)
    if found is None:
        return None
    if _NUMBERED_BOLD.fullmatch(bold := line.text[: line.bold].strip()):
        return make_hit(line, index, bold, line.text[line.bold :], "bare")
    letter = found.group(1) or found.group(5)
    wide = found.group("mark") or len(found.group("space") or "") > 1 or found.group(5)
    if letter not in "QВ" and not wide:
        return None
    if letter == "В" and not found.group("mark"):
        return None
    return make_hit(line, index, letter + (found.group(2) or ""), line.text[found.end() :], "bare")


def _alone(line: Line, index: int) -> Hit | None:
    """Return a line that is only a word for a speaker, or a name with an office: "Question", "Minister Varga"."""
    text = line.text
    if len(text) > MAX_ALONE or not line.gap or text[-1] in ".?!,;:…" or line.kind == "section":
        return None
    tokens = INNER_BRACKET.sub(" ", text).split()
    key = key_of(text)
    person = _AT_A_PLACE.isdisjoint(key.split()) and fold(tokens[-1] if tokens else "") not in lexicon.EVENTS
    named = 2 <= len(tokens) <= 8 and all(map(is_proper, tokens)) and person
    titled = named and not lexicon.OFFICES.isdisjoint(key.split())
    return make_hit(line, index, text, "", "alone") if key in _SPEAKING_ALONE or titled else None


def _dash(line: Line, index: int) -> Hit | None:
    """Return a label before a dash, if it is in capitals or a word for a speaker: "LE PRÉSIDENT – Merci."."""
    found = _DASH.match(line.text[:80]) if line.gap else None
    spaced = found is not None and all(len(token) == 1 for token in found.group(1).split()[:3]) and " " in found.group(1)
    if found is None or spaced or not (found.group(1).isupper() or key_of(found.group(1)) in lexicon.SPOKEN):
        return None  # "T H I R T Y - F I V E  YEARS AGO"
    return make_hit(line, index, found.group(1), line.text[found.end() :], "dash")


def _bold(line: Line, index: int) -> Hit | None:
    label = line.text[: line.bold].strip()
    if label[-1:] == "." and line.bold < len(line.text) and all(map(is_proper, label.split())):
        label = label[:-1]  # "**Ilsa Varga.** We sail."
    if not label or len(label) > 80 or label[-1] in ".?!,;" or line.kind == "heading":
        return None
    if line.text[line.bold :].lstrip()[:1] in (",", "，", "、", "،"):
        return None  # "**Dr Ilsa Varga**, the spokesperson, told Radio Harbour", of a lead
    if len(label) == 1 and label.isascii():
        return None
    return make_hit(line, index, label, line.text[line.bold :], "bold")


def _period(line: Line, index: int) -> Hit | None:
    found = _PERIOD.match(line.text[:80])
    if found is None or not line.gap:
        return None
    key = fold(found.group(1))
    if key.split()[-1] in lexicon.HONORIFICS or len(key.split()[-1]) == 1:  # "Datuk Dr. Hanif", "Ambassador Peter K. Moor"
        return None
    named = key in lexicon.ANONYMOUS or not lexicon.OFFICES.isdisjoint(key.split()) or key.split()[0] in lexicon.HONORIFICS
    return make_hit(line, index, found.group(1), line.text[found.end() :], "period") if named else None
