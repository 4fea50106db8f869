"""Marks of notes that are typed, and figures above and below the line."""

from __future__ import annotations

import io

import pytest

from archive.parsing import parse_transcript

HEAD = "Ministry of Casings of Quorvania\n\nMinister Olla Case's news conference, Quorburg, April 11, 2018\n\n"
QUESTION = "Question: What of the annex?\n\n"


def answered(text: str, name: str = "x.txt"):
    parsed = parse_transcript((HEAD + QUESTION + text).encode(), name)
    return parsed.turns[1].text, [one.message for one in parsed.warnings if one.code == "note-left-out"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("The annexword¹ stands.", "The annexword stands."),
        ("The treatyword²³ stands.", "The treatyword stands."),
        ("It stands.¹ And on.", "It stands. And on."),
        ("In 1945³ it stood.", "In 1945 it stood."),
        ("The annexword†stands.", "The annexword†stands."),
        ("The annexword† stands, twoword‡.", "The annexword stands, twoword."),
        ("The annexword[1] stands.[2]", "The annexword stands."),
        ("An area of 10⁶ m², 5 km² and 9 m³.", "An area of 10⁶ m², 5 km² and 9 m³."),
        ("E = mc², x² + y², 10⁻⁶, Ca²⁺ and ²³⁵U.", "E = mc², x² + y², 10⁻⁶, Ca²⁺ and ²³⁵U."),
        ("Five square metres² of CO₂ and H₂O.", "Five square metres² of CO₂ and H₂O."),
        ("Section 3[a] and section 4[1].", "Section 3[a] and section 4[1]."),
        ("It is *very* good, grade A*, a 5* hotel.", "It is *very* good, grade A*, a 5* hotel."),
    ],
)
def test_marks_go_and_figures_stay(said, read):
    assert answered(f"Olla Case: {said}") == (read, [])


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("¹", "¹ Signed in Orla."),
        ("*", "* Signed in Orla."),
        ("†", "†Signed in Orla."),
        ("[1]", "[1] Signed in Orla."),
        ("¹", "1. Signed in Orla."),
    ],
)
def test_the_text_of_a_note_is_named_and_no_part_of_the_answer(mark, note):
    text, told = answered(f"Olla Case: The annexword{mark} stands.\n\n{note}\n")
    assert text == "The annexword stands."
    assert len(told) == 1 and "Signed in Orla." in told[0]


def test_the_heading_of_the_notes_goes_with_them():
    text, told = answered("Olla Case: The annexword¹ stands.\n\nNotes\n\n1. Signed in Orla.\n")
    assert (text, len(told)) == ("The annexword stands.", 1)


def test_a_list_with_stars_is_no_list_of_notes():
    text, told = answered("Olla Case: These pointsword*:\n\n* Peace comes first.\n\n* Trade comes second.\n")
    assert "Peace comes first." in text and "Trade comes second." in text and not told


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("It is x^2^ of CO~2~.", "It is x² of CO₂."),
        ("The annexword^1^ stands.", "The annexword stands."),
        ("H<sub>2</sub>O and 10<sup>6</sup>", "H₂O and 10⁶"),
    ],
)
def test_markdown_raises_and_lowers_figures(said, read):
    assert answered(f"**Olla Case:** {said}", "x.md")[0] == read


