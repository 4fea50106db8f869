"""An address with #p<number> leads to its paragraph, on whatever page of a long transcript that stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

SITTING = (
    "Ministry of External Affairs of Maravia\n\nMinister Ilse Marchetti’s news conference, Port Selene, June 5, 2024\n\n"
    + "".join(
        f"Question: What of berth {n}?\n\nIlse Marchetti: Berth {n} stays open to every ship that asks.\n\n"
        for n in range(1, 251)
    )
)


@pytest.fixture(scope="module")
def sitting(site, tmp_path_factory):
    """Return the address of a transcript of two pages."""
    file = tmp_path_factory.mktemp("long") / "sitting.txt"
    file.write_text(SITTING, encoding="utf-8")
    site.manage("import_transcripts", str(file))
    [(slug,)] = site.ask("SELECT slug FROM archive_transcript WHERE page_starts <> '[]' AND date = '2024-06-05'")
    return f"/t/{slug}/"


def test_an_old_address_leads_to_the_page_with_its_paragraph(page, sitting):
    page.goto(f"{sitting}#p480")
    page.wait_for_url("**p=480#p480")
    expect(page.locator("#p480")).to_be_in_viewport()


def test_a_paragraph_that_is_not_there_is_said_once(page, sitting):
    page.goto(f"{sitting}#p9999")
    page.wait_for_url("**p=9999#p9999")
    expect(page.locator(".notice")).to_contain_text("no paragraph 9999")


def test_without_scripts_the_number_can_be_typed(open_page, sitting):
    page = open_page(java_script_enabled=False)
    page.goto(f"{sitting}#p480")
    expect(page.locator(".parts__hint")).to_contain_text("#p and a number")
    page.get_by_label("Go to paragraph").fill("480")
    page.get_by_role("button", name="Go", exact=True).click()
    page.wait_for_url("**p=480#p480")
    expect(page.locator("#p480")).to_be_in_viewport()


def test_pages_are_turned_by_links(page, sitting):
    page.goto(sitting)
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".part")).to_contain_text("Page 2 of 2")
