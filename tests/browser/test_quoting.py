"""Copying quoted words with a link, and opening it: in a real browser, by mouse, touch and keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

SELECT = """([first, from, last, to]) => {
  const places = (id) => {
    const walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };
  const place = (id, offset) => {
    for (const node of places(id)) {
      if (offset <= node.length) return [node, offset];
      offset -= node.length;
    }
  };
  const range = document.createRange();
  range.setStart(...place(first, from));
  range.setEnd(...place(last, to));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
COPY = "Copy quote with link"


@pytest.fixture
def answer(site):
    """Return the address, first paragraph and text of an answer of two paragraphs or more."""
    [(slug, text, numbers)] = site.ask(
        "SELECT t.slug, u.text, u.paragraphs FROM archive_turn u JOIN archive_transcript t ON t.id = u.transcript_id"
        " WHERE u.role = 'answer' AND t.language = 'en' AND u.text LIKE '%' || char(10) || char(10) || '%' ORDER BY u.id LIMIT 1"
    )
    return f"/t/{slug}/", numbers.strip("[]").split(", "), text.split("\n\n")


def copied(page):
    page.get_by_role("button", name=COPY).click()
    expect(page.locator(".quotebar [role=status]")).to_contain_text("Copied")
    return page.evaluate("navigator.clipboard.readText()")


def allowed(open_page, **options):
    return open_page(permissions=["clipboard-read", "clipboard-write"], **options)


def test_words_are_copied_with_citation_and_link_that_marks_them(open_page, answer):
    path, (number, *_), (text, *_) = answer
    page = allowed(open_page)
    page.goto(path)
    expect(page.locator(".quotebar")).to_be_hidden()
    words = text.split()[2:7]
    start = text.index(" ".join(words))
    page.evaluate(SELECT, [f"p{number}", start + 1, f"p{number}", start + len(" ".join(words)) - 1])  # cut words become whole
    said = copied(page)
    quote, citation, address = said.strip().split("\n\n")
    assert quote == f"“{' '.join(words)}”"
    assert f"paragraph {number}, revision 1" in citation
    page.goto(address)
    expect(page.locator("mark.quoted")).to_have_count(1)
    assert page.locator("mark.quoted").inner_text() == " ".join(words)
    expect(page.locator("#quote")).to_be_in_viewport()


def test_a_selection_over_paragraphs_by_keyboard(open_page, answer):
    path, (number, second, *_), (text, other, *_) = answer
    page = allowed(open_page)
    page.goto(path)
    page.evaluate(SELECT, [f"p{number}", 0, f"p{second}", len(other)])
    expect(page.get_by_role("button", name=COPY)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=COPY)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".quotebar [role=status]")).to_contain_text("Copied")
    said = page.evaluate("navigator.clipboard.readText()")
    assert said.startswith(f"“{text}\n\n{other}”")
    page.keyboard.press("Escape")
    expect(page.locator(".quotebar")).to_be_hidden()
    page.goto(said.strip().rsplit("\n", 1)[-1])
    assert page.locator("mark.quoted").all_inner_texts() == [text, other]


def test_where_no_page_may_copy_the_text_is_shown_selected_on_a_phone(open_page, answer):
    path, (number, *_), _ = answer
    page = open_page(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(path)
    page.locator(f"#p{number}").scroll_into_view_if_needed()
    page.evaluate(SELECT, [f"p{number}", 0, f"p{number}", 30])
    page.get_by_role("button", name=COPY).tap()
    field = page.get_by_label("Quote with link")
    expect(field).to_be_visible()
    assert "quote=" in field.input_value()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_words_that_were_changed_lead_to_the_nearest_passage(page, answer):
    path, (number, *_), (text, *_) = answer
    words = text.split()
    page.goto(f"{path}?quote={'+'.join([*words[:4], 'sardines', *words[5:9]])}&p={number}#quote")
    expect(page.locator("mark.quoted--nearest")).to_be_in_viewport()
    said = "getComputedStyle(document.querySelector('.paragraph:has(#quote)'), '::before').content"
    assert "not in this revision" in page.evaluate(said)


def test_without_scripts_a_paragraphs_link_and_the_form_serve(open_page, answer):
    path, (number, *_), (text, *_) = answer
    page = open_page(java_script_enabled=False)
    page.goto(path)
    assert page.locator(f"#p{number} .paragraph__link").get_attribute("href") == f"#p{number}"
    page.get_by_role("link", name="Cite", exact=True).click()
    page.get_by_label("Words to quote").fill(" ".join(text.split()[:6]))
    page.get_by_role("button", name="Get the link").click()
    page.get_by_role("link", name="Open the page with these words marked").click()
    assert page.locator("mark.quoted").inner_text() == " ".join(text.split()[:6]).rstrip(".,")