def _pdf(pieces: list[tuple[str, float, float]], foot: str) -> bytes:
    """Draw one line of pieces, each with its size and how far it is raised, and a footnote in small letters."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    out = io.BytesIO()
    canvas = canvas_module.Canvas(out, pagesize=(595, 842), invariant=1)
    lines = [*HEAD.strip().split("\n\n"), *QUESTION.strip().split("\n\n")]
    for number, line in enumerate(lines):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 780 - 30 * number, line)
    at, row = 60.0, 780 - 30 * len(lines)
    for text, size, rise in pieces:
        canvas.setFont("Helvetica", size)
        canvas.drawString(at, row + rise, text)
        at += canvas.stringWidth(text, "Helvetica", size)
    canvas.setFont("Helvetica", 5)
    canvas.drawString(60, 83, "1")
    canvas.setFont("Helvetica", 8)
    canvas.drawString(66, 80, foot)
    canvas.save()
    return out.getvalue()


def test_small_figures_of_a_pdf_are_set_on_their_line_and_notes_named():
    pieces = [("Olla Case: The annexword", 11, 0), ("1", 6.5, 4), (" is 10", 11, 0), ("6", 6.5, 4), (" m", 11, 0), ("2", 6.5, 4)]
    parsed = parse_transcript(_pdf([*pieces, (" of CO", 11, 0), ("2", 6.5, -2), (".", 11, 0)], "Signed in Orla."), "x.pdf")
    assert parsed.turns[1].text == "The annexword is 10⁶ m² of CO₂."
    assert ["Signed in Orla." in one.message for one in parsed.warnings if one.code == "note-left-out"] == [True]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("The pact<sup>a</sup> stands.", "The pact stands."),
        ("The treaty<sup>b</sup>, the pact<sup>ii</sup> and the annex <sup>c</sup>", "The treaty, the pact and the annex"),
        ("It stands.<sup>a</sup> So do we.<sup>b</sup>", "It stands. So do we."),
        ("The pact<sup>a, b</sup> and the UN<sup>c</sup> and Orla<sup>d</sup>.", "The pact and the UN and Orla."),
        ("In 1945<sup>b</sup> we met.", "In 1945 we met."),
        ("Vertrag<sup>c</sup> und Abkommen<sup>d)</sup>.", "Vertrag und Abkommen."),
        ("El tratado<sup>a</sup> y le traité<sup>e</sup>.", "El tratado y le traité."),
        ("The 1<sup>st</sup>, 2<sup>nd</sup>, 3<sup>rd</sup> and 4<sup>th</sup>.", "The 1st, 2nd, 3rd and 4th."),
        ("Le 1<sup>er</sup>, le XX<sup>e</sup>, la 2<sup>e</sup>, le xix<sup>e</sup>.", "Le 1er, le XXe, la 2e, le xixe."),
        ("M<sup>me</sup> Brull, M<sup>lle</sup>, M<sup>e</sup> et S<sup>te</sup>.", "Mme Brull, Mlle, Me et Ste."),
        ("A Prof<sup>a</sup> Vaz, a D<sup>a</sup> Rita, n<sup>o</sup> 5.", "A Profa Vaz, a Da Rita, no 5."),
        ("Messr<sup>s</sup> Reed, Capt<sup>n</sup> Orr, Gen<sup>l</sup> Vane.", "Messrs Reed, Captn Orr, Genl Vane."),
        ("M<sup>c</sup>Orla and the 12<sup>b</sup> rule.", "McOrla and the 12b rule."),
        ("An area of x<sup>2</sup> and e<sup>x</sup>.", "An area of x² and eˣ."),
    ],
)
def test_raised_letters_are_marks_behind_whole_words_only(said, read):
    page = f"<p>{HEAD.strip()}</p><p>{QUESTION.strip()}</p><p>Olla Case: {said}</p>".replace("\n\n", "</p><p>")
    parsed = parse_transcript(f"<html><body>{page}</body></html>".encode(), "x.html")
    assert parsed.turns[1].text == read


def test_a_note_to_a_raised_letter_is_named():
    said = "<p>Olla Case: The pact<sup>a</sup> stands.</p><p><sup>a</sup> Signed in Orla.</p>"
    page = f"<p>{HEAD.strip()}</p><p>{QUESTION.strip()}</p>{said}"
    parsed = parse_transcript(f"<html><body>{page}</body></html>".replace("\n\n", "</p><p>").encode(), "x.html")
    assert parsed.turns[1].text == "The pact stands."
    assert [one.line for one in parsed.warnings if one.code == "note-left-out"]
