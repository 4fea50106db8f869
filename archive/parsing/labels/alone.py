"""Names on lines of their own above what is said, without a colon: "Baroness Penrose of Tarn (Blue)", "PRESIDENTA ANA RUIZ"."""

from __future__ import annotations

from collections.abc import Sequence

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline
from archive.parsing.cleaning import fold, is_small
from archive.parsing.labels.candidates import INNER_BRACKET, Hit, ends_sentence, is_proper, key_of, make_hit
from archive.parsing.layout_patterns import EVENT_WORDS, STAGE
from archive.parsing.lines import Line
from archive.parsing.metadata.head_words import KINDS
from archive.parsing.metadata.language import script_of

MAX_ALONE = 140
MOST_WORDS = 16
LONG_ENOUGH = 40
HEAD, SHORT_LINE = 12, 60
_ENDS = ".?!;:…,。！？："


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
