"""Names beside the words of headlines, officials without a name, spouses, and labels that scans misread. All are invented."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.speakers.introductions import full_names_in
from archive.parsing.speakers.named import named_in
from archive.parsing.speakers.names.short_names import capitalised
from archive.parsing.speakers.offices.label_parts import is_full_name, part_office
from archive.parsing.speakers.offices.office_matching import is_unnamed_official
from archive.parsing.speakers.roster import listed_in
from archive.parsing.speakers.voices import is_affiliation


def read(text: str):
    return parse_transcript(text.encode(), "talk.txt").turns


def speakers(text: str) -> dict[str | None, str | None]:
    return {turn.label: turn.speaker for turn in read(text)}


@pytest.mark.parametrize(
    ("headline", "names"),
    [
        ("Press Gaggle by Press Secretary Nora Quill Aboard Air Force One En Route Holm, OH", ["Nora Quill"]),
        ("Remarks by Foreign Minister Ana Lima Before Bilateral Meeting", ["Ana Lima"]),
        ("Minister Ana Lima’s Meetings with the Press", ["Ana Lima"]),
        ("Press Call Previewing the President’s Upcoming Bilateral Engagement", []),
        ("Call by Officials on President Varga’s Actions", []),
    ],
)
def test_the_words_of_a_headline_are_no_part_of_a_name(headline, names):
    assert full_names_in([headline]) == names
    assert not {one.name for one in listed_in(headline)} - set(names)


@pytest.mark.parametrize(
    "words", ["Guterra Before Bilateral", "Varga’s Meetings", "Upcoming Bilateral Engagement", "Lima Aboard"]
)
def test_words_of_headlines_have_not_the_form_of_a_name(words):
    assert not is_full_name(words)


def test_officials_who_are_not_named_on_purpose_stay_as_printed():
    text = """Background Press Call by Senior Administration Officials on President Varga’s Plans for Holm

May 11, 2022

MODERATOR:  Good evening. This call is on background.

SENIOR ADMINISTRATION OFFICIAL ONE:  Thank you. The President arrives on Friday.

Q:  Will there be a news conference?

SENIOR ADMINISTRATION OFFICIAL TWO:  There will be one, in the garden.
"""
    found = speakers(text)
    assert found["MODERATOR"] == "MODERATOR"
    assert found["SENIOR ADMINISTRATION OFFICIAL ONE"] == "SENIOR ADMINISTRATION OFFICIAL ONE"
    assert found["SENIOR ADMINISTRATION OFFICIAL TWO"] == "SENIOR ADMINISTRATION OFFICIAL TWO"
    assert is_unnamed_official("senior defense official")
    assert not is_unnamed_official("official spokesperson")


def test_a_president_is_not_the_first_lady_of_the_same_surname():
    text = """Remarks by President Talbeck and First Lady Dr. Mara Talbeck at a Reception

October 2, 2021

THE FIRST LADY:  Welcome, everybody. I am glad to see so many farmers here.

PRESIDENT TALBECK:  Thank you, Mara. First Lady Dr. Mara Talbeck has talked about this day for weeks.

THE FIRST LADY:  I have indeed.

PRESIDENT TALBECK:  Please sit down.
"""
    found = speakers(text)
    assert found["THE FIRST LADY"] == "Mara Talbeck"
    assert found["PRESIDENT TALBECK"] == "PRESIDENT TALBECK"


def test_the_table_outweighs_another_bearer_of_the_surname():
    text = """Remarks by President Biden in the Rose Garden

The White House
June 22, 2023

PRESIDENT BIDEN:  Welcome. Hunter Biden is here, and so is my old friend from Holm.

AUDIENCE MEMBER:  Hello!

