"""The list of speakers leads editors, and nobody else, to the possible duplicates."""

from django.contrib.auth.models import User

from tests import world
from tests.admin.desk import make_editor


def duplicates(get):
    page = get("/speakers/")
    return page.links("a[href*=review]"), page.response["Cache-Control"]


def test_an_editor_is_led_to_the_possible_duplicates(client, get, db):
    world.harbour_talks()
    client.force_login(make_editor())
    links, kept = duplicates(get)
    assert kept == "no-store, private"
    assert client.get(links[0]).status_code == 200
    client.logout()
    assert duplicates(get) == ([], "no-cache")


def test_a_reader_with_an_account_that_edits_nothing_is_not(client, get, db):
    world.harbour_talks()
    client.force_login(User.objects.create_user("reader"))
    assert duplicates(get) == ([], "no-cache")
