"""The schemas of the API's answers (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import Any

from archive.countries import LAYER_TABLE
from archive.models import EventKind, Record, Turn

Schema = dict[str, Any]
STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
MAYBE: Schema = {"type": ["string", "null"]}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
HTML = STRING | {"description": "HTML, with <mark> around what was searched."}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def listed(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def thing(**members: Schema) -> Schema:
    """Return the schema of an object with these required members, and possibly others."""
    return {"type": "object", "properties": members, "required": list(members)}


def paged(key: str, item: str, **more: Schema) -> Schema:
    following = {"type": ["string", "null"], "format": "uri", "description": "The next page; null on the last."}
    return thing(**more, **{key: listed(ref(item)), "next": following})


def more_of(name: str, **members: Schema) -> Schema:
    """Return the schema of an object with more members than in lists."""
    return {"allOf": [ref(name), thing(**members)]}


NAMED = {"id": STRING, "api_url": ADDRESS, "name": STRING}
TRANSCRIPT = {
    "id": STRING, "url": ADDRESS, "api_url": ADDRESS, "title": STRING,
    "kind": {"type": "string", "enum": list(EventKind.values)},
    "date": DAY | {"description": "Day of the event."},
    "place": MAYBE, "language": STRING, "publisher": STRING, "source": STRING | {"description": "Id of the source."},
    "source_url": MAYBE, "published": DAY | {"description": "Day on which the source posted it."},
    "updated": {"type": "string", "format": "date-time"},
}  # fmt: skip
KIND_OF_RECORD: Schema = {"type": "string", "enum": list(Record.Kind.values)}
FOUND = {
    "id": STRING, "url": ADDRESS, "kind": KIND_OF_RECORD, "title": STRING, "speaker": MAYBE,
    "speakers": listed(thing(name=STRING, office=MAYBE)), "date": DAY, "place": MAYBE, "source": STRING,
    "countries": listed(STRING), "countries_by_layer": {"type": "object", "additionalProperties": listed(STRING)},
    "question": MAYBE, "snippet": HTML, "passage_url": ADDRESS,
}  # fmt: skip
SCHEMAS: dict[str, Schema] = {
    "Problem": thing(type=STRING, title=STRING, status=NUMBER, detail=STRING, instance=STRING),
    "Transcript": thing(**TRANSCRIPT),
    "TranscriptPage": paged("transcripts", "Transcript"),
    "WholeTranscript": more_of(
        "Transcript",
        revision=NUMBER,
        revised={"type": "string", "format": "date"},
        archive=STRING,
        rights=STRING,
        records=listed(thing(number=NUMBER, kind=KIND_OF_RECORD, url=ADDRESS, turns=listed(ref("Turn")))),
    ),
    "Record": thing(
        id=STRING,
        url=ADDRESS,
        api_url=ADDRESS,
        number=NUMBER,
        kind=KIND_OF_RECORD,
        transcript=ref("Transcript"),
        turns=listed(ref("Turn")),
    ),
    "RecordPage": paged("records", "Record"),
    "Turn": thing(
        role={"type": "string", "enum": list(Turn.Role.values)},
        label=MAYBE | {"description": "The name as printed."},
        speaker={"anyOf": [thing(name=STRING, url=MAYBE, country=MAYBE), {"type": "null"}]},
        office=MAYBE | {"description": "The office at the time."},
        notes=listed(STRING),
        text=STRING | {"description": "Paragraphs are separated by a blank line."},
        paragraphs=listed(thing(number={"type": ["integer", "null"]}, start=NUMBER, end=NUMBER)),
        mentions=listed(ref("Mention")),
    ),
    "Mention": thing(code=STRING, layer={"type": "string", "enum": list(LAYER_TABLE)}, surface=STRING, start=NUMBER, end=NUMBER)
    | {"description": "A country; start and end count code points of the turn's text."},
    "Speaker": thing(**NAMED, url=ADDRESS, country=MAYBE),
    "SpeakerPage": paged("speakers", "Speaker"),
    "WholeSpeaker": more_of(
        "Speaker",
        other_names=listed(STRING),
        records=NUMBER | {"description": "In how many records the person makes a statement or answers."},
        offices=listed(thing(office=STRING, first=DAY, last=DAY, records=NUMBER)),
    ),
    "Country": thing(**NAMED, url=ADDRESS, layer={"type": "string", "enum": list(LAYER_TABLE)}, records=NUMBER),
    "CountryPage": paged("countries", "Country"),
    "WholeCountry": more_of("Country", years=listed(thing(year={"type": "integer"}, records=NUMBER))),
    "Source": thing(**NAMED, homepage=MAYBE, country=MAYBE),
    "SourcePage": paged("sources", "Source"),
    "WholeSource": more_of("Source", transcripts=NUMBER),
    "Found": thing(**FOUND),
    "Warning": thing(message=STRING, start=NUMBER, end=NUMBER, suggestion=MAYBE),
    "SearchPage": paged(
        "results",
        "Found",
        total=NUMBER,
        in_words=STRING,
        sort={"type": "string", "enum": ["newest", "oldest"]},
        warnings=listed(ref("Warning")),
    ),
    "Suggestions": thing(
        suggestions=listed(
            thing(
                kind={"type": "string", "enum": ["speaker", "country", "phrase"]},
                text=STRING,
                query=STRING,
                url=ADDRESS,
                count=NUMBER,
            )
        )
    ),
}
