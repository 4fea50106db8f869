"""A person who is asked for in another script is named in it: in words, chips, filters and suggestions."""

import pytest

from archive.models import SpeakerAlias
from tests import world
from tests.pages.conftest import get, index, index_dir

__all__ = ["get", "index", "index_dir"]
NAMES = {
    "cyrillic": ("Alma Tervonen", "Алма Тервонен", "Тервонен"),
    "arabic": ("Samir Nouri", "سمير نوري", "نوري"),
    "chinese": ("Ru Haolan", "茹浩澜", "茹浩澜"),
    "greek": ("Nikos Varda", "Νίκος Βάρδα", "βαρδα"),
    "hebrew": ("Dov Amitan", "דב עמיתן", "עמיתן"),
    "korean": ("Han Seolmi", "한설미", "한설미"),
    "japanese": ("Arisu Kanda", "神田アリス", "神田アリス"),
    "georgian": ("Vano Meladze", "ვანო მელაძე", "მელაძე"),
}


@pytest.fixture
def said(db, index):
    sails = (world.said("The ferry sails.", latin) for latin, _, _ in NAMES.values())
    made = world.talk(*sails, world.said("The ferry sails on.", "Piet Varlamov"))
    for latin, other, _ in NAMES.values():
        SpeakerAlias.objects.create(speaker=world.person(latin), name=other, folded=other)
    index()
    return made


@pytest.mark.parametrize(("latin", "other", "typed"), NAMES.values(), ids=NAMES)
def test_a_name_typed_in_another_script_is_said_in_it(get, said, latin, other, typed):
    page = get("/search/", q=f'ferry by:"{typed}"')
    assert page.h1 == f"1 record with ferry, by {other}"
    assert page.texts(".chip") == [f"Speaker {other} × Remove"] or other in " ".join(page.texts(".chip"))
    assert latin not in page.h1
    assert page.response.wsgi_request.path == "/search/"
    assert get("/search/", q=f"ferry by:{latin.split()[-1]}").h1 == f"1 record with ferry, by {latin}"


@pytest.mark.parametrize(("latin", "other", "typed"), NAMES.values(), ids=NAMES)
def test_json_and_what_is_left_out_say_it_too(client, get, said, latin, other, typed):
    assert client.get("/search.json", {"q": f'by:"{typed}"'}).json()["in_words"] == f"by {other}"
    assert f"not by {other}" in get("/search/", q=f'ferry -by:"{typed}"').h1
    assert get("/search/", q=f'by:"{typed}" OR by:Varlamov').h1.endswith(f"by {other} or Piet Varlamov")


def test_a_name_that_is_not_known_in_that_script_is_said_as_typed_with_the_known_one(get, said):
    assert get("/search/", q="by:Варламов").h1 == "1 record by Варламов (Piet Varlamov)"
    assert get("/search/", q="by:варламов", size="5").h1 == "1 record by варламов (Piet Varlamov)"


def test_a_name_that_stands_for_several_is_said_as_they_are_known(get, said, index):
    world.add(said, world.said("The ferry sails off.", "Ada Varlamova-Tervonen"))
    index()
    assert get("/search/", q="by:Тервонен").h1 == "2 records by Ada Varlamova-Tervonen or Алма Тервонен"


def test_a_suggested_filter_is_in_the_script_typed(get, said):
    assert "Records by Алма Тервонен" in get("/search/", q="Тервонен").text
    assert "Records by Alma Tervonen" in get("/search/", q="Tervonen").text
