"""What counts as mentioning a country, as options on the search page with their labels. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from archive.countries import COUNT_CHOICES
from search.query.params import SearchParams

# Parameter, its label on the page, and its values with labels; the first is the default.
CHOICES: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("country_mode", "Match", (("", "any of them"), ("all", "all of them"))),
    ("layer", "Count", tuple((choice.value, choice.label) for choice in COUNT_CHOICES.values())),
    (
        "country_in",
        "Where",
        (
            ("", "anywhere"),
            ("question", "in the question"),
            ("answer", "in what is said"),
            ("unprompted", "never in the question"),
        ),
    ),
    ("own", "Speaker’s own", (("", "shown"), ("hidden", "left out"))),
)
COUNTRY_PARAMETERS = tuple(key for key, _, _ in CHOICES)


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a parameter."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class CountryChoice:
    """One parameter with its options."""

    key: str
    label: str
    options: tuple[Option, ...]
    sentence: str = ""  # explains what the chosen value counts, if necessary

    @property
    def changed(self) -> bool:
        return not self.options[0].selected


def country_choices(params: SearchParams) -> tuple[CountryChoice, ...]:
    """Return the options with the search's present choices."""
    return tuple(choice_of(key, label, values, str(getattr(params, key))) for key, label, values in CHOICES)


def choice_of(key: str, label: str, values: tuple[tuple[str, str], ...], chosen: str) -> CountryChoice:
    sentence = COUNT_CHOICES[chosen].sentence if key == "layer" else ""
    return CountryChoice(key, label, tuple(Option(value, words, value == chosen) for value, words in values), sentence)
