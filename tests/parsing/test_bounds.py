"""Files that would take minutes to read are refused, with a message that names the excess."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from archive.parsing import TranscriptError, parse_transcript

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F1 12 Tf 50 700 Td (Ilsa Varga: We sail at dawn, and we sail together.) Tj ET\n"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"


def refused(data: bytes, name: str) -> str:
    with pytest.raises(TranscriptError) as caught:
        parse_transcript(data, name)
    return caught.value.message


def pdf(content: bytes, *forms: bytes) -> bytes:
    """Write a PDF of one page, whose form /X is the first of `forms`."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, stream(content), FONT, *forms]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + tail


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def form(content: bytes, inner: int) -> bytes:
    resources = b"/Resources<</XObject<</X %d 0 R>>/Font<</F1 5 0 R>>>>" % inner
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + resources)


def word(paragraphs: int) -> bytes:
    """Write a Word document of so many paragraphs of one run each, quicker than python-docx would."""
    document = docx.Document()
    document.add_paragraph("PLACE")
    out, filled = io.BytesIO(), io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            content = old.read(item)
            if item == "word/document.xml":
                before, rest = content.split(b"<w:p>", 1)
                body = b"<w:p><w:r><w:t>We sail.</w:t></w:r></w:p>" * paragraphs
                content = before + body + rest.split(b"</w:p>", 1)[1]
            new.writestr(item, content)
    return filled.getvalue()


def test_too_many_lines() -> None:
    assert "200,001 lines of text" in refused(b"a\n" * 200_001, "lines.txt")


def test_far_too_many_lines_are_refused_before_they_are_read() -> None:
    assert "600,001 lines" in refused(b"a" + b"\n" * 600_001 + b"a", "lines.txt")


def test_too_many_tags() -> None:
    assert "200,003 tags" in refused(b"<html><body>" + b"<p>We sail.</p>" * 200_001, "page.html")


def test_too_many_word_paragraphs() -> None:
    assert "150,002 paragraphs, runs and cells" in refused(word(75_001), "long.docx")


def test_a_long_word_document_is_read() -> None:
    read = parse_transcript(word(2_000), "long.docx")
    assert read.turns[0].text.count("We sail.") + sum(piece.text == "We sail." for piece in read.skipped) == 2_000


def test_forms_within_forms() -> None:
    chain = [form(b"/X Do " * 10, number) for number in range(7, 11)] + [form(WORDS, 5)]
    assert "forms within forms" in refused(pdf(WORDS + b"/X Do " * 10, *chain), "forms.pdf")


def test_a_form_on_a_page_is_read() -> None:
    read = parse_transcript(pdf(b"/X Do ", form(WORDS, 5)), "form.pdf")
    assert "We sail at dawn" in "".join(turn.text for turn in read.turns) + read.body


def test_a_page_of_endless_characters() -> None:
    assert "100,000 characters" in refused(pdf(b"BT /F1 12 Tf 50 700 Td " + b"(Ilsa Varga) Tj " * 10_001 + b"ET"), "text.pdf")


def test_a_page_of_endless_drawing() -> None:
    assert "draws far more" in refused(pdf(WORDS + b"1 1 5 5 re S " * 100_001), "drawn.pdf")


def test_a_page_with_a_busy_drawing_is_read() -> None:
    read = parse_transcript(pdf(WORDS + b"1 1 5 5 re S " * 5_000), "chart.pdf")
    assert "We sail at dawn" in "".join(turn.text for turn in read.turns) + read.body


def test_bold_within_bold_keeps_every_word() -> None:
    page = b"<html><body><p>" + b"<b>sail " * 3_000
    read = parse_transcript(page, "bold.html")
    words = " ".join([read.title or "", read.body, *(turn.text for turn in read.turns), *(piece.text for piece in read.skipped)])
    assert words.count("sail") >= 3_000


def test_a_dump_with_many_openings_and_one_end() -> None:
    """Only the quotation mark at the end of the text can have opened it."""
    read = parse_transcript(
        b"b'Question: Where to?\\nIlsa Varga: Home.\\nQuestion: When?\\nIlsa Varga: At dawn.\\n'\n", "dump.txt"
    )
    assert [turn.text for turn in read.turns] == ["Where to?", "Home.", "When?", "At dawn."]
