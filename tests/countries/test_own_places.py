"""Seats and places that an operator adds or reads otherwise, by a table of their own."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive.apps import use_seats_and_places
from archive.countries import PlacesTableError, find_mentions, fingerprint, use_places_table


@pytest.fixture
def own_table(tmp_path):
    path = tmp_path / "places.csv"
    yield path
    use_places_table(None)


def use(path, *rows, head="name,layer,code", encoding="utf-8"):
    path.write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
    use_places_table(path)


def told(text):
    return {(mention.code, mention.layer) for mention in find_mentions(text)}


def test_a_row_adds_a_name(own_table):
    assert told("They met in Quorburg.") == set()
    use(own_table, "Quorburg,seat,NO", "Vaskaville,place,SE")
    assert told("They met in Quorburg, then in Vaskaville.") == {("NO", "seat"), ("SE", "place")}


def test_a_row_stands_in_place_of_the_built_in_one(own_table):
    assert told("They met in Davos and in The Hague.") == {("CH", "place"), ("NL", "seat")}
    use(own_table, "Davos,seat,CH", "The Hague,place,NL")
    assert told("They met in Davos and in The Hague.") == {("CH", "seat"), ("NL", "place")}
    assert told("They met in Oslo.") == {("NO", "seat")}


def test_a_name_can_be_no_mention_and_count_for_several(own_table):
    use(own_table, "Davos,none,", "Quorburg,place,NO SE")
    assert told("They met in Davos and in Quorburg.") == {("NO", "place"), ("SE", "place")}


def test_a_row_keeps_the_context_rule_of_the_built_in_one(own_table):
    use(own_table, "Nice,seat,FR")
    assert told("It was a Nice idea, a nice one.") == set()
    assert told("The talks in Nice, France, went on.") >= {("FR", "seat")}


def test_names_in_capitals_are_found_too(own_table):
    use(own_table, "Quorburg,seat,NO")
    assert told("THEY MET IN QUORBURG AGAIN.") == {("NO", "seat")}


@pytest.mark.parametrize(
    ("head", "row", "encoding"),
    [
        ("name;layer;code", "Quorburg;seat;NO", "utf-8"),
        ("name\tlayer\tcode", "Quorburg\tseat\tno", "utf-8-sig"),
        ("Code,Name,Layer,Note", 'NO,Quorburg,Seat,"a note, with a comma"', "utf-8"),
    ],
)
def test_tables_of_any_office_program_are_read(own_table, head, row, encoding):
    use(own_table, "# a remark", "", row, head=head, encoding=encoding)
    assert told("They met in Quorburg.") == {("NO", "seat")}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Quorburg,capital,NO", "line 2: layer is “capital”; it can be seat, place, none"),
        ("Quorburg,seat,", "line 2: Quorburg has no code"),
        ("Quorburg,none,NO", "line 2: Quorburg has a code"),
        ("Quorburg,seat,QQ", "line 2: QQ is not a country code"),
        (",seat,NO", "line 2: “” is not a name"),
        ("Crimea,place,RU", "Crimea is a disputed place; change it in the table of DISPUTED_PLACES"),
        ("Norway,place,SE", "Norway is a name in the built-in names"),
        ("Davos,seat,CH\nDavos,place,CH", "line 3: Davos occurs twice"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_where(own_table, row, message):
    with pytest.raises(PlacesTableError, match=message) as caught:
        use(own_table, row)
    assert "places.csv" in str(caught.value)
    assert told("They met in Davos.") == {("CH", "place")}


def test_a_file_that_is_no_table_is_refused(own_table):
    with pytest.raises(PlacesTableError, match="cannot be read"):
        use_places_table(own_table)
    with pytest.raises(PlacesTableError, match="the head row lacks layer, code"):
        use(own_table, "Davos", head="name")
    own_table.write_bytes("name,layer,code\nZürich,place,CH\n".encode("latin-1"))
    with pytest.raises(PlacesTableError, match="is not UTF-8"):
        use_places_table(own_table)
    with pytest.raises(ImproperlyConfigured, match="SEATS_AND_PLACES: .*is not UTF-8"):
        use_seats_and_places(str(own_table))


def test_the_archive_knows_that_its_mentions_are_to_be_found_anew(own_table):
    before = fingerprint()
    use(own_table, "Davos,seat,CH")
    assert fingerprint() != before
    use_places_table(None)
    assert fingerprint() == before


def test_nothing_set_is_nothing_read():
    before = fingerprint()
    use_seats_and_places("")
    assert fingerprint() == before
