"""Word files: everything readable is read or named in a warning with its place; what nobody sees is left out."""

import pytest

from archive.parsing import TranscriptError, parse_transcript
from tests.parsing.readers.word_files import HEAD, STRICT, document, paragraph, part, run, said, table, talk

IN = '<w:ins w:id="1" w:author="x">{}</w:ins>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = "<w:txbxContent>{}</w:txbxContent>"
DRAWN = (
    '<w:r><w:drawing><wp:anchor><wp:extent cx="900000" cy="900000"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>{}'
    "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
)
HIDDEN = run("lost", "<w:vanish/>")
WIDE = '<w:tblGrid><w:gridCol w:w="200000000"/></w:tblGrid>'
VML = "<w:r><w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict></w:r>"


def parsed(body, **parts):
    return parse_transcript(document(body, **parts))


def answer(body, **parts):
    turns = parsed(body, **parts).turns
    assert [turn.label for turn in turns] == ["Question", "Ilsa Varga"]
    return turns[1].text


def warned(reading, code):
    return [(warning.line, warning.message) for warning in reading.warnings if warning.code == code]


WRAPPED = {
    "insertion": IN.format(run("kept")),
    "move": f'<w:moveTo w:id="1">{run("kept")}</w:moveTo>',
    "content control": f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{run('kept')}</w:sdtContent></w:sdt>",
    "smart tag": f'<w:smartTag w:element="place">{run("kept")}</w:smartTag>',
    "custom XML": f'<w:customXml w:element="x"><w:customXmlPr/>{run("kept")}</w:customXml>',
    "simple field": f'<w:fldSimple w:instr=" DOCPROPERTY lost ">{run("kept")}</w:fldSimple>',
    "field": FIELD.format(" HYPERLINK lost ", run("kept")),
    "field in a field": FIELD.format(f" IF {FIELD.format(' PAGE ', run('lost'))}", run("kept")),
    "link": f'<w:hyperlink w:anchor="x">{run("kept")}</w:hyperlink>',
    "control in a link in an insertion": IN.format(
        f"<w:hyperlink><w:sdt><w:sdtContent>{run('kept')}</w:sdtContent></w:sdt></w:hyperlink>"
    ),
    "direction": f'<w:bdo w:val="rtl">{run("kept")}</w:bdo>',
    "two branches": "<mc:AlternateContent><mc:Choice Requires='x'>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback>"
    "</mc:AlternateContent>".format(run("kept")),
    "two branches in a run": "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:t>kept</w:t></mc:Choice><mc:Fallback>"
    "<w:t>lost</w:t></mc:Fallback></mc:AlternateContent></w:r>",
    "a branch that only the fallback has": "<mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback>{}</mc:Fallback>"
    "</mc:AlternateContent>".format(run("kept")),
    "an element of the future": f"<w:neverHeardOf>{run('kept')}</w:neverHeardOf>",
    "a field that never ends": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("kept"),
    "equation": "<m:oMathPara><m:oMath><m:r><m:t>kept</m:t></m:r></m:oMath></m:oMathPara>",
}


@pytest.mark.parametrize("name", WRAPPED)
def test_text_is_read_whatever_wraps_it(name):
    assert answer(talk("It is ", WRAPPED[name], " here.")) == "It is kept here."


@pytest.mark.parametrize(
    "gone",
    [
        '<w:del w:id="1"><w:r><w:delText>lost</w:delText></w:r></w:del>',
        f'<w:moveFrom w:id="1">{run("lost")}</w:moveFrom>',
        run("lost", "<w:vanish/>"),
        run("lost", '<w:vanish w:val="true"/>'),
        run("lost", '<w:rStyle w:val="Unseen"/>'),
        run("lost", '<w:rStyle w:val="UnseenToo"/>'),
        run("lost", '<w:color w:val="FFFFFF"/>'),
        run("lost", '<w:sz w:val="2"/>'),
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('lost')}</w:sdtContent></w:sdt>",
    ],
)
def test_what_nobody_sees_is_not_read_but_kept_among_what_was_skipped(gone):
    styles = part(
        "styles",
        '<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="UnseenToo"><w:name w:val="x"/><w:basedOn w:val="Unseen"/></w:style>',
    )
    body = talk("It is ", gone, "here.")
    assert answer(body, styles=styles) == "It is here."
    assert "lost" in [piece.text for piece in parsed(body, styles=styles).skipped]


