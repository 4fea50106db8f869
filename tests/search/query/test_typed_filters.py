"""Filters typed among the words become filters of the address."""

import pytest
from django.http import QueryDict

from search.query.params import SearchParams
from search.query.typed_filters import with_typed_filters


class Known:
    """An index that knows two persons of one surname and one of another."""

    people = {"farro": ("lucien-farro",), "varga": ("ada-varga", "ilsa-varga")}

    def find(self, key, typed):
        return self.people.get(typed.casefold(), ()) if key == "speaker" else ()

    def close(self, key, typed):
        return ""


def read(query):
    return with_typed_filters(SearchParams.from_querydict(QueryDict(query)), Known()).query_string()


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("q=ferry+speaker:farro", "q=ferry&speaker=lucien-farro"),
        ("q=speaker:farro+ferry+country:France", "q=ferry&speaker=lucien-farro&country=FR"),
        ("q=by:farro", "speaker=lucien-farro"),
        ("q=ferry+date:2023", "q=ferry&from=2023&to=2023"),
        ("q=ferry+date:2023-03..2024", "q=ferry&from=2023-03-01&to=2024-12-31"),
        ("q=before:2024+ferry", "q=ferry&to=2023-12-31"),
        ("q=ferry+after:2023-05", "q=ferry&from=2023-06-01"),
        ("q=ferry+speaker:farro&page=3", "q=ferry&speaker=lucien-farro&page=3"),
        ("q=ferry+speaker:farro+-harbour", "q=ferry+-harbour&speaker=lucien-farro"),
        ("q=kind:interview+ferry", "q=ferry&event=interview"),
        ("q=-speaker:farro", "not_speaker=lucien-farro"),
        ("q=ferry+NOT+country:kenya", "q=ferry&not_country=KE"),
        ("q=!country:kenya+ferry+-country:france", "q=ferry&not_country=FR&not_country=KE"),
        ("q=country:france+-country:kenya", "country=FR&not_country=KE"),
        ("q=ferry+-speaker:varga", "q=ferry&not_speaker=ada-varga&not_speaker=ilsa-varga"),
        ("q=-kind:interviews", "not_event=interview"),
        ("q=-country:kenya&not_country=FR", "not_country=FR&not_country=KE"),
        ("q=-speaker:varga+speaker:farro", "speaker=lucien-farro&not_speaker=ada-varga&not_speaker=ilsa-varga"),
    ],
)
def test_a_filter_is_chosen(typed, chosen):
    assert read(typed) == chosen


@pytest.mark.parametrize(
    "typed",
    [
        "q=ferry",
        "q=-date:2023",
        "q=-speaker:nobody",
        "q=--speaker:farro",
        "q=NOT NOT speaker:farro",
        "q=ferry OR -speaker:farro",
        "q=-speaker:farro OR ferry",
        "q=ferry AND NOT speaker:farro",
        "q=-(speaker:farro)",
        "q=ferry OR speaker:farro",
        "q=speaker:farro OR ferry",
        "q=(speaker:farro)",
        "q=speaker:varga",
        "q=speaker:nobody",
        "q=speaker:farro speaker:varga",
        "q=date:soon",
        "q=after:2020 before:2024",
        "q=answer:ferry",
        "q=speaker:",
        "q=speaker:farro&speaker=ada-varga",
        "q=date:2023&from=2020",
    ],
)
def test_what_an_address_cannot_say_stays_among_the_words(typed):
    plain = SearchParams.from_querydict(QueryDict(typed))
    assert with_typed_filters(plain, Known()) == plain
