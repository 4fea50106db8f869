"""Sets of labels that once cost a whole batch: near each other, of one letter, by the thousand."""

from __future__ import annotations

import random

import pytest
from django.core.management import call_command

from archive.parsing import parse_transcript

HEAD = "News conference at the harbour\n\n5 August 2019\n\n"


def talk(*labels: str) -> str:
    return HEAD + "\n\n".join(f"{label}: We looked at quay number {place}." for place, label in enumerate(labels))


def speakers(text: str) -> list[str | None]:
    return [turn.speaker for turn in parse_transcript(text.encode(), "talk.txt").turns]


@pytest.mark.parametrize(
    "pair",
    [
        ("MINISTRADOR", "MINISTRADORA"),
        ("VASKARIN", "VASKARIM"),
        ("Mr. Brandelow", "Mr. Brandelov"),
        ("MS. TORVALEN", "MR. TORVALAN"),
        ("BRANDTELO", "BRANTDELO"),
    ],
)
def test_two_labels_a_letter_apart_that_both_come_back_are_two_persons(pair):
    first, second = pair
    found = speakers(talk(first, second, first, second))
    assert found[0] == found[2]
    assert found[1] == found[3]
    assert found[0] != found[1]


def test_a_label_that_stands_once_is_the_misprint_of_the_one_that_comes_back():
    parsed = parse_transcript(talk("MS. TORVALEN", "MR. BRANDELOW", "MS. TORVALEN", "MS. TORVALAN").encode(), "talk.txt")
    assert parsed.turns[3].speaker == parsed.turns[0].speaker
    assert "misprinted-label" in [warning.code for warning in parsed.warnings]


def test_a_chain_of_labels_each_a_letter_from_the_next_is_read():
    chain = ["VASKARIN", "VASKARIM", "VASKALIM", "VASKOLIM", "VOSKOLIM"]
    assert len(set(speakers(talk(*chain, *chain)))) == len(chain)


@pytest.mark.parametrize("seed", range(40))
def test_any_set_of_labels_is_read_or_refused_in_words(seed):
    chance = random.Random(seed)
    letters = chance.choice(["AB", "АБ", "ab", "甲乙", "אב", "A1", "Q.A", "İI"])
    labels = ["".join(chance.choice(letters) for _ in range(chance.choice([1, 1, 2, 7, 8, 9]))) for _ in range(60)]
    parsed = parse_transcript(talk(*labels).encode(), "talk.txt")
    said = " ".join([turn.text for turn in parsed.turns] + [piece.text for piece in parsed.skipped] + [parsed.body])
    assert all(f"quay number {place}." in said for place in range(len(labels)))


@pytest.mark.parametrize("form", ["{}OVARIN", "MR. {}OVARIN", "{} Ovarin", "{}", "{}. Ovarin", "Minister of {}"])
def test_thousands_of_labels_are_read(form):
    names = [f"{chr(65 + n // 676 % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}" for n in range(3000)]
    parsed = parse_transcript(talk(*(form.format(name) for name in names for _ in range(2))).encode(), "talk.txt")
    assert len(parsed.turns) > 1


def test_a_fault_in_one_file_does_not_keep_the_others_from_being_shown(tmp_path, monkeypatch, capsys):
    def faulty(data: bytes, name: str):
        if name == "bad.txt":
            raise RecursionError("too deep")
        return parse_transcript(data, name)

    monkeypatch.setattr("archive.management.commands.parse_transcript.parse_confined", faulty)
    paths = [tmp_path / name for name in ("a.txt", "bad.txt", "z.txt")]
    for path in paths:
        path.write_text(talk("MS. TORVALEN", "MR. BRANDELOW"))
    with pytest.raises(SystemExit) as ended:
        call_command("parse_transcript", "--json", *map(str, paths))
    out, err = capsys.readouterr()
    assert ended.value.code == 1
    assert [line.split('"')[3] for line in out.splitlines()] == ["a.txt", "z.txt"]
    assert "bad.txt: a fault in Chancery itself (RecursionError: too deep)" in err


def test_an_office_with_and_without_its_holder_is_looked_up_once():
    labels = ["The PRESIDING OFFICER (Mr. Reef of Holm)", "Ana Varga (Minister)", "The PRESIDING OFFICER", "Ana Varga (Minister)"]
    assert len(speakers(talk(*labels))) == len(labels)
