"""Where the talk ends and the page's footer begins: end marks, links to other pages, contacts, stamps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dated_link, is_dateline, is_stage_note
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import Hit, ends_sentence
from archive.parsing.labels.names_above import NOTES_BEHIND
from archive.parsing.layout_patterns import STAGE
from archive.parsing.lines import Line

HOP, SHORT = 2, 80
LONGEST_CREDIT = 6  # words
# A mark right after the last sentence: "Thank you. ENDS", "감사합니다. 끝."
_END_MARK = re.compile(
    r"(?<=[.!?…。！？”\"])\s*(?:(?<=\s)(?:[-–—]\s?)?(?:ENDS?|Ends|FIN|Fin|ENDE|Ende|FINE|KONIEC|Koniec|KONEC|Konec|SLUT|Slut|SON|끝)(?:\s?[-–—])?\.?"
    r"|[(（\[<〈《](?:끝|完|终|終|了|以上|END|Ende|Fin|fin|fine|konec|koniec)[)）\]>〉》])$"
)
# One or two words between dashes or stars on a line of their own: "- סוף -".
_MARK_ALONE = re.compile(r"[-–—*_#~=]{1,3}\s*\w{2,20}(?:\s\w{1,12})?\s*[-–—*_#~=]{1,3}")
_SOCIAL = re.compile(r"facebook|youtube|twitter|instagram|linkedin|telegram|whatsapp|tiktok", re.I)
_FIELD = re.compile(r"[:：]")
_LISTED = re.compile(r"[•·▪■●○◦‣*–-]\s*\S")  # one of several links
_TYPIST = re.compile(r"[A-ZÀ-ÞА-Я]{2,3}(?:\s?/\s?\w{2,3})?")
_LAST = 40  # lines
# Share of turns that must end in a full stop, so that an unfinished line counts as outside the talk.
TIDY, FEWEST = 0.85, 2
FEWEST_SET_APART = 4  # turns
LONGEST, TITLE, MOST = 200, 100, 60  # characters of a line of the foot and of a title in it, lines of it


def with_end_mark_parted(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with an end mark moved to its own line if it follows the last words."""
    result = list(lines)
    for index in range(len(result) - 1, max(-1, len(result) - _LAST), -1):
        line = result[index]
        if (mark := _END_MARK.search(line.text)) and line.label is None:
            result[index : index + 1] = [
                replace(line, text=line.text[: mark.start()].rstrip(), bold=min(line.bold, mark.start())),
                replace(line, text=mark.group().strip(), gap=True, bold=0),
            ]
            break
    return tuple(result)


