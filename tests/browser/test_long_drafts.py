"""A draft of several pages in a browser: navigation, what is sent, and typed words interrupted by others or a timeout."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_uploading import drop, press

PAIRS = 130
SITTING = "Ministry of Weirs of Skarvoy\n\nMinister Bente Aasen’s news conference on {0}, Skarvoy, June 9, 2020\n\n"
ASKED = "Question: What of {0} {1}?\n\nBente Aasen: The {0} {1} is open to all who ask for it.\n\n"


def talk(word, pairs=PAIRS):
    text = SITTING.format(word) + "".join(ASKED.format(word, n) for n in range(pairs))
    return {"name": f"{word}.txt", "mimeType": "text/plain", "buffer": text.encode()}


def opened(page, word, pairs=PAIRS):
    drop(page, talk(word, pairs))
    expect(page.locator("form.draft")).to_be_visible()
    return page.url.partition("?")[0]


def correct(page, turn, office):
    page.locator(f"#turn-{turn} summary").click()
    page.locator(f"[name=turn-{turn}-office]").fill(office)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def editor(request, open_page, signed_in):
    return open_page(java_script_enabled=request.param, storage_state=signed_in)


def word_of(request):
    return "weir" + re.sub(r"[^a-z]", "", request.node.name)


def test_pages_are_turned_and_what_was_typed_goes_along(editor, request):
    draft = opened(editor, word_of(request))
    correct(editor, 3, "porter")
    editor.locator("[name=go-page]").fill("3")
    editor.get_by_role("button", name="Go", exact=True).first.click()
    editor.wait_for_url("**?page=3")
    expect(editor.locator("#turn-259")).to_be_attached()
    expect(editor.locator("#turn-3")).to_have_count(0)
    editor.goto(draft)
    expect(editor.locator("[name=turn-3-office]")).to_have_value("porter")


def test_words_are_found_in_the_whole_draft(editor, request):
    word = word_of(request)
    opened(editor, word)
    editor.get_by_label("Find in the draft").fill(f"the {word} 120 is")
    editor.get_by_role("button", name="Find", exact=True).click()
    expect(editor.locator(".ways__found")).to_contain_text("is in 1 turn.")
    editor.locator(".ways__found").get_by_role("button", name="Turn 242").click()
    editor.wait_for_url("**page=3**#turn-241")
    expect(editor.locator("#turn-241")).to_be_in_viewport()


def test_only_what_was_changed_is_sent(desk, request):
    opened(desk, word_of(request))
    correct(desk, 3, "porter")
    with desk.expect_request(lambda asked: asked.method == "POST") as sent, desk.expect_navigation():
        desk.locator(".toolbar").get_by_role("button", name="Save changes").click()
    names = re.findall(r'name="(turn-\d+)-', sent.value.post_data or "") or re.findall(r"(turn-\d+)-", sent.value.post_data or "")
    assert set(names) == {"turn-3"}
    expect(desk.locator("[name=turn-3-office]")).to_have_value("porter")


def test_signing_in_again_returns_to_the_page_with_what_was_typed(editor, site, request):
    draft = opened(editor, word_of(request))
    editor.goto(f"{draft}?page=2")
    correct(editor, 120, "porter")
    editor.context.clear_cookies(name="sessionid")
    editor.locator(".toolbar").get_by_role("button", name="Save changes").click()
    editor.get_by_label("Username").fill("admin")
    editor.get_by_label("Password").fill(site.password)
    editor.get_by_role("button", name="Log in").click()
    editor.wait_for_url("**?page=2")
    expect(editor.locator(".messagelist")).to_contain_text("You were signed out")
    expect(editor.locator("[name=turn-120-office]")).to_have_value("porter")
    press(editor, "Save changes")
    editor.goto(f"{draft}?page=2")
    expect(editor.locator("[name=turn-120-office]")).to_have_value("porter")


def test_after_back_the_page_shows_what_is_saved_or_typed_and_nothing_is_lost(editor, request):
    draft = opened(editor, word_of(request))
    correct(editor, 3, "porter")
    press(editor, "Save changes")
    editor.goto(f"{draft}?page=2")
    editor.go_back()
    expect(editor.locator("[name=turn-3-office]")).to_have_value("porter")
    editor.locator("[name=place]").fill("Old Weir")
    press(editor, "Save changes")
    editor.goto(draft)
    expect(editor.locator("[name=turn-3-office]")).to_have_value("porter")
    expect(editor.locator("[name=place]")).to_have_value("Old Weir")


def test_what_is_typed_while_another_window_publishes_goes_on_as_a_correction(open_page, signed_in, request):
    page = open_page(java_script_enabled=False, storage_state=signed_in)
    draft = opened(page, word_of(request))
    other = page.context.new_page()
    other.goto(draft)
    press(other, "Publish")
    correct(page, 3, "porter")
    press(page, "Save changes")
    expect(page.locator(".closed__typed")).to_contain_text("porter")
    expect(page.locator(".closed")).to_contain_text("published it")
    page.get_by_role("button", name="Correct the transcript").click()
    expect(page.locator(".messagelist")).to_contain_text("filled in here but not saved")
    expect(page.locator("[name=turn-3-office]")).to_have_value("porter")


def test_a_long_draft_is_published_in_the_background(desk, request):
    opened(desk, word_of(request), 1_050)
    press(desk, "Publish")
    desk.wait_for_url("**/publication/**")
    expect(desk.locator(".batch")).to_contain_text("is stored: 1050 records, published.")
    desk.get_by_role("link", name="View on the site").click()
    expect(desk.locator(".part").first).to_contain_text("Page 1 of")
