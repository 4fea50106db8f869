"""A browser, a site, and pages that fail the test for any hidden error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import chromium
from tests.browser.addresses import MISSING
from tests.browser.site import start

HERE = Path(__file__).parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
DESK = {"width": 1280, "height": 900}
CHOSEN = "harbour-lamps-after-dusk"
TELEPHONE = {"width": 320, "height": 640}
PATIENCE = 180_000  # milliseconds: no test depends on how fast a machine is that has much else to do


def pytest_collection_modifyitems(items):
    """Mark these tests; one worker runs all of them, since they share a server and a browser."""
    reason = chromium.reason_for_none()
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if reason:
                item.add_marker(pytest.mark.skip(reason=f"not run: {reason}"))


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site of a first start: the samples, and nothing else."""
    running = start(tmp_path_factory.mktemp("site"))
    yield running
    running.stop()


@pytest.fixture
def open_page(browser, site):
    """Open a window. Any error of its pages (scripts, policy, missing files) fails the test."""
    contexts, complaints = [], []

    def opened(at=None, **options):
        context = browser.new_context(base_url=(at or site).url, viewport=DESK, **options) if "viewport" not in options else None
        context = context or browser.new_context(base_url=(at or site).url, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda message: complaints.append(said(message)) if is_complaint(message) else None)
        page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}") if is_lost(request) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


def is_complaint(message):
    """Chromium also notes a page that is rightly missing as an error."""
    return message.type == "error" and not message.location.get("url", "").endswith(MISSING)


def said(message):
    return f"console: {message.text} ({message.location.get('url', '')})"


def is_lost(request):
    """A request that a newer navigation cut short is not lost."""
    return "ERR_ABORTED" not in (request.failure or "")


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture(scope="session")
def signed_in(browser, site):
    """Return the cookies of the administrator: signing in is slow on purpose."""
    context = browser.new_context(base_url=site.url)
    sign_in(context.new_page(), site)
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def desk(open_page, signed_in):
    """A window signed in as the administrator."""
    return open_page(storage_state=signed_in)


def sign_in(page, site):
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda address: "/admin/login/" not in address)
    if "password_change" in page.url:
        choose_password(page, site)
    page.wait_for_url("**/admin/")
    return page


def choose_password(page, site):
    """Do what the first sign-in asks for."""
    page.get_by_label("Old password").fill(site.password)
    page.locator("#id_new_password1").fill(CHOSEN)
    page.locator("#id_new_password2").fill(CHOSEN)
    page.locator("input[type=submit]").click()
    site.chosen = CHOSEN