PRESIDENT BIDEN:  Hello to you. Let us begin.
"""
    turn = read(text)[0]
    assert (turn.speaker, turn.known_as) == ("PRESIDENT BIDEN", "Joe Biden")


def test_offices_and_surnames_that_are_words_for_offices_are_told_apart():
    found = named_in(
        [
            "JOINT PRESS CONFERENCE WITH THE HON. JULIA BISHOP MP, MINISTER FOR PORTS, THE HON. KARL HOLM MP, MINISTER FOR ROADS"
            " AND AIR CHIEF MARSHAL MARK QUILL"
        ]
    )
    assert [(one.name, one.office) for one in found][:2] == [
        ("JULIA BISHOP", "MINISTER FOR PORTS"),
        ("KARL HOLM", "MINISTER FOR ROADS"),
    ]
    assert part_office("Air Chief Marshal Mark Quill").name == "Mark Quill"
    assert part_office("Bishop John Lee").name == "John Lee"


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Associated Press", True),
        ("Tide News", True),
        ("Press Sec.", False),
        ("Head of Media", False),
        ("Press Secretary", False),
    ],
)
def test_what_stands_behind_a_name_is_an_outlet_or_an_office(label, kind):
    assert is_affiliation(label) is kind


def test_who_is_named_with_an_outlet_asks():
    turns = read(
        """Joint press conference, Holm, 4 September 2012

MINISTER QUILL: Thank you all for coming to Holm this morning.

JOURNALIST: Will the harbour be closed?

MINISTER QUILL: It will stay open.

KARLA SALTER, ASSOCIATED PRESS: And the bridge, Minister?

MINISTER QUILL: The bridge is another matter, and a long one.
"""
    )
    assert [turn.role for turn in turns] == ["statement", "question", "answer", "question", "answer"]


def test_experts_who_answer_the_askers_of_a_briefing_do_not_ask_themselves():
    turns = read(
        """Press Briefing by the Harbour Response Team

February 8, 2021

DIRECTOR HOLM: Good morning. I’m Andrea Holm, and I have two doctors with me. Dr. Quill?

DR. QUILL: Thank you, Andrea. What do we know today? The numbers fell by a third.

DIRECTOR HOLM: Thank you. Dr. Lima?

DR. LIMA: Thank you. Why is that so? Because the boats stayed away.

DIRECTOR HOLM: We take questions now.

Q: Hi. When will the boats come back?

DR. QUILL: In spring, I believe.

DIRECTOR HOLM: Next question, please.

Q: Thanks. And the ferries?

DR. LIMA: Did anybody ask the ferries? They may sail now.

DIRECTOR HOLM: Thank you all.
"""
    )
    asked = {turn.label for turn in turns if turn.role == "question"}
    assert asked == {"Q"}
    assert {turn.speaker for turn in turns if turn.label == "DIRECTOR HOLM"} == {"Andrea Holm"}


def test_misread_labels_are_those_they_stand_for():
    text = """INTERVIEW WITH IAN McQUILL, RADIO HOLM, 20 FEBRUARY 1990

MODERATOR: Good morning. Ian McQuill asks the Minister, Mr Downing.

McQUILL: Minister, is the harbour closed?

DOWNING: It is not.

McQUILL: And the bridge?

M r Downing: No, not the bridge either.

MODEARTOR: Let us take a caller.

JRNLST: Will it stay open?

DOWN ING: Yes, it will.

DOWNING: And I thank you.
"""
    found = speakers(text)
    assert found["MODEARTOR"] == "MODERATOR"
    assert found["JRNLST"] is None
    assert found["DOWN ING"] == found["DOWNING"]
    assert found["McQUILL"] == "Ian McQuill"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("IAN McQUILL", "Ian McQuill"),
        ("IAN MCQUILL", "Ian McQuill"),
        ("PAT O'NEIL", "Pat O'Neil"),
        ("HOLM’S WAY", "Holm’s Way"),
        ("WOUTER VAN DER HOLM", "Wouter van der Holm"),
        ("VAN DER HOLM", "van der Holm"),
        ("VAN HOLMEN", "Van Holmen"),
        ("TRAN VAN HOLM", "Tran Van Holm"),
        ("PILAR DE LA HOLMA", "Pilar de la Holma"),
        ("OMAR BIN HOLMI AL HOLM", "Omar bin Holmi Al Holm"),
        ("KING HOLM IV", "King Holm IV"),
        ("MR. NG", "Mr. Ng"),
        ("M A HOLM", "M A Holm"),
        ("J MC HOLM", "J Mc Holm"),
        ("MILOSLAV HRB", "Miloslav Hrb"),
        ("RNZ", "RNZ"),
        ("FBC NEWS", "FBC News"),
        ("CHIEF OF THE HARBOUR GUARD", "Chief of the Harbour Guard"),
        ("MINISTER FOR PORTS AND TRADE", "Minister for Ports and Trade"),
    ],
)
def test_names_in_capitals_are_capitalised_with_their_prefixes(printed, shown):
    assert capitalised(printed) == shown
