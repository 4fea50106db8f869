"""The transcript within a mail's text: without headers, quote marks, covering notes and signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.parsing.lines import Field, Line, Reading
from archive.parsing.parsed import ParseWarning, Skipped
from archive.parsing.readers.best_text import LONG, TALK, label_lines, talks, weight, words_in
from archive.parsing.readers.mail.mail_heads import COVER, DEVICE, GREETING, QUOTING, SIGNOFF, Head, field_of, find_heads
from archive.parsing.warning_texts import warning

_QUOTE = re.compile(r"^[ \t]*(?:[>|]\s?)+", re.M)
_QUOTED_HEAD = re.compile(r"^[ \t]*>[>\s]*[^\W\d_][^:：\n]{0,30}[:：]", re.M)
# Maximum lines of a covering note, and of its signature.
NOTE_LINES = 30
NAME_LINES = 6
TAIL_LINES = 15
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class _Segment:
    """The lines [start, stop) below one header, or above the first."""

    start: int
    stop: int
    head: Head | None


def unquote(text: str) -> str:
    """Remove the quote marks of a quoted mail; line numbers stay."""
    if ">" not in text[:20_000]:
        return text
    lines = [Line(_QUOTE.sub("", line), 0, gap=not line.strip()) for line in text[:20_000].split("\n")]
    quoted = bool(_QUOTED_HEAD.search(text[:20_000])) and bool(find_heads([line for line in lines if line.text.strip()]))
    attributed = any(QUOTING.match(line.text.strip()) for line in lines if len(line.text) < 300)
    return _QUOTE.sub("", text) if quoted or attributed else text


def without_mail(reading: Reading, is_mail: bool = False) -> Reading:
    """Return the transcript in a mail; the rest of the mail goes to `skipped`.

    `is_mail`: the text comes from a message whose header is already known.
    """
    heads = find_heads(reading.lines)
    if not heads and not is_mail:
        return reading
    segments = _segments(len(reading.lines), heads)
    first, last, warnings = _chosen(reading, segments)
    skipped = [*reading.skipped, *_around(reading.lines, heads, segments[first].start, segments[last].stop)]
    lines = _within(reading.lines, heads, segments[first].start, segments[last].stop)
    lines = _without_note(lines, skipped)
    lines = _without_signature(lines, skipped)
    return replace(
        reading,
        lines=tuple(lines),
        fields=_with_day(reading, segments[first].head),
        skipped=tuple(skipped),
        warnings=(*reading.warnings, *warnings),
    )


def _segments(count: int, heads: Sequence[Head]) -> list[_Segment]:
    starts = [(0, None), *((head.stop, head) for head in heads)]
    stops = [*(head.start for head in heads), count]
    return [_Segment(start, stop, head) for (start, head), stop in zip(starts, stops, strict=True)]


def _chosen(reading: Reading, segments: Sequence[_Segment]) -> tuple[int, int, list[ParseWarning]]:
    """Return the first and last segment of the transcript, and a warning if it is ambiguous.

    If several have labels, all from the first to the last are kept, so that no transcript is lost.
    """
    parts = [reading.lines[segment.start : segment.stop] for segment in segments]
    labels = label_lines(reading.lines, reading.flowing)
    with_talk = [
        index
        for index, (part, segment) in enumerate(zip(parts, segments, strict=True))
        if sum(segment.start <= label < segment.stop for label in labels) >= TALK or talks(part, reading.flowing)
    ]
    if not with_talk:
        best = max(range(len(parts)), key=lambda index: weight(parts[index], reading.flowing))
        return best, best, _left(parts, best)
    warnings = []
    if len(with_talk) > 1:
        line = parts[with_talk[1]][0].number
        warnings.append(warning("several-mails", line))
    return with_talk[0], with_talk[-1], warnings


def _left(parts: Sequence[Sequence[Line]], best: int) -> list[ParseWarning]:
    """Warn of long texts that were not chosen."""
    return [
        warning("not-read/mail", part[0].number, words=words_in(part))
        for index, part in enumerate(parts)
        if index != best and words_in(part) > LONG
    ]


def _around(lines: Sequence[Line], heads: Sequence[Head], start: int, stop: int) -> list[Skipped]:
    skipped: list[Skipped] = []
    within = {index for head in heads for index in range(head.start, head.stop)}
    for index, line in enumerate(lines):
        if index in within:
            skipped.append(Skipped(line.text, line.number, "mail head"))
        elif not start <= index < stop:
            skipped.append(Skipped(line.text, line.number, "another mail"))
    return skipped


def _within(lines: Sequence[Line], heads: Sequence[Head], start: int, stop: int) -> list[Line]:
    barred = {index for head in heads for index in range(head.start, head.stop)}
    kept = [line for index, line in enumerate(lines[start:stop], start) if index not in barred]
    return [replace(kept[0], gap=True), *kept[1:]] if kept else []


def _with_day(reading: Reading, head: Head | None) -> dict[str, tuple[Field, ...]]:
    """Use the mail's date as that of posting; a memorandum's may be the event's."""
    if head is None or head.sent is None:
        return reading.fields
    name = "stamp" if head.sent.where == "memorandum head" else "sent"
    return {**reading.fields, name: (*reading.fields.get(name, ()), head.sent)}


