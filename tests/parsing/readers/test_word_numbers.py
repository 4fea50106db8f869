"""Word files: the numbers that Word sets before the paragraphs of a list are read as a reader sees them."""

import io

import pytest
from docx import Document

from archive.parsing import parse_transcript
from archive.parsing.readers.docx.docx_numerals import numeral
from tests.parsing.readers.word_files import HEAD, document, paragraph, part, run, said


def level(at, format_, text, more=""):
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def a_list(key, *levels):
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key, of, more=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def starts(at, number):
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{number}"/></w:lvlOverride>'


def item(text, key=1, at=0, more=""):
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>{more}')


def paragraphs(body, *numbering, **parts):
    """Return the paragraphs of an answer that ends with this body."""
    head = HEAD + said("Question", "What?") + said("Ilsa Varga", "These.")
    reading = parse_transcript(
        document(head + body + paragraph("That is all."), numbering=part("numbering", "".join(numbering)), **parts)
    )
    assert [turn.label for turn in reading.turns] == ["Question", "Ilsa Varga"]
    return reading.turns[1].text.split("\n\n")[1:-1]


DEEP = a_list(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "decimal", "%1.%2.%3"))


def test_items_are_counted_in_levels_that_begin_anew():
    body = item("One.") + item("In.", at=1) + item("In.", at=1) + item("Deep.", at=2) + item("Two.") + item("In.", at=1)
    assert paragraphs(body, DEEP, num(1, 0)) == ["1. One.", "(a) In.", "(b) In.", "1.b.1 Deep.", "2. Two.", "(a) In."]


def test_two_parts_of_one_list_go_on_unless_one_starts_anew():
    body = item("One.", 1) + item("Two.", 2) + item("Five.", 3) + item("Six.", 1) + item("Seven.", 3)
    assert paragraphs(body, DEEP, num(1, 0), num(2, 0), num(3, 0, starts(0, 5))) == [
        "1. One.",
        "2. Two.",
        "5. Five.",
        "6. Six.",
        "7. Seven.",
    ]


def test_paragraphs_between_leave_the_count_as_it_is():
    body = item("One.") + paragraph("Between.") + item("", 1) + item("Three.")
    assert paragraphs(body, DEEP, num(1, 0)) == ["1. One.", "Between.", "3. Three."]


@pytest.mark.parametrize(
    ("more", "text", "shown"),
    [
        ('<w:suff w:val="nothing"/>', "§%1", "§1 Here."),
        ('<w:suff w:val="nothing"/>', "(%1)", "(1)Here."),
        ('<w:suff w:val="space"/>', "Article %1:", "Article 1: Here."),
        ("<w:rPr><w:vanish/></w:rPr>", "%1.", "Here."),
        ("", "", "Here."),
        ("", "No %9 of 3", "No of 3 Here."),
    ],
)
def test_what_stands_around_a_number_is_read(more, text, shown):
    assert paragraphs(item("Here."), a_list(0, level(0, "decimal", text, more)), num(1, 0)) == [shown]


@pytest.mark.parametrize("format_", ["bullet", "none"])
def test_a_bullet_is_no_number(format_):
    assert paragraphs(item("Here."), a_list(0, level(0, format_, "•")), num(1, 0)) == ["Here."]


def test_numbers_in_figures_although_the_level_above_is_roman():
    levels = level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert paragraphs(item("One.") + item("In.", at=1), a_list(0, *levels), num(1, 0)) == ["I. One.", "1.1 In."]


def test_a_level_may_go_on_when_the_one_above_does():
    levels = level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    body = item("One.") + item("In.", at=1) + item("Two.") + item("In.", at=1)
    assert paragraphs(body, a_list(0, *levels), num(1, 0)) == ["1. One.", "1) In.", "2. Two.", "2) In."]


