"""Web pages: what nobody sees is left out, notes are named with their place, labels in cells of their own are labels."""

import pytest

from archive.parsing import parse_transcript

TITLE = "<h1>Minister Ilsa Varga's interview, Port Orla, May 4, 2021</h1>"


def parsed(body, head=""):
    return parse_transcript(f"<!doctype html><html><head>{head}</head><body>{TITLE}{body}</body></html>".encode())


def talk(answer):
    return f"<p><b>Question:</b> What of the harbour treaty?</p><p><b>Ilsa Varga:</b> {answer}</p>"


def answer(body, head=""):
    turns = parsed(body, head).turns
    assert [turn.label for turn in turns] == ["Question", "Ilsa Varga"]
    return turns[1].text


def notes(reading):
    return [(warning.line, warning.message) for warning in reading.warnings if warning.code == "note-left-out"]


@pytest.mark.parametrize(
    "mark",
    [
        'style="display:none"',
        'style="DISPLAY : none !important"',
        'style="color:red; visibility: hidden"',
        'style="visibility:collapse"',
        'style="opacity:0"',
        'style="position:absolute;left:-9999px"',
        'style="text-indent:-999em"',
        'style="position:absolute;clip:rect(0,0,0,0)"',
        'style="font-size:0"',
        'style="color:transparent"',
        'aria-hidden="true"',
        "hidden",
        "popover",
        'class="sr-only"',
        'class="text visually-hidden"',
        'class="govuk-visually-hidden"',
        'class="screen-reader-text"',
        'class="element-invisible"',
        'class="d-none"',
        'class="unseen"',
        'id="unseen"',
        'class="faded"',
    ],
)
@pytest.mark.parametrize("tag", ["p", "div", "span"])
def test_what_nobody_sees_is_left_out(tag, mark):
    head = "<style>@media screen { .unseen, #unseen { display: none } } div.x .y{} p.faded,.faded{visibility:hidden}</style>"
    hidden = f"<{tag} {mark}>Hiddenword here.</{tag}>"
    reading = parsed(talk("It is here.") + hidden, head)
    assert reading.turns[-1].text == "It is here."
    assert "Hiddenword here." in [piece.text for piece in reading.skipped]


@pytest.mark.parametrize(
    "mark",
    [
        'style="display:block"',
        'style="opacity:0.9"',
        'aria-hidden="false"',
        'hidden="until-found"',
        'class="overflow-hidden"',
        'class="d-none d-md-block"',
        'class="hidden lg:flex"',
        'class="printed"',
        'class="narrow"',
        'class="touched"',
        'class="unseen seen"',
    ],
)
def test_what_is_seen_is_read(mark):
    rules = "@media print{.printed{display:none}} @media (max-width:600px){.narrow{display:none}} .touched:hover{display:none}"
    head = f"<style>{rules} .unseen{{display:none}} p.seen{{display:block}}</style>"
    assert answer(talk("It is here.") + f"<p {mark}>Seenword there.</p>", head) == "It is here.\n\nSeenword there."


def test_a_rule_on_a_part_of_the_page_hides_only_there():
    head = "<style>.box > .late { display: none }</style>"
    body = talk("It is here.") + '<div class="box"><p class="late">Hiddenword.</p></div><p class="late">Seenword.</p>'
    assert answer(body, head) == "It is here.\n\nSeenword."


def test_what_is_visible_within_the_invisible_is_read():
    body = talk("It is here.") + '<div style="visibility:hidden">Hiddenword <p style="visibility:visible">Seenword.</p></div>'
    assert answer(body) == "It is here.\n\nSeenword."


@pytest.mark.parametrize("tag", ["template", "noscript", "dialog"])
def test_elements_that_browsers_do_not_show_are_left_out(tag):
    assert answer(talk("It is here.") + f"<{tag}><p>Hiddenword.</p></{tag}>") == "It is here."
    assert answer(talk("It is here.") + '<input type="hidden" value="Hiddenword">') == "It is here."


def test_closed_details_are_read():
    body = talk("It is here.") + "<details><summary>More</summary><p>It stays there.</p></details>"
    assert "It stays there." in answer(body)


def test_long_hidden_prose_is_named():
    hidden = " ".join(["We read the gauges on both shores every day."] * 12)
    reading = parsed(talk("It is here.") * 9 + f"\n<div style='display:none'>{hidden}</div>")
    assert [warning.line for warning in reading.warnings if warning.code == "hidden-text"] == [2]


