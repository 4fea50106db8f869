from __future__ import annotations

from types import SimpleNamespace

from archive.pages.presenters import ReadParagraph
from search.display import template_marks
from search.display.template_marks import A_MARK, find_hits
from search.query.budget import Budget


def test_the_marks_of_a_page_are_counted_since_each_is_written(monkeypatch):
    paragraphs = tuple(ReadParagraph(number, "grain " * 100) for number in range(1, 11))
    record = SimpleNamespace(turns=(SimpleNamespace(turn=SimpleNamespace(role="answer"), paragraphs=paragraphs),))
    whole = find_hits("grain", [record])
    assert (whole.total, whole.cut) == (1000, False)
    monkeypatch.setattr(template_marks, "Budget", lambda: Budget(500 * A_MARK))
    some = find_hits("grain", [record])
    assert some.cut
    assert 0 < some.total <= 500
