"""An editor sets the second factor up with an app, and signs in with its codes and with a recovery code."""

from __future__ import annotations

import base64
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_otp.oath import totp
from playwright.sync_api import expect

from tests.browser.conftest import TELEPHONE

NAME, PASSWORD = "lampkeeper", "the-harbour-lamps-are-lit"
MAKE = """
from django.contrib.auth.models import User
User.objects.create_superuser({name!r}, password={password!r})
"""


@pytest.fixture(scope="module")
def account(site):
    """Make an account of this module's own: the administrator's stays as it is."""
    site.manage("shell", "-c", MAKE.format(name=NAME, password=PASSWORD))
    return NAME


def type_password(page, name):
    page.goto("/admin/login/?next=/admin/account/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def type_code(page, code):
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Sign in").click()


def code_of(key, steps=0):
    """Return the code that an app shows now, or some steps of thirty seconds later."""
    return f"{totp(base64.b32decode(key), drift=steps):06}"


def set_up(page):
    """Do what the account's page leads to; return the key that the app was given, and the recovery codes."""
    page.get_by_role("link", name="Set up the second factor").click()
    expect(page.get_by_role("img", name="The key as a QR code").locator("svg")).to_be_visible()
    key = page.locator(".account__key").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill(code_of(key))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Turn it on").click()
    return key, page.locator(".account__codes code").all_inner_texts()


def found_by_axe(page):
    return [
        f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in Axe().run(page, options={"preload": False}).response["violations"]
    ]


def test_from_setting_up_to_signing_in_with_a_code_and_with_a_recovery_code(open_page, site, account):
    page = open_page()
    type_password(page, account)
    key, codes = set_up(page)
    assert len(codes) == 10 and all(re.fullmatch(r"[a-z0-9-]{8,}", code) for code in codes)
    page.get_by_role("link", name="I have saved them").click()
    expect(page).to_have_url(re.compile("/admin/$"))

    other = open_page()
    type_password(other, account)
    expect(other.get_by_text("Your password is right.")).to_be_visible()
    other.goto("/admin/account/")
    assert "/admin/login/" in other.url  # the password alone lets nobody in
    type_password(other, account)
    type_code(other, "000000" if code_of(key, 1) != "000000" else "111111")
    expect(other.locator(".errorlist")).to_be_visible()
    other.wait_for_timeout(1_500)  # a wrong code is followed by a pause of a second
    type_code(other, code_of(key, 1))  # the code of now was used when it was set up
    expect(other.get_by_role("heading", name="Second factor")).to_be_visible()

    third = open_page(viewport=TELEPHONE)
    type_password(third, account)
    type_code(third, codes[0])
    expect(third.get_by_text("You have 9 unused recovery codes")).to_be_visible()
    assert third.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_asks_for_a_code_can_be_read_by_everybody(open_page, site, account, scheme):
    page = open_page(color_scheme=scheme, viewport=TELEPHONE, bypass_csp=True)  # axe sets styles to measure
    type_password(page, account)
    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
