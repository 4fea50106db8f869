"""How facet values are typed in an address and a query, and phrased in a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.conf.locale import LANG_INFO

from archive.countries import all_countries, all_groups, code_of, group_of
from archive.parsing.parsed import EVENT_KINDS

RECORD_KINDS = ("statement", "qa_pair")
SLUG = re.compile(r"[\w-]{1,200}")
KIND_WORDS = {"qa": "qa_pair", "q&a": "qa_pair", "question": "qa_pair", "press_conference": "news_conference"}
PLURALS = {"statement": "statements", "qa_pair": "questions and answers", "speech": "speeches"}
Pairs = tuple[tuple[str, str], ...]  # facets and values


def read_slug(typed: str) -> str:
    """Return a slug in lower case, empty if invalid."""
    low = typed.lower()
    return low if SLUG.fullmatch(low) else ""


def read_country(typed: str) -> str:
    """Return the code of a country, empty if unknown."""
    code = code_of(typed) or ""
    return code if code in all_countries() else ""


def read_code(typed: str) -> str:
    """Return the code or value with this name in any layer, empty if unknown."""
    return code_of(typed) or ""


def read_group(typed: str) -> str:
    """Return the value of a group of countries, empty if unknown."""
    return group_of(typed) or ""


def one_of(known: Iterable[str]) -> Callable[[str], str]:
    """Return a reader of these values. Capitals and hyphens are accepted too."""
    values = frozenset(known)

    def read(typed: str) -> str:
        value = typed.lower().replace("-", "_")
        return value if value in values else ""

    return read


def kind_in_query(typed: str) -> Pairs:
    """Return the kind of record or event for typed words: `kind:interview` is a kind of event."""
    return _singular(typed, lambda word: (("kind", word),) if word in RECORD_KINDS else _event(word))


def event_in_query(typed: str) -> Pairs:
    """Return the kind of event for typed words: `event:"news conferences"`."""
    return _singular(typed, _event)


def _singular(typed: str, find: Callable[[str], Pairs]) -> Pairs:
    word = re.sub(r"[\s-]+", "_", typed.casefold())
    word = KIND_WORDS.get(word, word)
    return find(word) or find(word.removesuffix("s"))


def _event(word: str) -> Pairs:
    return (("event", word),) if word in EVENT_KINDS else ()


def kind_name(value: str) -> str:
    """Return the name of a kind of record or event as in the archive's forms."""
    return "Question and answer" if value == "qa_pair" else value.replace("_", " ").capitalize()


def kind_in_sentence(value: str, name: str) -> str:
    """Return a kind in the plural: `only interviews`."""
    return PLURALS.get(value, name.lower() + "s")


def language_name(value: str) -> str:
    """Return a language's English name."""
    return str(LANG_INFO.get(value, {}).get("name", value))


def office_name(value: str) -> str:
    return value.replace("-", " ").capitalize()


def known_countries() -> list[str]:
    return [*all_countries().values()]


def known_groups() -> list[str]:
    """Return the values and names of groups of countries."""
    return [*all_groups(), *all_groups().values()]


def known_kinds() -> list[str]:
    """Return the kinds of records and of events."""
    return [*RECORD_KINDS, *EVENT_KINDS]


def known_events() -> list[str]:
    return [*EVENT_KINDS]


def nothing_known() -> list[str]:
    return []
