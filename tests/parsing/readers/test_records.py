"""XML and JSON of makes that no reader knows; front matter above pages."""

import json

import pytest

from archive.parsing import parse_transcript

SAID = [
    ("Question", "When does the boat sail?"),
    ("Ilsa Varga", "It sails tomorrow. We have waited for the tide."),
    ("Question", "And then?"),
    ("Ilsa Varga", "Then we rest."),
]
TITLE = "Minister Ilsa Varga's interview"


def wrap(inner):
    return f'<?xml version="1.0"?><Dump><Head><Title>{TITLE}</Title><EventDate>2021-05-04</EventDate></Head>{inner}</Dump>'


def elements(pattern):
    return wrap("<Body>" + "".join(pattern.format(who=who, what=what) for who, what in SAID) + "</Body>")


XML = {
    "speaker and words": elements("<Speech><Speaker>{who}:</Speaker><Words><P>{what}</P></Words></Speech>"),
    "attribute": elements('<turn speaker="{who}"><p>{what}</p></turn>'),
    "attribute on the words": elements('<line by="{who}">{what}</line>'),
    "name in an entry": elements("<entry><name>{who}</name><text>{what}</text></entry>"),
    "side by side": elements("<who>{who}</who><para>{what}</para>"),
    "emphasis within": elements("<Speech><Orator>{who}</Orator><Text><i>{what}</i></Text></Speech>"),
    "named namespace": elements('<x:turn xmlns:x="urn:x"><x:speaker>{who}</x:speaker><x:p>{what}</x:p></x:turn>'),
    "CDATA": wrap("<content><![CDATA[" + "".join(f"<p><b>{who}:</b> {what}</p>" for who, what in SAID) + "]]></content>"),
    "escaped markup": wrap(
        "<body>" + "".join(f"&lt;p&gt;{who}:&lt;/p&gt;&lt;p&gt;{what}&lt;/p&gt;" for who, what in SAID) + "</body>"
    ),
    "plain text": wrap("<text>\n" + "\n\n".join(f"{who}: {what}" for who, what in SAID * 2) + "\n</text>"),
    "labelled paragraphs": elements("<para>{who}: {what}</para>"),
}
FIELDS = {"title": TITLE, "date": "2021-05-04"}
JSON = {
    "turns": {**FIELDS, "turns": [{"speaker": who, "text": what} for who, what in SAID]},
    "words first": {**FIELDS, "segments": [{"start": 0.5, "text": what, "speaker": who} for who, what in SAID]},
    "names in messages": {**FIELDS, "messages": [{"id": 7, "name": who, "content": what} for who, what in SAID]},
    "markup in a string": {**FIELDS, "content": "".join(f"<p><b>{who}:</b> {what}</p>" for who, what in SAID)},
    "text in a string": {**FIELDS, "body": "\n\n".join(f"{who}: {what}" for who, what in SAID * 2)},
    "a list": [{**FIELDS, "data": {"paragraphs": [f"{who}: {what}" for who, what in SAID]}}],
}


def reading(text, name=""):
    read = parse_transcript(text.encode(), name)
    return read, [(turn.label, " ".join(turn.text.split())) for turn in read.turns]


@pytest.mark.parametrize("name", XML)
def test_xml_of_a_make_that_is_not_known_is_read(name):
    read, turns = reading(XML[name])
    assert turns == SAID * (len(turns) // 4) and turns
    assert (read.title, str(read.date)) == (TITLE, "2021-05-04")
    assert [turn.speaker for turn in read.turns][:2] == [None, "Ilsa Varga"]


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_dump_is_read(name, indent):
    read, turns = reading(json.dumps(JSON[name], indent=indent))
    assert turns == SAID * (len(turns) // 4) and turns
    assert (read.title, str(read.date)) == (TITLE, "2021-05-04")


def test_one_json_object_a_line_is_a_dump_too():
    _, turns = reading("\n".join(json.dumps({"speaker": who, "text": what}) for who, what in SAID))
    assert turns == SAID


def test_notes_of_unknown_xml_are_named():
    read, turns = reading(elements("<Speech><Speaker>{who}</Speaker><P>{what}</P><Note>Laid on the table.</Note></Speech>"))
    assert turns == SAID
    assert [warning.code for warning in read.warnings].count("note-left-out") == 4


@pytest.mark.parametrize("text", ['<?xml version="1.0"?><a><b>broken', '{"a": [1, 2', "<Record>", "[" * 5_000, '{"a":' * 3_000])
def test_what_only_looks_like_records_is_read_as_text_or_refused(text):
    from archive.parsing import TranscriptError

    try:
        parse_transcript(text.encode())
    except TranscriptError as fault:
        assert str(fault)


BODY = "\n".join(f"<p><strong>{who}:</strong> {what}</p>" for who, what in SAID)


@pytest.mark.parametrize(
    "block",
    [
        f"title: {TITLE}\ndate: 2021-05-04",
        f'title: "{TITLE}"\ndate: "2021-05-04T10:00:00Z"\ntags:\n  - "boats"\nautor: null',
        "title: Minister Ilsa\n  Varga's interview\ndate: 2021-05-04",
        "title: >-\n  Minister Ilsa\n  Varga's interview\ndate: 2021-05-04",
    ],
)
@pytest.mark.parametrize("body", [BODY, "{% raw %}\n" + BODY + "\n{% endraw %}"])
def test_a_page_below_front_matter_is_read_as_a_page(block, body):
    read, turns = reading(f"---\n{block}\n---\n{body}\n", "talk.md")
    assert turns == SAID
    assert (read.title, str(read.date)) == (TITLE, "2021-05-04")
    assert read.turns[0].line >= 5


def test_a_value_that_yaml_refuses_is_read_all_the_same():
    block = f"---\ntitle: Port Orla: {TITLE}\ndate: 2021-05-04\n---\n\n"
    read, _ = reading(block + "\n\n".join(f"{who}: {what}" for who, what in SAID), "a.md")
    assert read.title == f"Port Orla: {TITLE}"
