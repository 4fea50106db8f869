"""Labels without a colon: names on lines of their own, labels split over several lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline
from archive.parsing.cleaning import fold, is_small, squeeze
from archive.parsing.labels.candidates import (
    INNER_BRACKET,
    Hit,
    ends_sentence,
    is_proper,
    is_statement,
    key_of,
    leading_mark,
    make_hit,
)
from archive.parsing.layout_patterns import EVENT_WORDS, STAGE
from archive.parsing.lines import Line
from archive.parsing.metadata.head_words import KINDS, begins_with_event
from archive.parsing.metadata.language import script_of
from archive.parsing.speakers.names.name_parts import without_honours

MAX_ALONE = 140
MOST_WORDS = 16
LONG_ENOUGH = 40
HEAD, SHORT_LINE = 12, 60
_ENDS = ".?!;:…,。！？："
# What may begin words; a dash or a bar is a sign behind a label.
_BEGINS = re.compile(r"[\w(\[¿¡\"'“«„‘「『]")
# Letters that are words, too.
_WORDS_TOO = frozenset("AEIOUYАВЕИІКОСУЯ")
_WORDS_FOR_WHO = lexicon.ASKERS | lexicon.ANSWERERS
_NO_LAST = lexicon.PARTICLES | lexicon.OPENERS | lexicon.EVENTS | lexicon.OFFICES


def named_alone(lines: Sequence[Line], index: int) -> Hit | None:
    """Return a line that only names a speaker, if speech follows and no sentence is cut above it."""
    line = lines[index]
    if len(line.text) > MAX_ALONE or line.kind == "section" or line.label is not None or _is_prose(line.text):
        return None
    if not _has_words_below(lines, index) or not _is_free(lines, index):
        return None
    if not _is_name(line.text) or STAGE.fullmatch(line.text):
        return None
    return make_hit(line, index, line.text, "", "alone")


def _is_prose(text: str) -> bool:
    """Tell quickly that a line of prose is not a name: it is too long, and begins and ends like prose."""
    return len(text) > LONG_ENOUGH and (text[-1] in _ENDS or is_small(text[0]))


def _is_free(lines: Sequence[Line], index: int) -> bool:
    above = lines[index - 1] if index else None
    if above is None or lines[index].gap or ends_sentence(above.text) or furniture_reason(above.text) is not None:
        return True
    return lines[index].indent > above.indent + 1 or is_below_head(lines, index)


def is_below_head(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line directly follows the head of a page without a blank line: a date or another short line."""
    above = lines[index - 1]
    return index <= HEAD and (is_dateline(above.text) or (above.gap and len(above.text) <= SHORT_LINE))


def _has_words_below(lines: Sequence[Line], index: int) -> bool:
    below = lines[index + 1] if index + 1 < len(lines) else None
    return below is not None and below.kind in ("text", "quoted") and _is_said(below.text)


def _is_said(text: str) -> bool:
    """Tell whether a line may be speech. A Chinese character counts as three letters."""
    return ends_sentence(text) or len(text) * (3 if script_of(text) == "han" else 1) > LONG_ENOUGH


def _is_name(text: str) -> bool:
    """Tell whether a line may name a person: a word for a speaker, all capitals, a title, an office or plain names."""
    bare = INNER_BRACKET.sub(" ", text).strip(" *_–—-")
    tokens = [token for token in bare.replace(",", " ").split() if token[0].isalpha()]
    if key_of(text) in lexicon.SPOKEN:
        return True
    if not 1 <= len(tokens) <= MOST_WORDS or text[-1] in _ENDS or any(map(str.isdigit, bare)):
        return False
    if not tokens[0][0].isupper() or not all(map(is_proper, tokens)):
        return False
    folded = fold(bare).split()
    if (
        not lexicon.SENTENCE_WORDS.isdisjoint(folded)
        or fold(text) in lexicon.HEADINGS
        or furniture_reason(text)
        or is_dateline(text)
    ):
        return False
    return (len(tokens) > 1 or bare.isupper()) and _is_person(text, folded)


