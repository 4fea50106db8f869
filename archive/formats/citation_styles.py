"""References in Chicago (17th edition), MLA 9, APA 7 and Harvard (Cite Them Right), as plain text and HTML.

Written out here because the published CSL styles, run through citeproc-py, drop the office, the asker, the event and, for
speeches in MLA, the date (see docs/decisions/citations.md). Italics are marked with private characters until the text is
finished.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from archive.formats.cited import Cited, PersonName

MONTHS = "January February March April May June July August September October November December".split()
SHORT = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_OPEN, _CLOSE = "\ue000", "\ue001"  # around italics: private characters that no text of ours contains
_QUOTES = str.maketrans({"“": "‘", "”": "’"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A finished reference."""

    style: str
    text: str
    html: str


def references(cited: Cited) -> tuple[Reference, ...]:
    """Return the reference in every style, in the order shown on the page."""
    return tuple(Reference(name, *_both(write(cited))) for name, write in STYLES.items())


def _both(marked: str) -> tuple[str, str]:
    html = escape(marked, quote=False).replace(_OPEN, "<i>").replace(_CLOSE, "</i>")
    return marked.replace(_OPEN, "").replace(_CLOSE, ""), html


def chicago_note(cited: Cited) -> str:
    """Write a footnote: Ada Quarrell (Minister), “Title,” news conference, Velport, March 7, 2021."""
    parts = (
        _listed([_with_office(cited, place) for place in range(len(cited.authors))], most=3),
        _quoted(cited.title, ","),
        *_asked(cited),
        _in_sentence(cited.event),
        cited.place,
        _american(cited.date),
        cited.publisher,
        cited.where,
        f"accessed {_american(cited.accessed)}",
        cited.url,
    )
    return _sentence(parts)


def chicago_bibliography(cited: Cited) -> str:
    """Write an entry of a bibliography: Quarrell, Ada. “Title.” News conference, Velport, March 7, 2021."""
    return _sentences(
        (
            _listed(_first_inverted(cited.authors), most=10, pair=", and "),
            _quoted(cited.title, "."),
            _occasion(cited, cited.place, _american(cited.date)),
            cited.publisher,
            cited.where,
            f"Accessed {_american(cited.accessed)}",
            cited.url,
        )
    )


def mla(cited: Cited) -> str:
    """Write an entry of works cited in MLA 9."""
    return _sentences(
        (
            _mla_names(cited.authors),
            _quoted(cited.title, "."),
            _occasion(cited, _british(cited.date, SHORT), cited.place),
            f"{_italic(cited.archive)}, {', '.join(filter(None, (cited.part, f'revision {cited.revision}', cited.publisher)))}"
            f", {cited.url.split('://', 1)[-1]}",
            f"Accessed {_british(cited.accessed, SHORT)}",
        )
    )


def apa(cited: Cited) -> str:
    """Write an entry of references in APA 7: Quarrell, A. (2021, March 7). *Title* [News conference, Velport]."""
    date = f"({cited.date.year}, {MONTHS[cited.date.month - 1]} {cited.date.day})" if cited.date else "(n.d.)"
    described = f"[{', '.join(filter(None, (cited.event, *_asked(cited), cited.place)))}]"
    authors = _listed([name.initialled for name in cited.authors], most=20, last=", & ", pair=", & ")
    opening = f"{authors} {date}." if authors else ""
    title = f"{_italic(cited.title)} {described}{'' if authors else ' ' + date}"
    ending = f"{cited.publisher}. {cited.where}. Retrieved {_american(cited.accessed)}, from {cited.url}"
    return " ".join(filter(None, (opening, f"{title}.", ending)))


def harvard(cited: Cited) -> str:
    """Write an entry of a reference list in Harvard style, after Cite Them Right."""
    year = f"({cited.date.year})" if cited.date else "(no date)"
    names = [name.initialled for name in cited.authors]
    authors = f"{names[0]} {_italic('et al.')}" if len(names) > 3 else _listed(names, most=3, last=" and ")
    day = f"{cited.date.day} {MONTHS[cited.date.month - 1]}" if cited.date else ""
    described = ", ".join(filter(None, (cited.event, *_asked(cited), cited.place, day)))
    opening = f"{authors} {year} {_italic(cited.title)}" if authors else f"{_italic(cited.title)} {year}"
    reached = f"Available at: {cited.url} (Accessed: {_british(cited.accessed, MONTHS)})."
    return f"{opening} [{described}]. {cited.publisher}. {cited.where}. {reached}"


STYLES: dict[str, Callable[[Cited], str]] = {
    "Chicago, note": chicago_note,
    "Chicago, bibliography": chicago_bibliography,
    "MLA 9": mla,
    "APA 7": apa,
    "Harvard": harvard,
}


def _asked(cited: Cited) -> tuple[str, ...]:
    """Return the askers as a phrase, empty if nobody is named."""
    names = _listed([name.whole for name in cited.askers], most=3)
    return (f"interview by {names}" if cited.event == "Interview" else f"in answer to {names}",) if names else ()


def _with_office(cited: Cited, place: int) -> str:
    office = cited.offices[place] if place < len(cited.offices) else ""
    return f"{cited.authors[place].whole} ({office})" if office else cited.authors[place].whole


def _first_inverted(names: Sequence[PersonName]) -> list[str]:
    return [name.whole if place else name.inverted for place, name in enumerate(names)]


def _mla_names(names: Sequence[PersonName]) -> str:
    return f"{names[0].inverted}, et al." if len(names) > 2 else _listed(_first_inverted(names), most=2, pair=", and ")


def _listed(names: Sequence[str], most: int, last: str = ", and ", pair: str = "") -> str:
    """Join names. More than `most` become the first and "et al."; two are joined by `pair`, or by the end of `last`."""
    if len(names) > most:
        return f"{names[0]} et al."
    if len(names) == 2:
        return (pair or f" {last.strip(', ')} ").join(names)
    return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _american(day: dt.date | None) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}" if day else "n.d."


def _british(day: dt.date | None, months: Sequence[str]) -> str:
    return f"{day.day} {months[day.month - 1]} {day.year}" if day else "n.d."


def _italic(text: str) -> str:
    return f"{_OPEN}{text}{_CLOSE}"


def _quoted(title: str, stop: str) -> str:
    """Put a title in quotation marks, with the comma or full stop inside unless it ends in punctuation of its own."""
    inner = title.translate(_QUOTES)
    return f"“{inner}”" if inner.endswith(("?", "!", ".", "…")) else f"“{inner}{stop}”"


def _occasion(cited: Cited, *more: str) -> str:
    """Return the askers, the kind of event and the given detail as a sentence without its full stop."""
    return _capital(", ".join(filter(None, (*_asked(cited), _in_sentence(cited.event), *more))))


def _in_sentence(event: str) -> str:
    return event[:1].lower() + event[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(parts: Iterable[str]) -> str:
    """Join parts with commas into one sentence. No comma follows a quotation that ends in punctuation."""
    written = ""
    for part in filter(None, parts):
        joint = "" if not written else " " if written.endswith((",”", "?”", "!”", ".”")) else ", "
        written += joint + part
    return f"{written}."


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(part if part.endswith((".", ".”", "?”", "!”", "…”")) else f"{part}." for part in filter(None, parts))
