"""Known countries, regions, towns and landmarks, and words for buildings and rooms."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from archive.countries.gazetteer import BUILT
from archive.parsing import lexicon
from archive.parsing.cleaning import fold

_KINDS = frozenset({"name", "capital", "city", "region", "landmark", "seat"})
# Abbreviated states, provinces and territories: "Kenner, LA", "Tweed Heads, NSW".
_REGION = re.compile(r"[A-Z]{2,3}|[A-Z]\.[A-Z]\.?")
MOST_WORDS = 8
MOST_PIECES = 6


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    rows = json.loads(BUILT.read_text(encoding="utf-8"))["rows"]
    return frozenset(fold(surface) for surface, kind, *_ in rows if kind in _KINDS)


def is_known_place(text: str) -> bool:
    """Tell whether a text is only the name of a known country, region, town or landmark."""
    return fold(text) in _names()


def is_venue(text: str) -> bool:
    """Tell whether a text names a building or room: its first or last words, up to "of", contain a word for one."""
    words = [word for word in re.split(r"\s(?:of|de|des|der|du|in|at)\s", text)[0].split() if word]
    if not words or len(words) > MOST_WORDS:
        return False
    head = {fold(words[-1]), fold(words[0])} | {fold(word) for word in words[-2:-1] if words[-1].isdecimal()}
    return not lexicon.VENUES.isdisjoint(head)


def is_region(text: str) -> bool:
    """Tell whether a text is a region or country, as after a town: "NSW", "LA", "Ohio", "Japan"."""
    return bool(_REGION.fullmatch(text)) or is_known_place(text)


def is_place(text: str) -> bool:
    """Tell whether a text is certainly a place: a known name, a building or room, or town and country with a comma."""
    pieces = [piece.strip() for piece in text.replace("،", ",").split(",") if piece.strip()]
    if not pieces or len(pieces) > MOST_PIECES:
        return False
    return any(is_known_place(piece) or is_venue(piece) for piece in pieces) or (len(pieces) > 1 and is_region(pieces[-1]))