def test_a_style_gives_a_list_and_a_list_the_level_of_a_style():
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="Point"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Lower"><w:basedOn w:val="Point"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    )
    listed = a_list(0, level(0, "decimal", "%1."), level(1, "lowerRoman", "%2.", '<w:pStyle w:val="Sub"/>'))
    body = "".join(
        paragraph(text, properties=f'<w:pStyle w:val="{style}"/>')
        for text, style in (("One.", "Point"), ("In.", "Sub"), ("In.", "Sub"), ("Two.", "Lower"))
    )
    off = paragraph("Free.", properties='<w:pStyle w:val="Point"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    shown = paragraphs(body + off, listed, num(1, 0), styles=styles)
    assert shown == ["1. One.", "i. In.", "ii. In.", "2. Two.", "Free."]


def test_a_list_may_be_that_of_a_style_of_lists():
    styles = part(
        "styles", '<w:style w:type="numbering" w:styleId="Own"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Own"/></w:abstractNum>'
    shown = paragraphs(item("One.", 1) + item("Two.", 2), DEEP, linked, num(1, 0), num(2, 1), styles=styles)
    assert shown == ["1. One.", "2. Two."]


def test_lists_that_lead_in_a_circle_number_nothing():
    styles = part(
        "styles", '<w:style w:type="numbering" w:styleId="Own"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    circle = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Own"/></w:abstractNum>'
    assert paragraphs(item("One."), circle, num(1, 0), styles=styles) == ["One."]


@pytest.mark.parametrize("number", ["-1", "x", "²", "9" * 40, ""])
def test_numbers_that_are_none_break_nothing(number):
    body = item("One.", number or 7, number or 0)
    numbering = a_list(0, level(0, "decimal", "%1.").replace('w:val="1"', f'w:val="{number}"')), num(1, 0, starts(0, number))
    assert paragraphs(body + item("Two."), *numbering) == ["One.", "1. Two."]


def test_the_number_of_a_paragraph_whose_end_was_deleted_is_that_of_the_next():
    gone = item("We meet", more='<w:rPr><w:del w:id="9"/></w:rPr>')
    assert paragraphs(gone + item(" in June.") + item("Then."), DEEP, num(1, 0)) == ["1. We meet in June.", "2. Then."]


def test_formats_of_two_branches():
    both = (
        "<mc:AlternateContent><mc:Choice Requires='w14'><w:numFmt w:val='custom' w:format='001, 002, 003, ...'/></mc:Choice>"
        "<mc:Fallback><w:numFmt w:val='decimal'/></mc:Fallback></mc:AlternateContent>"
    )
    listed = a_list(0, level(0, "decimal", "%1.").replace('<w:numFmt w:val="decimal"/>', both))
    assert paragraphs(item("Here."), listed, num(1, 0)) == ["001. Here."]


def test_a_format_that_is_not_known_is_written_in_figures_and_named():
    body = HEAD + said("Question", "What?") + said("Ilsa Varga", "These.") + item("One.")
    numbering = part("numbering", a_list(0, level(0, "chicago", "%1.")) + num(1, 0))
    reading = parse_transcript(document(body, numbering=numbering))
    assert reading.turns[1].text == "These.\n\n1. One."
    assert [(w.code, "chicago" in w.message) for w in reading.warnings if w.code == "list-numbers"] == [("list-numbers", True)]


@pytest.mark.parametrize(
    ("text", "format_", "labels"),
    [
        ("Q%1:", "decimal", ["Q1", "Ilsa Varga", "Q2", "Ilsa Varga"]),
        ("Question %1:", "upperRoman", ["Question I", "Ilsa Varga", "Question II", "Ilsa Varga"]),
    ],
)
def test_a_number_that_is_a_label_is_one(text, format_, labels):
    turns = (
        item("Does the ferry sail?"),
        said("Ilsa Varga", "It does."),
        item("Is the harbour open?"),
        said("Ilsa Varga", "It is."),
    )
    numbering = part("numbering", a_list(0, level(0, format_, text)) + num(1, 0))
    reading = parse_transcript(document(HEAD + "".join(turns), numbering=numbering))
    assert [turn.label for turn in reading.turns] == labels
    assert [turn.text for turn in reading.turns[::2]] == ["Does the ferry sail?", "Is the harbour open?"]


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("%1.", "decimal"),
        ("%1)", "lowerLetter"),
        ("(%1)", "lowerLetter"),
        ("(%1)", "lowerRoman"),
        ("%1.", "lowerRoman"),
        ("1.%1", "decimal"),
        ("2.%1.", "decimal"),
        ("%1、", "chineseCounting"),
        ("%1", "decimalEnclosedCircle"),
    ],
)
def test_a_number_before_a_label_is_no_part_of_it(text, format_):
    label = run("{}: ", "<w:b/>")
    rows = [("Question", "Does the ferry sail?"), ("Ilsa Varga", "It does."), ("Question", "Is it late?"), ("Ilsa Varga", "No.")]
    properties = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = "".join(paragraph(label.format(name), words, properties=properties) for name, words in rows)
    numbering = part("numbering", a_list(0, level(0, format_, text)) + num(1, 0))
    reading = parse_transcript(document(HEAD + body, numbering=numbering))
    assert [(turn.label, turn.text) for turn in reading.turns] == rows


def test_a_file_of_a_library_s_own_lists():
    made, out = Document(), io.BytesIO()
    for text, of in (
        ("Minister Ilsa Varga's interview, Port Orla, May 4, 2021", None),
        ("Question: What are the points?", None),
        ("Ilsa Varga: There are two.", None),
        ("The ferry.", "List Number"),
        ("The harbour.", "List Number"),
        ("And a boat.", "List Bullet"),
    ):
        made.add_paragraph(text, style=of)
    made.save(out)
    reading = parse_transcript(out.getvalue(), "lists.docx")
    assert reading.turns[1].text == "There are two.\n\n1. The ferry.\n\n2. The harbour.\n\nAnd a boat."
    assert "list-numbers" not in {warning.code for warning in reading.warnings}


@pytest.mark.parametrize(
    ("number", "format_", "written"),
    [
        (4, "decimalZero", "04"),
        (1999, "upperRoman", "MCMXCIX"),
        (14, "lowerRoman", "xiv"),
        (28, "upperLetter", "BB"),
        (0, "upperLetter", None),
        (22, "ordinal", "22nd"),
        (12, "ordinal", "12th"),
        (3, "cardinalText", "Three"),
        (2, "ordinalText", "Second"),
        (7, "russianLower", "ж"),
        (16, "hebrew1", "טז"),
        (3, "arabicAlpha", "ت"),
        (3, "arabicAbjad", "ج"),
        (12, "chineseCounting", "十二"),
        (20, "japaneseCounting", "二十"),
        (21, "ideographLegalTraditional", "贰拾壹"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (2, "ganada", "나"),
        (15, "thaiNumbers", "๑๕"),
        (15, "hindiNumbers", "१५"),
        (7, "decimalFullWidth", "７"),
        (7, "decimalEnclosedParen", "(7)"),
        (10**9, "upperRoman", "1000000000"),
        (5, "bahtText", None),
    ],
)
def test_numbers_in_the_forms_that_word_has(number, format_, written):
    assert numeral(number, format_) == written
