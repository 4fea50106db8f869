"""Talks laid out in tables, alike in every format: heads, offices and clocks beside the names, columns that speak."""

import io

import pytest
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from archive.parsing import parse_transcript
from tests.parsing.readers.word_files import HEAD, document, table

TITLE = "Minister Ilsa Varga's interview, Port Orla, May 4, 2021"
STYLE = ParagraphStyle("text", fontSize=10, leading=13)
RULED = ("GRID", (0, 0), (-1, -1), 0.5, Color(0, 0, 0))
WIDTHS = {2: (110, 320), 3: (90, 110, 230), 4: (50, 90, 90, 200)}


def page(rows):
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<h1>{TITLE}</h1><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>".encode()


def word(rows):
    return document(HEAD + table(*rows))


def markdown(rows):
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return (f"# {TITLE}\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in lines)).encode()


def markdown_without_head(rows):
    return markdown([[""] * len(rows[0]), *rows])


def pdf(rows, *style, widths=None):
    out = io.BytesIO()
    cells = [[Paragraph(cell, STYLE) if column == len(row) - 1 else cell for column, cell in enumerate(row)] for row in rows]
    cells = [[Paragraph(cell, STYLE) if isinstance(cell, str) and len(cell) > 22 else cell for cell in row] for row in cells]
    body = Table(cells, colWidths=widths or WIDTHS[len(rows[0])], style=TableStyle(list(style)))
    SimpleDocTemplate(out, pagesize=A4).build([Paragraph(TITLE, STYLE), Paragraph("<br/><br/>", STYLE), body])
    return out.getvalue()


def ruled_pdf(rows):
    return pdf(rows, RULED, ("VALIGN", (0, 0), (-1, -1), "TOP"))


def bottom_pdf(rows):
    return pdf(rows)


WRITERS = [page, word, markdown, markdown_without_head, ruled_pdf, bottom_pdf]
LONG = "The gauges on both shores of the lake are read twice a day, and the numbers agree better every year."
SAID = [("Question", "What of the gauges?"), ("Ilsa Varga", LONG), ("Question", "And then?"), ("Ilsa Varga", "Then we rest.")]


def turns(data, name=""):
    return [(turn.label, turn.text) for turn in parse_transcript(data, name).turns]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    "head",
    [
        None,
        ("Speaker", "Words"),
        ("Who", "What was said"),
        ("Name of speaker", "Text"),
        ("Redner", "Wortlaut"),
        ("Говорящий", "Текст"),
        ("发言人", "内容"),
    ],
)
def test_a_head_row_is_no_turn(write, head):
    if write is not page and head and not head[0].isascii():
        pytest.skip("one format is enough for other scripts; the PDF's font has no such letters")
    assert turns(write([head, *SAID] if head else SAID)) == SAID


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("head", "columns"),
    [
        (("Speaker", "Office", "Words"), lambda who, what: (who, "Minister of Ports" if who == "Ilsa Varga" else "", what)),
        (("Time", "Speaker", "Words"), lambda who, what: ("10:02", who, what)),
        (("Speaker", "Time", "Words"), lambda who, what: (who, "0:01:12", what)),
        (("No", "Speaker", "Text"), lambda who, what: ("3", who, what)),
        (("#", "Speaker", "Text"), lambda who, what: ("3", who, what)),
        (("№", "Speaker", "Text"), lambda who, what: ("3.", who, what)),
        (None, lambda who, what: ("10:02", who, what)),
    ],
)
def test_an_office_or_a_clock_between_name_and_words_is_not_said(write, head, columns):
    rows = [columns(who, what) for who, what in SAID]
    parsed = parse_transcript(write([head, *rows] if head else rows))
    assert [turn.text for turn in parsed.turns] == [what for _, what in SAID]
    assert [turn.speaker for turn in parsed.turns] == [None, "Ilsa Varga"] * 2
    if head and "Office" in head:
        assert parsed.turns[1].office == "Minister of Ports"


ASKED = [("What of the gauges on the lake?", LONG), ("And then, when the summer is over?", "Then we rest.")]


@pytest.mark.parametrize("write", [page, word, markdown, ruled_pdf, bottom_pdf])
@pytest.mark.parametrize(
    "head",
    [("Question", "Answer"), ("Question", "Ilsa Varga"), ("No", "Question", "Answer"), ("#", "Question", "Minister's answer")],
)
def test_columns_that_speak_are_turns_in_turn(write, head):
    rows = [(str(number), *row) if len(head) == 3 else row for number, row in enumerate(ASKED, 1)]
    data = pdf([head, *rows], RULED, widths=None) if write is ruled_pdf else write([head, *rows])
    if write is bottom_pdf:
        data = pdf([head, *rows], ("VALIGN", (0, 0), (-1, -1), "TOP"), widths=(200, 230) if len(head) == 2 else (30, 180, 220))
    parsed = parse_transcript(data)
    assert [turn.text for turn in parsed.turns] == [text for row in ASKED for text in row]
    assert [turn.role for turn in parsed.turns] == ["question", "answer"] * 2
    assert {turn.speaker for turn in parsed.turns if turn.role == "answer"} == {"Ilsa Varga"}


def test_a_table_of_figures_with_a_head_stays_text():
    rows = [("Country", "Boats"), ("Norway", "Twelve boats."), ("Iceland", "Seven boats.")]
    for write in (page, word, markdown):
        assert "Norway" in str(parse_transcript(write(rows))).replace("\\", "")
        assert all(turn.label != "Norway" for turn in parse_transcript(write(rows)).turns)


PARAGRAPHS = ["It sails tomorrow, when the tide is high.", "Then it rests until the autumn, as ships do."]


def _drawn(place, gap):
    """Draw a table without lines, whose label stands at the top, middle or bottom of its two paragraphs."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(80, 780, TITLE)
    top = 740
    for question in ("When does it sail?", "Is it safe at sea, now that the summer is over?"):
        canvas.drawString(80, top, "Question")
        canvas.drawString(170, top, question)
        top -= 14 + gap
        lines = [top, top - 14 - gap]
        canvas.drawString(80, {"top": lines[0], "middle": sum(lines) / 2, "bottom": lines[1]}[place], "Ilsa Varga")
        for at, text in zip(lines, PARAGRAPHS, strict=True):
            canvas.drawString(170, at, text)
        top = lines[1] - 14 - gap
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("place", ["top", "middle"])
@pytest.mark.parametrize("gap", [0, 8])
def test_a_label_at_the_top_or_the_middle_of_its_paragraphs_keeps_them(place, gap):
    parsed = parse_transcript(_drawn(place, gap))
    assert [turn.text.replace("\n\n", " ") for turn in parsed.turns if turn.label == "Ilsa Varga"] == [" ".join(PARAGRAPHS)] * 2


@pytest.mark.parametrize("gap", [0, 8])
def test_a_label_at_the_bottom_of_its_paragraphs_keeps_them_or_the_table_is_doubted(gap):
    parsed = parse_transcript(_drawn("bottom", gap))
    right = [turn.text.replace("\n\n", " ") for turn in parsed.turns if turn.label == "Ilsa Varga"] == [" ".join(PARAGRAPHS)] * 2
    assert right or any(warning.code == "unattributed-text" for warning in parsed.warnings)