def test_a_page_that_waits_for_a_script_is_read_with_a_warning():
    long = talk("It is here, and it stays here for the whole of the summer.") * 9
    reading = parse_transcript(f"<html><body><div style='visibility:hidden'>{TITLE}{long}</div></body></html>".encode())
    assert len(reading.turns) == 18
    assert [warning.code for warning in reading.warnings if warning.code == "hidden-text"] == ["hidden-text"]


@pytest.mark.parametrize("tag", ["del", "s", "strike", 'span style="text-decoration: line-through"'])
def test_struck_text_is_left_out_and_words_do_not_grow_together(tag):
    end = tag.split()[0]
    assert answer(talk(f"It is <{tag}>oldword</{end}><ins>newword</ins> here.")) == "It is newword here."
    assert answer(talk(f"It is<{tag}> oldword </{end}><ins>newword</ins> here.")) == "It is newword here."


MARKS = {
    "digit": "<sup>1</sup>",
    "sign": "<sup>*</sup>",
    "brackets": "<sup>[1]</sup>",
    "letter in brackets": "<sup>(a)</sup>",
    "several": "<sup>1, 2</sup>",
    "link": '<sup><a href="#f1">1</a></sup>',
    "link around": '<a href="#f1"><sup>1</sup></a>',
    "wiki": '<sup id="cite_ref-1" class="reference"><a href="#cite_note-1"><span>[</span>1<span>]</span></a></sup>',
    "epub": '<a epub:type="noteref" href="notes.xhtml#n1">1</a>',
    "aria": '<a role="doc-noteref" href="#x1">1</a>',
    "pandoc": '<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a>',
    "Word": '<a href="#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a>',
    "raised by style": '<span style="vertical-align: super; font-size: 60%">1</span>',
    "brackets around a link": '[<a href="#fn1">1</a>]',
}


@pytest.mark.parametrize("name", MARKS)
def test_the_mark_of_a_note_is_not_glued_to_the_word(name):
    assert answer(talk(f"The treatyword{MARKS[name]} stands.")) == "The treatyword stands."
    assert answer(talk(f"The treaty of 2015{MARKS[name]}, then.")) == "The treaty of 2015, then."


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>6</sup> boats", "10⁶ boats"),
        ("9 m<sup>2</sup> of it", "9 m² of it"),
        ("the 1<sup>st</sup> boat", "the 1st boat"),
        ("the XX<sup>e</sup> siècle", "the XXe siècle"),
        ("H<sub>2</sub>O here", "H₂O here"),
        ("<sup>235</sup>U here", "²³⁵U here"),
        ("Ca<sup>2+</sup> here", "Ca²⁺ here"),
        ("Orla<sup>TM</sup> here", "OrlaTM here"),
        ('see <a href="page3.html">3</a> there', "see 3 there"),
        ('in <a href="#year">2015</a> there', "in 2015 there"),
    ],
)
def test_what_is_raised_but_no_mark_stays(markup, text):
    assert answer(talk(f"It is {markup}.")) == f"It is {text}."


NOTES = {
    "raised number": "<p><sup>1</sup> Notetext here.</p>",
    "target": '<p id="f1">1. Notetext here.</p>',
    "anchor": '<p><a name="f1"></a>1. Notetext here.</p>',
    "role": '<section role="doc-endnotes"><hr><ol><li id="fn1"><p>Notetext here.</p></li></ol></section>',
    "class": '<div class="footnotes"><ol><li>Notetext here. <a href="#fnref1">↩</a></li></ol></div>',
    "wiki": '<ol class="references"><li id="cite_note-1">Notetext here.</li></ol>',
    "epub": '<aside epub:type="footnote" id="n1"><p>Notetext here.</p></aside>',
    "Word": "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>"
    "<a href='#_ftnref1' name='_ftn1'><span class=MsoFootnoteReference>[1]</span></a> Notetext here.</p></div></div>",
    "plain paragraph at the end": "<p>1. Notetext here.</p>",
    "heading": "<h2>Notes</h2><ol><li>Notetext here.</li></ol>",
}


@pytest.mark.parametrize("name", NOTES)
def test_the_text_of_a_note_is_named_and_said_by_nobody(name):
    reading = parsed(talk('The treaty<sup><a href="#f1">1</a></sup> stands.') + "\n" + NOTES[name])
    assert reading.turns[-1].text == "The treaty stands."
    [(line, message)] = notes(reading)
    assert line == 2
    assert "Notetext here." in message
    assert any("Notetext here." in piece.text for piece in reading.skipped)


