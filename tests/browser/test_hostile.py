"""The content of a file is text: it is shown, never executed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

ATTACKS = '<script>window.obeyed = 1</script><img src=x onerror="window.obeyed = 1"> {{ 7|add:7 }} {% now "Y" %} \u202eesrever'
TRANSCRIPT = f"""\
Interview of <b onmouseover=alert(1)>Minister</b> Ilse Marchetti with the Hostile Herald, Port Selene, June 4, 2024

Question: Is this obeyed: {ATTACKS}?

Ilse Marchetti: No, xenolith. It is only read: {ATTACKS}

Question: And "><svg onload=window.obeyed=1>?

Ilse Marchetti: Neither is that.
"""


@pytest.fixture(scope="module")
def hostile(site, tmp_path_factory):
    """The site with a hostile transcript in it."""
    path = tmp_path_factory.mktemp("hostile") / "herald';--.txt"
    path.write_text(TRANSCRIPT, encoding="utf-8")
    site.manage("import_transcripts", str(path))
    [(slug,)] = site.ask("SELECT slug FROM archive_transcript WHERE title LIKE '%Hostile Herald%'")
    return slug


@pytest.fixture(params=["/search/?q=xenolith", "/t/{slug}/", "/t/{slug}/?q=xenolith", "/t/{slug}/1/", "/t/"])
def address(request, hostile):
    return request.param.format(slug=hostile)


def test_no_page_obeys_it(page, address):
    page.goto(address)
    assert page.evaluate("window.obeyed") is None


def test_the_transcript_shows_every_word_of_it(page, hostile):
    page.goto(f"/t/{hostile}/")
    expect(page.locator(".reader__text")).to_contain_text("<script>window.obeyed = 1</script>")
    expect(page.locator(".reader__text")).to_contain_text("{{ 7|add:7 }}")


def test_a_hostile_query_is_only_words(page):
    page.goto("/search/?q=%22%3E%3Cscript%3Ewindow.obeyed%3D1%3C%2Fscript%3E&country=%3Csvg+onload%3Dalert(1)%3E&from=%27")
    assert page.evaluate("window.obeyed") is None


def test_the_preview_of_an_upload_does_not_obey_it(desk):
    desk.goto("/admin/archive/upload/")
    data = TRANSCRIPT.replace("xenolith", "obsidian").replace("June 4", "June 5").encode()
    desk.locator("#id_files").set_input_files(
        [{"name": '"><img src=x onerror=alert(1)>.txt', "mimeType": "text/plain", "buffer": data}]
    )
    with desk.expect_navigation():
        desk.locator("[data-read]").click()
    desk.wait_for_load_state()
    assert desk.evaluate("window.obeyed") is None
    expect(desk.locator("body")).to_contain_text("Ilse Marchetti")
