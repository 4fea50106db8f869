"""Web pages, whole or in part: the article's blocks with bold marks, and the metadata of its markup."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urljoin

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import Tag

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.lines import Field, Reading
from archive.parsing.parsed import TranscriptError
from archive.parsing.readers.html.html_walk import HtmlWalk
from archive.parsing.readers.html.source_lines import SourceLines

_PLACE = re.compile(r"(?:^|[\s_-])(?:place|location|venue|p-location)(?=$|[\s_-])", re.I)
# Elements of a publisher's own XML that name the speaker: "<prime-minister>Varga, Ilse</prime-minister>".
_PERSON = re.compile(r"(?:[a-z]+[-_])*(?:minister|president|chancellor|speaker|secretary|ambassador|spokesperson)(?:[-_]name)?")
LONGEST_NAME = 60
_METAS = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "stamp": ("article:published_time", "dc.date", "date", "datepublished"),
    "publisher": ("og:site_name", "application-name"),
    "source_url": ("og:url",),
    "summary": ("og:description", "description"),
}
_MEANING = {name: field for field, names in _METAS.items() for name in names}
LONGEST_PLACE = 120
# Word processors leave "x" or "Untitled" as a page's title.
LEAST_TITLE = 3


def page_fields(soup: BeautifulSoup) -> dict[str, tuple[Field, ...]]:
    """Return the page's metadata, most trusted first: elements, then meta tags, then the page's title."""
    elements: dict[str, list[Field]] = defaultdict(list)
    metas: dict[str, list[tuple[int, Field]]] = defaultdict(list)
    for node in soup.descendants:
        if isinstance(node, Tag):
            _element(node, elements)
            if node.name == "meta":
                _meta(node, metas)
    for name, found in metas.items():
        elements[name] += [field for _, field in sorted(found, key=lambda pair: pair[0])]
    elements["source_url"] = _absolute(elements["source_url"], soup)
    if soup.title is not None and len((text := _text(soup.title)).split()) >= LEAST_TITLE:
        elements["title"].append(Field(text, "page title"))
    return {name: tuple(values) for name, values in elements.items() if values}


def _absolute(addresses: list[Field], soup: BeautifulSoup) -> list[Field]:
    """Resolve addresses against the page's base or its other full addresses; those that stay relative are dropped.

    Programs that save pages rewrite links: the canonical address becomes "../57.html", and only og:url stays as it was.
    """
    full = [address for address in addresses if _is_full(address.value)]
    base = soup.find("base", href=True)
    if isinstance(base, Tag) and _is_full(str(base["href"])):
        joined = [Field(_join(str(base["href"]), address.value), address.where) for address in addresses]
        return [address for address in joined if _is_full(address.value)]
    return full


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # such as "http://["
        return ""


def _is_full(address: str) -> bool:
    return re.match(r"https?://[^\s/]", address, re.I) is not None


def _element(tag: Tag, fields: dict[str, list[Field]]) -> None:
    if tag.name == "h1" and (text := _text(tag)):
        fields["title"].append(Field(text, "h1"))
    elif tag.name == "time" and tag.get("datetime"):
        fields["stamp"].append(Field(str(tag["datetime"]), "time element"))
    elif tag.name == "html" and tag.get("lang"):
        fields["language"].append(Field(str(tag["lang"]), "page language"))
    elif tag.name == "link" and "canonical" in _classes(tag.get("rel")) and tag.get("href"):
        fields["source_url"].append(Field(str(tag["href"]), "canonical link"))
    elif _PERSON.fullmatch(tag.name) and 0 < len(text := _text(tag)) <= LONGEST_NAME:
        fields["persons"].append(Field(text, f"element {tag.name}"))
    elif (
        tag.get("class") and _PLACE.search(" ".join(_classes(tag.get("class")))) and 0 < len(text := _text(tag)) <= LONGEST_PLACE
    ):
        fields["place"].append(Field(text, "page field"))


def _meta(tag: Tag, metas: dict[str, list[tuple[int, Field]]]) -> None:
    name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
    field = _MEANING.get(name)
    text = squeeze(tidy(str(tag.get("content") or "")))
    if field and text:
        metas[field].append((_METAS[field].index(name), Field(text, "page meta")))


def _classes(value: object) -> Iterable[str]:
    return value if isinstance(value, list) else str(value or "").split()


def _text(tag: Tag) -> str:
    return squeeze(tidy(tag.get_text(" ")))


# The longest transcripts, saved from a word processor, have some 50,000.
MOST_TAGS = 200_000


def read(text: str) -> Reading:
    """Read a web page or a fragment. Raises TranscriptError for far more tags than a transcript has."""
    tags = text.count("<") - text.count("</")
    if tags > MOST_TAGS:
        raise TranscriptError(f"the page has {tags:,} tags; Chancery reads up to {MOST_TAGS:,}: split it and import the parts")
    soup = parse(text)
    walk = HtmlWalk(SourceLines(text), soup)
    walk.run(soup)
    return Reading(
        lines=tuple(walk.lines),
        format="html",
        flowing=not walk.as_typed,
        fields=page_fields(soup),
        skipped=tuple(walk.left_out.skipped),
        warnings=walk.left_out.warnings(),
    )


def parse(text: str) -> BeautifulSoup:
    """Parse markup with libxml2, which is linear and tolerant, unlike html.parser."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(text, "lxml")
