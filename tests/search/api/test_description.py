"""The description is valid OpenAPI, and the API keeps to it whatever schemathesis asks it; the draws do not change."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode

from search.api.openapi import OPERATIONS, description
from search.api.routes import urlpatterns

EXAMPLES = 6
PLAIN = {"Accept-Encoding": "identity"}  # the client of an application in the same process does not unpack
DRAWN = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(world, kept_connection):
    """Return the description as schemathesis reads it, by path."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler(), headers={"Host": "testserver"})
    return {found.ok().path: found.ok() for found in schema.get_all_operations()}


def test_the_description_is_valid():
    OpenAPIV31SpecValidator(description("https://archive.example", "Chancery")).validate()


def test_every_address_is_described():
    routes = {str(one.pattern) for one in urlpatterns} - {"", "openapi.json", "<path:rest>"}
    described = {one.path.removeprefix("/").replace("{number}", "<int:number>") for one in OPERATIONS}
    described = {path.replace("{slug}", "<slug:slug>").replace("{code}", "<str:code>") for path in described}
    assert described == routes


def test_the_page_for_people_names_everything(client, world):
    page = client.get("/api/")
    text = page.content.decode()
    assert page.status_code == 200 and 'href="/api/openapi.json"' in text
    for one in OPERATIONS:
        assert f"/api{one.path}" in text
        for parameter in one.parameters:
            assert f">{parameter.name}</code>" in text


@pytest.mark.parametrize("address", ["/", "/search/", "/about/", "/search/?q=stability"])
def test_pages_lead_to_it(client, world, address):
    assert 'href="/api/"' in client.get(address).content.decode()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", [one.path for one in OPERATIONS])
def test_answers_are_as_described(described, path, mode):
    asked = []

    @DRAWN
    @given(described[path].as_strategy(generation_mode=mode))
    def draw(case):
        asked.append(case)
        case.call_and_validate(headers=PLAIN)

    draw()
    assert asked


def test_answers_about_real_things_are_as_described(described, world):
    slug = world.conference.slug
    for path, parts in {
        "/transcripts/{slug}": {"slug": slug},
        "/records/{slug}/{number}": {"slug": slug, "number": 1},
        "/speakers/{slug}": {"slug": "ilse-marchetti"},
        "/countries/{code}": {"code": "RS"},
        "/sources/{slug}": {"slug": world.conference.source.slug},
    }.items():
        case = described[path].Case(path_parameters=parts)
        assert case.call_and_validate(headers=PLAIN).status_code == 200
    found = described["/search"].Case(query={"q": "stability", "country": ["RS"]})
    assert found.call_and_validate(headers=PLAIN).json()["total"] == 1
