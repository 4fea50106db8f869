"""References in each style, and the files of reference managers: the strings are written out by hand from the style guides."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from archive.formats.citation_styles import references
from archive.formats.cited import Cited, PersonName, name_parts
from archive.formats.page_metadata import coins, meta_tags
from archive.formats.reference_files import write_bibtex, write_csl, write_ris

ANSWER = Cited(
    key="ferry-line-3",
    title="Remarks on the “ferry line”",
    event="News conference",
    publisher="Ministry of External Affairs of Quorvania",
    archive="Chancery",
    url="https://archive.example/t/ferry-line/3/",
    accessed=dt.date(2026, 11, 27),
    authors=(name_parts("Ada Quarrell"),),
    offices=("Minister of External Affairs",),
    askers=(name_parts("Northwire"),),
    date=dt.date(2021, 3, 7),
    place="Velport",
    language="en",
    part="record 3",
    revision=2,
    is_interview=True,
)
SPEECH = replace(ANSWER, title="The sea between us", event="Speech", askers=(), part="", is_interview=False, revision=1)


def texts(cited):
    return {reference.style: reference.text for reference in references(cited)}


def test_an_answer_says_who_answered_whom_where_and_when():
    assert texts(ANSWER) == {
        "Chicago, note": "Ada Quarrell (Minister of External Affairs), “Remarks on the ‘ferry line’,” in answer to Northwire, "
        "news conference, Velport, March 7, 2021, Ministry of External Affairs of Quorvania, Chancery, record 3, revision 2, "
        "accessed November 27, 2026, https://archive.example/t/ferry-line/3/.",
        "Chicago, bibliography": "Quarrell, Ada. “Remarks on the ‘ferry line’.” In answer to Northwire, news conference, "
        "Velport, March 7, 2021. Ministry of External Affairs of Quorvania. Chancery, record 3, revision 2. "
        "Accessed November 27, 2026. https://archive.example/t/ferry-line/3/.",
        "MLA 9": "Quarrell, Ada. “Remarks on the ‘ferry line’.” In answer to Northwire, news conference, 7 Mar. 2021, Velport. "
        "Chancery, record 3, revision 2, Ministry of External Affairs of Quorvania, archive.example/t/ferry-line/3/. "
        "Accessed 27 Nov. 2026.",
        "APA 7": "Quarrell, A. (2021, March 7). Remarks on the “ferry line” [News conference, in answer to Northwire, Velport]. "
        "Ministry of External Affairs of Quorvania. Chancery, record 3, revision 2. "
        "Retrieved November 27, 2026, from https://archive.example/t/ferry-line/3/",
        "Harvard": "Quarrell, A. (2021) Remarks on the “ferry line” [News conference, in answer to Northwire, Velport, 7 March]. "
        "Ministry of External Affairs of Quorvania. Chancery, record 3, revision 2. "
        "Available at: https://archive.example/t/ferry-line/3/ (Accessed: 27 November 2026).",
    }


def test_an_interview_names_the_interviewer():
    assert "interview by Northwire" in texts(replace(ANSWER, event="Interview"))["Chicago, note"]


def test_a_speech_without_day_place_and_name_leaves_no_gap():
    bare = texts(replace(SPEECH, authors=(), offices=(), date=None, place=""))
    assert bare["Chicago, note"].startswith("“The sea between us,” speech, n.d., Ministry")
    assert bare["MLA 9"].startswith("“The sea between us.” Speech, n.d. Chancery, revision 1, Ministry")
    assert bare["APA 7"].startswith("The sea between us [Speech] (n.d.). Ministry")
    assert bare["Harvard"].startswith("The sea between us (no date) [Speech]. Ministry")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (
            2,
            (
                "Quarrell, Ada, and Lucien Farro. ",
                "Quarrell, Ada, and Lucien Farro. ",
                "Quarrell, A., & Farro, L. ",
                "Quarrell, A. and Farro, L. ",
            ),
        ),
        (
            3,
            (
                "Quarrell, Ada, Lucien Farro, and Ilse Marchetti. ",
                "Quarrell, Ada, et al. ",
                "Quarrell, A., Farro, L., & Marchetti, I. ",
                "Quarrell, A., Farro, L. and Marchetti, I. ",
            ),
        ),
    ],
)
def test_several_speakers_are_joined_as_each_style_does(count, expected):
    people = tuple(map(name_parts, ("Ada Quarrell", "Lucien Farro", "Ilse Marchetti")))[:count]
    found = texts(replace(SPEECH, authors=people, offices=()))
    styles = ("Chicago, bibliography", "MLA 9", "APA 7", "Harvard")
    assert [found[style][: len(text)] for style, text in zip(styles, expected, strict=True)] == list(expected)


def test_a_title_with_its_own_mark_gets_no_second():
    found = texts(replace(SPEECH, title="Who sails tomorrow?"))
    assert "“Who sails tomorrow?” Speech, Velport" in found["Chicago, bibliography"]
    assert "“Who sails tomorrow?” speech, Velport" in found["Chicago, note"]


def test_html_escapes_what_a_title_says():
    html = [reference.html for reference in references(replace(SPEECH, title="<b>Fish & ships</b>"))]
    assert all("&lt;b&gt;Fish &amp; ships&lt;/b&gt;" in text and "<b>" not in text for text in html)


def test_csl_json_is_an_array_with_parts_of_names():
    (item,) = json.loads(write_csl([ANSWER]))
    assert item["type"] == "interview"
    assert item["author"] == [{"family": "Quarrell", "given": "Ada"}]
    assert item["interviewer"] == [{"literal": "Northwire"}]
    assert item["issued"] == {"date-parts": [[2021, 3, 7]]}
    assert item["version"] == "2"


def test_csl_json_leaves_out_what_is_not_known():
    (item,) = json.loads(write_csl([replace(SPEECH, date=None, place="", authors=(), offices=())]))
    assert not {"issued", "author", "event-place", "event-date", "interviewer", "note"} & item.keys()


def test_bibtex_escapes_what_tex_would_run():
    text = write_bibtex(
        replace(SPEECH, title=r"Cost & gain: 50 % of \input{x}_#1", authors=(PersonName(literal="Fish and Ships"),))
    )
    assert r"title = {{Cost \& gain: 50 \% of \textbackslash{}input\{x\}\_\#1}}" in text
    assert "author = {{Fish and Ships}}" in text


def test_ris_ends_lines_as_the_format_wants():
    text = write_ris(ANSWER)
    assert text.startswith("TY  - SLIDE\r\nAU  - Quarrell, Ada\r\nA2  - Northwire\r\n")
    assert text.endswith("ER  - \r\n")
    assert "\n" not in text.replace("\r\n", "")


def test_a_title_of_two_lines_stays_one_field_of_ris():
    assert "TI  - One line\r\n" in write_ris(replace(SPEECH, title="One\nline"))


def test_tags_name_the_item_type_so_that_no_journal_article_is_guessed():
    assert ("DC.type", "presentation") in meta_tags(SPEECH)
    assert ("DC.type", "interview") in meta_tags(ANSWER)
    assert not [name for name, _ in meta_tags(ANSWER) if name in {"citation_conference_title", "citation_journal_title"}]


def test_every_part_of_coins_is_a_key_and_a_value_without_a_plus():
    parts = coins(replace(ANSWER, title="A + B = C & D")).split("&")
    assert all(part.count("=") == 1 and part.split("=")[1] for part in parts)
    assert "rft.title=A%20%20%20B%20%3D%20C%20%26%20D" in parts
    assert "%2B" not in "".join(parts)
