"""Rules learnt from one corrected file, and what they do for others of its layout. All texts are invented."""

import datetime as dt
from dataclasses import replace
from itertools import islice

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTurn
from archive.parsing.profile.lessons import learn
from archive.parsing.profile.profile_rules import BadRule, LabelForm, LayoutRule, Profile, StatedPlace, merged
from tests.parsing.profile.corrected_layouts import lesson, misread

LAYOUTS = 8
TODAY = dt.date(2026, 11, 1)
FIRST = """Harbour news

Press conference of the harbour board

Ilsa Varga § Good morning. The pier will open in spring.

Tide Post § When will the night ferry sail?

Ilsa Varga § It will sail in May. (Applause)

Northwire § Who pays for it?

Ilsa Varga § The ports will.

Printed by the harbour office, floor 2
"""
SECOND = """Harbour news

Press conference on the lighthouse

Oren Castel § Good evening. The light is mended.

Coast Radio § Was it the storm?

Oren Castel § It was the sea. (Laughter)

Tide Post § Will it last?

Oren Castel § It will.

Printed by the harbour office, floor 9
"""


def turns(*said):
    return tuple(ParsedTurn(label, label, role, text) for label, role, text in said)


def correction(text, title, *said):
    """Return a reading as an editor leaves it."""
    return replace(parse_transcript(text.encode(), "first.txt", TODAY), title=title, turns=turns(*said))


def harbour():
    return correction(
        FIRST,
        "Press conference of the harbour board",
        ("Ilsa Varga", "statement", "Good morning. The pier will open in spring."),
        ("Tide Post", "question", "When will the night ferry sail?"),
        ("Ilsa Varga", "answer", "It will sail in May."),
        ("Northwire", "question", "Who pays for it?"),
        ("Ilsa Varga", "answer", "The ports will."),
    )


def read(text, rules):
    return parse_transcript(text.encode(), "next.txt", TODAY, profile=Profile(tuple(rules)))


def test_one_correction_is_enough_for_the_next_file():
    assert len(parse_transcript(SECOND.encode(), "next.txt", TODAY).turns) < 5  # the parser alone
    reading = read(SECOND, learn(FIRST.encode(), "first.txt", harbour(), TODAY))
    assert [(turn.label, turn.text) for turn in reading.turns] == [
        ("Oren Castel", "Good evening. The light is mended."),
        ("Coast Radio", "Was it the storm?"),
        ("Oren Castel", "It was the sea."),
        ("Tide Post", "Will it last?"),
        ("Oren Castel", "It will."),
    ]
    assert reading.title == "Press conference on the lighthouse"


def test_words_that_leave_the_talk_are_kept_among_what_was_skipped():
    reading = read(SECOND, learn(FIRST.encode(), "first.txt", harbour(), TODAY))
    assert "Printed by the harbour office, floor 9" in [piece.text for piece in reading.skipped]
    assert ("Laughter",) in [turn.notes for turn in reading.turns]


def test_nothing_is_learnt_where_nothing_was_corrected():
    text = "Briefing\n\nQuestion: Why?\n\nMs Varga: Because the pier is old.\n\nQuestion: When?\n\nMs Varga: In May.\n"
    reading = parse_transcript(text.encode(), "a.txt", TODAY)
    assert learn(text.encode(), "a.txt", reading, TODAY) == []


def test_without_a_profile_nothing_changes():
    for text in (FIRST, SECOND):
        plain = parse_transcript(text.encode(), "a.txt", TODAY)
        assert parse_transcript(text.encode(), "a.txt", TODAY, profile=Profile()) == plain


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (LayoutRule("label", "{name:4} § {words}"), "“Name § words”, of at most 4 words"),
        (LayoutRule("label", "[#:#] {NAME:3}: {words}"), "“[#:#] NAME: words”, in capitals, of at most 3 words"),
        (LayoutRule("label", "**{name:5} | …**"), "“Name | …”, in bold, alone on its line, of at most 5 words"),
        (LayoutRule("asks", "Tide Post"), "“Tide Post” asks."),
        (LayoutRule("title", "line 3"), "The title is line 3, blank lines not counted."),
    ],
)
def test_rules_read_as_sentences(rule, said):
    assert said in rule.in_words()
    assert rule.checked() == rule


