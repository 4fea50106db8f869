"""The two layouts the project began with, on invented words."""

from archive.parsing import parse_transcript
from archive.parsing.serial import from_dict, to_dict

INTERVIEW = """Foreign Minister Ilsa Varga’s interview with Harbour Radio, Port Orla, May 4, 2021

Submitted on Wed, 05/05/2021 - 09:12

Question: Will the talks go on?

Ilsa Varga: They will. The bottom line is this: nobody left the room.

We meet again in June.

Question: And the ferry?

Ilsa Varga: It sails.

Source URL: https://varga.invalid/node/1
"""


def test_it_splits_an_interview_into_questions_and_answers():
    parsed = parse_transcript(INTERVIEW.encode())
    assert [(turn.label, turn.role) for turn in parsed.turns] == [("Question", "question"), ("Ilsa Varga", "answer")] * 2
    assert parsed.turns[1].text == "They will. The bottom line is this: nobody left the room.\n\nWe meet again in June."
    assert [(pair.questions, pair.answers) for pair in parsed.pairs] == [((0,), (1,)), ((2,), (3,))]


def test_it_keeps_the_day_of_the_event_apart_from_the_day_of_posting():
    parsed = parse_transcript(INTERVIEW.encode())
    assert (str(parsed.date), str(parsed.published), parsed.place) == ("2021-05-04", "2021-05-05", "Port Orla")


def test_a_parsed_transcript_survives_being_written_and_read():
    parsed = parse_transcript(INTERVIEW.encode())
    assert from_dict(to_dict(parsed)) == parsed
