"""The handed files of words that went missing and of words that nobody sees."""

from pathlib import Path

import pytest

from archive.parsing import parse_transcript

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not here")]


def read(name):
    reading = parse_transcript((CASES / name).read_bytes(), name)
    return reading, " ".join(turn.text for turn in reading.turns), {warning.code for warning in reading.warnings}


@pytest.mark.parametrize(
    ("name", "kept", "gone", "codes"),
    [
        (
            "01_docx_tracked_insertions.docx",
            ["insertedword accepted", "zibble", "Movedto realline"],
            ["deadword", "ghostline"],
            {"tracked-changes"},
        ),
        (
            "02_docx_content_controls.docx",
            ["linkedword", "smarttagword Kenya", "sdtword content", "Blocksdtword answer", "fieldresultword", "capsword"],
            ["hiddenvanishword", "instrword"],
            {"hidden-text", "struck-text"},
        ),
        ("11_superscript.html", ["annexword?", "annexword is", "treatyword."], ["Footnoteword"], {"note-left-out"}),
        (
            "12_hidden.html",
            ["AT&T", "Then we rest."],
            ["Hidden", "Ariahiddenword", "vishidword", "sronlyword", "noscriptword", "templateword"],
            set(),
        ),
        ("12b_del.html", ["is insertedword here"], ["deletedword"], set()),
        ("23_footnote.docx", ["The noted thing stands."], ["Footnotebodyword"], {"note-left-out", "page-head"}),
    ],
)
def test_what_should_be_read_is_read_and_the_rest_is_not(name, kept, gone, codes):
    reading, text, warned = read(name)
    assert [word for word in kept if word not in text] == []
    assert [word for word in gone if word in text] == []
    assert warned >= codes
    assert all(warning.line for warning in reading.warnings if warning.code in codes)


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("14_label_cells.docx", ["The tabular spindle turns.", "Twice a day. It never stops."]),
        ("14b_dl.html", ["It lists.", "It lists twice."]),
    ],
)
def test_labels_in_cells_of_their_own_are_labels(name, answers):
    turns = read(name)[0].turns
    assert [turn.text for turn in turns if turn.label == "Brindle Vashka"] == answers
    assert [turn.label for turn in turns if turn.role == "question"] == ["Question", "Question"]


@pytest.mark.parametrize(
    ("name", "day", "speaker", "codes"),
    [
        ("03_forwarded_mail.txt", "2021-03-09", "Brindle Vashka", set()),
        ("03b_mail.eml", "2021-03-09", "Brindle Vashka", set()),
        ("04_saved_page.mhtml", "2021-03-09", "Brindle Vashka", set()),
        ("05_numeric_date.txt", "2021-03-07", "Brindle Vashka", {"date-guessed"}),
        ("05b_arabic_numeric_date.txt", "2021-03-07", "Brindle Vashka", {"date-guessed"}),
        ("06_corrected_date.txt", "2021-03-07", "Brindle Vashka", {"several-days"}),
        ("06b_updated.txt", "2021-03-07", "Brindle Vashka", {"several-days"}),
        ("07_partly_scanned.pdf", "2021-03-10", "Brindle Vashka", {"page-without-text"}),
        ("08_gr_cp1253.txt", "2021-03-07", "Νίκος Πλαμάκης", set()),
        ("08_pl_cp1250.txt", "2021-03-07", "Łukasz Świętopełk", set()),
        ("08_pl_iso2.txt", "2021-03-07", "Łukasz Świętopełk", set()),
        ("08_tr_cp1254.txt", "2021-03-07", "İsmail Şığırcı", set()),
        ("09_nfd.txt", "2021-03-07", "Hélène Brûlard", set()),
        ("09_nfd.pdf", "2021-03-07", "Hélène Brûlard", set()),
        ("16_watermark.pdf", "2021-03-10", "Brindle Vashka", set()),
    ],
)
def test_day_and_speaker_are_those_of_the_talk_and_doubts_are_told(name, day, speaker, codes):
    reading, text, warned = read(name)
    assert (str(reading.date), warned) == (day, codes)
    assert {turn.speaker for turn in reading.turns if turn.role == "answer"} == {speaker}
    assert [damage for damage in ("=C3", "= ", "�", "R is") if damage in text] == []


def test_the_words_below_a_long_label_are_credited_to_whom_it_names():
    answers = [turn for turn in read("13_long_label.txt")[0].turns if turn.role == "answer"]
    assert [turn.text for turn in answers] == ["I am.", "Really."]
    assert all(turn.speaker.endswith("Al Zelbrani") for turn in answers)
