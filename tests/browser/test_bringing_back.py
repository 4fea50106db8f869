"""A file that would remove much waits for a decision; a revision stored anyway is restored under its addresses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_uploading import drop, file, open_draft, press

__all__ = ["file"]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def editor(request, open_page, signed_in):
    return open_page(java_script_enabled=request.param, storage_state=signed_in)


def cut(dropped):
    """Return the file with its second question and answer gone and nothing else changed."""
    text = re.sub(rb"Question: Will there be.*", b"", dropped["buffer"], flags=re.S)
    return {**dropped, "name": "cut.txt", "buffer": text}


def test_what_a_revision_took_is_seen_beforehand_and_brought_back(editor, file):
    word, dropped = file
    drop(editor, dropped)
    open_draft(editor, word)
    press(editor, "Publish")
    editor.locator(".messagelist").get_by_role("link", name="View on the site").click()
    second = f"{editor.url}2/"
    drop(editor, cut(dropped))
    open_draft(editor, word)
    expect(editor.locator(".losses summary")).to_contain_text("Much of the stored text would be lost")
    expect(editor.locator(".losses")).to_contain_text("Will there be another loan?")
    press(editor, "Store as new revision")
    assert editor.request.get(second).status == 410
    editor.locator(".messagelist a").first.click()
    editor.get_by_role("link", name="Restore revision 1").click()
    expect(editor.get_by_role("heading", name="Records that come back (1)")).to_be_visible()
    with editor.expect_navigation():
        editor.get_by_role("button", name="Restore revision 1").click()
    expect(editor.locator(".messagelist")).to_contain_text("Revision 1 is current again, as revision 3")
    answer = editor.request.get(second)
    assert answer.status == 200 and "We have asked for a smaller one." in answer.text()
