"""Saved searches and history in a real browser: kept on the device, taken out and in as a file, and never sent."""

import json
import time
from pathlib import Path

FERRY = "/search/?q=cooperation&kind=statement"
SAVED = "[data-part=saved] li a:first-child"
HISTORY = "[data-part=history] li a"


def words(page, selector):
    return page.locator(selector).all_text_contents()


def load(page, content, name="given.json"):
    page.locator("[data-part=import]").set_input_files({"name": name, "mimeType": "application/json", "buffer": content.encode()})


def wait_until_counted(page):
    """Wait until the first saved search has been counted; the page's policy forbids Playwright's own way of waiting."""
    until = time.monotonic() + 30
    while not page.evaluate("() => JSON.parse(localStorage.getItem('searches')).saved[0].seen > 0"):
        assert time.monotonic() < until, page.content()
        page.wait_for_timeout(50)


def test_a_search_is_saved_listed_reopened_and_deleted(page):
    page.goto(FERRY)
    page.get_by_role("button", name="Save this search").click()
    assert page.get_by_role("button", name="Saved", exact=True).get_attribute("aria-pressed") == "true"
    page.goto("/search/?q=agreement")
    page.get_by_role("link", name="Saved searches").click()
    [saved] = words(page, SAVED)
    assert "cooperation" in saved
    assert len(words(page, HISTORY)) == 2
    page.locator(SAVED).click()
    assert page.url.endswith(FERRY)
    page.goto("/search/saved/")
    page.get_by_role("link", name="Get new results by e-mail").click()
    assert page.url.endswith(FERRY.replace("/search/", "/alerts/new/"))
    page.goto("/search/saved/")
    page.locator("[data-part=saved] li button").click()
    assert words(page, SAVED) == []
    assert page.get_by_text("None yet.").is_visible()
    page.reload()
    assert words(page, SAVED) == []


def test_a_file_brings_them_into_another_browser_and_adds_none_twice(open_page, tmp_path):
    one, other = open_page(), open_page()
    one.goto(FERRY)
    one.get_by_role("button", name="Save this search").click()
    one.goto("/search/saved/")
    with one.expect_download() as download:
        one.get_by_role("button", name="Export as a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    other.goto("/search/saved/")
    for said in ("1 search added", "0 searches added; 1 were there already"):
        load(other, Path(file).read_text(encoding="utf-8"))
        other.get_by_text(said).wait_for()
        assert words(other, SAVED) == words(one, SAVED)
        assert words(other, HISTORY) == words(one, HISTORY)


def test_a_hostile_or_broken_file_changes_nothing_that_is_there(page):
    page.goto(FERRY)
    page.get_by_role("button", name="Save this search").click()
    page.goto("/search/saved/")
    before = words(page, SAVED)
    for content in ("{", "[]", "null", '"text"', '{"saved": 3}', "\x00\x01"):
        load(page, content, "odd.json")
        page.get_by_text("odd.json is not a file of saved searches").wait_for()
        assert words(page, SAVED) == before
    at = "2026-01-02T03:04:05Z"
    items = [
        {"query": "javascript:alert(1)", "words": "<img src=x onerror=alert(1)>", "at": at},
        {"query": 5, "words": "x", "at": at},
        None,
    ]
    load(page, json.dumps({"saved": items}))
    page.get_by_text("1 search added; 0 were there already. 2 searches could not be read.").wait_for()
    assert words(page, SAVED) == [*before, "<img src=x onerror=alert(1)>"]
    assert "/search/?javascript:" in page.locator(SAVED).last.get_attribute("href")
    assert page.locator("main img").count() == 0


def test_a_history_can_be_deleted_and_switched_off(page):
    page.goto(FERRY)
    page.goto("/search/saved/")
    assert len(words(page, HISTORY)) == 1
    page.get_by_role("button", name="Delete the history").click()
    page.get_by_label("Keep a history").uncheck()
    page.goto(FERRY)
    page.goto("/search/saved/")
    assert words(page, HISTORY) == []
    assert not page.get_by_label("Keep a history").is_checked()


def test_what_is_new_to_a_saved_search_is_counted_until_it_is_opened(page):
    page.goto(FERRY)
    with page.expect_response("**/search/new.json"):
        page.get_by_role("button", name="Save this search").click()
    wait_until_counted(page)
    page.goto("/search/saved/")
    assert page.locator(".saved__new").count() == 0
    page.evaluate(
        "() => { const all = JSON.parse(localStorage.getItem('searches')); all.saved[0].seen = 0;"
        " localStorage.setItem('searches', JSON.stringify(all)); }"
    )
    page.reload()
    page.locator(".saved__new").wait_for()
    page.locator(SAVED).click()
    found = page.locator("h1").inner_text().split()[0]
    with page.expect_response("**/search/new.json") as answer:
        page.goto("/search/saved/")
    assert (answer.value.json()["counts"], found.isdigit()) == ([0], True)
    assert page.locator(".saved__new").count() == 0


def test_nobody_is_told_who_asks_and_odd_storage_breaks_nothing(page, site):
    page.context.add_cookies([{"name": "who", "value": "me", "url": site.url}])
    page.goto("/search/saved/")
    page.evaluate("localStorage.setItem('searches', '{broken')")
    sent = []
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108
    page.goto(FERRY)
    page.get_by_role("button", name="Save this search").click()
    wait_until_counted(page)
    with page.expect_response("**/search/new.json"):
        page.goto("/search/saved/")
    assert len(words(page, SAVED)) == 1
    assert page.evaluate("localStorage.getItem('searches-unreadable')") == "{broken"
    posted = [request for request in sent if request.method != "GET"]
    assert {request.url.partition("/search/")[2] for request in posted} == {"new.json"}
    assert not any("cookie" in request.all_headers() for request in posted)
    assert any("cookie" in request.all_headers() for request in sent)
    urls = [request.url for request in sent]
    assert [url for url in urls if "saved" in url and not url.endswith("/search/saved/") and "/static/" not in url] == []


def test_without_scripts_the_page_says_what_to_do(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/search/saved/")
    assert page.get_by_text("bookmark a page of results").is_visible()
    assert not page.get_by_role("button", name="Export as a file").is_visible()
    page.goto(FERRY)
    assert not page.get_by_text("Save this search").is_visible()
