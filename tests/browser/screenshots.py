"""Take the README's three pictures anew, from the samples: `python -m tests.browser.screenshots`."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from tests import chromium
from tests.browser.conftest import ARGUMENTS
from tests.browser.site import Site, start
from tests.house import ROOT

PICTURES = ROOT / "docs" / "img"
SIZE = {"width": 1280, "height": 860}
SEARCH = "/search/?q=%22strategic+stability%22&country=US"


def take(page, site: Site) -> None:
    """Take the home page, a search, and the passage that its first result leads to (in dark)."""
    page.goto(f"{site.url}/")
    page.screenshot(path=PICTURES / "home.png")
    page.goto(site.url + SEARCH)
    page.screenshot(path=PICTURES / "search.png")
    page.emulate_media(color_scheme="dark")
    page.locator(".result__title a").first.click()
    page.wait_for_url(re.compile("/t/"))
    page.screenshot(path=PICTURES / "transcript.png")


def main() -> int:
    """Run a site on a folder of its own and take the pictures."""
    from playwright.sync_api import sync_playwright

    if chromium.reason_for_none():
        sys.stderr.write(chromium.reason_for_none() + "\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        site = start(Path(folder))
        try:
            take(browser.new_page(viewport=SIZE, color_scheme="light"), site)
        finally:
            site.stop()
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
