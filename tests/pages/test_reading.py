"""Words with countries and hits marked."""

from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.pages.html.turn_html import marked_up
from archive.pages.presenters import CountryMark, PlaceFound, ReadParagraph

TEXT = "Belgrade & <Moscow> have replied"


def html(hits=(), marks=()):
    return marked_up(ReadParagraph(1, TEXT, tuple(marks)), tuple(hits))


def test_words_without_marks_are_escaped():
    assert html() == "Belgrade &amp; &lt;Moscow&gt; have replied"


def test_a_country_is_marked_with_its_layer():
    marked = html(marks=[CountryMark(0, 8, "seat", 'Serbia "(seat)"')])
    assert marked.startswith('<span class="mention mention--seat" title="Serbia &quot;(seat)&quot;">Belgrade</span> &amp;')


def test_a_hit_gets_its_number():
    assert html(hits=[PlaceFound(12, 18, 3)]) == 'Belgrade &amp; &lt;<mark id="hit-3">Moscow</mark>&gt; have replied'


def test_a_country_that_a_hit_cuts_is_marked_on_both_sides():
    marked = html(
        hits=[PlaceFound(4, 18, 1)], marks=[CountryMark(0, 8, "named", "Serbia"), CountryMark(12, 18, "named", "Russia")]
    )
    soup = BeautifulSoup(marked, "lxml")
    assert [found.get_text() for found in soup.select("span")] == ["Belg", "rade", "Moscow"]
    assert soup.mark.get_text() == "rade & <Moscow"


def test_marks_within_marks_are_not_written_twice():
    soup = BeautifulSoup(html(marks=[CountryMark(0, 8, "named", "a"), CountryMark(2, 5, "named", "b")]), "lxml")
    assert soup.get_text() == TEXT


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6)


@settings(deadline=None)  # no timed tests: the machine may be busy
@given(st.text(alphabet="ab<>&\"' \u0301é", max_size=40), spans, spans)
def test_no_word_is_lost_or_doubled_whatever_is_marked(text, found, named):
    hits = tuple(PlaceFound(start, end, number) for number, (start, end) in enumerate(apart(found, len(text)), 1))
    marks = tuple(CountryMark(start, start + width, "named", "x") for start, width in sorted(named) if start + width <= len(text))
    soup = BeautifulSoup(f"<pre>{marked_up(ReadParagraph(1, text, marks), hits)}</pre>", "html.parser")
    assert soup.get_text() == text


def apart(found, size):
    """Return spans within the text that do not overlap."""
    at = 0
    for start, width in sorted(found):
        if start >= at and start + width <= size:
            yield start, start + width
            at = start + width