LAYOUTS = {
    "table": "<table><tr><td>Question</td><td>What?</td></tr><tr><td>Ilsa Varga</td><td>It is here.</td></tr></table>",
    "table with a head": "<table><tr><th>Speaker</th><th>Text</th></tr><tr><td>Question</td><td>What?</td></tr>"
    "<tr><td>Ilsa Varga</td><td>It is here.</td></tr></table>",
    "table with clocks": "<table><tr><td>00:01</td><td>Question:</td><td>What?</td></tr>"
    "<tr><td>00:09</td><td>Ilsa Varga:</td><td><p>It is here.</p></td></tr></table>",
    "terms": "<dl><dt>Question</dt><dd>What?</dd><dt>Ilsa Varga</dt><dd>It is here.</dd></dl>",
    "terms in boxes": "<dl><div><dt>Question</dt><dd>What?</dd></div><div><dt>Ilsa Varga</dt><dd>It is here.</dd></div></dl>",
    "boxes": '<div class="r"><div class="who">Question</div><div class="said">What?</div></div>'
    '<div class="r"><div class="who">Ilsa Varga</div><div class="said">It is here.</div></div>',
    "spans": '<p><span class="who">Question</span> <span class="said">What?</span></p>'
    '<p><span class="who">Ilsa Varga</span> <span class="said">It is here.</span></p>',
    "elements called speakers": '<p class="speaker">Question</p><p>What?</p><p class="speaker">Ilsa Varga</p><p>It is here.</p>',
    "numbers": "<table><tr><td>Q1</td><td>Question</td><td>What?</td></tr>"
    "<tr><td>A1</td><td>Ilsa Varga</td><td>It is here.</td></tr></table>",
    "within a layout table": "<table><tr><td><table><tr><td>Question</td><td>What?</td></tr>"
    "<tr><td>Ilsa Varga</td><td>It is here.</td></tr></table></td></tr></table>",
    "list": "<ul><li><h4>Question</h4><p>What?</p></li><li><h4>Ilsa Varga</h4><p>It is here.</p></li></ul>",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_label_in_a_cell_of_its_own_is_a_label(name):
    assert answer(LAYOUTS[name]) == "It is here."


def test_the_office_below_a_name_in_its_cell_belongs_to_the_label():
    rows = "<tr><td>Question</td><td>What?</td></tr><tr><td>Ilsa Varga<br>Minister of Ports</td><td>It is here.</td></tr>"
    turn = parsed(f"<table>{rows}</table>").turns[1]
    assert (turn.speaker, turn.office, turn.text) == ("Ilsa Varga", "Minister of Ports", "It is here.")


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>Norway</td><td>12 boats</td></tr><tr><td>Iceland</td><td>7 boats</td></tr>",
        "<tr><td>Norway</td><td>It signed.</td></tr><tr><td>Iceland</td><td>It did not sign.</td></tr>",
        "<tr><th>Country</th><th>Boats</th></tr><tr><td>Norway</td><td>12</td></tr>",
    ],
)
def test_a_table_of_figures_in_an_answer_lays_out_no_talk(rows):
    assert "Norway" in answer(talk("These are the figures.") + f"<table>{rows}</table>")


def test_a_cell_over_several_rows_labels_them_all():
    rows = "<tr><td>Question</td><td>What?</td></tr><tr><td rowspan=2>Ilsa Varga</td><td>It is here.</td></tr>"
    assert answer(f"<table>{rows}<tr><td>It stays.</td></tr></table>") == "It is here.\n\nIt stays."


def test_a_note_within_a_sentence_is_named_and_the_sentence_stays_one():
    reading = parsed(talk('It is here<span class="footnote">As was said in the morning.</span> and there.'))
    assert reading.turns[1].text == "It is here and there."
    assert len(notes(reading)) == 1


def test_a_numbered_list_at_the_end_of_an_answer_is_no_note():
    assert "2. Rest." in answer(talk("Two things<sup>3</sup>:") + "<p>1. Work.</p><p>2. Rest.</p>")


def test_notes_in_brackets_and_behind_signs_are_named_though_other_marks_have_none():
    said = "The treatyword<sup>[1]</sup> and the pactword<sup>*</sup> stand<sup>4</sup>."
    page = talk(said).replace("</body>", "") + "<p>[1] Notetext here.</p><p>* Starred there.</p>"
    parsed = parse_transcript(page.encode())
    named = " ".join(warning.message for warning in parsed.warnings if warning.code == "note-left-out")
    assert "Notetext here." in named and "Starred there." in named
    assert "Notetext" not in " ".join(turn.text for turn in parsed.turns)