@pytest.mark.parametrize(
    "rule",
    [
        LayoutRule("label", "no name in it: {words}"),
        LayoutRule("label", "{name} {name}: {words}"),
        LayoutRule("asks", "  "),
        LayoutRule("title", "somewhere"),
        LayoutRule("note", "left"),
        LayoutRule("page", "x" * 301),
        LayoutRule("page", "… | … | … | … | … | …"),
        LayoutRule("unknown", "x"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(rule):
    with pytest.raises(BadRule):
        rule.checked()


@pytest.mark.parametrize(
    "text", ["{name:4} § {words}", "## {NAME:3}", "**{name:5}**: {words}", "{words} {name:4}: {words}", "• {name:8}\t{words}"]
)
def test_a_form_of_labels_can_be_written_and_read_again(text):
    assert LabelForm.read(text).text == text


@pytest.mark.parametrize(
    "text", ["line 3", "lines from 2", "line from the end 2", "heading 1", "behind “Date:”", "field page title"]
)
def test_a_place_can_be_written_and_read_again(text):
    assert StatedPlace.read(text).text == text


def test_two_corrections_make_one_form_of_labels():
    known = merged(
        [LayoutRule("label", "{NAME:3}: {words}", 4)],
        [LayoutRule("label", "{name:6}: {words}", 2), LayoutRule("asks", "Tide Post")],
    )
    assert known == [LayoutRule("label", "{name:6}: {words}", 6), LayoutRule("asks", "Tide Post")]


def test_a_later_place_of_the_title_takes_the_place_of_an_earlier_one():
    assert merged([LayoutRule("title", "line 3")], [LayoutRule("title", "line 5")]) == [LayoutRule("title", "line 5", 2)]


def test_title_and_day_are_found_where_they_were_shown():
    text = "Harbour news\nThe new pier\nissued 9 May 2021\nheld 4 May 2021\n\nMs Varga: Good morning.\n\nMs Quill: Good day.\n"
    wanted = replace(parse_transcript(text.encode(), "a.txt", TODAY), title="The new pier", date=dt.date(2021, 5, 4))
    other = text.replace("new pier", "old light").replace("9 May", "19 June").replace("4 May", "14 June")
    rules = [LayoutRule("title", "line 2"), LayoutRule("day", "behind “held”")]
    reading = read(other, rules)
    assert (reading.title, reading.date) == ("The old light", dt.date(2021, 6, 14))
    assert read(text, rules).title == wanted.title


def test_who_asks_and_what_is_no_speaker():
    said = [
        "Subject: the pier.",
        "A. Moss: Why is it closed?",
        "B. Reed: It is old.",
        "A. Moss: And now?",
        "B. Reed: We mend it.",
    ]
    text = "\n\n".join(["Talk", *said])
    reading = read(text, [LayoutRule("asks", "A. Moss"), LayoutRule("answers", "B. Reed"), LayoutRule("no-label", "Subject")])
    assert [(turn.label, turn.role) for turn in reading.turns if turn.label] == [
        ("A. Moss", "question"),
        ("B. Reed", "answer"),
    ] * 2


def test_words_above_an_interview_without_labels_are_nobodys():
    lead = "The minister for the ports, Ilsa Varga, spoke to the Tide Post about the new pier in the north of the town."
    talk = ["What will the pier cost?", "It costs what it must. The ports pay.", "And the ferry?", "The ferry costs nothing."]
    text = "\n\n".join(["The new pier", lead, *talk])
    reading = parse_transcript(text.encode(), "a.txt", TODAY, profile=Profile((LayoutRule("start", "line 3"),)))
    assert not any("spoke to the Tide Post" in turn.text for turn in reading.turns)
    assert LayoutRule("start", "line 3").checked().in_words() == "Nobody speaks above line 3, blank lines not counted."


@pytest.fixture(scope="module")
def lessons():
    """What the first layouts taught that the parser alone misreads."""
    return [lesson(drawn, 3) for drawn in islice(misread(0, LAYOUTS), LAYOUTS)]


def test_one_correction_makes_the_next_files_of_its_layout_right(lessons):
    learnt = [f1 for one in lessons for f1 in one.with_it]
    alone = [f1 for one in lessons for f1 in one.without]
    assert sum(learnt) / len(learnt) >= 0.9
    assert sum(learnt) > sum(alone)
    assert sum(one.is_learnt for one in lessons) * 2 >= len(lessons)


def test_what_is_learnt_never_makes_the_corrected_file_worse(lessons):
    assert all(one.taught >= one.alone for one in lessons)
