"""Every page is for everybody: narrow screens, keyboards, screen readers, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver, resolve

from tests.browser.addresses import MISSING, of_every_page
from tests.browser.conftest import TELEPHONE

WIDER_THAN_THE_SCREEN = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => element.tagName + "." + element.className).slice(0, 5);
}"""
FOCUS_IS_SEEN = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  const framed = [...element.querySelectorAll("rect")].some((shape) => getComputedStyle(shape).stroke !== "none");
  const drawn = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none" || framed;
  return {name: element.outerHTML.slice(0, 120), page: element === document.body, seen: drawn && box.width > 0 && box.height > 0};
}"""
HERE = "() => document.activeElement.matches(%r)"
TABS = 150


NO_PAGES = {
    *("kept_form", "original", "favicon", "robots", "healthz", "readyz", "search_json", "suggest_json", "why_in_short"),
    *("dump_file", "transcript_file", "search_result", "oai", "metrics", "record_list_file", "search_new"),
    *("export_file", "feed", "search_feed", "corrections_feed", "sitemaps", "sitemap", "opensearch", "suggest_list"),
}


def test_every_page_of_the_site_is_looked_at(site):
    named = {pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)}
    named |= {pattern.name for pattern in get_resolver("search.urls").url_patterns if getattr(pattern, "name", None)}
    named |= {resolve("/api/").url_name}
    paths = [address.partition("?")[0] for address in of_every_page(site) if address != MISSING]
    assert {resolve(path).url_name for path in paths} == named - NO_PAGES


def status_of(address):
    return 404 if address == MISSING else 200


def test_no_page_needs_sideways_scrolling_on_a_small_telephone(open_page, site):
    page = open_page(viewport=TELEPHONE, is_mobile=True, has_touch=True)
    wide = {}
    for address in of_every_page(site):
        visit(page, address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide[address] = page.evaluate(WIDER_THAN_THE_SCREEN)
    assert not wide, wide


def visit(page, address):
    """Go there; the console's own word about a page that is rightly missing is no complaint."""
    assert page.goto(address).status == status_of(address), address


def barriers_on(page, site):
    """Return what axe finds amiss, by address of every page of the site."""
    barriers = {}
    for address in of_every_page(site):
        visit(page, address)
        found = Axe().run(page, options={"preload": False}).response["violations"]
        if found:
            barriers[address] = [(one["id"], one["nodes"][0]["html"][:150]) for one in found]
    return barriers


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_on_any_page(open_page, site, scheme):
    page = open_page(color_scheme=scheme)
    barriers = barriers_on(page, site)
    assert not barriers, barriers


def test_axe_finds_no_barrier_on_a_telephone(open_page, site):
    page = open_page(viewport=TELEPHONE, is_mobile=True, has_touch=True)
    barriers = barriers_on(page, site)
    assert not barriers, barriers


def tab_to(page, selector):
    """Press Tab until this element has the focus."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.evaluate(HERE % selector):
            return
    raise AssertionError(f"{selector} cannot be reached with {TABS} tabs")


def test_the_keyboard_alone_searches_narrows_and_opens(page):
    page.goto("/")
    page.keyboard.type("cooperation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=cooperation")
    if not page.locator("input[name=country]").first.is_visible():
        tab_to(page, "#filters > summary")
        page.keyboard.press("Enter")
    tab_to(page, "input[name=country]")
    page.keyboard.press("Space")  # what is ticked applies at once, and the box keeps the focus
    page.wait_for_url("**country=**")
    assert page.evaluate(HERE % "input[name=country]")
    tab_to(page, ".result__title a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/t/**")


def test_the_first_tab_skips_to_the_content(page):
    page.goto("/about/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(HERE % "main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_can_always_be_seen(open_page, scheme):
    page = open_page(color_scheme=scheme)
    page.goto("/search/?q=cooperation")
    page.evaluate("document.activeElement.blur()")
    unseen = []
    for _ in range(TABS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS_IS_SEEN)
        if stop["page"]:
            break
        if not stop["seen"]:
            unseen.append(stop["name"])
    assert not unseen, unseen


def test_print_leaves_out_what_only_a_screen_can_use(open_page, site):
    page = open_page()
    page.goto(next(address for address in of_every_page(site) if address.startswith("/t/") and address != "/t/"))
    page.emulate_media(media="print")
    assert not page.locator(".masthead__nav").is_visible()
    assert page.locator(".turn__words").first.is_visible()
