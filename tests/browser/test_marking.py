"""Marking records in results: a list on the device, over pages and searches, cited and exported; as a file; without scripts."""

from __future__ import annotations

import json

from playwright.sync_api import expect

ONE, OTHER = "/search/?q=cooperation", "/search/?q=agreement"
ROWS = "[data-part=records] > li"


def mark(page, address, count):
    page.goto(address)
    for box in page.get_by_label("Mark").all()[:count]:
        box.check()


def order(page):
    return page.locator(f"{ROWS} a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")


def test_marks_are_kept_over_searches_and_ordered_noted_cited(page):
    mark(page, ONE, 2)
    mark(page, OTHER, 1)
    expect(page.get_by_role("link", name="My list (3)")).to_be_visible()
    page.goto(ONE)
    expect(page.get_by_label("Mark").nth(1)).to_be_checked()
    page.get_by_label("Mark").nth(1).focus()
    page.keyboard.press("Space")
    page.get_by_role("link", name="My list (2)").click()
    expect(page.locator(ROWS)).to_have_count(2)
    first, second = order(page)
    page.locator(ROWS).nth(1).get_by_role("button", name="up").press("Enter")
    assert order(page) == [second, first]
    page.locator(f"{ROWS} textarea").first.fill("for chapter two")
    page.get_by_role("button", name="Cite and export").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 records chosen")
    assert page.locator(".listed h2 a").evaluate_all("all => all.map((one) => one.getAttribute('href'))") == [second, first]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.endswith(".bib")
    page.get_by_role("link", name="The list on this device").click()
    expect(page.locator(ROWS)).to_have_count(2)
    assert page.locator(f"{ROWS} textarea").first.input_value() == "for chapter two"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_file_brings_the_list_to_another_browser(open_page, tmp_path):
    one, other = open_page(), open_page()
    mark(one, ONE, 2)
    one.goto("/search/list/")
    expect(one.locator(ROWS)).to_have_count(2)
    one.locator(f"{ROWS} textarea").last.fill("a note")
    one.locator(f"{ROWS} textarea").last.blur()
    with one.expect_download() as download:
        one.get_by_role("button", name="Export as a file").click()
    download.value.save_as(tmp_path / "list.json")
    other.goto("/search/list/")
    for said in ("2 records added", "0 records added; 2 were there already"):
        other.locator("[data-part=import]").set_input_files(tmp_path / "list.json")
        other.get_by_text(said).wait_for()
        assert order(other) == order(one)
    assert other.locator(f"{ROWS} textarea").last.input_value() == "a note"
    odd = [{"record": "../admin", "words": "x"}, {"record": "a/1", "words": "<img src=x onerror=alert(1)>", "note": 5}, None]
    for content, said in (
        ("{", "odd.json is not a list"),
        (json.dumps({"records": odd}), "1 record added; 0 were there already. 2"),
    ):
        file = {"name": "odd.json", "mimeType": "application/json", "buffer": content.encode()}
        other.locator("[data-part=import]").set_input_files(file)
        other.get_by_text(said).wait_for()
    assert order(other) == [*order(one), "/t/a/1/"]
    assert other.locator("main img").count() == 0
    other.get_by_role("button", name="Delete the list").click()
    assert order(other) == []


def test_without_scripts_ticked_records_are_listed(open_page):
    page = open_page(java_script_enabled=False)
    mark(page, ONE, 2)
    page.get_by_role("button", name="List what is marked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 records chosen")
    page.goto("/search/list/")
    assert not page.get_by_role("button", name="Export as a file").is_visible()
    expect(page.get_by_label("Records, by their names")).to_be_visible()
