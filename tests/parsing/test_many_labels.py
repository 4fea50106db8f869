"""Documents with many labels: the work of reading them grows as they do, and near labels are told apart as in short ones."""

from __future__ import annotations

import cProfile
import datetime as dt
from collections.abc import Callable

import pytest

from archive.parsing import parse_transcript
from archive.parsing.speakers.names.name_lookup import LongerNames, NamesByWord, NearMisses
from archive.parsing.speakers.offices.label_offices import LabelOffices
from archive.parsing.speakers.offices.label_parts import LabelParts

FEW, MANY = 120, 360
HEAD = "News conference of the ministers, Port Vaska, March 4, 2021\n\n"


def word(number: int) -> str:
    """Return a made-up word, another for each number."""
    return "".join("bdfgklmnprstvz"[number // 14**place % 14] + "aeiou"[(number + place) % 5] for place in range(4)).capitalize()


LABELS: dict[str, Callable[[int], str]] = {
    "full names": lambda number: f"{word(number)} {word(7 * number + 3)}",
    "names of three words": lambda number: f"Anna {word(number)} {word(7 * number + 3)}",
    "initials": lambda number: f"{'ABDEG'[number % 5]}. {word(number)}",
    "surnames": lambda number: f"Mr. {word(number)}",
    "one word, twice": lambda number: word(number // 2),
    "offices alone": lambda number: f"Minister of {word(number)}",
    "letters": lambda number: f"{'BCDFGHKL'[number % 8]}{'MNPRSTVZ'[number // 8 % 8]}{'BCDFGHKL'[number // 64 % 8]}",
}


def document(label: Callable[[int], str], count: int) -> bytes:
    said = "".join(
        f"{label(number)}: The harbour opens tomorrow at dawn, and we shall all be there.\n\n" for number in range(count)
    )
    return (HEAD + said).encode()


def calls(data: bytes) -> int:
    """Return how many functions are called to read a document: a measure of work that no clock disturbs."""
    profile = cProfile.Profile()
    profile.runcall(parse_transcript, data, "talk.txt", today=dt.date(2026, 1, 1))
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("kind", LABELS)
def test_work_grows_as_the_labels_do(kind: str) -> None:
    label = LABELS[kind]
    parse_transcript(document(label, 10), "talk.txt")  # tables are loaded once
    few, many = calls(document(label, FEW)), calls(document(label, MANY))
    assert many < few * MANY / FEW * 1.25


def test_near_misses_are_found_by_any_edit() -> None:
    names = NearMisses(["marin", "varga", "holm"])
    for near in ("vargas", "vaga", "vrga", "arga", "varka", "vagra", "xvarga"):
        assert names.near(near) == ["varga"], near
    assert names.near("varga") == names.near("vergo") == []


def test_longer_names_leave_out_words() -> None:
    names = LongerNames(["Ana Maria Reis", "Ana Lima Costa", "Ines Reis"])
    assert names.one_of("Ana Reis") == "Ana Maria Reis"
    assert names.one_of("Ana Costa Lima") is names.one_of("Ana") is names.one_of("Maria Reis") is None


def test_names_by_their_words() -> None:
    names = NamesByWord(["Renske Dijkstra", "Álvaro Reis", "Per van der Holm"])
    assert names.with_words("alvaro") == names.ending_like("Ana Reis") == names.beginning("Ál") == ["Álvaro Reis"]
    assert names.with_letters("RD") == ["Renske Dijkstra"]
    assert names.with_letters("PH") == ["Per van der Holm"]
    assert names.with_words("Varga") == names.with_words("") == []


def test_who_holds_an_office_by_the_labels() -> None:
    parts = {"a": LabelParts("Presidente", "Henriette Kolb"), "b": LabelParts("Minister of Ports", "Ilsa Varga")}
    offices = LabelOffices(parts, {"ilsa varga": "Ilsa Varga"}, {"presidente da camara", "minister"})
    assert offices.holder("presidente da camara") == "Henriette Kolb"
    assert offices.holder("minister") == "Ilsa Varga"
    assert offices.holder("chair") is None