def _is_person(text: str, folded: Sequence[str]) -> bool:
    # "PRESS CONFERENCE OF THE MINISTER" contains an office but is a title.
    if KINDS["news_conference"].search(text) or KINDS["briefing"].search(text):
        return False
    titled = not lexicon.OFFICES.isdisjoint(folded) or folded[0] in lexicon.HONORIFICS
    name, comma, _ = text.partition(",")
    if comma and len(name.split()) > 1:  # an outlet may follow the comma: "LESIA MOOR, THE HARBOUR AGENCY"
        text, folded = name, fold(name).split()
    return titled or not (EVENT_WORDS.search(text) or lexicon.INSTITUTIONS & set(folded))


MAX_WRAPPED = 5
SHORT_LABEL = 40
_ASKING = lexicon.ASKERS | lexicon.ANSWERERS
_TITLES = lexicon.OFFICES | lexicon.HONORIFICS
_FIRST_WORDS = lexicon.OFFICES | lexicon.HONORIFICS | {"the", "prime", "vice", "le", "la", "el", "der", "die", "il", "o", "a"}


def look_back(lines: Sequence[Line], hit: Hit) -> Hit:
    """Join a label split over lines if the lines before hold only name and office."""
    first, label = hit.first, hit.label
    while hit.first - first < MAX_WRAPPED and first > 0 and not lines[first].gap and _is_label_piece(lines[first - 1].text):
        first -= 1
        label = f"{lines[first].text} {label}"
    if _is_broken_off(lines, hit):
        first, label = hit.first - 1, f"{lines[hit.first - 1].text} {hit.label}"
    elif (
        first == hit.first
        or _TITLES.isdisjoint(fold(label).split())
        or (not lines[first].gap and first > 0 and not ends_sentence(lines[first - 1].text))
    ):
        return hit
    return Hit(first, hit.last, squeeze(label), key_of(label), hit.notes, hit.rest, hit.style, hit.bold, lines[first].number)


def _is_broken_off(lines: Sequence[Line], hit: Hit) -> bool:
    """Tell whether a paragraph's first line holds only the first words of a name that continues below."""
    above = lines[hit.first - 1] if hit.first else None
    if above is None or lines[hit.first].gap or len(above.text) > SHORT_LABEL or not hit.label[0].isupper():
        return False
    if ends_sentence(above.text) or len(hit.label) > SHORT_LABEL * 2 or key_of(above.text) in lexicon.SPOKEN:
        return False
    opens = above.gap or hit.first == 1 or ends_sentence(lines[hit.first - 2].text)
    opens = opens and not begins_with_event(above.text)
    tokens = above.text.split()
    return opens and all(token[0].isupper() for token in tokens) and lexicon.SENTENCE_WORDS.isdisjoint(map(fold, tokens))


def _is_label_piece(text: str) -> bool:
    tokens = text.split()
    return (
        (2 <= len(tokens) <= 14 or _is_first_word(text))
        and (not ends_sentence(text) or _ends_in_title(tokens))
        and not begins_with_event(text)
        and all(map(is_proper, tokens))
        and lexicon.SENTENCE_WORDS.isdisjoint(fold(without_honours(text)).split())
    )


def _is_first_word(text: str) -> bool:
    """Tell whether a line is the first word of a label: "THE", "PRIME", "Minister"."""
    return fold(text) in _FIRST_WORDS and text[0].isupper()


def _ends_in_title(tokens: Sequence[str]) -> bool:
    """Tell whether a line breaks off after "Dr." or an initial."""
    return tokens[-1].endswith(".") and (fold(tokens[-1]) in lexicon.HONORIFICS or len(tokens[-1]) == 2)


