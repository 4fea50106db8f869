"""The objects drawn on a PDF page: characters, pictures and rules, as far as needed.

pdfplumber copies every attribute of every character; taking only the needed ones halves the time. Drawing is bounded, since a few
hundred bytes of nested forms can draw a page a million times over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter

from archive.parsing.parsed import TranscriptError

# A newspaper page has 30,000 characters; a map may have more lines than a table needs.
MOST_CHARACTERS = 100_000
MOST_PATHS = 4_000
MOST_IMAGES = 500
MOST_RULES = 2_000
# Nested forms drawn on one page, and in a whole document.
MOST_FORMS = 2_000
MOST_FORMS_IN_ALL = 20_000
# Operands of the page's operators: a dense map has 200,000.
MOST_OPERANDS = 400_000
MOST_CHARACTERS_IN_ALL = 5_000_000


@dataclass(slots=True)
class DrawingBudget:
    """How much a document has drawn so far."""

    characters: int = 0
    forms: int = 0


@dataclass(slots=True)
class Objects:
    """The objects of one page in points from the top left. `drawn`: it has more than text."""

    chars: list[dict[str, Any]] = field(default_factory=list)
    images: list[tuple[float, float]] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    drawn: bool = False


def objects_of(page: Any, spent: DrawingBudget) -> Objects:
    """Return what is drawn on a pdfplumber page. Raises TranscriptError if that is more than a page can hold."""
    device = _Device(page.pdf.rsrcmgr, page.page_number)
    _Interpreter(page.pdf.rsrcmgr, device, spent, _Drawn(page.page_number)).process_page(page.page_obj)
    spent.characters += device.characters
    if spent.characters > MOST_CHARACTERS_IN_ALL:
        raise TranscriptError(f"the PDF holds more than {MOST_CHARACTERS_IN_ALL:,} characters; split it and import the parts")
    found = Objects()
    left, top = page.mediabox[:2]
    for item in _leaves(device.get_result()):
        _take(item, found, float(left), float(page.height) + float(top))
    found.rules = found.rules[:MOST_RULES]
    return found


class _Device(PDFPageAggregator):
    """Collects a page's objects: every character, and enough drawings and pictures to classify the page."""

    def __init__(self, resources: Any, number: int) -> None:
        super().__init__(resources, pageno=number, laparams=None)
        self.characters = 0
        self.paths = 0
        self.pictures = 0

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self.characters += 1
        if self.characters > MOST_CHARACTERS:
            raise _too_much(self.pageno, f"more than {MOST_CHARACTERS:,} characters")
        return float(super().render_char(*args, **kwargs))

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        self.paths += 1
        if self.paths <= MOST_PATHS:
            super().paint_path(*args, **kwargs)

    def render_image(self, *args: Any, **kwargs: Any) -> None:
        self.pictures += 1
        if self.pictures <= MOST_IMAGES:
            super().render_image(*args, **kwargs)


@dataclass(slots=True)
class _Drawn:
    """How much one page has drawn so far, including its forms."""

    page: int
    forms: int = 0
    operands: int = 0


class _Interpreter(PDFPageInterpreter):
    """Draws a page and counts its forms, including nested ones."""

    def __init__(self, resources: Any, device: Any, spent: DrawingBudget, drawn: _Drawn) -> None:
        super().__init__(resources, device)
        self._spent = spent
        self._drawn = drawn

    def push(self, operand: Any) -> None:
        self._drawn.operands += 1
        if self._drawn.operands > MOST_OPERANDS:
            raise _too_much(self._drawn.page, "far more than a transcript's page")
        super().push(operand)

    def dup(self) -> _Interpreter:
        return type(self)(self.rsrcmgr, self.device, self._spent, self._drawn)

    def subinterp(self) -> _Interpreter:
        inner = self.dup()
        inner.parent_stream_ids.update(self.parent_stream_ids)
        inner.parent_stream_ids.update(self.stream_ids)
        return inner

    def do_Do(self, name: Any) -> None:
        self._drawn.forms += 1
        self._spent.forms += 1
        if self._drawn.forms > MOST_FORMS or self._spent.forms > MOST_FORMS_IN_ALL:
            raise _too_much(self._drawn.page, "forms within forms without end")
        super().do_Do(name)


def _too_much(number: int, what: str) -> TranscriptError:
    return TranscriptError(f"page {number} of the PDF draws {what}; open it and print it to a new PDF")


def _leaves(item: Any) -> Iterator[Any]:
    stack = [iter(item)]
    while stack:
        for inner in stack[-1]:
            if isinstance(inner, LTContainer):
                stack.append(iter(inner))
                break
            yield inner
        else:
            stack.pop()


def _take(item: Any, found: Objects, left: float, top: float) -> None:
    if isinstance(item, LTChar):
        found.chars.append(_char(item, left, top))
    elif isinstance(item, LTImage):
        found.drawn = True
        found.images.append((item.x1 - item.x0, item.y1 - item.y0))
    elif isinstance(item, LTCurve):
        found.drawn = True
        found.rules += ((top - y, left + x0, left + x1) for y, x0, x1 in _level(item))


def _level(item: Any) -> Iterator[tuple[float, float, float]]:
    """Yield the horizontal edges of a line, a rectangle or a curve: height, left and right end."""
    if isinstance(item, LTRect) or (isinstance(item, LTLine) and item.y0 == item.y1):
        yield item.y1, item.x0, item.x1
        if item.y0 != item.y1:
            yield item.y0, item.x0, item.x1
    elif not isinstance(item, LTLine):
        yield from ((y0, min(x0, x1), max(x0, x1)) for (x0, y0), (x1, y1) in pairwise(item.pts) if y0 == y1)


def _char(item: LTChar, left: float, top: float) -> dict[str, Any]:
    font, colour = item.fontname, item.graphicstate.ncolor
    return {
        "text": item.get_text(),
        "x0": left + item.x0,
        "x1": left + item.x1,
        "top": top - item.y1,
        "bottom": top - item.y0,
        "doctop": top - item.y1,
        "size": item.size,
        "upright": item.upright,
        "matrix": item.matrix,
        "fontname": font if isinstance(font, str) else str(font),
        "non_stroking_color": colour,
    }
