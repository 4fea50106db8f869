"""The same talk in every format parses to the same turns; what is no transcript is refused with a reason."""

import io
import re
import zipfile
import zlib

import pytest

from archive.importing.files import problem_of
from archive.parsing import TranscriptError, parse_transcript
from archive.parsing.readers.file_signatures import SIGNATURES
from tests.parsing import conversions

LONG = (
    "We have read the gauges on both shores, twice a day, for ten years, and the numbers agree better every year"
    " than the year before."
)
SAID = [
    ("Question", ["Will the ferry talks with Norway go on this summer?"]),
    ("Ilsa Varga", ["They will. The bottom line is this: nobody left the room.", f"{LONG} {LONG}", "We meet again in June."]),
    ("Question", [f"And the tariff? {LONG}", "Who pays it?"]),
    ("Ilsa Varga", [f"It stays. {LONG} {LONG} {LONG}", LONG, "Both sides pay."]),
] * 9
WRITERS = {
    "text": conversions.as_text,
    "html": conversions.as_html,
    "markdown": conversions.as_markdown,
    "docx": conversions.as_docx,
    "pdf": conversions.as_pdf,
    "pdf in two columns": lambda said: conversions.as_pdf(said, columns=2),
}


def turns_of(parsed):
    return [(turn.label, turn.speaker, turn.role, " ".join(turn.text.split())) for turn in parsed.turns]


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_talk_parses_to_the_same_turns(name):
    parsed = parse_transcript(WRITERS[name](SAID))
    assert turns_of(parsed) == turns_of(parse_transcript(conversions.as_text(SAID)))


@pytest.mark.parametrize("name", WRITERS)
def test_title_and_day_are_found_in_every_format(name):
    parsed = parse_transcript(WRITERS[name](SAID))
    assert (parsed.title, str(parsed.date), parsed.kind) == (conversions.HEADING, "2021-05-04", "interview")


def test_running_heads_and_page_numbers_of_a_pdf_are_no_speech():
    parsed = parse_transcript(conversions.as_pdf(SAID))
    assert {"running head", "page number"} & {piece.reason for piece in parsed.skipped}
    assert not any(conversions.RUNNING in turn.text for turn in parsed.turns)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r"])
def test_it_reads_russian_in_any_encoding(encoding):
    text = "Интервью министра, 4 мая 2021 года\n\nВопрос: Что дальше?\n\nИ.Варга: Дальше лето. Мы ждём гостей и готовим лодки.\n"
    parsed = parse_transcript((text * 1).encode(encoding))
    assert [turn.label for turn in parsed.turns] == ["Вопрос", "И.Варга"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_it_reads_chinese_in_any_encoding(encoding):
    text = "外交部发言人闻大路主持例行记者会\n\n问：请介绍访问安排。\n\n答：访问将于三月举行。双方将讨论贸易问题，我们期待。\n"
    assert [turn.label for turn in parse_transcript(text.encode(encoding)).turns] == ["问", "答"]


def _zip_of(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def _pdf_of(stream: bytes) -> bytes:
    packed = zlib.compress(stream, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><akomaNtoso><debate>&b;</debate></akomaNtoso>'
REFUSED = {
    "empty": (b"", "empty"),
    "only spaces": (b" \n\t ", "empty"),
    "a zip archive": (_zip_of(**{"a.txt": b"Question: a?"}), "import its files"),
    "a zip in a zip": (_zip_of(**{"a.zip": _zip_of(**{"b.txt": b"b"})}), "import its files"),
    "a zip bomb": (_zip_of(**{"word__document.xml": b"\0" * 30_000_000}), "refuses"),
    "a Word document without a document": (_zip_of(**{"word__document.xml": b"<a/>"}), "Word document"),
    "a cut zip": (_zip_of(**{"word__document.xml": b"<a/>" * 400})[:60], "broken"),
    "a PDF bomb": (_pdf_of(b"0 0 m " * 20_000_000), "unpacks"),
    "a PDF without text": (_pdf_of(b"0 0 m"), "scan"),
    "a cut PDF": (b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
    "XML with entities": (ENTITIES, "entities"),
    "broken XML": (b"<akomaNtoso><debate></akomaNtoso>", "broken"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
    "bytes": (bytes(range(32)) * 50, "not text"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason(name):
    data, reason = REFUSED[name]
    with pytest.raises(TranscriptError, match=reason):
        parse_transcript(data, "file")


def test_script_and_style_are_never_text():
    head = b"<html><body><h1>Talk</h1><script>Question: no?</script><style>p{}</style>"
    page = head + b"<p>Question: Yes?</p><p>Ann Lee: Yes.</p></body></html>"
    parsed = parse_transcript(page)
    assert "no?" not in str(parsed) and "p{}" not in str(parsed)


@pytest.mark.parametrize("words", ["MZV: ", "ID3 ", "RIFF ", "OggS ", "MSCF ", "GIF8 "])
def test_letters_with_which_foreign_files_begin_are_read_in_a_text(words):
    talk = f"{words}the lake office meets the press\n\nQuestion: Is the lake calm?\n\nAlda Brundal: It is, and the ferry sails.\n"
    assert parse_transcript(talk.encode(), "talk.txt").turns[-1].text.endswith("It is, and the ferry sails.")


@pytest.mark.parametrize("start", sorted(SIGNATURES))
def test_a_foreign_file_is_named_alike_by_the_parser_and_on_upload(start):
    data = start + b"\0" * 100
    assert SIGNATURES[start] in problem_of("file.bin", data)
    with pytest.raises(TranscriptError, match=re.escape(SIGNATURES[start])):
        parse_transcript(data, "file.bin")
