"""What stands beside the talk in TEI, Akoma Ntoso and web pages: named or left out, and never read as words."""

import pytest

from archive.parsing import parse_transcript

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Sitting of 4 May 2021</title></titleStmt>'
    '</fileDesc></teiHeader><text><body><div><u who="#IlsaVarga">{}</u></div></body></text></TEI>'
)
AKN = (
    '<akomaNtoso><debate><meta><references><TLCPerson id="iv" href="/iv" showAs="Ilsa Varga"/></references></meta><debateBody>'
    '<debateSection><heading>Sitting of 4 May 2021</heading><speech by="#iv"><p>{}</p></speech></debateSection></debateBody>'
    "</debate></akomaNtoso>"
)
PAGE = (
    "<h1>Interview with Minister Ilsa Varga, 4 May 2021</h1><p><b>Question:</b> What of the boat?</p><p><b>Ilsa Varga:</b> {}</p>"
    "<p><b>Question:</b> And then?</p><p><b>Ilsa Varga:</b> Then we rest until the autumn comes.</p>"
)


def read(pattern, inner):
    reading = parse_transcript(pattern.format(inner).encode())
    return reading, next(turn.text for turn in reading.turns if turn.speaker == "Ilsa Varga")


@pytest.mark.parametrize("pattern", [TEI, AKN])
@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("The boat <choice><sic>sials</sic><corr>sails</corr></choice> today.", "The boat sails today."),
        ("The boat <choice><orig>sayls</orig><reg>sails</reg></choice> today.", "The boat sails today."),
        ("The <choice><abbr>min.</abbr><expan>minister</expan></choice> sails.", "The minister sails."),
        ("The boat <del>sank</del><add>sails</add> today.", "The boat sails today."),
        ("The boat <gap reason='inaudible'/> today.", "The boat […] today."),
        ("The boat <supplied>sails</supplied> <unclear>today</unclear>.", "The boat sails today."),
        ("The <sic>bote</sic> sails.", "The bote sails."),
        ("The boat <app><lem>sails</lem><rdg>fails</rdg></app> today.", "The boat sails today."),
    ],
)
def test_an_editors_marks_are_read_as_the_editor_meant(pattern, inner, text):
    reading, said = read(pattern, f"<seg>{inner}</seg>" if pattern is TEI else inner)
    assert said == text
    skipped = [piece.text for piece in reading.skipped]
    assert all(word in skipped for word in ("sials", "sank") if word in inner)


@pytest.mark.parametrize(
    ("pattern", "note"),
    [
        (TEI, "<note>He meant the ferry, not the boat.</note>"),
        (TEI, '<note place="foot">He meant the ferry, not the boat.</note>'),
        (AKN, '<authorialNote marker="1"><p>He meant the ferry, not the boat.</p></authorialNote>'),
        (AKN, "<remark>He meant the ferry, not the boat.</remark>"),
        (PAGE, "</p><aside><p>He meant the ferry, not the boat.</p></aside><p>"),
        (PAGE, "</p><figure><img src='x.png'><figcaption>He meant the ferry, not the boat.</figcaption></figure><p>"),
    ],
)
def test_a_note_is_named_in_a_warning(pattern, note):
    inner = f"<seg>The boat {note} sails.</seg>" if pattern is TEI else f"The boat sails.{note}"
    reading, said = read(pattern, inner)
    assert "ferry" not in said
    [warning] = [warning for warning in reading.warnings if warning.code == "note-left-out"]
    assert "He meant the ferry" in warning.message
    assert any("He meant the ferry" in piece.text for piece in reading.skipped)


def test_what_is_heard_in_the_hall_is_no_note():
    reading, said = read(TEI, "<seg>The boat <vocal><desc>laughter</desc></vocal> sails.</seg>")
    assert said == "The boat sails."
    assert not any(warning.code == "note-left-out" for warning in reading.warnings)


@pytest.mark.parametrize("ruby", ["<ruby>港<rt>みなと</rt></ruby>", "<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>"])
def test_of_a_character_with_its_reading_the_character_is_read(ruby):
    reading, said = read(PAGE, f"{ruby}は開いています。")
    assert said == "港は開いています。"
    assert any("みなと" in piece.text for piece in reading.skipped)


@pytest.mark.parametrize(
    ("who", "speakers"),
    [('who="#iv"', ["iv", "ok"]), ('who="#p1.2"', ["p1.2", "ok"]), ("", [None, "ok"])],
)
def test_who_is_marked_and_explained_nowhere_speaks_all_the_same(who, speakers):
    talk = f'<u {who}><seg>The boat sails today.</seg></u><u who="#ok"><seg>Nobody has counted the oars.</seg></u>'
    head = TEI.partition("<u ")[0]
    parsed = parse_transcript(f"{head}{talk}</div></body></text></TEI>".encode())
    assert [turn.text for turn in parsed.turns] == ["The boat sails today.", "Nobody has counted the oars."]
    assert [turn.speaker for turn in parsed.turns] == speakers


def test_a_speech_whose_by_leads_nowhere_is_a_turn():
    speech = '<speech by="#ok"><p>Nobody has counted the oars.</p></speech></debateSection>'
    parsed = parse_transcript(AKN.format("The boat sails today.").replace("</debateSection>", speech).encode())
    assert [(turn.speaker, turn.text) for turn in parsed.turns][1] == ("ok", "Nobody has counted the oars.")
