"""The API's description, made from the parameters that validate requests: OpenAPI 3.1 for programs, a page for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from archive.pages.http_answers import problem
from archive.pages.links import address_of, site_of, with_filters
from search.api import found, kept
from search.api.api_view import Found, api
from search.api.parameters import NAME, Parameter
from search.api.schemas import SCHEMAS

VERSION = "1.0.0"
ERRORS = {"400": "BadRequest", "404": "NotFound", "405": "OtherMethod", "429": "TooMany", "503": "Unavailable"}
PARTS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "slug": ("The id.", {"type": "string", "pattern": NAME}),
    "number": ("The number of the record in its transcript.", {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}),
    "code": ("ISO 3166-1 alpha-2 code, or another id of the list.", {"type": "string", "pattern": NAME}),
}
EXAMPLES = {
    "/search": {"q": '"strategic stability"', "from": "2020"},
    "/suggestions": {"q": "strat"},
    "/transcripts": {"kind": "interview", "from": "2023"},
    "/records": {"kind": "qa_pair"},
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: its path after /api, name, summary, response schema and parameters."""

    path: str
    name: str
    summary: str
    schema: str
    parameters: Sequence[Parameter] = ()
    may_be_gone: bool = False

    @property
    def parts(self) -> list[str]:
        """Return the variable parts of the path."""
        return [piece[1:-1] for piece in self.path.split("/") if piece.startswith("{")]


OPERATIONS = (
    Operation("/search", "search", "Results of a search, ordered by day", "SearchPage", found.SEARCH),
    Operation("/suggestions", "suggestions", "Suggestions that complete a query", "Suggestions", found.SUGGESTED),
    Operation("/transcripts", "transcripts", "Transcripts, in order of arrival", "TranscriptPage", kept.TRANSCRIPTS),
    Operation("/transcripts/{slug}", "transcript", "One transcript with all its words", "WholeTranscript", (), may_be_gone=True),
    Operation("/records", "records", "Records with their words, in order of arrival", "RecordPage", kept.RECORDS),
    Operation("/records/{slug}/{number}", "record", "One record of a transcript", "Record", (), may_be_gone=True),
    Operation("/speakers", "speakers", "Everyone who speaks or asks", "SpeakerPage", kept.NAMED),
    Operation("/speakers/{slug}", "speaker", "One person: other names, offices", "WholeSpeaker"),
    Operation("/countries", "countries", "Countries, organisations and places mentioned", "CountryPage", kept.COUNTRIES),
    Operation("/countries/{code}", "country", "One country: records per year", "WholeCountry"),
    Operation("/sources", "sources", "Who publishes transcripts", "SourcePage", kept.NAMED),
    Operation("/sources/{slug}", "source", "One source: its number of transcripts", "WholeSource"),
)


def description(site: str, name: str) -> dict[str, Any]:
    """Return the whole description. `site` has no final slash; `name` is the archive's."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{name} API",
            "version": VERSION,
            "description": "Public transcripts, read only, without a key. Follow `next` to the end of a list. Members of answers "
            "are added, not taken away or given another meaning.",
        },
        "servers": [{"url": f"{site}/api"}],
        "paths": {operation.path: {"get": _operation(operation)} for operation in OPERATIONS},
        "components": {"schemas": SCHEMAS, "responses": _errors()},
    }


def _operation(of: Operation) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{of.schema}"}}}
    answered = {
        "200": {"description": of.summary, "headers": {"ETag": {"schema": {"type": "string"}}}, "content": content},
        "304": {"description": "Nothing has changed since the answer with the ETag sent in If-None-Match."},
    }
    errors = ERRORS | ({"410": "Gone"} if of.may_be_gone else {})
    return {
        "operationId": of.name,
        "summary": of.summary,
        "parameters": [*map(_part, of.parts), *map(_parameter, of.parameters)],
        "responses": answered | {code: {"$ref": f"#/components/responses/{name}"} for code, name in sorted(errors.items())},
    }


def _part(name: str) -> dict[str, Any]:
    description, schema = PARTS[name]
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _parameter(of: Parameter) -> dict[str, Any]:
    schema = {"type": "array", "items": of.schema} if of.many else of.schema
    more = {"style": "form", "explode": True} if of.many else {}
    return {"name": of.name, "in": "query", "description": of.description, "schema": schema, **more}


def _errors() -> dict[str, Any]:
    descriptions = {
        "BadRequest": "A parameter cannot be read.",
        "NotFound": "There is nothing public of this id.",
        "OtherMethod": "The API only reads.",
        "Gone": "It was public once: withdrawn, or no longer in the corrected file.",
        "TooMany": "This address has made too many requests; `Retry-After` says after how many seconds to continue.",
        "Unavailable": "The index is being repaired, or the machine has a fault; `Retry-After` says when to ask again.",
    }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    waited = {"headers": {"Retry-After": {"schema": {"type": "string"}}}}
    return {
        name: {"description": text, "content": content, **(waited if name in ("TooMany", "Unavailable") else {})}
        for name, text in descriptions.items()
    }


@require_safe
def readable(request: HttpRequest) -> HttpResponse:
    """Show what the API offers and how to use it."""
    operations = [(operation, _example(operation)) for operation in OPERATIONS]
    return render(request, "api.html", {"operations": operations, "site": site_of(request)})


@api(of_archive=False)
def openapi_json(request: HttpRequest, found: Found) -> dict[str, Any]:
    """Answer with the description."""
    return description(site_of(request), settings.SITE_NAME)


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer that there is no such address."""
    return problem(request, 404, "There is nothing at this address. /api/ says what there is.")


def _example(of: Operation) -> str:
    """Return an example address, empty if it would need an id."""
    return "" if of.parts else with_filters(address_of(f"api_{of.name}"), EXAMPLES.get(of.path, {}))
