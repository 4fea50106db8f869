"""A transcript as plain text: a header of metadata, then the turns."""

from __future__ import annotations

from collections.abc import Iterator

from archive.formats.whole_transcript import RIGHTS, FileTurn, WholeTranscript

MEDIA_TYPE = "text/plain"


def write_text_file(of: WholeTranscript) -> Iterator[str]:
    """Yield the document in pieces: UTF-8, one line a paragraph."""
    facts = {
        "Date": of.date.isoformat() if of.date else "undated",
        "Place": of.place,
        "Event": of.event,
        "Published by": of.publisher,
        "Source": of.source_url,
        "Archive": of.archive,
        "Permalink": of.url,
        "Revision": f"{of.revision}, {of.changed.isoformat()}",
        "Rights": RIGHTS,
    }
    yield f"{of.title}\n\n"
    yield "\n".join(f"{name}: {value}" for name, value in facts.items() if value) + "\n"
    for _, turn in of.turns:
        yield f"\n{_turn_text(turn)}\n"


def _turn_text(turn: FileTurn) -> str:
    name = turn.label or (turn.person.name if turn.person else "")
    notes = "".join(f" ({note})" for note in turn.notes)
    return f"{name}{notes}: {turn.text}" if name else f"{notes.strip()} {turn.text}".strip()
