"""Finding quotations: exact, in any typography, or the most similar passage."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import quotes
from archive.text.quotes import QuotedWords, find_quote

SAID = (
    "Good morning. The ferry line will open in May, and France’s minister has agreed.",
    "We re-opened the pre-war harbour “last week”. Naïve café: 1\u202f234\u202f567 crowns.",
    "水资源协定已经签署。双方将继续合作。",
    "وقّعنا الاتفاقية في بلغراد. لا شيء يقف في الطريق.",
    "The ferry line will close in May — again.",
    "Мы подписали соглашение. Паромная линия откроется в мае.",
    "हमने समझौते पर हस्ताक्षर किए।",
)
NUMBERS = (1, 2, 3, 4, 5, 6, 7)


def found(words, **where):
    answer = find_quote(SAID, NUMBERS, QuotedWords(words, **where))
    return answer.outcome, [SAID[piece.place][piece.start : piece.end] for piece in answer.pieces]


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("ferry line will open", "ferry line will open"),
        ("FRANCE'S  minister", "France’s minister"),
        ("reopened the prewar harbour", "re-opened the pre-war harbour"),
        ("re\u00adopened the pre\u2010war", "re-opened the pre-war"),
        ("naive cafe\u0301: 1 234 567", "Naïve café: 1\u202f234\u202f567"),
        ("１,２３４,５６７ crowns.", "1\u202f234\u202f567 crowns."),
        ("协定已经签署", "协定已经签署"),
        ("وقعنا الاتفاقية", "وقّعنا الاتفاقية"),
        ("паромная линия", "Паромная линия"),
        ("समझौते पर", "समझौते पर"),
        ("“last week”.", "“last week”."),
        ("has agreed.", "has agreed."),
    ],
)
def test_the_same_words_are_found_however_they_are_printed(words, marked):
    assert found(words) == ("exact", [marked])


def test_words_that_stand_in_several_places_are_marked_where_they_stood():
    assert found("in May")[1] == ["in May"]
    at = [find_quote(SAID, NUMBERS, QuotedWords("ferry line", paragraph=number)).pieces[0].place for number in (1, 5)]
    assert at == [0, 4]
    one = ("May is May is May is May.",)
    places = [find_quote(one, (9,), QuotedWords("May", paragraph=9, start=start)).pieces[0].start for start in (0, 7, 14, 21)]
    assert places == [0, 7, 14, 21]


def test_words_go_on_over_paragraphs():
    assert found("has agreed. We re-opened") == ("exact", ["has agreed.", "We re-opened"])
    outcome, pieces = found("Good morning … in May — again")
    assert (outcome, pieces[0], pieces[-1], len(pieces)) == ("exact", SAID[0], "The ferry line will close in May — again", 5)


def test_a_long_passage_ends_where_it_ended():
    said = ("From here to there, and there, and there, and on.",)
    for end in (18, 29, 40):
        [piece] = find_quote(said, (3,), QuotedWords("From here … there", 3, 0, end)).pieces
        assert piece[1:] == (0, end)


def test_only_whole_words_are_the_words():
    assert found("erry line will")[0] != "exact"
    assert found("is")[0] == "none"
    assert found("协定已")[0] == "exact"  # words have no signs between them there


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("The ferry route will open in June, and France's minister has agreed", 0),
        ("We opened the old harbour again last week, naive cafe", 1),
        ("水资源协议已经签署", 2),
        ("Мы подписали вчера соглашение", 5),
    ],
)
def test_of_words_that_were_changed_the_nearest_passage_is_found(words, place):
    answer = find_quote(SAID, NUMBERS, QuotedWords(words))
    assert (answer.outcome, answer.pieces[0].place) == ("nearest", place)


def test_the_nearest_passage_is_a_sentence():
    assert found("The ferry route will open in June, and France's minister has agreed")[1] == [SAID[0][len("Good morning. ") :]]
    assert found("水资源协议已经签署")[1] == ["水资源协定已经签署。"]


@pytest.mark.parametrize("words", ["", "…", "...", "¶", "\u200b\u202e", "xylophone concert in the park", "𝟚", "z" * 5000, "؟"])
def test_what_is_not_there_is_not_found(words):
    assert found(words) == ("none", [])
    assert found(words, paragraph=2, start=10**9, end=10**9)[0] in ("none", "nearest")


@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=6), st.integers(0, 9), st.integers(0, 10**12))
def test_anything_may_be_asked_of_anything(words, said, paragraph, start):
    answer = find_quote(said, range(len(said)), QuotedWords(words, paragraph, start, start // 2))
    for piece in answer.pieces:
        assert 0 <= piece.start < piece.end <= len(said[piece.place])


LETTERS = "a z ferry 水 harbour, “öre” … \u0301 May. الميناء\n".split(" ")


@given(st.lists(st.sampled_from(LETTERS), min_size=4, max_size=60), st.data())
def test_every_selection_of_whole_words_is_found_where_it_stood(words, data):
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = len(" ".join(words[:first])) + bool(first)
    quoted = " ".join(words[first : last + 1])
    if not quotes.letters(quoted):
        return
    answer = find_quote((text,), (4,), QuotedWords(quoted, 4, start, start + len(quoted)))
    assert answer.outcome == "exact"
    [piece] = answer.pieces
    assert quotes.letters(text[piece.start : piece.end]) == quotes.letters(quoted)
    skipped = len(quoted) - len(quoted.lstrip(" …\u0301\n“"))
    assert abs(piece.start - start) <= skipped + 1


HARD = ("a", "a … z … q … e … zz", "ferry line zz " * 60, "z" * 600, "xq … " * 100, "e … " * 100, "the " * 150, "水" * 600)


@pytest.mark.parametrize("words", HARD)
def test_the_work_is_bounded_by_the_text_that_is_read(words, monkeypatch):
    """Counted, not timed: how often words are compared with places does not grow with the text."""
    tried = []
    whole = quotes.FoldedText.is_whole
    monkeypatch.setattr(quotes.FoldedText, "is_whole", lambda *args: tried.append(1) or whole(*args))
    chance = random.Random(4)
    page = [" ".join(chance.choices(["a", "ferry", "zeal", "the", "e", "水水", "quay"], k=60)) for _ in range(800)]
    find_quote(page, range(800), QuotedWords(words, 400))
    assert len(tried) <= quotes.TRIES * (quotes.PARTS + 2) * 2


def test_a_text_that_is_too_long_is_looked_through_around_the_paragraph_named(monkeypatch):
    monkeypatch.setattr(quotes, "TEXT_LIMIT", 1000)
    said = [f"Berth {number} is open to the ferry." for number in range(200)]
    assert find_quote(said, range(200), QuotedWords("Berth 150 is open", 150)).pieces[0].place == 150
    assert find_quote(said, range(200), QuotedWords("Berth 150 is open")).outcome != "exact"
