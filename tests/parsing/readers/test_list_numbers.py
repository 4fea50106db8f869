"""The numbers that browsers write before the items of a list are read with them."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

ITEMS = "<li>We open the harbour.</li><li>We mend the fleet.</li><li><p>We paint the quay.</p><p>Twice.</p></li>"
PAGE = (
    "<html><head><title>Press conference of Minister Ilsa Varga, 7 March 2021</title>{head}</head><body>"
    "<h1>Press conference of Minister Ilsa Varga, 7 March 2021</h1>{body}</body></html>"
)


def said(listed: str, head: str = "") -> str:
    above = "<p><b>Question:</b> What comes?</p><p><b>Minister Varga:</b> Three things.</p>"
    body = f"{above}{listed}<p><b>Question:</b> When?</p><p><b>Minister Varga:</b> In May.</p>"
    turns = parse_transcript(PAGE.format(head=head, body=body).encode(), "page.html").turns
    assert [turn.role for turn in turns] == ["question", "answer", "question", "answer"]
    return turns[1].text


def numbers(text: str) -> list[str]:
    return [line.split(" We ")[0] if " We " in line else "" for line in text.split("\n\n")[1:] if line != "Twice."]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("<ol>", ["1.", "2.", "3."]),
        ('<ol start="4">', ["4.", "5.", "6."]),
        ("<ol reversed>", ["3.", "2.", "1."]),
        ('<ol reversed start="10">', ["10.", "9.", "8."]),
        ('<ol type="a">', ["a.", "b.", "c."]),
        ('<ol type="A" start="26">', ["Z.", "AA.", "AB."]),
        ('<ol type="i">', ["i.", "ii.", "iii."]),
        ('<ol type="I" start="9">', ["IX.", "X.", "XI."]),
        ('<ol style="list-style-type: lower-roman">', ["i.", "ii.", "iii."]),
        ('<ol style="list-style: upper-alpha inside">', ["A.", "B.", "C."]),
        ('<ol start="x">', ["1.", "2.", "3."]),
        ('<ol start="٤">', ["4.", "5.", "6."]),
        ('<ol style="list-style: none">', ["", "", ""]),
        ('<ol style="list-style-type:disc">', ["", "", ""]),
        ("<ul>", ["", "", ""]),
    ],
)
def test_items_have_the_number_that_a_browser_shows(opening, expected):
    closing = "</ul>" if opening == "<ul>" else "</ol>"
    assert numbers(said(f"{opening}{ITEMS}{closing}")) == expected


def test_an_item_may_have_a_number_of_its_own():
    listed = '<ol><li>We open.</li><li value="7">We mend.</li><li>We paint.</li></ol>'
    assert numbers(said(listed)) == ["1.", "7.", "8."]


def test_lists_within_lists_are_counted_apart():
    listed = "<ol><li>We open.<ol type=a><li>We sweep.</li><li>We wash.</li></ol></li><li>We mend.</li></ol>"
    assert numbers(said(listed)) == ["1.", "a.", "b.", "2."]


@pytest.mark.parametrize(
    "rule", ["ol {list-style: none}", ".plain{list-style-type:none}", "div ol.plain, p {list-style:none}", "li{list-style:none}"]
)
def test_a_style_sheet_may_take_the_numbers_off(rule):
    listed = f'<ol class="plain">{ITEMS}</ol>'
    assert numbers(said(listed, f"<style>{rule}</style>")) == ["", "", ""]
    assert numbers(said(listed, "<style>ol.other{list-style:none}</style>")) == ["1.", "2.", "3."]


@pytest.mark.parametrize("label", ["<b>{}:</b> ", "{}: ", "<strong>{}</strong> "])
def test_turns_set_as_a_list_keep_their_labels_and_get_no_numbers(label):
    pairs = [("Question", "What comes?"), ("Minister Varga", "Spring."), ("Question", "When?"), ("Minister Varga", "In May.")]
    body = "<ol>" + "".join(f"<li>{label.format(who)}{words}</li>" for who, words in pairs) + "</ol>"
    turns = parse_transcript(PAGE.format(head="", body=body).encode(), "page.html").turns
    assert [(turn.label, turn.text) for turn in turns] == pairs
    assert all(not turn.notes for turn in turns)
