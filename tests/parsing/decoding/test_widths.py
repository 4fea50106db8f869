"""Letters of other widths, vertical forms and marks of direction do not hide who speaks."""

import pytest

from archive.parsing import parse_transcript
from archive.parsing.cleaning import tidy


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("\uff31\uff11", "Q1"),
        ("\uff77\uff7c\uff6c", "キシャ"),
        ("\uff80\uff9e\uff72\uff7c\uff9e\uff9d", "ダイジン"),
        ("\ufe13", ":"),
        ("\ufe55", ":"),
        ("\ufe41港\ufe42", "「港」"),
        ("問\uff1a", "問\uff1a"),
        ("港\uff0c海", "港\uff0c海"),
    ],
)
def test_letters_are_written_in_their_usual_width(written, usual):
    assert tidy(written) == usual


@pytest.mark.parametrize("colon", ["\uff1a", "\ufe13", "\ufe55", ":", "\u200f\uff1a"])
def test_labels_with_signs_of_any_form_are_read(colon):
    turns = [("質問", "船はいつ出ますか。"), ("山野大臣", "明日出ます。"), ("質問", "その後は。"), ("山野大臣", "休みます。")]
    text = "大臣記者会見\n\n2021年5月4日\n\n" + "\n\n".join(f"{who}{colon}{what}" for who, what in turns)
    read = parse_transcript(text.encode())
    assert [(turn.label, turn.text) for turn in read.turns] == turns
    assert [turn.role for turn in read.turns] == ["question", "answer"] * 2
