"""Markdown: notes are named with their line, hidden and struck-out pieces left out, every line keeps its number."""

import pytest

from archive.parsing import parse_transcript

HEAD = "# Minister Ilsa Varga's interview, Port Orla, May 4, 2021\n\n**Question:** What of it?\n\n**Ilsa Varga:** "


def parsed(answer):
    return parse_transcript(f"{HEAD}{answer}\n".encode(), "talk.md")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The treatyword[^1] stands.", "The treatyword stands."),
        ("The treatyword<sup>1</sup> stands.", "The treatyword stands."),
        ("It is 10<sup>6</sup> m<sup>2</sup> wide.", "It is 10⁶ m² wide."),
        ("It is ~~oldword~~ newword.", "It is newword."),
        ("It is <del>oldword</del><ins>newword</ins>.", "It is newword."),
        ("It is <!-- remark --> here.", "It is here."),
        ("It is here. <!-- a remark\n\nover lines -->", "It is here."),
        ('It is <span style="display:none">hiddenword</span>here.', "It is here."),
        ('It is here.\n\n<div class="sr-only">\n\nhiddenword\n\n</div>', "It is here."),
        ("It is <s>except</s> [accept] here.", "It is except [accept] here."),
        ("About ~5 or ~~6 boats.", "About ~5 or ~~6 boats."),
        ("It is here. <!-- never closed", "It is here. <!-- never closed"),
    ],
)
def test_only_what_is_seen_is_read(markup, text):
    assert parsed(markup).turns[1].text == text


def test_notes_are_named_at_their_line_with_all_their_lines():
    reading = parsed(
        "It stands[^1].^[Said later.]\n\n[^1]: First line\ngoes on.\n\n    Second paragraph.\n\n**Question:** And then?"
    )
    assert [turn.text for turn in reading.turns] == ["What of it?", "It stands.", "And then?"]
    named = [
        (warning.line, warning.message.partition(": ")[2]) for warning in reading.warnings if warning.code == "note-left-out"
    ]
    assert named == [(5, "“Said later.”"), (7, "“First line goes on. Second paragraph.”")]
    assert reading.turns[2].line == 12
