"""The filters of a results page as HTML, in Python: a page has a dozen with a hundred values.

What does not depend on counts is kept: names recur from page to page.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from itertools import starmap
from typing import NamedTuple

from django.template import engines
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from archive.pages.html.formatting import number
from search.display.country_choices import CountryChoice
from search.display.results_page import FacetPanel, FacetValue

OPEN = 4  # panels that are open from the beginning
VALUES_KEPT, CHOICES_KEPT = 5000, 100


class ValueHtml(NamedTuple):
    """A value of a filter as HTML, cut where its choice and its count come in."""

    to_chosen: str
    to_label: str
    label: str
    to_excluded: str
    to_end: str


def facets_html(facets: Iterable[FacetPanel], choices: tuple[CountryChoice, ...]) -> SafeString:
    """Return the filters. `choices` say what counts as mentioning a country, and are always offered."""
    shown = (
        _facet(facet, place <= OPEN, choices) for place, facet in enumerate(facets, 1) if facet.values or facet.key == "country"
    )
    return SafeString("".join(shown))


def _facet(facet: FacetPanel, is_open: bool, choices: tuple[CountryChoice, ...]) -> str:
    asked, label = facet.asked, escape(facet.label)
    chosen = f'<span class="facet__chosen">{len(asked)} chosen</span>' if asked else ""
    return (
        f'  <details class="facet" data-remember="facet-{facet.key}" {"open" if asked or is_open else ""}>\n    <summary>\n'
        f'      <h3 class="facet__title"><span class="hidden">Filter by </span>{label}</h3>\n{chosen}    </summary>\n'
        f'    <fieldset class="facet__values">\n      <legend class="hidden">{label}</legend>\n'
        f"      {values_html(facet)}\n    </fieldset>\n{_more(facet, label.lower())}"
        f"{_choices(get_script_prefix(), choices) if facet.key == 'country' else ''}  </details>\n"
    )


def _more(facet: FacetPanel, label: str) -> str:
    if facet.size <= len(facet.values):
        return ""
    return (
        f'      <p class="facet__more">\n        <a href="{escape(facet.all_url)}">All {number(facet.size)}'
        f'<span class="hidden"> values of {label}</span></a> ·\n        <a href="{escape(facet.name_url)}">A to Z'
        f'<span class="hidden">: all values of {label}</span></a>\n      </p>\n'
    )


@lru_cache(maxsize=CHOICES_KEPT)
def _choices(prefix: str, choices: tuple[CountryChoice, ...]) -> str:
    """Return the choices by their template. `prefix` is the script's, with which its addresses begin."""
    template = engines["jinja2"].get_template("_country_choices.html").template  # type: ignore[attr-defined]  # Jinja's own
    return str(template.module.mention_choices(choices))


def values_html(facet: FacetPanel) -> SafeString:
    """Return the values of a filter, each with a box that chooses it and one that excludes it."""
    return SafeString("".join(starmap(_value, enumerate(facet.values, 1))))


def _value(place: int, value: FacetValue) -> str:
    html = _parts(place, value.key, value.value, value.label)
    if value.excluded:
        said = f"<s>{html.label}</s>"
    else:
        noun = "record" if value.count == 1 else "records"
        said = f'{html.label} <span class="facet__count">{number(value.count)}<span class="hidden"> {noun}</span></span>'
    chosen, excluded = _checked(value.selected), _checked(value.excluded)
    return f"{html.to_chosen}{chosen}{html.to_label}{said}{html.to_excluded}{excluded}{html.to_end}"


@lru_cache(maxsize=VALUES_KEPT)
def _parts(place: int, key: str, value: str, label: str) -> ValueHtml:
    code, name = escape(value), escape(label)
    return ValueHtml(
        to_chosen='<div class="facet__value">\n<input type="checkbox" form="search-form" '
        f'id="{key}-{place}" name="{key}" value="{code}"',
        to_label=f'>\n<label for="{key}-{place}">',
        label=name,
        to_excluded=f'</label>\n<label class="facet__not" for="not-{key}-{place}" title="Not this one">'
        f'<input type="checkbox" form="search-form" id="not-{key}-{place}" name="not_{key}" value="{code}"',
        to_end=f'><span>not<span class="hidden"> {name}</span></span></label>\n</div>\n',
    )


def _checked(is_checked: bool) -> str:
    return " checked" if is_checked else ""
