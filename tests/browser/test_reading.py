"""Reading a transcript: the bar that stays, contents that follow, and the way back after a jump."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 800}


@pytest.fixture
def interview(site):
    """Return the address of the sample with the most records."""
    [(slug,)] = site.ask(
        "SELECT slug FROM archive_transcript t JOIN archive_record r ON r.transcript_id = t.id"
        " WHERE t.page_starts = '[]' GROUP BY t.id ORDER BY COUNT(*) DESC LIMIT 1"
    )
    return f"/t/{slug}/"


def read_to(page, record):
    page.evaluate("id => document.getElementById(id).scrollIntoView({ block: 'start' })", record)
    expect(page.locator(".readbar__here")).to_contain_text(f"{record[1:]} · ")


def test_the_bar_says_who_speaks_in_which_record(open_page, interview):
    page = open_page(viewport=PHONE)
    page.goto(interview)
    expect(page.locator(".readbar")).to_be_hidden()
    read_to(page, "r4")
    expect(page.locator(".readbar__here")).to_have_text(f"4 · {page.locator('#r4 .turn__name').last.inner_text()}")


def test_a_jump_can_be_taken_back(open_page, interview):
    page = open_page(viewport=PHONE)
    page.goto(interview)
    read_to(page, "r4")
    before = page.evaluate("scrollY")
    page.locator(".readbar").get_by_role("button", name="Contents").click()
    expect(page.locator(".contents__item a").first).to_be_in_viewport()
    page.locator(".contents__item a").first.click()
    page.get_by_role("button", name="Back to where I was").click()
    expect(page.get_by_role("button", name="Back to where I was")).to_be_hidden()
    assert page.evaluate("scrollY") == pytest.approx(before, abs=60)  # the contents stay open above it


def test_contents_follow_the_reading(page, interview):
    page.goto(interview)
    page.evaluate("document.getElementById('r5').scrollIntoView({ block: 'start' })")
    expect(page.locator(".contents__item").nth(4).locator("a")).to_have_attribute("aria-current", "location")
    expect(page.locator(".contents__item a[aria-current]")).to_have_count(1)


def test_words_are_found_in_the_transcript(open_page, interview):
    page = open_page(viewport=PHONE)
    page.goto(interview)
    read_to(page, "r4")
    page.locator(".readbar").get_by_role("button", name="Find").click()
    page.keyboard.type("the")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=the*")
    expect(page.locator("mark").first).to_be_attached()


def test_a_print_has_paragraph_numbers_address_revision_and_date_and_no_navigation(open_page, interview):
    page = open_page()
    page.goto(interview)
    numbers = page.locator(".paragraph[id]").evaluate_all("found => found.map(one => one.id)")
    with pdfplumber.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as printed:
        text = "\n".join(one.extract_text() for one in printed.pages)
    words = " ".join(text.split())
    assert set(numbers) <= set(words.split())
    assert interview in text.replace("\n", "")
    assert f"revision 1, read on {localdate():%-d %B %Y}" in words
    for navigation in ("Search", "Contents", "Transcripts", "Speakers", "Countries", "For editors", "Download", "Cite"):
        assert navigation not in words.split()
