"""PDFs as offices make them: watermarks, numbered lines, broken words, scans among pages of text, tables, notes."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from archive.parsing import TranscriptError, parse_transcript

TITLE = "Minister Ilsa Varga's news conference, Port Orla, May 4, 2021"
LONG = "The gauges on both shores are read twice a day and the numbers agree better every year."
TEXT = [
    "Ministry of External Affairs of Orlandia",
    "",
    TITLE,
    "",
    "Question: What of the gauges on the two shores of the lake?",
    "",
    "Ilsa Varga: The gauges on both shores are read twice a day by",
    "people who live there, and the numbers agree better every year than",
    "they did in the year before, which is what we had hoped for.",
    "",
    "Question: And what comes after that, when the summer is over?",
    "",
    "Ilsa Varga: After that we meet again and look at all of the numbers",
    "that were written down, and we shall publish every one of them.",
]


class Pages:
    """A PDF drawn page by page."""

    def __init__(self):
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4)

    def text(self, lines=TEXT, x=80, top=760, leading=14, size=10):
        self.canvas.setFont("Helvetica", size)
        for index, line in enumerate(lines):
            self.canvas.drawString(x, top - index * leading, line)
        return self

    def end(self):
        self.canvas.showPage()
        return self

    def picture(self, x=0, y=0, width=A4[0], height=A4[1]):
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        self.canvas.drawImage(ImageReader(Image.new("L", (8, 8), 200)), x, y, width, height)
        return self

    def bytes(self):
        self.canvas.save()
        return self.out.getvalue()


def turns_of(parsed):
    return [(turn.label, turn.text) for turn in parsed.turns]


PLAIN = turns_of(parse_transcript(Pages().text().bytes()))


def codes(parsed):
    return [warning.code for warning in parsed.warnings]


def test_the_plain_page_is_read():
    assert [label for label, _ in PLAIN] == ["Question", "Ilsa Varga"] * 2
    assert PLAIN[1][1].endswith("which is what we had hoped for.")


def _slanted(canvas, text="DRAFTMARK", angle=45, grey=0.85, size=70):
    canvas.saveState()
    canvas.setFillGray(grey)
    canvas.translate(150, 350)
    canvas.rotate(angle)
    canvas.setFont("Helvetica", size)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("angle", "grey", "size"), [(45, 0.85, 90), (30, 0.2, 40), (-45, 0.5, 12), (60, 0, 70), (90, 0.6, 40), (315, 0.9, 60)]
)
def test_slanted_letters_are_left_out(angle, grey, size, first):
    pages = Pages()
    if first:
        _slanted(pages.canvas, angle=angle, grey=grey, size=size)
    pages.canvas.setFillGray(0)
    pages.text()
    if not first:
        _slanted(pages.canvas, angle=angle, grey=grey, size=size)
    parsed = parse_transcript(pages.bytes())
    assert turns_of(parsed) == PLAIN
    assert any("DRAFTMARK" in piece.text for piece in parsed.skipped)


@pytest.mark.parametrize("colour", [Color(0.85, 0.85, 0.85), Color(1, 0.8, 0.8), Color(0.7, 0.8, 1)])
def test_large_light_letters_across_the_page_are_left_out(colour):
    pages = Pages()
    pages.canvas.setFillColor(colour)
    pages.canvas.setFont("Helvetica-Bold", 64)
    pages.canvas.drawString(90, 640, "CONFIDENTIAL")
    pages.canvas.setFillGray(0)
    parsed = parse_transcript(pages.text().bytes())
    assert turns_of(parsed) == PLAIN
    assert ("CONFIDENTIAL", "watermark") in [(piece.text, piece.reason) for piece in parsed.skipped]


def test_large_black_letters_drawn_over_text_are_left_out():
    pages = Pages()
    pages.canvas.setFillColor(Color(0, 0, 0, alpha=0.1))
    pages.canvas.setFont("Helvetica-Bold", 60)
    pages.canvas.drawString(90, 645, "DUPLICATE")
    pages.canvas.setFillColor(Color(0, 0, 0, alpha=1))
    assert turns_of(parse_transcript(pages.text().bytes())) == PLAIN


def test_small_light_text_that_is_on_every_page_is_left_out():
    pages = Pages()
    for number in range(3):
        pages.canvas.setFillGray(0.8)
        pages.canvas.setFont("Helvetica", 10)
        pages.canvas.drawString(300, 655, "COPY FOR READING ONLY")
        pages.canvas.setFillGray(0)
        own = [line.replace("numbers", f"numbers of 20{number}").replace("what", "ABC"[number]) for line in TEXT]
        pages.text(own, top=760 - 20 * number).end()
    parsed = parse_transcript(pages.bytes())
    assert "COPY" not in str(parsed.turns)
    assert [turn.label for turn in parsed.turns] == ["Question", "Ilsa Varga"] * 6


def test_light_text_that_stands_once_is_text():
    pages = Pages().text()
    pages.canvas.setFillGray(0.7)
    pages.text(["Question: And is this set in grey, as some offices print it?", "", "Ilsa Varga: It is."], top=500)
    assert turns_of(parse_transcript(pages.bytes()))[4:] == [
        ("Question", "And is this set in grey, as some offices print it?"),
        ("Ilsa Varga", "It is."),
    ]


def test_a_large_title_and_a_drop_capital_stay():
    pages = Pages()
    pages.canvas.setFont("Helvetica-Bold", 30)
    pages.canvas.drawString(80, 790, "Harbour talks")
    pages.text()
    assert parse_transcript(pages.bytes()).title.startswith("Harbour talks")


@pytest.mark.parametrize("angle", [90, 270, 180])
@pytest.mark.parametrize("how", ["drawn", "page"])
def test_a_page_set_sideways_is_read(angle, how):
    pages = Pages()
    if how == "page":
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages.text().bytes())))
        writer.pages[0].rotate(angle)
        out = io.BytesIO()
        writer.write(out)
        data = out.getvalue()
    else:
        canvas = pages.canvas
        canvas.translate(*{90: (A4[0], 0), 270: (0, A4[1]), 180: A4}[angle])
        canvas.rotate(angle)
        pages.text(top=500)
        data = pages.bytes()
    assert turns_of(parse_transcript(data)) == PLAIN


NUMBERING = {
    "every line, on the left": lambda canvas, index, y: canvas.drawRightString(60, y, str(index + 1)),
    "every line, aligned left": lambda canvas, index, y: canvas.drawString(45, y, str(index + 1)),
    "every line, on the right": lambda canvas, index, y: canvas.drawString(540, y, str(index + 1)),
    "from 120 on": lambda canvas, index, y: canvas.drawRightString(60, y, str(index + 120)),
    "a little lower": lambda canvas, index, y: canvas.drawRightString(60, y - 2, str(index + 1)),
    "smaller": lambda canvas, index, y: (canvas.setFont("Helvetica", 6), canvas.drawString(50, y, str(index + 1))),
}


@pytest.mark.parametrize("name", NUMBERING)
@pytest.mark.parametrize("lines", [TEXT, [line for line in TEXT if line]])
def test_numbers_of_lines_are_left_out(name, lines):
    pages = Pages().text(lines)
    for index in range(len(lines)):
        NUMBERING[name](pages.canvas, index, 760 - index * 14)
    parsed = parse_transcript(pages.bytes())
    assert turns_of(parsed) == turns_of(parse_transcript(Pages().text(lines).bytes()))
    assert (parsed.title, str(parsed.date)) == (TITLE, "2021-05-04")
    assert "line numbers" in [piece.reason for piece in parsed.skipped]


def test_numbers_of_every_fifth_line_are_left_out():
    lines = [line for line in TEXT if line] * 3
    pages = Pages().text(lines)
    for index in range(4, len(lines), 5):
        pages.canvas.drawRightString(60, 760 - index * 14, str(index + 1))
    assert turns_of(parse_transcript(pages.bytes())) == turns_of(parse_transcript(Pages().text(lines).bytes()))


def test_figures_in_a_table_of_numbers_stay():
    rows = ["Ilsa Varga: The figures are these.", "1990   12", "1995   17", "2000   9", "2005   40", "That is all."]
    assert "1995" in str(parse_transcript(Pages().text([TITLE, "", "Question: What are they?", "", *rows]).bytes()).turns)


BREAKS = {
    "international": ("inter-", "national"),
    "cooperation is real": ("co-", "operation"),
    "Malloch-Brown": ("Malloch-", "Brown"),
    "well-known": ("well-", "known"),
    "long-term": ("long-", "term"),
    "longer": ("long-", "er"),
    "F-16": ("F-", "16"),
    "short- and long-term": ("short-", "and long-term"),
    "state-of-the-art": ("state-of-the-", "art"),
    "quelqu'un": ("quelqu'", "un"),
}
WHOLE = {
    "cooperation is real": "co-operation",
    "quelqu'un": "quelqu' un",
}


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("over", ["line", "page"])
def test_a_word_broken_at_the_end_of_a_line_is_whole(name, over):
    left, right = BREAKS[name]
    above = [*TEXT[:12], f"Ilsa Varga: After that we meet again and look at all of the {left}"]
    below = [f"{right} matters that were written down, and we shall publish them."]
    if over == "line":
        data = Pages().text([*above, *below]).bytes()
    else:
        data = Pages().text(above).end().text([*below, "", "Question: And who reads them?", "", "Ilsa Varga: Everybody."]).bytes()
    text = parse_transcript(data).turns[3].text
    assert (
        text == "After that we meet again and look at all of the "
        f"{WHOLE.get(name, name)} matters that were written down, and we shall publish them."
    )


def test_the_document_itself_says_which_hyphen_is_real():
    lines = [
        "Ilsa Varga: The re-entry of the sub-committee was late, and the re-",
        "entry was seen by the sub-",
        "committee and the under-",
        "taking.",
    ]
    text = parse_transcript(Pages().text([TITLE, "", "Question: Well, what of it then?", "", *lines]).bytes()).turns[1].text
    assert (
        text == "The re-entry of the sub-committee was late, and the re-entry was seen by the sub-committee and the undertaking."
    )


def test_no_paragraph_ends_in_a_hyphen_before_a_small_letter():
    lines = ["Question: A short one?", "", "Ilsa Varga: It is an inter-", "", "", "", "national one."]
    assert parse_transcript(Pages().text([TITLE, "", *lines]).bytes()).turns[1].text == "It is an international one."


def _warned(data):
    return [warning.message for warning in parse_transcript(data).warnings if warning.code == "page-without-text"]


def test_scans_among_pages_of_text_are_named():
    pages = Pages().text().end().picture().end().picture().end()
    assert _warned(pages.bytes())[0].startswith("pages 2 and 3 have no text; they are scans")
    pages = Pages().picture().end().text().end().picture().end().picture().end().picture().end()
    assert _warned(pages.bytes())[0].startswith("pages 1 and 3 to 5 have no text")
    assert _warned(Pages().picture().end().text().end().bytes())[0].startswith("page 1 has no text; it is a scan")


def test_a_scan_with_nothing_but_a_stamp_or_a_running_head_is_named():
    pages = Pages()
    for number in range(1, 5):
        pages.text(["Harbour transcripts"], top=810)
        if number % 2:
            pages.text([*TEXT, f"The year was {1990 + number}."])
        else:
            pages.picture(40, 60, 500, 700)
        pages.end()
    assert _warned(pages.bytes())[0].startswith("pages 2 and 4 have no text")
    pages = Pages().text().end().picture().text(["RECEIVED 12 MAY", "No. 4711"]).end()
    assert "page 2 holds a picture and hardly any text" in _warned(pages.bytes())[0]


def test_an_empty_page_and_a_page_with_a_photograph_are_not_scans():
    pages = Pages().text().picture(400, 20, 100, 100).end().end().text(TEXT[4:]).end()
    assert _warned(pages.bytes()) == []


def test_the_hidden_text_of_a_recognised_scan_is_read():
    pages = Pages().picture()
    text = pages.canvas.beginText(80, 760)
    text.setTextRenderMode(3)
    text.setLeading(14)
    for line in TEXT:
        text.textLine(line)
    pages.canvas.drawText(text)
    assert turns_of(parse_transcript(pages.bytes())) == PLAIN


def test_a_scan_that_lies_askew_is_read():
    pages = Pages().picture()
    pages.canvas.rotate(1.5)
    pages.text()
    assert turns_of(parse_transcript(pages.bytes())) == PLAIN


@pytest.mark.parametrize(
    "before",
    [
        b"\n\n",
        b"\xef\xbb\xbf",
        b"From: Press <p@mea.example>\nSubject: news\n\n",
        b"\x00\x01junk" * 900,
        b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n",
    ],
)
@pytest.mark.parametrize("after", [b"", b"\n--boundary--\n", b"\x00" * 3000, b"<html>end</html>" * 300])
def test_bytes_around_a_pdf_do_no_harm(before, after):
    assert turns_of(parse_transcript(before + Pages().text().bytes() + after)) == PLAIN


def _with(change):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(Pages().text().bytes())))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return parse_transcript(out.getvalue())


def test_notes_and_attached_files_are_named():
    def change(writer):
        writer.add_annotation(0, Text(text="Check this with the minister", rect=(50, 550, 200, 650)))
        writer.add_annotation(0, FreeText(text="Embargoed until noon", rect=(50, 650, 200, 700)))
        writer.add_attachment("annex.docx", b"x")

    parsed = _with(change)
    told = " ".join(warning.message for warning in parsed.warnings)
    assert all(words in told for words in ("page 1", "Check this with the minister", "Embargoed until noon", "“annex.docx”"))
    assert turns_of(parsed) == PLAIN


def test_filled_form_fields_are_named():
    pages = Pages().text()
    pages.canvas.acroForm.textfield(name="speaker", value="Ilsa Varga", x=50, y=100)
    pages.canvas.acroForm.textfield(name="empty", value="", x=50, y=200)
    told = [warning.message for warning in parse_transcript(pages.bytes()).warnings]
    assert told == ["the form field “speaker” holds “Ilsa Varga”, which was not read"]


STYLE = ParagraphStyle("cell", fontName="Helvetica", fontSize=10, leading=13)
CELLS = [
    ("Question", "What of the gauges on the two shores?"),
    ("Ilsa Varga", f"{LONG} {LONG} {LONG}"),
    ("Question", f"And after that? {LONG}"),
    ("Ilsa Varga", "We meet again."),
]


def _table(cells=CELLS, style=(), widths=(90, 340), label=None):
    out = io.BytesIO()
    rows = [[label(who) if label else who, Paragraph(what, STYLE)] for who, what in cells]
    head = [Paragraph("Ministry of External Affairs of Orlandia", STYLE), Paragraph(TITLE, STYLE)]
    SimpleDocTemplate(out, pagesize=A4).build([*head, Table(rows, colWidths=widths, style=TableStyle(list(style)))])
    return out.getvalue()


GRID = ("GRID", (0, 0), (-1, -1), 0.5, Color(0, 0, 0))
TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")
MIDDLE = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")


@pytest.mark.parametrize("style", [(), (GRID,), (TOP,), (GRID, TOP), (MIDDLE,), (GRID, MIDDLE)])
@pytest.mark.parametrize("colon", ["", ":"])
def test_a_table_with_a_column_of_labels_is_read(style, colon):
    cells = [(who + colon, what) for who, what in CELLS]
    parsed = parse_transcript(_table(cells, style))
    assert turns_of(parsed) == CELLS
    assert (parsed.title, str(parsed.date)) == (TITLE, "2021-05-04")


@pytest.mark.parametrize("style", [(TOP,), (GRID, TOP), (GRID,)])
def test_a_label_that_runs_over_two_lines_of_its_cell_is_one(style):
    cells = [(who.replace("Ilsa Varga", "Minister Ilsa Varga of Orlandia"), what) for who, what in CELLS]
    wrapped = _table(cells, style, label=lambda who: Paragraph(who, STYLE))
    assert [turn.text for turn in parse_transcript(wrapped).turns] == [what for _, what in CELLS]
    assert parse_transcript(wrapped).turns[1].label == "Minister Ilsa Varga of Orlandia"


def test_short_labels_and_a_column_of_times_are_read():
    letters = [("Q" if who == "Question" else "A", what) for who, what in CELLS]
    assert [text for _, text in turns_of(parse_transcript(_table(letters, (TOP,), widths=(30, 400))))] == [
        what for _, what in CELLS
    ]
    out = io.BytesIO()
    rows = [[f"10:0{n}", who, Paragraph(what, STYLE)] for n, (who, what) in enumerate(CELLS)]
    table = Table(rows, colWidths=(40, 80, 320), style=TableStyle([TOP, GRID]))
    SimpleDocTemplate(out, pagesize=A4).build([Paragraph(TITLE, STYLE), table])
    assert turns_of(parse_transcript(out.getvalue())) == CELLS


def test_a_table_over_pages_is_read():
    parsed = parse_transcript(_table(CELLS * 8, (GRID, TOP)))
    assert turns_of(parsed) == CELLS * 8


def test_letters_that_no_table_explains_are_damaged_text(monkeypatch):
    from pdfplumber.utils import text as plumbing

    real = plumbing.extract_words

    def broken(chars, **options):
        return [
            {**word, "text": "(cid:31)(cid:7)"} if index % 3 == 0 else word for index, word in enumerate(real(chars, **options))
        ]

    monkeypatch.setattr(plumbing, "extract_words", broken)
    parsed = parse_transcript(Pages().text().bytes())
    assert "damaged-text" in codes(parsed) and parsed.confidence < 1


def test_a_pdf_of_nothing_but_a_watermark_is_a_scan():
    pages = Pages().picture()
    _slanted(pages.canvas)
    with pytest.raises(TranscriptError, match="scan"):
        parse_transcript(pages.bytes())
