"""The first page."""

from tests import world


def test_it_says_what_it_is_in_one_line(get):
    assert get("/").h1 == "What diplomats said, word for word"


def test_the_search_box_has_the_focus(get):
    assert get("/").soup.select_one("#q").has_attr("autofocus")


def test_an_empty_archive_says_so_and_what_to_do(get):
    page = get("/")
    assert "The archive is empty" in page.text
    assert "import_transcripts" in page.text


def test_it_says_how_much_there_is(get):
    world.harbour_talks()
    assert get("/").texts(".totals div") == ["Transcripts 1", "Records 3", "Speakers 1", "Countries 1", "Years 2023"]


def test_bars_of_the_chart_lead_to_the_search_for_their_year(get):
    world.harbour_talks()
    assert get("/").links("svg a") == ["/search/?from=2023&to=2023"]


def test_bars_say_what_they_show_to_who_cannot_see_them(get):
    world.harbour_talks()
    assert get("/").soup.select_one("svg a")["aria-label"] == "2023: 3 records"


def test_the_chart_stands_in_numbers_too(get):
    world.harbour_talks()
    assert get("/").texts(".chart__numbers tbody tr") == ["2023 3"]


def test_newest_transcripts_come_first(get):
    world.harbour_talks()
    world.talk(title="An older one", date="2001-01-01")
    world.talk(title="A newer one", date="2024-01-01")
    assert get("/").texts(".entry__title") == ["A newer one", "News conference on the harbour talks", "An older one"]


def test_organisations_are_not_among_the_countries(get):
    world.harbour_talks()
    assert get("/").texts("[aria-labelledby=mentioned] .rank__name") == ["Serbia"]


def test_drafts_do_not_count(get):
    world.harbour_talks()
    world.talk(world.said("Soon.", world.FARRO), title="Not yet", state="draft")
    page = get("/")
    assert page.texts(".totals div")[:3] == ["Transcripts 1", "Records 3", "Speakers 1"]
    assert "Not yet" not in page.text


def test_figures_follow_a_change_of_the_archive(get):
    world.harbour_talks()
    get("/")
    world.talk(world.said("More.", world.MARCHETTI))
    assert get("/").texts(".totals div")[:2] == ["Transcripts 2", "Records 4"]


def test_an_undated_transcript_is_in_no_year(get):
    world.talk(world.said("When was it?", world.MARCHETTI), date=None)
    page = get("/")
    assert page.status == 200
    assert page.links("svg a") == []
    assert "undated" in page.text
