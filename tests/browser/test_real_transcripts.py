"""The two real news texts that the project was asked for, from file to search, by command and by upload."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.site import start
from tests.house import ROOT

FILES = ROOT.parent / "shared" / "transcripts" / "files"
NAMES = ("lavrov_news_conference_2024.txt", "lavrov_rossiya_segodnya_2023.txt")
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES.is_dir(), reason="not run: ../shared is absent"),
]
PHRASES = ['"strategic stability"', '"sanctions"', '"united nations"', ""]
CONTENT = """
    SELECT t.slug, r.number, r.kind, r.position, u.position, u.role, u.label, s.name, u.office, u.text
    FROM archive_turn u JOIN archive_record r ON r.id = u.record_id JOIN archive_transcript t ON t.id = r.transcript_id
    LEFT JOIN archive_speaker s ON s.id = u.speaker_id ORDER BY 1, 4, 5
"""
OF_RECORD = "FROM archive_record r JOIN archive_transcript t ON t.id = r.transcript_id"
VALUES = {
    "country": "SELECT DISTINCT record_id, code FROM archive_mention WHERE layer IN ('named', 'seat') AND NOT rejected",
    "speaker": "SELECT DISTINCT record_id, slug FROM archive_turn u "
    "JOIN archive_speaker s ON s.id = speaker_id WHERE role != 'question'",
    "kind": "SELECT id, kind FROM archive_record",
    "event": f"SELECT r.id, t.kind {OF_RECORD}",
    "source": f"SELECT r.id, o.slug {OF_RECORD} JOIN archive_source o ON o.id = t.source_id",
    "place": f"SELECT r.id, t.place_slug {OF_RECORD} WHERE t.place_slug != ''",
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A first start, and then the import command, as a newcomer does it."""
    running = start(tmp_path_factory.mktemp("imported"))
    running.manage("import_transcripts", *(str(FILES / name) for name in NAMES))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def uploaded(tmp_path_factory, browser):
    """A first start, and then both files through the admin."""
    running = start(tmp_path_factory.mktemp("uploaded"))
    context = browser.new_context(base_url=running.url)
    page = sign_in(context.new_page(), running)
    for name in NAMES:
        page.goto("/admin/archive/upload/")
        page.locator("#id_files").set_input_files(str(FILES / name))
        with page.expect_navigation():
            page.locator("[data-read]").click()
        if not page.locator("form.draft").count():
            page.locator(".wait__title a").first.click()
        page.locator("form.draft .toolbar").get_by_role("button", name="Publish", exact=True).click()
        expect(page.locator(".messagelist")).to_contain_text(re.compile("published", re.I))
    context.close()
    yield running
    running.stop()


def found(page, site, query, **filters):
    """Search, and wait until the index has what was imported a moment ago."""
    address = "&".join([f"q={query}", *(f"{key}={value}" for key, value in filters.items())])
    page.goto(f"/search/?{address}")
    return page


def test_the_pair_on_strategic_stability_comes_first(open_page, imported):
    page = found(open_page(imported), imported, PHRASES[0])
    first = page.locator(".result").first
    expect(first).to_contain_text("Sergey Lavrov")
    expect(first).to_contain_text("18 January 2024")
    expect(first.locator("mark").first).to_have_text(re.compile("strategic stability", re.I))


def test_narrowing_by_the_united_states_keeps_it(open_page, imported):
    page = open_page(imported)
    first = found(page, imported, PHRASES[0]).locator(".result__title a").first.get_attribute("href")
    narrowed = found(page, imported, PHRASES[0], country="US").locator(".result__title a").first.get_attribute("href")
    assert narrowed.split("?")[0] == first.split("?")[0]


def matching(site, query) -> set[int]:
    """Return the records that hold this phrase, by looking at every one."""
    words = query.strip('"').split()
    phrase = re.compile(r"\b" + r"\W+".join(map(re.escape, words)) + r"\b", re.I)
    titles = site.ask(f"SELECT r.id, t.title {OF_RECORD} WHERE t.state = 'published'")
    texts = site.ask("SELECT record_id, text FROM archive_turn")
    public = {record for record, _ in titles}
    return {record for record, text in [*titles, *texts] if record in public and phrase.search(text)}


@pytest.mark.parametrize("query", PHRASES)
def test_the_facets_count_what_a_count_over_the_database_counts(open_page, imported, query):
    page = found(open_page(imported), imported, query)
    records = matching(imported, query)
    for key, question in VALUES.items():
        true = Counter(value for record, value in imported.ask(question) if record in records)
        shown = facet(page, key)
        assert shown and shown == {value: true[value] for value in shown}, key
        assert sorted(shown.values(), reverse=True) == sorted(true.values(), reverse=True)[: len(shown)], key


def facet(page, key) -> dict[str, int]:
    """Return the values of one facet as the page shows them."""
    rows = page.locator(f".facet__value:has(input[name={key}])").all()
    return {
        row.locator(f"input[name={key}]").get_attribute("value"): int(
            re.search(r"\d+", row.locator(".facet__count").text_content().replace(",", "")).group()
        )
        for row in rows
    }


@pytest.mark.parametrize("query", PHRASES)
def test_the_heading_counts_what_a_count_over_the_database_counts(open_page, imported, query):
    page = found(open_page(imported), imported, query)
    heading = page.get_by_role("heading", level=1).inner_text().replace(query.strip('"'), "")
    assert int(re.search(r"[\d,]+", heading).group().replace(",", "")) == len(matching(imported, query))


def test_uploading_gives_the_records_that_importing_gives(imported, uploaded):
    assert imported.ask(CONTENT) == uploaded.ask(CONTENT)


def test_uploading_finds_the_countries_that_importing_finds(imported, uploaded):
    question = "SELECT code, layer, surface, start, count(*) FROM archive_mention GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    assert imported.ask(question) == uploaded.ask(question)


def test_index_and_database_agree_afterwards(imported):
    imported.manage("check_index")


def test_importing_again_changes_nothing(imported):
    before = imported.ask(CONTENT)
    imported.manage("import_transcripts", *(str(FILES / name) for name in NAMES))
    assert imported.ask(CONTENT) == before
