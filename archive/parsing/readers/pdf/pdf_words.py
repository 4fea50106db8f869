"""The words of a PDF page without watermarks, stamps and line numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.readers.pdf.pdf_raised import on_the_line

if TYPE_CHECKING:
    from archive.parsing.readers.pdf.pdf_objects import Objects

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.I)
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_NUMBER = re.compile(r"\d{1,5}$")
# Degrees; scans with recognised text are slightly skewed.
ASKEW = 8.0
STRAIGHT = 0.3
SIDEWAYS = 200
LIGHT, WHITE = 0.6, 0.97
LARGE, HUGE = 1.7, 2.5
FEWEST_NUMBERS = 4


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word on a page, in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool
    size: float


@dataclass(slots=True)
class PageWords:
    """A page's words: `words` upright, `light` in light grey, `sideways` in their own direction of reading.

    `left` is what was left out, with the reason. `rules` are the tops of horizontal lines with their ends. `pictured` is the
    share of the page covered by pictures. `drawn`: the page has more than text.
    """

    words: list[PdfWord] = field(default_factory=list)
    light: list[PdfWord] = field(default_factory=list)
    sideways: list[list[PdfWord]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    pictured: float = 0.0
    drawn: bool = False


def read_page(objects: Objects, width: float, height: float) -> PageWords:
    """Return the words of the objects on a page of this size in points."""
    found = PageWords(pictured=_pictured(objects.images, width * height), drawn=objects.drawn, rules=objects.rules)
    by_angle = _by_angle(objects.chars)
    upright = _straight(by_angle.pop(0, []), height)
    if slanted := by_angle.pop(None, []):
        found.left.append((_drawn_text(slanted), "watermark"))
    for angle, chars in by_angle.items():
        if len(chars) >= SIDEWAYS or not upright:
            found.sideways.append(_words(_turned(chars, angle or 0, width, height)))
        else:
            found.left.append((_drawn_text(chars), "text set sideways"))
    upright = _without_large(upright, found)
    light = [char for char in upright if _is_light(char)]
    if len(light) * 3 > len(upright):
        light = []
    ids = {id(char) for char in light}
    found.words = _words([char for char in upright if id(char) not in ids])
    found.light = _words(light)
    found.words = _without_numbers(found.words, found)
    return found


def _by_angle(chars: Sequence[Any]) -> dict[int | None, list[Any]]:
    """Group characters by direction: 0, 90, 180, 270 degrees; None for any other."""
    parted: dict[int | None, list[Any]] = {}
    for char in chars:
        a, b = char["matrix"][:2]
        degrees = math.degrees(math.atan2(b, a)) % 360
        nearest = round(degrees / 90) * 90
        parted.setdefault(nearest % 360 if abs(degrees - nearest) <= ASKEW else None, []).append(char)
    return parted


def _straight(chars: list[Any], height: float) -> list[Any]:
    """Straighten the characters of a skewed scan by their most frequent angle."""
    if not chars:
        return chars
    angle = median(math.atan2(char["matrix"][1], char["matrix"][0]) for char in chars)
    if abs(math.degrees(angle)) < STRAIGHT:
        return chars
    return [{**char, **_straightened(char, angle, height)} for char in chars]


def _straightened(char: Any, angle: float, height: float) -> dict[str, Any]:
    x, y = char["matrix"][4:6]
    # The upright box around a slanted letter is higher than the letter, by the rise over its width.
    size = round(char["bottom"] - char["top"] - (char["x1"] - char["x0"]) * abs(math.sin(angle)))
    left = x * math.cos(angle) + y * math.sin(angle)
    base = height - (y * math.cos(angle) - x * math.sin(angle))
    place = {"x0": left, "x1": left + char["x1"] - char["x0"], "top": base - 0.8 * size, "bottom": base + 0.2 * size}
    return {**place, "doctop": place["top"], "size": size, "upright": True}


def _turned(chars: Sequence[Any], angle: int, width: float, height: float) -> list[Any]:
    """Turn characters so that they run from left to right."""
    return [{**char, **_turn(char, angle, width, height), "upright": True} for char in chars]


def _turn(char: Any, angle: int, width: float, height: float) -> dict[str, float]:
    x0, x1, top, bottom = char["x0"], char["x1"], char["top"], char["bottom"]
    if angle == 90:
        place = (height - bottom, height - top, x0, x1)
    elif angle == 270:
        place = (top, bottom, width - x1, width - x0)
    else:
        place = (width - x1, width - x0, height - bottom, height - top)
    size = round(place[3] - place[2], 1)
    return {"x0": place[0], "x1": place[1], "top": place[2], "bottom": place[3], "doctop": place[2], "size": size}


def _drawn_text(chars: Sequence[Any]) -> str:
    return squeeze(tidy("".join(char["text"] for char in chars)))


def _is_light(char: Any) -> bool:
    """Tell whether a character is light grey or a light colour; white ones may stand on a dark background."""
    colour = char.get("non_stroking_color")
    values = [colour] if isinstance(colour, int | float) else list(colour or ())
    if not values or not all(isinstance(value, int | float) for value in values):
        return False
    brightness = 1 - min(1, values[3] + sum(values[:3]) / 3) if len(values) == 4 else sum(values) / len(values)
    return LIGHT <= brightness < WHITE


def _without_large(chars: list[Any], found: PageWords) -> list[Any]:
    """Remove large characters that are light or drawn across other text."""
    if not chars:
        return chars
    usual = median(char["size"] for char in chars)
    large = [char for char in chars if char["size"] > usual * LARGE and char["text"].strip()]
    across = [char for char in large if char["size"] > usual * HUGE]
    body = [char for char in chars if char["size"] <= usual * LARGE] if across else []
    crossing = {id(char) for char in across if _covers(char, body)}
    # A drop capital covers a letter or two; a word across the page covers letters all along.
    crossing = {id(char) for char in across} if len(crossing) * 2 > len(across) else set()
    out = {id(char) for char in large if _is_light(char)} | crossing
    if not out or len(out) * 2 > len(chars):
        return chars
    found.left.append((_drawn_text([char for char in chars if id(char) in out]), "watermark"))
    return [char for char in chars if id(char) not in out]


def _covers(large: Any, body: Iterable[Any]) -> bool:
    """Tell whether a character is drawn over the middle of others."""
    covered = 0
    for char in body:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        covered += bool(char["text"].strip()) and large["x0"] < x < large["x1"] and large["top"] < y < large["bottom"]
        if covered > 2:
            return True
    return False


def _words(chars: Sequence[Any]) -> list[PdfWord]:
    from pdfplumber.utils.text import extract_words

    found = extract_words(on_the_line(chars), x_tolerance_ratio=0.15, extra_attrs=["fontname", "size"], keep_blank_chars=False)
    return [
        PdfWord(
            text, item["x0"], item["x1"], item["top"], item["bottom"], bool(_BOLD.search(item["fontname"] or "")), item["size"]
        )
        for item in found
        if (text := squeeze(tidy(_UNKNOWN.sub("\ufffd", item["text"]))))
    ]


def _without_numbers(words: list[PdfWord], found: PageWords) -> list[PdfWord]:
    """Remove a column of line numbers beside the text."""
    numbers = [word for word in words if _NUMBER.match(word.text) and word.text.isascii()]
    if len(numbers) < FEWEST_NUMBERS:
        return words
    column = max(_columns_of(numbers, words), key=len, default=[])
    if not column:
        return words
    found.left.append((" ".join(word.text for word in column), "line numbers"))
    out = {id(word) for word in column}
    return [word for word in words if id(word) not in out]


def _columns_of(numbers: Sequence[PdfWord], words: Sequence[PdfWord]) -> Iterator[list[PdfWord]]:
    """Yield columns of increasing numbers, aligned right or left."""
    for edge in ("x1", "x0"):
        places: Counter[int] = Counter(round(getattr(word, edge) / 3) for word in numbers)
        for place, _ in places.most_common(3):
            column = [word for word in numbers if abs(getattr(word, edge) / 3 - place) <= 1]
            if _is_running(column) and _stands_apart(column, words):
                yield column


def _is_running(column: Sequence[PdfWord]) -> bool:
    """Tell whether numbers increase from top to bottom by a constant step (1, 2, 3 or 5, 10, 15)."""
    if len(column) < FEWEST_NUMBERS:
        return False
    values = [int(word.text) for word in sorted(column, key=lambda word: word.top)]
    steps = Counter(b - a for a, b in pairwise(values))
    step, count = steps.most_common(1)[0]
    return step in (1, 2, 5, 10) and count >= 0.8 * (len(values) - 1)


def _stands_apart(column: Sequence[PdfWord], words: Sequence[PdfWord]) -> bool:
    """Tell whether hardly any other word is in a column's strip."""
    x0, x1 = min(word.x0 for word in column), max(word.x1 for word in column)
    top, bottom = min(word.top for word in column), max(word.bottom for word in column)
    ids = {id(word) for word in column}
    others = [word for word in words if id(word) not in ids and top <= word.bottom <= bottom and not _NUMBER.match(word.text)]
    within = sum(1 for word in others if word.x0 < x1 + 1 and word.x1 > x0 - 1)
    beside = sum(1 for word in column if any(abs(other.bottom - word.bottom) < word.size for other in others))
    return bool(others) and within * 20 <= len(others) and beside * 3 >= len(column)


def _pictured(images: Iterable[tuple[float, float]], area: float) -> float:
    """Return the share of a page covered by pictures, 0 to 1."""
    covered = sum(abs(width * height) for width, height in images)
    return min(1.0, covered / area) if area else 0.0