def _without_note(lines: Sequence[Line], skipped: list[Skipped]) -> list[Line]:
    """Remove a covering note above the transcript: from the greeting to the name below the closing words."""
    stop = _note_end(lines)
    skipped += [Skipped(line.text, line.number, "covering note") for line in lines[:stop]]
    return list(lines[stop:])


def _note_end(lines: Sequence[Line]) -> int:
    """Return where the note ends; 0 if there is none, or nothing would be left."""
    limit = min(len(lines), NOTE_LINES)
    greeted = limit > 0 and len(lines[0].text) < LONGEST_NAME and bool(GREETING.match(lines[0].text))
    closing = next((index for index in range(limit) if _closes(lines, index)), None)
    if closing is not None and not talks(lines[:closing], flowing=False):
        end = _name_end(lines, closing + 1)
    else:
        end = _covering(lines, 1 if greeted else 0, limit)
        end = 0 if end == 1 and greeted else end
    return end if words_in(lines[end:]) > words_in(lines[:end]) / 2 else 0


def _closes(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is a letter's closing words, set off or followed by a name."""
    text = lines[index].text
    return len(text) < LONGEST_NAME and bool(SIGNOFF.match(text) or DEVICE.match(text))


def _name_end(lines: Sequence[Line], at: int) -> int:
    """Return where the name and telephone number below closing words end: at the next gap after some text."""
    stop = at
    while stop < min(len(lines), at + NAME_LINES) and len(lines[stop].text) < LONGEST_NAME:
        if lines[stop].gap and stop > at:
            break
        stop += 1
    while stop < len(lines) and _is_contact(lines[stop].text):
        stop += 1
    return stop


def _is_contact(text: str) -> bool:
    return bool(DEVICE.match(text)) or (
        len(text) < 100 and bool(re.match(r"(?:tel|phone|mobile|mob|fax|e-?mail|www)\b\.?:?", text, re.I))
    )


def _covering(lines: Sequence[Line], start: int, limit: int) -> int:
    """Return the end of paragraphs that only announce what follows."""
    at = start
    while at < limit and (COVER.match(lines[at].text) and len(lines[at].text.split()) <= 40):
        at += 1
        while at < limit and not lines[at].gap:
            at += 1
    return at


def _without_signature(lines: Sequence[Line], skipped: list[Skipped]) -> list[Line]:
    """Remove the end of a mail: closing words and name, a telephone line, a mailing list's footer."""
    for index in range(max(1, len(lines) - TAIL_LINES), len(lines)):
        text = lines[index].text
        if DEVICE.match(text) or (lines[index].gap and SIGNOFF.match(text) and field_of(lines[index]) is None):
            skipped += [Skipped(line.text, line.number, "signature") for line in lines[index:]]
            return list(lines[:index])
    return list(lines)
