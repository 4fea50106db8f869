"""What holds for any text: nothing is raised but TranscriptError, nothing is lost, the pairs point at turns."""

import contextlib
import re
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.parsing import TranscriptError, parse_transcript
from archive.parsing.cleaning import tidy
from archive.parsing.parsed import from_dict, to_dict
from archive.parsing.readers.plain import mend

LABELS = [
    "Question",
    "Ilsa Varga",
    "MS. QUILL",
    "Q",
    "Вопрос",
    "問",
    "THE PRESIDENT",
    "Reuters",
    "Note",
    "The bottom line is this",
    "Frage",
    "A",
]
PHRASES = [
    "We go on.",
    "Why?",
    "Thank you, Ana.",
    "(Laughter.)",
    "— and so on",
    "in Port Orla",
    "4 May 2021",
    "https://a.example/b",
    "Page 3",
    "END",
    "да",
    "好的。",
]
label = st.sampled_from(LABELS)
phrase = st.sampled_from(PHRASES) | st.text(max_size=30)
line = st.one_of(
    st.builds("{}: {}".format, label, phrase),
    st.builds("{}    {}".format, label, phrase),
    st.builds("> {}".format, phrase),
    st.builds("**{}** {}".format, label, phrase),
    st.builds("<p><b>{}</b>: {}</p>".format, label, phrase),
    st.builds(" ".join, st.lists(phrase, max_size=8)),
    st.just(""),
)
document = st.builds("\n".join, st.lists(line, max_size=40))
words = re.compile(r"[^\W_]+")


@given(st.binary(max_size=2000))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(TranscriptError):
        parse_transcript(data)


@given(document)
@settings(max_examples=250, deadline=None)
def test_any_document_is_read_or_refused(text):
    try:
        parsed = parse_transcript(text.encode("utf-8", "surrogatepass"))
    except TranscriptError:
        return
    assert from_dict(to_dict(parsed)) == parsed
    assert all(turn.text.strip() or turn.notes for turn in parsed.turns)
    for pair in parsed.pairs:
        assert all(parsed.turns[index].role == "question" for index in pair.questions)
        assert all(parsed.turns[index].role == "answer" for index in pair.answers)


def without_marks(text: str) -> str:
    """Return a text without raised figures and daggers: behind a word they are marks of notes, which are left out."""
    return re.sub("[¹²³⁰⁴-⁹†‡]", "", text)


@given(st.builds("\n".join, st.lists(st.builds("{}: {}".format, label, phrase) | phrase | st.just(""), max_size=30)))
@example("Ã\x80\nÃ\x80\nÃ\x80")
@example("The bottom line is this: Why?\nIlsa Varga: \n\n(Laughter.)")  # nobody speaks: the note is text
@settings(max_examples=250, deadline=None)
def test_every_word_is_in_a_turn_or_in_the_metadata_or_among_the_skipped(text):
    if "<" in text or "\\" in text or "\u00ad\n" in text:  # a soft hyphen at a line's end makes one word of two
        return
    if re.search("[\x00-\x08\x0e-\x1f]", text):  # no text has these, and a few bytes with them are taken for UTF-16
        return
    try:
        parsed = parse_transcript(text.encode("utf-8", "replace"), "talk.txt")
    except TranscriptError:
        return
    kept = Counter(words.findall(without_marks(everything(parsed))))
    mended = tidy(mend(text.encode("utf-8", "replace").decode()))  # mended, not lost
    missing = Counter(words.findall(without_marks(mended))) - kept
    assert not missing


def everything(parsed) -> str:
    turns = [piece for turn in parsed.turns for piece in (turn.label or "", *turn.notes, turn.text)]
    metadata = [parsed.title or "", parsed.place or "", parsed.publisher or "", parsed.source_url or "", parsed.body]
    return "\n".join([*turns, *metadata, *(piece.text for piece in parsed.skipped)])
