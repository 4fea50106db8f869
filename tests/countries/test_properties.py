"""What holds for every text: spans are true, spaces change nothing, work grows with the length."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.countries import LAYERS, find_mentions
from archive.countries.gazetteer import gazetteer
from archive.countries.matching import walk
from archive.countries.normalise import normalise

NAMES = """Russia;the United States of America;Guinea-Bissau;Papua New Guinea;Côte d’Ivoire;Cote d'Ivoire;U.S.;
Bosnia and Herzegovina;Minsk agreements;Mr. Jordan;Georgia;Sino-Russian;Crimea;NATO;KOREA;USSR;and;of;the;,;.;-; - ;’s"""
PIECES = st.sampled_from(
    [*NAMES.split(";"), "South\u00a0Sudan", "Pe\u0301rou", "S\u00e3o Tome\u0301", "\n", "\n\n", "\u00ad", "\u200b"]
)
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
WORDS = st.lists(PIECES, max_size=14).map(" ".join)
TEXTS = WORDS | st.text(max_size=200)
SPACES = st.sampled_from(["  ", "\u00a0", " \u00a0", "\t", "\n", "\u2009 "])


@given(TEXTS)
def test_spans_are_in_range_and_equal_to_the_surface(text):
    for mention in find_mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        assert mention.layer in LAYERS
        assert mention.code
        assert mention.rule


@given(TEXTS)
def test_mentions_stand_in_order_and_no_two_names_overlap(text):
    spans = sorted({(mention.start, mention.end) for mention in find_mentions(text)})
    assert [(m.start, m.end) for m in find_mentions(text)] == sorted((m.start, m.end) for m in find_mentions(text))
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))


@given(WORDS.map(lambda text: text.replace("\n", " ")), st.data())
def test_more_or_other_spaces_change_nothing(text, data):
    text = " ".join(text.split())
    wider = "".join(data.draw(SPACES) if char == " " else char for char in text)
    assert said(wider) == said(text)


def said(text):
    return [(m.code, m.layer, m.rule, " ".join(m.surface.split())) for m in find_mentions(text)]


@given(TEXTS)
def test_the_same_text_says_the_same(text):
    assert find_mentions(text) == find_mentions(text)


@given(TEXTS)
def test_every_place_of_the_normalised_text_leads_back(text):
    even = normalise(text)
    places = [even.original(at) for at in range(len(even.text) + 1)]
    assert places == sorted(places)
    assert places[0] >= 0
    assert places[-1] <= len(text) + 1


class CountingText(str):
    """A text that counts how often its characters are compared with a name."""

    compared = 0

    def startswith(self, *args):
        CountingText.compared += 1
        return super().startswith(*args)


def comparisons(text):
    CountingText.compared = 0
    list(walk(CountingText(text), gazetteer()))
    return CountingText.compared


@settings(max_examples=25)
@given(st.sampled_from(["New ", "Republic of ", "South ", "the United ", "A", "Democratic People's ", "U.", "-", "Saint Saint-"]))
def test_a_text_made_to_be_slow_is_linear(piece):
    assert comparisons(piece * 400) <= 4 * comparisons(piece * 100) + 400
