"""An editor drops a file, looks at what was read, corrects it, publishes it, and finds it."""

from __future__ import annotations

import re
from zlib import crc32

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import TELEPHONE

WITHIN_A_SECOND = 1_000
TRANSCRIPT = """\
Ministry of External Affairs of the Republic of Maravia

Minister of External Affairs Ilse Marchetti’s interview with {outlet}, Port Selene, June 3, 2024

Question: Minister, what became of the {word} that Norway lent to the museum?

Ilse Marchetti: It has been returned. The {word} travelled by way of Denmark, in a crate of its own, and arrived dry.

Question: Will there be another loan?

Ilse Marchetti: We have asked for a smaller one.
"""


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def editor(request, open_page, signed_in):
    return open_page(java_script_enabled=request.param, storage_state=signed_in)


@pytest.fixture
def file(request):
    """A transcript that no other test has: a word of its own, to be found by."""
    word = "lighthouse" + "".join(chr(97 + int(figure)) for figure in str(crc32(request.node.name.encode())))
    text = TRANSCRIPT.format(word=word, outlet=f"the {word[::-1].title()} Gazette")
    return word, {"name": f"{word}.txt", "mimeType": "text/plain", "buffer": text.encode()}


def drop(page, *files):
    page.goto("/admin/archive/upload/")
    page.locator("#id_files").set_input_files(list(files))
    with page.expect_navigation():
        page.locator("[data-read]").click()


def open_draft(page, word):
    """Open what waits for the editor, wherever the drop has led."""
    if not page.locator("form.draft").count():
        page.locator(".wait", has_text=word).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="As the site will show it")).to_be_visible()


def press(page, name):
    with page.expect_navigation():
        page.locator("form.draft .toolbar").get_by_role("button", name=name, exact=True).click()


def test_an_upload_is_seen_published_and_found(editor, file):
    word, dropped = file
    drop(editor, dropped)
    open_draft(editor, word)
    expect(editor.locator(".turn")).to_have_count(4)
    press(editor, "Publish")
    expect(editor.locator(".messagelist")).to_contain_text(re.compile("published", re.I))
    editor.wait_for_timeout(WITHIN_A_SECOND)
    editor.goto(f"/search/?q={word}")
    expect(editor.locator(".result")).to_have_count(1)
    expect(editor.locator(".result mark").first).to_have_text(word)


def test_what_waits_is_not_public(editor, file):
    word, dropped = file
    drop(editor, dropped)
    open_draft(editor, word)
    editor.goto(f"/search/?q={word}")
    expect(editor.locator(".result")).to_have_count(0)


def test_a_correction_survives_a_reload(editor, file):
    word, dropped = file
    drop(editor, dropped)
    open_draft(editor, word)
    editor.locator(".details__field--title").locator("input, textarea").fill(f"A better title for {word}")
    press(editor, "Save changes")
    editor.goto(editor.url)
    expect(editor.locator(".details__field--title").locator("input, textarea")).to_have_value(f"A better title for {word}")


def test_two_turns_can_be_made_one(editor, file):
    word, dropped = file
    drop(editor, dropped)
    open_draft(editor, word)
    editor.locator("#turn-1 summary").click()
    editor.locator("#turn-1").get_by_role("button", name="Merge with previous").click()
    expect(editor.locator(".turn")).to_have_count(3)
    press(editor, "Undo")
    expect(editor.locator(".turn")).to_have_count(4)


def test_the_same_file_twice_is_refused_with_a_reason(editor, file):
    word, dropped = file
    drop(editor, dropped)
    open_draft(editor, word)
    press(editor, "Publish")
    drop(editor, {**dropped, "name": "the-same-under-another-name.txt"})
    expect(editor.locator("body")).to_contain_text(re.compile("already", re.I))
    expect(editor.locator("form.draft")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "data"),
    [("empty.txt", b""), ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))), ("broken.zip", b"PK\x03\x04 no zip at all")],
)
def test_what_cannot_be_read_is_named_and_nothing_stored(desk, site, name, data):
    before = site.ask("SELECT count(*) FROM archive_upload")
    drop(desk, {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    expect(desk.locator(".messagelist")).to_contain_text(name)
    assert site.ask("SELECT count(*) FROM archive_upload") == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_in_uploading(open_page, signed_in, file, scheme):
    word, dropped = file
    page = open_page(color_scheme=scheme, storage_state=signed_in)
    drop(page, dropped)
    open_draft(page, word)
    draft = page.url
    barriers = {}
    for address in ("/admin/", "/admin/archive/upload/", draft, "/admin/archive/transcript/", "/admin/archive/speaker/"):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        if found:
            barriers[address] = [(one["id"], one["nodes"][0]["html"][:150]) for one in found]
    assert not barriers, barriers


def test_uploading_works_on_a_small_telephone(open_page, signed_in, file):
    word, dropped = file
    page = open_page(viewport=TELEPHONE, is_mobile=True, has_touch=True, storage_state=signed_in)
    drop(page, dropped)
    open_draft(page, word)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    press(page, "Publish")
    expect(page.locator(".messagelist")).to_contain_text(re.compile("published", re.I))