@pytest.mark.parametrize(
    "seen",
    [
        run("kept ", '<w:vanish w:val="0"/>'),
        run("kept ", '<w:rStyle w:val="Unseen"/><w:vanish w:val="false"/>'),
        run("kept ", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000080"/>'),
        run("kept ", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'),
        run("kept ", '<w:rPrChange w:id="3"><w:rPr><w:vanish/></w:rPr></w:rPrChange>'),
        run("kept ", '<w:sz w:val="16"/>'),
        run("kept ", "<w:webHidden/>"),
    ],
)
def test_what_only_looks_hidden_is_read(seen):
    styles = part("styles", '<w:style w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>')
    assert answer(talk("It is ", seen, "here."), styles=styles) == "It is kept here."


def test_hidden_and_struck_text_and_tracked_changes_are_named_with_their_place():
    reading = parsed(talk("It ", run("hid", "<w:vanish/>"), run("struck ", "<w:strike/>"), IN.format(run("is.")), " Yes."))
    assert reading.turns[1].text == "It struck is. Yes."
    assert warned(reading, "hidden-text") == [(3, "hidden text was left out: “hid”")]
    assert warned(reading, "struck-text") == [(3, "text that is struck through was read: “struck”")]
    assert warned(reading, "tracked-changes") == [
        (3, "the file holds tracked changes (insertions); it was read as if all were accepted")
    ]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    body = (
        HEAD
        + said("Question", "What?")
        + said("Ilsa Varga", "We meet").replace("<w:pPr></w:pPr>", '<w:pPr><w:rPr><w:del w:id="9"/></w:rPr></w:pPr>')
    )
    assert answer(body + paragraph(" in June.") + paragraph("Then we rest.")) == "We meet in June.\n\nThen we rest."


def test_an_inserted_label_is_a_label():
    body = HEAD + said("Question", "What?") + paragraph(IN.format(run("Ilsa Varga:", "<w:b/>")), " It is good.")
    assert answer(body) == "It is good."


BLOCKS = {
    "control": "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "control in a control": "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
    "custom XML": '<w:customXml w:element="x">{}</w:customXml>',
    "two branches": "<mc:AlternateContent><mc:Choice Requires='x'>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback>"
    "</mc:AlternateContent>",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_paragraphs_are_read_whatever_wraps_them(name):
    body = HEAD + said("Question", "What?") + BLOCKS[name].format(said("Ilsa Varga", "It is here."))
    assert answer(body) == "It is here."


def test_rows_and_cells_in_controls_are_read():
    row = "<w:tr><w:tc>{}</w:tc><w:sdt><w:sdtContent><w:tc>{}</w:tc></w:sdtContent></w:sdt></w:tr>"
    rows = row.format(paragraph("Question"), paragraph("What?")) + (
        f"<w:sdt><w:sdtContent>{row.format(paragraph('Ilsa Varga'), paragraph('It is here.'))}</w:sdtContent></w:sdt>"
    )
    assert answer(f"{HEAD}<w:tbl>{rows}</w:tbl>") == "It is here."


def test_deleted_rows_are_left_out():
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>{paragraph("lost")}</w:tc></w:tr>'
    assert "lost" not in answer(talk("Here.") + f"<w:tbl>{gone}<w:tr><w:tc>{paragraph('kept')}</w:tc></w:tr></w:tbl>")


@pytest.mark.parametrize("box", [DRAWN, VML])
def test_a_text_box_is_named_and_becomes_no_part_of_the_answer(box):
    reading = parsed(talk("It is ", box.format(BOX.format(paragraph("Boxed words."))), "here."))
    assert reading.turns[1].text == "It is here."
    assert warned(reading, "box-left-out") == [(3, "a text box beside the text was left out: “Boxed words.”")]


def test_a_text_box_in_two_branches_is_named_once():
    box = BOX.format(paragraph("Boxed words."))
    both = f"<mc:Choice Requires='wps'>{DRAWN.format(box)}</mc:Choice><mc:Fallback>{VML.format(box)}</mc:Fallback>"
    reading = parsed(talk("It is ", f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>", "here."))
    assert len(warned(reading, "box-left-out")) == 1


def test_a_document_written_in_text_boxes_is_read():
    boxes = [said("Question", "What of it?"), said("Ilsa Varga", "It is here.")]
    body = paragraph("".join(DRAWN.format(BOX.format(box)) for box in [HEAD, *boxes]))
    assert answer(body) == "It is here."


def test_a_title_in_a_text_box_is_the_title():
    body = talk("It is here.").removeprefix(HEAD)
    reading = parsed(paragraph(DRAWN.format(BOX.format(HEAD))) + body)
    assert reading.title == "Minister Ilsa Varga's interview, Port Orla, May 4, 2021"


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_named_at_the_place_that_refers_to_them(kind):
    notes = part(
        f"{kind}s",
        f'<w:{kind} w:type="separator" w:id="-1">{paragraph("no note")}</w:{kind}>'
        f'<w:{kind} w:id="2">{paragraph(f"<w:r><w:{kind}Ref/></w:r>", " Told ", HIDDEN, "later.")}</w:{kind}>',
    )
    mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="2"/></w:r>'
    reading = parsed(talk("The pact", mark, " stands."), **{f"{kind}s": notes})
    assert reading.turns[1].text == "The pact stands."
    assert warned(reading, "note-left-out") == [(3, f"{kind} 1 is not part of the talk and was left out: “Told later.”")]
    assert ("Told later.", 3, kind) in [(piece.text, piece.line, piece.reason) for piece in reading.skipped]


def test_a_mark_of_the_writers_own_is_taken_out_with_its_reference():
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>**</w:t></w:r>'
    assert answer(talk("The pact", mark, " stands.")) == "The pact stands."


def test_marks_typed_by_hand_are_taken_out_and_their_notes_named():
    raised = '<w:vertAlign w:val="superscript"/>'
    body = talk("The pact", run("1", raised), " covers 10", run("6", raised), " m", run("2", raised), ".")
    reading = parsed(body + paragraph(run("1", raised), " Signed in Port Orla."))
    assert reading.turns[1].text == "The pact covers 10⁶ m²."
    assert warned(reading, "note-left-out") == [(4, "a note is not part of the talk and was left out: “Signed in Port Orla.”")]


def test_comments_are_named_at_their_place():
    comments = part("comments", f'<w:comment w:id="0" w:author="Editor">{paragraph("Check this.")}</w:comment>')
    mark = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    reading = parsed(talk("It is ", mark.format(run("here"))), comments=comments)
    assert reading.turns[1].text == "It is here"
    assert warned(reading, "comment-left-out") == [(3, "a comment in the margin was left out: “Check this.”")]


def test_page_heads_are_named_once_and_page_numbers_never():
    parts = {"header1": part("hdr", paragraph("Harbour Office")), "header2": part("hdr", paragraph("Harbour Office"))}
    reading = parsed(talk("It is here."), footer1=part("ftr", paragraph("Page 1 of 9")), **parts)
    assert warned(reading, "page-head") == [(1, "the head of the pages was left out: “Harbour Office”")]


def test_signs_breaks_and_hyphens_are_written_as_text():
    inner = (
        "<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known co</w:t><w:softHyphen/><w:t>operative</w:t><w:tab/><w:t>one</w:t>"
        '<w:cr/><w:t>two </w:t><w:sym w:font="Symbol" w:char="F062"/><w:sym w:font="Arial" w:char="20AC"/></w:r>'
    )
    assert answer(talk(inner)) == "well-known cooperative one\n\ntwo β€"


def test_a_sign_without_a_letter_is_named():
    reading = parsed(talk("It is ", '<w:r><w:sym w:font="Webdings" w:char="F04A"/></w:r>', "here."))
    assert [line for line, _ in warned(reading, "not-read")] == [3]


@pytest.mark.parametrize(
    ("inner", "what"),
    [
        ('<w:r><w:object><o:OLEObject ProgID="Word.Document.12"/></w:object></w:r>', "an embedded object"),
        ("<w:r><w:drawing><a:graphic><a:chart/></a:graphic></w:drawing></w:r>", "a chart"),
        ("<w:r><w:drawing><a:graphic><a:relIds/></a:graphic></w:drawing></w:r>", "a diagram"),
    ],
)
def test_embedded_parts_are_named(inner, what):
    [(line, message)] = warned(parsed(talk("It is here.", inner)), "not-read")
    assert (line, message.startswith(what)) == (3, True)


def test_an_embedded_document_is_named():
    [(line, _)] = warned(parsed(talk("It is here.") + '<w:altChunk r:id="rId9"/>'), "not-read")
    assert line == 3


@pytest.mark.parametrize(("width", "count"), [(6_000_000, 1), (900_000, 0)])
def test_a_picture_that_may_hold_a_page_is_named(width, count):
    picture = f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="8000000"/><a:blip/></wp:inline></w:drawing></w:r>'
    assert len(warned(parsed(talk("It is here.", picture)), "unread-picture")) == count


TABLES = {
    "two columns": table(("Question", "What?"), ("Ilsa Varga", "It is here.")),
    "colons": table(("Question:", "What?"), ("Ilsa Varga:", "It is here.")),
    "head": table(("Speaker", "Text"), ("Question", "What?"), ("Ilsa Varga", "It is here.")),
    "clock": table(("00:01", "Question", "What?"), ("00:07", "Ilsa Varga", "It is here.")),
    "clock behind": table(("Question", "What?", "10:01 a.m."), ("Ilsa Varga", "It is here.", "10:02 a.m.")),
    "numbers": table(("No", "Speaker", "Words"), ("1", "Question", "What?"), ("2", "Ilsa Varga", "It is here.")),
    "a table a turn": table(("Question", "What?")) + table(("Ilsa Varga", "It is here.")),
    "label behind": table(("What?", "Question"), ("It is here.", "Ilsa Varga")),
    "wide": table(
        ("Question", "What?"), ("Ilsa Varga", "It is here."), before='<w:tblGrid><w:gridCol w:w="200000000"/></w:tblGrid>'
    ),
    "within a layout table": table((table(("Question", "What?"), ("Ilsa Varga", "It is here.")) + "<w:p/>",)),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_label_in_a_cell_of_its_own_is_a_label(name):
    assert answer(HEAD + TABLES[name]) == "It is here."


def test_a_cell_below_goes_on_with_the_words_above():
    body = table(("Question", "What?"), ("Ilsa Varga", "It is here."), ("", "It stays.")) + paragraph("We rest.")
    assert answer(HEAD + body) == "It is here.\n\nIt stays.\n\nWe rest."


def test_a_table_of_figures_in_an_answer_lays_out_no_talk():
    body = talk("These are the figures.") + table(("Norway", "12 boats"), ("Iceland", "7 boats"))
    assert "Norway" in answer(body)
    pacts = table(("Norway", "It signed."), ("Iceland", "It did not sign."))
    assert "Iceland" in answer(talk("These are the pacts.") + pacts)


def test_covered_cells_and_huge_spans_are_nothing():
    huge = '<w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr>'
    before = '<w:trPr><w:gridBefore w:val="2000000000"/></w:trPr>'
    rows = (
        f"<w:tr>{before}<w:tc>{huge}{paragraph('kept')}</w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('lost')}</w:tc></w:tr>"
    )
    assert answer(talk("Here.") + f"<w:tbl>{rows}</w:tbl>") == "Here.\n\nkept"


@pytest.mark.parametrize("tag", ["sdt", "tbl", "ins"])
def test_deep_nesting_is_refused_with_a_reason(tag):
    with pytest.raises(TranscriptError, match="Word document"):
        parsed(talk("Here.") + f"<w:{tag}>" * 5_000 + f"</w:{tag}>" * 5_000)


def test_entities_are_refused():
    body = document(talk("Here."), styles='<!DOCTYPE x [<!ENTITY a "b">]><w:styles xmlns:w="x">&a;</w:styles>')
    with pytest.raises(TranscriptError, match="entities"):
        parse_transcript(body)


def test_strict_files_and_parts_of_other_names_are_read():
    strict = parse_transcript(
        document(talk("It is ", WRAPPED["insertion"], " here."), namespace=STRICT, main="word/document2.xml")
    )
    assert strict.turns[1].text == "It is kept here."
