"""Where the talk ends and the foot of the page begins: end marks, links to other pages, contacts, stamps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.parsing.boilerplate import furniture_reason, is_dated_link, is_dateline, is_stage_note
from archive.parsing.labels.candidates import Hit, ends_sentence
from archive.parsing.labels.contents_list import NOTES_BEHIND
from archive.parsing.lines import Line

HOP, SHORT = 2, 80
# A mark that stands right behind the last sentence: "Thank you. ENDS", "감사합니다. 끝."
_END_MARK = re.compile(
    r"(?<=[.!?…。！？”\"])\s*(?:(?<=\s)(?:[-–—]\s?)?(?:ENDS?|Ends|FIN|Fin|ENDE|Ende|FINE|KONIEC|Koniec|KONEC|Konec|SLUT|Slut|SON|끝)(?:\s?[-–—])?\.?"
    r"|[(（\[<〈《](?:끝|完|终|終|了|以上|END|Ende|Fin|fin|fine|konec|koniec)[)）\]>〉》])$"
)
_LAST = 40  # lines
# Of the turns, how many end in a full stop where what does not is none of the talk's.
TIDY, FEWEST = 0.85, 2
LONGEST, MOST = 200, 60  # characters of a line of the foot, lines of it


def with_end_mark_parted(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with a mark of the end on a line of its own, where it stands right behind the last words."""
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
    """Leave out the last labels below which nothing stands but how somebody is reached, and new ones below an end mark."""
    kept = list(hits)
    while len(kept) > 1 and (_is_contact(kept[-1], lines[kept[-1].last + 1 :]) or _is_below_end(lines, kept)):
        kept.pop()
    return kept


def _is_below_end(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Say whether the talk has ended above the last label, which says nothing elsewhere, near the end of the document."""
    last, before = hits[-1], hits[-2]
    if len(lines) - last.first > MOST or last.key in {hit.key for hit in hits[:-1]}:
        return False
    return any(line.gap and furniture_reason(line.text) in ("end mark", "closed") for line in lines[before.last + 1 : last.first])


def _is_contact(hit: Hit, below: Sequence[Line]) -> bool:
    """Say whether a label and a few short lines below it, one of them a telephone or a mail address, say nothing."""
    said = [text for text in (hit.rest, *(line.text for line in below)) if text and furniture_reason(text) is None]
    reached = any(furniture_reason(line.text) == "contact" for line in below)
    return reached and len(said) <= HOP and all(len(text) <= SHORT and not ends_sentence(text) for text in said)


def find_footer(lines: Sequence[Line], hits: Sequence[Hit], start: int, stop: int) -> int:
    """Return where the foot of a section begins: `stop` where there is none."""
    earliest = hits[-1].last + 1 if hits else start
    end = _behind_end_mark(lines, earliest, stop) if hits else stop
    end = _known_lines(lines, earliest, end)
    return _unfinished(lines, hits, earliest, end) if is_tidy(lines, hits) else end


def is_tidy(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Say whether the turns of a document end as sentences do, the last one aside."""
    ends = [lines[hit.first - 1].text for hit in hits[1:]]
    return len(ends) >= FEWEST and sum(map(_is_finished, ends)) >= TIDY * len(ends)


def _is_finished(text: str) -> bool:
    """Say whether a line ends a sentence, perhaps with a note behind it; "Pictures (3)" ends none."""
    bare = NOTES_BEHIND.sub("", text)
    return (ends_sentence(text) and (bare == text or not bare or ends_sentence(bare))) or text[-1] in "—–-"


def _behind_end_mark(lines: Sequence[Line], earliest: int, stop: int) -> int:
    """Return where a mark says that the talk has ended; `stop` where none does."""
    for index in range(earliest, stop):
        reason = furniture_reason(lines[index].text)
        near = index >= stop - MOST and lines[index].gap
        if reason == "closed" or (near and reason == "end mark"):
            return index
    return stop


def _known_lines(lines: Sequence[Line], earliest: int, stop: int) -> int:
    """Return where the lines at the end begin that nobody says, with at most two short others between them."""
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
    """Take the name and the office above a telephone or a mail address into the foot."""
    first = end
    if end < len(lines) and furniture_reason(lines[end].text) == "contact":
        while first > max(earliest, end - HOP) and _is_unfinished(lines[first - 1].text):
            first -= 1
    return first


def _unfinished(lines: Sequence[Line], hits: Sequence[Hit], earliest: int, stop: int) -> int:
    """Return where the lines at the end begin that stand apart and end no sentence, in a talk whose turns all do."""
    first = earliest if hits[-1].rest else earliest + 1
    end = stop
    while end > max(first, stop - MOST):
        line = lines[end - 1]
        known = furniture_reason(line.text) is not None or is_dateline(line.text) or is_dated_link(line.text)
        if len(line.text) > LONGEST or not (known or (line.gap and not _is_finished(line.text))) or is_stage_note(line.text):
            break
        end -= 1
    # What a colon announces is said: a list.
    above = lines[end - 1].text if end > earliest else hits[-1].rest
    return stop if above[-1:] in (":", "：") else end
