"""Files made to cost more than their size: each ends within the limits with a reason, and other files are imported."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from archive.models import Transcript, Upload
from archive.uploads.receiving import take
from tests.admin.desk import make_editor

GOOD = b"""Ministry of External Affairs of Maravia

Interview with the Harbour Daily

May 4, 2019

Question: Is the lake calm?

Alda Brundal: It is calm, and the river is calm too, as far as anybody can see from the harbour.
"""
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
SPAN = '<w:tcPr><w:gridSpan w:val="999999999"/><w:vMerge w:val="restart"/></w:tcPr>'
SAID = "<w:p><w:r><w:t>Alda Brundal: It is calm.</w:t></w:r></w:p>"
TABLE = f'<w:tbl><w:tr><w:trPr><w:gridAfter w:val="999999999"/></w:trPr><w:tc>{SPAN}{SAID}</w:tc></w:tr></w:tbl>'
ENTITIES = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))


def zipped(method: int = zipfile.ZIP_DEFLATED, **members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("_", "/"), data)
    return out.getvalue()


def word(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", WORD.format(body))
    return out.getvalue()


def overlapping(times: int = 900) -> bytes:
    """Return a zip whose directory names the same packed bytes many times."""
    one = zipped(**{"a.txt": b"x " * 200_000})
    first, last = one.find(b"PK\x01\x02"), one.find(b"PK\x05\x06")
    entry = one[first:last] * times
    end = times.to_bytes(2, "little") * 2 + len(entry).to_bytes(4, "little") + first.to_bytes(4, "little") + b"\0\0"
    return one[:first] + entry + b"PK\x05\x06\0\0\0\0" + end


def pdf(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, count = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n" % (count, table, count)
    return out + b"startxref\n%d\n%%%%EOF" % start


def pages(content: bytes, *more: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, *more)


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), more, data)


def part_of_mail(number: int) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)


REFUSED = {
    "zip-in-zip.zip": lambda: zipped(**{"b.zip": zipped(**{"a.txt": GOOD})}),
    "overlapping.zip": overlapping,
    "packed-hard.zip": lambda: zipped(zipfile.ZIP_LZMA, **{"a.txt": b"a" * 60_000_000}),
    "entities.xml": lambda: f"<!DOCTYPE TEI [<!ENTITY a0 'ten letters'>{ENTITIES}]><TEI><text>&a9;</text></TEI>".encode(),
    "parameter.xml": lambda: b"<!DOCTYPE TEI [<!ENTITY % a SYSTEM 'file:///etc/hosts'> %a;]><TEI><text><p>Hello</p></text></TEI>",
    "braces.txt": lambda: b"{\\rtf1" + b"{" * 2_000_000,
    "own-parent.pdf": lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"),
}
ENDED = {
    "spans.docx": lambda: word(SAID + TABLE),
    "spans.html": lambda: b"<table><tr><td colspan=200000000 rowspan=200000000>Alda Brundal: It is calm.</td></tr></table>",
    "lists.html": lambda: b"<html><body>" + b"<ul><li>Alda: x" * 20_000,
    "filters.pdf": lambda: pages(stream(b"BT ET", b"/Filter[" + b"/ASCIIHexDecode " * 500 + b"]")),
    "objects.pdf": lambda: pages(stream(b"BT ET"), stream(b"1 0 " * 10, b"/Type/ObjStm/N 999999999/First 40")),
    "selectors.html": lambda: b"<style>" + b":is(" * 5_000 + b"p" + b")" * 5_000 + b"{display:none}</style><p>Alda: x",
    "flow.md": lambda: b"---\na: " + b"[" * 200_000 + b"\n---\nAlda Brundal: It is calm.\n",
    "parts.eml": lambda: b"MIME-Version: 1.0\n" + b"".join(map(part_of_mail, range(3_000))),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*REFUSED, *ENDED])
def test_an_upload_ends_and_the_file_beside_it_comes_in(name):
    made = {**REFUSED, **ENDED}[name]()
    files = [SimpleUploadedFile(name, made), SimpleUploadedFile("good.txt", GOOD)]
    taken = take(files, make_editor())
    assert "good.txt" in {upload.file_name for upload in taken.uploads}
    assert len(taken.uploads) + len(taken.refusals) == 2
    assert not any("fault in Chancery" in refusal.message for refusal in taken.refusals)
    if name in REFUSED:
        assert [refusal.message for refusal in taken.refusals if refusal.message]
        assert Upload.objects.count() == 1


@pytest.mark.django_db
def test_a_command_names_each_and_takes_the_others(tmp_path, capsys):
    for name, make in REFUSED.items():
        (tmp_path / name).write_bytes(make())
    (tmp_path / "good.txt").write_bytes(GOOD)
    with pytest.raises(CommandError):
        call_command("import_transcripts", str(tmp_path))
    told = "".join(capsys.readouterr())
    assert [name for name in REFUSED if name not in told] == []
    assert "fault in Chancery" not in told
    assert Transcript.objects.count() == 1