def without_contacts(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Remove final labels followed only by contact details, and new labels below an end mark."""
    kept = list(hits)
    while len(kept) > 1 and (
        _ends(lines, kept) or _is_contact(kept[-1], lines[kept[-1].last + 1 :], kept[:-1]) or _is_below_end(lines, kept)
    ):
        kept.pop()
    return kept


def _ends(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Tell whether the last label is an end mark in the brackets of the labels: "<끝>"."""
    return lines[hits[-1].first].label is None and furniture_reason(lines[hits[-1].first].text) in ("end mark", "closed")


def _is_field(text: str) -> bool:
    """Tell whether the text behind a colon is no sentence and holds a number: "318", "9 May 2031"; "H₂O and 10⁶" is said."""
    return bool(text) and not ends_sentence(text) and any(word.strip(".,:;()").isdecimal() for word in text.split())


def _is_below_end(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Tell whether the talk ended above the last label, which occurs only once, near the end of the document."""
    last, before = hits[-1], hits[-2]
    if len(lines) - last.first > MOST or last.key in {hit.key for hit in hits[:-1]}:
        return False
    between = lines[before.last + 1 : last.first]
    if any(line.gap and furniture_reason(line.text) in ("end mark", "closed") for line in between):
        return True
    # A link to another page that begins with a name, below other links.
    below = [last.rest, *(line.text for line in lines[last.last + 1 :])]
    listed = bool(between) and _LISTED.match(lines[last.first].text) and furniture_reason(between[-1].text) == "navigation"
    if listed and all(_LISTED.match(line.text) for line in lines[last.last + 1 :] if furniture_reason(line.text) is None):
        return True
    links = sum(furniture_reason(line.text) in ("navigation", "notice", "contact") for line in between)
    return links >= FEWEST and not any(ends_sentence(text) for text in below if text and furniture_reason(text) is None)


def _is_contact(hit: Hit, below: Sequence[Line], others: Sequence[Hit]) -> bool:
    """Tell whether a label and the short lines below it, one of them a telephone number or mail address, are contact details."""
    said = [text for text in (hit.rest, *(line.text for line in below)) if text and furniture_reason(text) is None]
    printed = furniture_reason(f"{hit.label}: {hit.rest}") is not None
    new = hit.key not in lexicon.SPOKEN and hit.key not in {other.key for other in others}
    if new and furniture_reason(hit.label) is not None and not any(map(ends_sentence, said[:HOP])):
        return True  # "Recommend to a friend:"
    if new and _SOCIAL.search(hit.label):
        return True
    if new and (_is_field(hit.rest) or printed) and all(len(text) <= TITLE for text in said):
        return True  # "Page views: 318", "Previous: Briefing of 9 May 2031"
    reached = any(furniture_reason(line.text) == "contact" for line in below)
    return reached and len(said) <= HOP and all(len(text) <= SHORT and not ends_sentence(text) for text in said)


def find_footer(lines: Sequence[Line], hits: Sequence[Hit], start: int, stop: int) -> int:
    """Return where the footer of a section begins, `stop` if there is none."""
    earliest = hits[-1].last + 1 if hits else start
    end = _behind_end_mark(lines, earliest, stop) if hits else stop
    end = _set_apart(lines, hits, earliest, end)
    end = _known_lines(lines, earliest, end)
    # A number alone may be a page's or the last cell of a table of figures.
    known = any(furniture_reason(line.text) not in (None, "page number") for line in lines[end:stop])
    if not hits:
        end = _wordless_sections(lines, earliest, end)
    if is_tidy(lines, hits) or (hits and known):
        end = _unfinished(lines, hits, earliest, end)
        end = _blocks(lines, hits, earliest, end)
    return end


def _wordless_sections(lines: Sequence[Line], earliest: int, stop: int) -> int:
    """Return where headings begin that stand below a speech above nothing but links, fields and known lines."""
    end = stop
    for at in range(stop - 1, max(earliest, stop - MOST), -1):
        if lines[at].kind == "heading":
            if not _is_finished(lines[at - 1].text):
                continue  # another heading above it
            end = at
        elif _is_finished(lines[at].text) and furniture_reason(lines[at].text) is None and not is_dateline(lines[at].text):
            break
    return end


def _set_apart(lines: Sequence[Line], hits: Sequence[Hit], earliest: int, stop: int) -> int:
    """Return where the page goes on below the last turn: under the widest gap of all, or a heading that no label follows."""
    first = earliest if hits and hits[-1].rest else earliest + 1
    if len(hits) < FEWEST_SET_APART or stop - first > MOST:
        return stop
    within = range(hits[0].last + 1, min(first, len(lines)))
    widest = max((lines[at].blank for at in within), default=0)
    headed = any(lines[at].kind == "heading" and not _is_above_label(lines, hits, at) for at in within)
    wide = False
    for at in range(first, stop):
        wide = wide or (lines[at].blank > max(widest, 1) and _is_finished(lines[at - 1].text))
        headline = lines[at].kind == "heading" and not headed and _is_finished(lines[at - 1].text)
        if headline or (wide and not is_stage_note(lines[at].text)):
            return at
    return stop


def _is_above_label(lines: Sequence[Line], hits: Sequence[Hit], at: int) -> bool:
    while at < len(lines) and lines[at].kind == "heading":
        at += 1
    return any(hit.first == at for hit in hits)


def is_tidy(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Say whether the turns of a document end as sentences do, the last one and headings between turns aside."""
    ends = [_end_of_turn(lines, hit, after) for hit, after in pairwise(hits)]
    return len(ends) >= FEWEST and sum(map(_is_finished, ends)) >= TIDY * len(ends)


def _end_of_turn(lines: Sequence[Line], hit: Hit, after: Hit) -> str:
    """Return the last line of a turn, without up to two headings below it."""
    last = after.first - 1
    for at in range(last, max(hit.last - bool(hit.rest), last - HOP - 1), -1):
        if _is_finished(lines[at].text):
            return lines[at].text
        if not _stands_apart(lines, at):
            break
    return lines[last].text


def _stands_apart(lines: Sequence[Line], at: int) -> bool:
    return lines[at].kind in ("heading", "section") or (len(lines[at].text) < SHORT and lines[at].gap)


def _blocks(lines: Sequence[Line], hits: Sequence[Hit], earliest: int, stop: int) -> int:
    """Return where the paragraphs at the end begin that are the page's: known lines, and what ends no sentence.

    A teaser that ends one is the page's where such lines stand above it.
    """
    end = bottom = stop
    hops = 0
    while bottom > max(earliest, stop - MOST) and hops <= HOP:
        top = bottom - 1
        while top > earliest and not lines[top].gap:
            top -= 1
        if (top == earliest and not hits[-1].rest) or not lines[top].gap:
            break
        known = _page_block(lines[top:bottom])
        if known is None:
            break
        end, hops = (top, 0) if known else (end, hops + 1)
        bottom = top
    above = lines[end - 1].text if end > earliest else hits[-1].rest
    return stop if above[-1:] in (":", "：") else end


def _page_block(block: Sequence[Line]) -> bool | None:
    """Say whether a paragraph is the page's: True by what it is, False where it may be a teaser, None where it is said."""
    last = block[-1].text
    if len(block) == 1 and _is_credit(last):
        return True
    if is_stage_note(" ".join(line.text for line in block)):
        return None
    if all(furniture_reason(line.text) or is_dateline(line.text) or is_dated_link(line.text) for line in block):
        return True
    if fold(_FIELD.split(block[0].text)[0]) in lexicon.BELOW_TALK and _FIELD.search(block[0].text):
        return True
    if _MARK_ALONE.fullmatch(last) and len(block) == 1:
        return True
    if all(len(line.text) <= TITLE or furniture_reason(line.text) for line in block) and (
        not _is_finished(last) or last[-1] in ":："
    ):
        return True
    return False if len(block) <= HOP and all(len(line.text) <= LONGEST for line in block) else None


def _is_credit(text: str) -> bool:
    """Tell whether a line only tells who wrote the page: "(Humas Kemensetneg)", "(Harbour Press Office)", "MS/ak"."""
    if _TYPIST.fullmatch(text):
        return True
    inner = text[1:-1].strip(" .")
    if text[:1] not in "([（" or text[-1:] not in ")]）" or STAGE.search(inner):
        return False
    words = inner.split()
    return 2 <= len(words) <= LONGEST_CREDIT and all(word[0].isupper() and word.isalpha() for word in words)


def _is_finished(text: str) -> bool:
    """Tell whether a line ends a sentence, perhaps with a note after it; "Pictures (3)" does not."""
    bare = NOTES_BEHIND.sub("", text)
    return (ends_sentence(text) and (bare == text or not bare or ends_sentence(bare))) or text[-1] in "—–-"


def _behind_end_mark(lines: Sequence[Line], earliest: int, stop: int) -> int:
    """Return where an end mark ends the talk, `stop` if there is none."""
    for index in range(earliest, stop):
        reason = furniture_reason(lines[index].text)
        near = index >= stop - MOST and lines[index].gap
        if reason == "closed" or (near and reason == "end mark"):
            return index
    return stop


def _known_lines(lines: Sequence[Line], earliest: int, stop: int) -> int:
    """Return the start of the known footer lines at the end, with at most two other short lines between them."""
    end, at, hops = stop, stop, 0
    while at > earliest and hops <= HOP:
        at -= 1
        if furniture_reason(lines[at].text) is not None or is_dateline(lines[at].text) or is_dated_link(lines[at].text):
            end, hops = at, 0
        elif _is_unfinished(lines[at].text):
            hops += 1
        else:
            break
    return _with_whose_contact(lines, earliest, end)


def _is_unfinished(text: str) -> bool:
    return len(text) < SHORT and text[-1:] not in '.!?…:”"'


def _with_whose_contact(lines: Sequence[Line], earliest: int, end: int) -> int:
    """Extend the footer by the name and office above a telephone number or mail address."""
    first = end
    if end < len(lines) and furniture_reason(lines[end].text) == "contact":
        while first > max(earliest, end - HOP) and _is_unfinished(lines[first - 1].text):
            first -= 1
    return first


def _unfinished(lines: Sequence[Line], hits: Sequence[Hit], earliest: int, stop: int) -> int:
    """Return the start of the detached, unfinished lines at the end, in a talk whose turns are all finished."""
    first = earliest if hits[-1].rest else earliest + 1
    end = stop
    while end > max(first, stop - MOST):
        line = lines[end - 1]
        known = furniture_reason(line.text) is not None or is_dateline(line.text) or is_dated_link(line.text)
        if len(line.text) > LONGEST or not (known or (line.gap and not _is_finished(line.text))) or is_stage_note(line.text):
            break
        end -= 1
    # A list announced by a colon is speech.
    above = lines[end - 1].text if end > earliest else hits[-1].rest
    return stop if above[-1:] in (":", "：") else end
