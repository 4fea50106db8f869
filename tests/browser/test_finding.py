"""A reader searches, narrows, opens and goes back, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

PHRASE = '"strategic stability"'
NUMBER = re.compile(r"[\d,]+")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(request, open_page):
    return open_page(java_script_enabled=request.param)


def search(page, words):
    page.goto("/")
    page.get_by_label("Search what was said").fill(words)
    page.get_by_role("button", name="Search", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("strategic stability")
    page.wait_for_load_state()  # what scripts listen to is listened to from here on


def total(page) -> int:
    return int(NUMBER.search(page.get_by_role("heading", level=1).inner_text().replace(PHRASE, "")).group().replace(",", ""))


def narrow(page, facet, value) -> int:
    """Choose a value; return the count that stood beside it."""
    box = page.locator(f"input[name={facet}][value={value}]")
    if not box.is_visible():
        page.locator("#filters > summary").click()
    label = page.locator(f"label[for={box.get_attribute('id')}] .facet__count")
    promised = int(NUMBER.search(label.inner_text()).group())
    with page.expect_navigation():
        box.check()  # with scripts it applies at once
        if page.locator(".theme-switch").is_hidden():
            page.locator(".filters__apply button").click()
    return promised


def test_the_home_page_waits_for_words(page):
    page.goto("/")
    expect(page.get_by_label("Search what was said")).to_be_focused()


def test_a_search_marks_the_phrase_as_one(reader):
    search(reader, PHRASE)
    marked = reader.locator(".result__passage mark").all_inner_texts()
    assert marked and all(text.lower() == "strategic stability" for text in marked)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_first_result_is_in_sight(open_page, width):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto("/search/?q=water+OR+river&from=2016")
    title = page.locator(".result__title").first.bounding_box()
    passage = page.locator(".result__passage").first.bounding_box()
    assert title["y"] + title["height"] < 620
    assert passage["y"] < 700


def test_the_strip_opens_as_a_chart(reader):
    search(reader, PHRASE)
    expect(reader.locator(".strip .chart")).to_be_hidden()
    reader.locator(".strip > summary").click()
    expect(reader.locator(".strip .chart")).to_be_visible()


def test_from_result_to_result_and_back(reader):
    search(reader, PHRASE)
    headline = reader.locator(".result__title").first.inner_text()
    reader.locator(".result__title a").first.click()
    reader.get_by_role("link", name="Next result").click()
    expect(reader.locator(".trail__here")).to_have_text("Result 2")
    reader.get_by_role("link", name="Back to results").click()
    expect(reader.locator(".result__title").first).to_have_text(headline)


def test_a_filter_gives_what_it_promised(reader):
    search(reader, PHRASE)
    before = total(reader)
    promised = narrow(reader, "country", "US")
    expect(reader.get_by_role("list", name="Chosen filters")).to_contain_text("United States")
    assert promised == total(reader) < before


def test_a_filter_can_be_dropped_again(reader):
    search(reader, PHRASE)
    before = total(reader)
    narrow(reader, "country", "US")
    reader.get_by_role("link", name=re.compile("Remove filter .*United States")).click()
    expect(reader.get_by_role("list", name="Chosen filters")).to_have_count(0)
    assert total(reader) == before


def test_a_result_opens_at_its_paragraph_with_the_words_marked(reader):
    search(reader, PHRASE)
    reader.locator(".result__title a").first.click()
    reader.wait_for_url(re.compile(r"/t/[^/]+/.*#p\d+$"))
    paragraph = reader.locator(f"#{reader.url.rsplit('#', 1)[1]}")
    expect(paragraph).to_be_in_viewport()
    expect(paragraph.locator("mark").first).to_have_text(re.compile("strategic stability", re.I))


def test_going_back_finds_the_search_as_it_was_left(reader):
    search(reader, PHRASE)
    narrow(reader, "country", "US")
    left = reader.url
    shown = reader.locator(".result__title").all_inner_texts()
    reader.locator(".result__title a").first.click()
    reader.wait_for_url("**/t/**")
    reader.go_back()
    assert reader.url == left
    assert reader.locator(".result__title").all_inner_texts() == shown
    expect(reader.locator("input[name=country][value=US]")).to_be_checked()


def test_a_bar_of_the_chart_narrows_to_its_year(reader):
    search(reader, PHRASE)
    before = total(reader)
    reader.locator(".strip > summary").click()
    reader.locator(".chart a[href*='from=']").first.click()
    reader.wait_for_url("**from=**")
    assert 0 < total(reader) < before


def test_what_is_ticked_applies_at_once_and_the_box_keeps_the_focus(page):
    search(page, PHRASE)
    before = total(page)
    box = page.locator("input[name=kind]").first
    box.check()
    page.wait_for_url("**kind=**")
    assert total(page) < before
    expect(page.locator("input[name=kind]:checked")).to_be_focused()


def test_finding_nothing_says_what_was_searched(reader):
    reader.goto("/search/?q=xylophonist&country=CH")
    expect(reader.get_by_role("main")).to_contain_text("xylophonist")
    expect(reader.get_by_role("link", name=re.compile("Switzerland|filter", re.I)).first).to_be_visible()


def test_the_next_hit_of_a_transcript_is_one_step_away(page):
    search(page, PHRASE)
    page.locator(".result__title a").first.click()
    page.wait_for_url("**/t/**")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("mark.here")).to_be_in_viewport()


def test_focus_on_a_country_shows_the_sentence_that_made_it_so(page):
    search(page, PHRASE)
    tag = page.locator(".tag").first
    expect(tag.locator(".tag__said")).to_be_hidden()
    tag.locator(".tag__name").focus()
    expect(tag.locator(".tag__said mark").first).to_be_visible()


def test_sentences_come_when_a_country_is_pointed_at_and_only_once(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/short/") else None)
    search(page, PHRASE)
    assert asked == []
    tag = page.locator(".tag").first
    for _ in range(2):
        tag.hover()
        expect(tag.locator(".tag__said mark").first).to_be_visible()
        page.locator("h1").hover()
        expect(tag.locator(".tag__said")).to_be_hidden()
    assert len(asked) == 1


def test_without_an_answer_a_country_still_leads_to_its_sentences(page):
    page.route("**/short/", lambda route: route.fulfill(status=204))
    search(page, PHRASE)
    tag = page.locator(".tag").first
    with page.expect_response("**/short/"):
        tag.locator(".tag__name").focus()
    expect(tag.locator(".tag__said")).to_have_count(0)
    tag.locator(".tag__why").click()
    expect(page.locator(".why__words mark").first).to_be_visible()


def test_why_leads_to_the_sentences_with_layer_and_rule(reader):
    search(reader, PHRASE)
    tag = reader.locator(".tag").first
    name = tag.locator(".tag__name").inner_text()
    tag.locator(".tag__name").focus()
    tag.locator(".tag__why").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(name)
    expect(reader.locator(".why__reasons li").first).to_contain_text(": by")


def test_escape_closes_the_sentences(page):
    search(page, PHRASE)
    tag = page.locator(".tag").first
    tag.locator(".tag__name").focus()
    page.keyboard.press("Escape")
    expect(tag.locator(".tag__said")).to_be_hidden()


def test_naming_only_narrows_what_counts(reader):
    search(reader, PHRASE)
    if not reader.locator("#choice-layer").is_visible():
        reader.locator("#filters > summary").click()
    reader.locator("#choice-layer").select_option("named")
    with reader.expect_navigation():
        reader.locator(".filters__apply button").click()
    expect(reader.locator("#choice-layer")).to_have_value("named")
    assert "layer=named" in reader.url


@pytest.mark.parametrize("choose", ["tick", "select", "type"])
def test_back_shows_what_is_applied_not_what_was_ticked(reader, choose):
    search(reader, PHRASE)
    if not reader.locator("input[name=speaker]").first.is_visible():
        reader.locator("#filters > summary").click()
    if choose == "tick":
        reader.locator("input[name=speaker]").first.check()
    elif choose == "type":
        reader.locator("#from").fill("2019")
    else:
        reader.locator("select[name=country_mode]").select_option("all")
    with reader.expect_navigation():
        reader.locator(".filters__apply button").click()
    reader.go_back()
    expect(reader).not_to_have_url(re.compile("speaker=|from=|country_mode="))
    expect(reader.locator("input[name=speaker]:checked")).to_have_count(0)
    expect(reader.locator("#from")).to_have_value("")
    expect(reader.locator("select[name=country_mode]")).to_have_value("")
