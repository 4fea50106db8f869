"""Where the talk ends and the foot of the page begins: end marks, links to other pages, contacts, stamps."""

from __future__ import annotations

from collections.abc import Sequence

from archive.parsing.boilerplate import furniture_reason, is_dated_link, is_dateline, is_stage_note
from archive.parsing.labels.candidates import Hit, ends_sentence
from archive.parsing.labels.contents_list import NOTES_BEHIND
from archive.parsing.lines import Line

HOP, SHORT = 2, 80
# Of the turns, how many end in a full stop where what does not is none of the talk's.
TIDY, FEWEST = 0.85, 2
LONGEST, MOST = 200, 60  # characters of a line of the foot, lines of it


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
    for index in range(max(earliest, stop - MOST), stop):
        if lines[index].gap and furniture_reason(lines[index].text) == "end mark":
            return index
    return stop


def _known_lines(lines: Sequence[Line], earliest: int, stop: int) -> int:
    """Return where the lines at the end begin that nobody says, with at most two short others between them."""
    end, at, hops = stop, stop, 0
    while at > earliest and hops <= HOP:
        at -= 1
        if furniture_reason(lines[at].text) is not None or is_dateline(lines[at].text) or is_dated_link(lines[at].text):
            end, hops = at, 0
        elif len(lines[at].text) < SHORT and lines[at].text[-1:] not in '.!?…:”"':
            hops += 1
        else:
            break
    return end


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