def echoes(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Find repetitions of accepted labels without their colon ("Megyn Kelly With this?", "MR. SULLIVAN. Yeah"), in order.

    Only names of two words or more, or in capitals, at the head of a paragraph, before a capital, and not twice in a row.
    """
    colons = [hit for hit in hits if hit.style == "colon" and hit.key not in lexicon.SPOKEN]
    names = {hit.label for hit in colons if " " in hit.label or hit.caps}
    taken = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    found = _named_without_colon(lines, names, taken) if names else []
    found += _asked_without_colon(lines, hits, taken | {hit.first for hit in found})
    return _alternating(sorted([*hits, *found], key=lambda hit: hit.first), {id(hit) for hit in found})


def _named_without_colon(lines: Sequence[Line], names: set[str], taken: set[int]) -> list[Hit]:
    pattern = re.compile(
        rf"({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})[.;,]?\s*(?=[\"“(—–]?[^\W\d_a-zа-яёà-öø-ÿ])"
    )
    found: list[Hit] = []
    for index, line in enumerate(lines):
        match = pattern.match(line.text) if line.gap and index not in taken and line.kind in ("text", "quoted") else None
        if match and (echo := make_hit(line, index, match.group(1), line.text[match.end() :], "colon")):
            found.append(echo)
    return found


def _asked_without_colon(lines: Sequence[Line], hits: Sequence[Hit], taken: set[int]) -> list[Hit]:
    """Find words for asking or answering without their colon: "Question (in French) Who sails?", "Question 2 Who pays?"."""
    times = Counter(hit.label for hit in hits if hit.style == "colon" and hit.key in _ASKING and len(hit.key) > 1)
    often = sorted(
        (label.rstrip("0123456789 ") for label, count in times.items() if label[-1:].isdecimal() or count > 1), key=len
    )
    if not often:
        return []
    pattern = re.compile(
        rf"((?:{'|'.join(map(re.escape, often[::-1]))})(?:\s?\d{{1,2}})?)\s*([（(][^()（）]{{1,40}}[)）]|(?<=\d)\s|$)"
    )
    found: list[Hit] = []
    for index, line in enumerate(lines):
        match = pattern.match(line.text) if line.gap and index not in taken and line.kind in ("text", "quoted") else None
        rest = line.text[match.end() :] if match else ""
        if match and rest and (echo := make_hit(line, index, f"{match[1]} {match[2]}".strip(), rest, "colon")):
            found.append(echo)
    return found


def _alternating(hits: Sequence[Hit], echoed: set[int]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        if id(hit) not in echoed or (kept and kept[-1].key != hit.key):
            kept.append(hit)
    return kept


def without_sign(lines: Sequence[Line], hits: Sequence[Hit], free: Sequence[int]) -> list[Hit]:
    """Return the labels that stand elsewhere with a sign behind them, and here without: "Moor (Harbours) Not yet."."""
    known = sorted({hit.label for hit in hits if _is_told_bare(hit)}, key=len, reverse=True)
    starts = [hit.first for hit in hits]
    found: list[Hit] = []
    for index in free if known else ():
        text = lines[index].text[leading_mark(lines[index].text) :]
        label = next((one for one in known if text.startswith(f"{one} ")), None)
        if label is None or lines[index].label is not None or not is_statement(lines[index - 1].text):
            continue
        rest = text[len(label) :].lstrip()
        before = hits[bisect_left(starts, index) - 1]
        hit = make_hit(lines[index], index, label, rest, "colon")
        if hit is not None and _BEGINS.match(rest) and not is_small(rest[0]) and before.key != hit.key and ends_sentence(text):
            found.append(hit)
    return found


def _is_told_bare(hit: Hit) -> bool:
    """Tell whether a label may be told without a sign behind it: a full name, an outlet in brackets, a word for who asks."""
    words = hit.key.split()
    if hit.key in _WORDS_FOR_WHO:
        return len(hit.label) > 1 or hit.label.upper() not in _WORDS_TOO
    return hit.label[-1] in ")]" or (len(words) > 1 and words[-1] not in _NO_LAST and not lexicon.names_office(words))
