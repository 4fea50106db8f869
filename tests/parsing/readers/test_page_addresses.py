"""What a saved page says of itself: its address, and the menus that are no part of it."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

SAID = (
    "<p>Question: Will the ferry leave on Monday, and who will pay for it?</p><p>Ilse Marchetti: It will leave on Monday.</p>" * 3
)


def page(head: str, top: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{top}<h1>Interview with Ilse Marchetti</h1>{SAID}</body></html>".encode()


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://mea.example/en/57">', "https://mea.example/en/57"),
        ('<link rel="canonical" href="../57.html"><base href="https://mea.example/en/a/">', "https://mea.example/en/57.html"),
        (
            '<link rel="canonical" href="../57.html"><meta property="og:url" content="https://mea.example/57">',
            "https://mea.example/57",
        ),
        ('<link rel="canonical" href="../57.html">', None),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ('<link rel="canonical" href="http://["><base href="http://[">', None),
    ],
    ids=["full", "relative to the base", "another is full", "relative", "a script", "broken"],
)
def test_it_keeps_only_an_address_that_leads_somewhere(head, address):
    assert parse_transcript(page(head), "page.html").source_url == address


def test_it_takes_no_entry_of_a_menu_for_the_place():
    menu = '<div class="left"><ul><li><a href="/b">Biography</a></li><li><a href="/s">Speeches</a></li></ul></div>'
    assert parse_transcript(page("", menu), "page.html").place is None


def test_it_keeps_a_list_in_which_something_is_said():
    listed = page("").replace(
        b"</body>", b"<p>Ilse Marchetti: Two things:</p><ul><li>one <a href='/x'>ferry</a></li></ul></body>"
    )
    assert "one ferry" in parse_transcript(listed, "page.html").turns[-1].text
