"""Take the README's three pictures anew, from the samples: `python -m tests.browser.screenshots`.

With a folder (`python -m tests.browser.screenshots FOLDER`) take every public page into it, wide and narrow, light and dark.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from tests import chromium
from tests.browser.addresses import of_every_page
from tests.browser.conftest import ARGUMENTS
from tests.browser.site import Site, start
from tests.house import ROOT

PICTURES = ROOT / "docs" / "img"
SIZE = {"width": 1280, "height": 1000}
WIDTHS = (1280, 390)
SEARCH = "/search/?q=water+OR+river&from=2016"


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


def take_all(browser, site: Site, folder: Path) -> None:
    """Take every kind of page at every width in both schemes: `03-search-390-dark.png`."""
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for number, address in enumerate(of_every_page(site)):
                page.goto(site.url + address)
                name = re.sub(r"[^a-z]+", "-", address.split("?")[0].lower()).strip("-")[:30] or "home"
                page.screenshot(path=folder / f"{number:02}-{name}-{width}-{scheme}.png", full_page=True)
            page.close()


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
            if sys.argv[1:]:
                wanted = Path(sys.argv[1])
                wanted.mkdir(parents=True, exist_ok=True)
                take_all(browser, site, wanted)
            else:
                take(browser.new_page(viewport=SIZE, color_scheme="light"), site)
        finally:
            site.stop()
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
