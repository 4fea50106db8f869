"""Texts are gathered as what stands between spaces, and come out as the words that the analysis finds in them."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from search.engines.whoosh.storage.paragraph_starts import pieces
from search.engines.whoosh.writing.texts import TextBuffer
from search.text.words import TERM_OF, forms, tokens

LETTERS = "abAB19.,'’ʼ_-/ \n\t\u00a0\u2009\x1céЯ́ﬁ…U.S.ßl中和。กั한٢س"
TEXTS = st.lists(st.text(LETTERS, max_size=40), min_size=1, max_size=4)


def gathered(texts: list[str]) -> TextBuffer:
    buffer = TextBuffer()
    for record, text in enumerate(texts):
        buffer.add(record * 2, text)
    return buffer


def texts_of(buffer: TextBuffer) -> dict[int, list[tuple[int, str]]]:
    """Return the places and stems of each record in their order, as the postings have them."""
    block, _ = buffer.invert()
    assert block.positions is not None
    terms = np.repeat(np.repeat(np.arange(len(block.terms)), block.sizes), block.tf).tolist()
    records = np.repeat(block.ids, block.tf).tolist()
    found: dict[int, list[tuple[int, str]]] = {}
    for term, record, position in zip(terms, records, block.positions.tolist(), strict=True):
        found.setdefault(record, []).append((position, block.terms[term].decode()))
    return {record: sorted(words) for record, words in found.items()}


@given(TEXTS)
@example(["the U.S.\u2009and it's 1,000.5", "", "a_b\n\n \ne\u0301t\u00e9 '"])
def test_the_postings_say_the_words_of_the_analysis_in_their_order(texts):
    wanted = {
        number * 2: [(word.place, TERM_OF[word.spoken]) for word in tokens(text, joined=True)]
        for number, text in enumerate(texts)
    }
    assert texts_of(gathered(texts)) == {record: sorted(words) for record, words in wanted.items() if words}


@given(TEXTS)
def test_the_words_of_a_text_have_their_places_in_order(texts):
    for text in texts:
        assert [word.place for word in tokens(text)] == list(range(len(forms(text))))


@given(TEXTS)
def test_lengths_are_numbers_of_words(texts):
    records, lengths = gathered(texts).lengths()
    assert records.tolist() == [record * 2 for record in range(len(texts))]
    assert lengths.tolist() == [len(forms(text)) for text in texts]


class Written(dict):
    """What is written to a file of arrays."""

    add = dict.__setitem__


@given(TEXTS)
@example(["\n\none\n\n\n\ntwo three\n \n, \n\nfour", "five"])
def test_breaks_are_counted_in_words_from_the_beginning_of_each_text(texts):
    file = Written()
    gathered(texts).write_breaks(file, "f", len(texts) * 2)
    wanted = [np.cumsum([len(forms(piece)) for piece in pieces(text)])[:-1].tolist() for text in texts]
    if not any(wanted):
        assert not file
        return
    rows = file["f#breaks.rows"].tolist()
    assert [file["f#breaks.at"][rows[2 * i] : rows[2 * i + 1]].tolist() for i in range(len(texts))] == wanted
    assert rows[-1] == len(file["f#breaks.at"])
