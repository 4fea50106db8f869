"""A page's title without the name of the site before or after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from archive.parsing.boilerplate import is_publisher
from archive.parsing.cleaning import fold
from archive.parsing.metadata.letterheads import names_institution

_BETWEEN = re.compile(r"\s+[-–—|•·:»«]{1,2}\s+|\s*[|｜_»]\s*|\s*[—–]{2}\s*")
SITE_ADDRESS = re.compile(
    r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|int|info|eu|ru|cn|de|fr|uk|jp|kr|in|br|mx|[a-z]{2})", re.I
)
_SITE = re.compile(
    r"\b(?:official (?:web ?site|site|internet portal)|web ?site|home ?page|portal|newsroom|online|archives?)\b"
    r"|网站|网$|網站|ホームページ|официальн\w+ сайт",
    re.I,
)


class Parted(NamedTuple):
    """A title and the site's name beside it, "" if there was none."""

    title: str
    site: str


def part_site(text: str, known: Iterable[str]) -> Parted:
    """Split a title from the site's name, using other names of the page (`known`), else words for institutions or sites.

    A part that stands alone elsewhere on the page is the title; the rest is the site's.
    """
    cuts = list(_BETWEEN.finditer(text))
    folded = {fold(one) for one in known if one}
    for cut in cuts:
        before, behind = text[: cut.start()].strip(), text[cut.end() :].strip()
        if fold(before) in folded and before and behind:
            return Parted(before, behind)
    for cut in cuts:
        before, behind = text[: cut.start()].strip(), text[cut.end() :].strip()
        if fold(behind) in folded and behind and _is_site(before):
            return Parted(behind, before)
    if not cuts:
        return Parted(text, "")
    before, behind = text[: cuts[-1].start()].strip(), text[cuts[-1].end() :].strip()
    if before and _is_site(behind):
        return Parted(before, behind)
    before, behind = text[: cuts[0].start()].strip(), text[cuts[0].end() :].strip()
    return Parted(behind, before) if behind and _is_site(before) else Parted(text, "")


def _is_site(text: str) -> bool:
    """Tell whether part of a title is a site's name: an institution, an address, a word for a site; and not an event."""
    if SITE_ADDRESS.fullmatch(text):
        return True
    if _SITE.search(text) and len(text) < 60:
        return True
    return names_institution(text) or is_publisher(text)
