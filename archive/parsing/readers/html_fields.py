"""The metadata a web page gives in its markup: titles, dates, place, language, publisher, address."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import Tag

from archive.parsing.lines import Field
from archive.parsing.readers.html_parts import Parts
from archive.parsing.tidy import squeeze, tidy

_PLACE = re.compile(r"(?:^|[\s_-])(?:place|location|venue|p-location)(?=$|[\s_-])", re.I)


def page_fields(soup: BeautifulSoup, parts: Parts) -> dict[str, tuple[Field, ...]]:
    """Gather what the page says about itself, most trusted first."""
    fields = {
        "title": _titles(soup),
        "stamp": _dates(soup),
        "place": _places(soup),
        "language": _languages(soup),
        "publisher": _metas(soup, "og:site_name", "application-name"),
        "source_url": _addresses(soup),
        "summary": _metas(soup, "og:description", "description"),
    }
    return {name: values for name, values in fields.items() if values}


def _titles(soup: BeautifulSoup) -> tuple[Field, ...]:
    titles = [Field(text, "h1") for tag in soup.find_all("h1") if (text := _text(tag))]
    titles += _metas(soup, "og:title", "twitter:title", "dc.title")
    if soup.title is not None and (text := _text(soup.title)):
        titles.append(Field(text, "page title"))
    return tuple(titles)


def _dates(soup: BeautifulSoup) -> tuple[Field, ...]:
    times = [Field(str(tag["datetime"]), "time element") for tag in soup.find_all("time", datetime=True)]
    return (*times, *_metas(soup, "article:published_time", "dc.date", "date", "datePublished"))


def _places(soup: BeautifulSoup) -> tuple[Field, ...]:
    return tuple(Field(text, "page field") for tag in soup.find_all(class_=_PLACE) if 0 < len(text := _text(tag)) <= 120)


def _languages(soup: BeautifulSoup) -> tuple[Field, ...]:
    root = soup.find("html")
    return (Field(str(root["lang"]), "page language"),) if isinstance(root, Tag) and root.get("lang") else ()


def _addresses(soup: BeautifulSoup) -> tuple[Field, ...]:
    links = [Field(str(tag["href"]), "canonical link") for tag in soup.find_all("link", rel="canonical", href=True)]
    return (*links, *_metas(soup, "og:url"))


def _metas(soup: BeautifulSoup, *names: str) -> tuple[Field, ...]:
    found = []
    for name in names:
        for key in ("property", "name", "itemprop"):
            found += [tag.get("content") for tag in soup.find_all("meta", attrs={key: re.compile(f"^{re.escape(name)}$", re.I)})]
    return tuple(Field(text, "page meta") for value in found if (text := squeeze(tidy(str(value or "")))))


def _text(tag: Tag) -> str:
    return squeeze(tidy(tag.get_text(" ")))
