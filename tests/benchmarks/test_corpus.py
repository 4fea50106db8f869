from __future__ import annotations

from benchmarks import corpus


def test_records_have_the_countries_that_their_passages_name(monkeypatch):
    base = corpus.Base("On grain", [("What of Serbia?", ["RS"])], [("Ask in Paris.", ["FR"]), ("Ask the Soviets.", ["SUHH"])])
    monkeypatch.setattr(corpus, "base_records", lambda: [base])
    (made,) = corpus.documents(1)
    assert made["country"] == ["FR", "RS"]
    assert made["country_question"] == ["RS"]
    assert made["org"] == ["SUHH"]
