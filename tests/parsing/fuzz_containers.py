"""Files of every container for the fuzz: what stands within is changed, then packed anew, so that damage reaches the readers."""

from __future__ import annotations

import base64
import io
import json
import quopri
import zipfile
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from tests.parsing.readers.word_files import document, paragraph, part, said, table

Pack = Callable[[bytes], bytes]

SAID = ("Question: When does the boat sail?", "Ilsa Varga: It sails tomorrow.", "Question: And then?", "Ilsa Varga: We rest.")
PAGE = "<h1>Interview, 4 May 2021</h1>" + "".join(f"<p><b>{line.replace(':', ':</b>')}</p>" for line in SAID)
PAGE += "<table><tr><th>Question</th><th>Answer</th></tr><tr><td>Why?</td><td>So.</td></tr></table>"
WORD = (
    table(("Speaker", "Words"), ("Question", "What?"), ("Ilsa Varga", "It is here."))
    + said("Question", "When?")
    + paragraph("So.")
)


def _word(inner: bytes) -> bytes:
    """Put a changed body into a Word document."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document("<w:p/>"))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, inner if name == "word/document.xml" else old.read(name))
    return out.getvalue()


def _pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0, invariant=1)
    for number, line in enumerate(SAID):
        canvas.drawString(80, 760 - 20 * number, line)
        canvas.drawString(300, 560 - 20 * number, "beside")
    canvas.save()
    return out.getvalue()


def _mail(encoding: str, encode: Pack, kind: str = "text/html") -> Pack:
    def pack(inner: bytes) -> bytes:
        head = f"From: a@b.example\nSubject: Interview\nMIME-Version: 1.0\nContent-Type: {kind}; charset=utf-8\n"
        return f"{head}Content-Transfer-Encoding: {encoding}\n\n".encode() + encode(inner)

    return pack


def _saved(inner: bytes) -> bytes:
    head = b"From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/x\nMIME-Version: 1.0\n"
    head += b'Content-Type: multipart/related; type="text/html"; boundary="----x"\n\n------x\nContent-Type: text/html\n'
    return head + b"Content-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(inner) + b"\n------x--\n"


def _as_it_is(inner: bytes) -> bytes:
    return inner


def containers() -> dict[str, tuple[bytes, Pack]]:
    """Return, by a file's name, what is to be changed and how it is packed."""
    body = part("document", f"<w:body>{WORD}</w:body>").encode()
    records = {"title": "Interview", "turns": [dict(zip(("speaker", "text"), line.split(": "), strict=True)) for line in SAID]}
    return {
        "word.docx": (body, _word),
        "packed.docx": (document(WORD), _as_it_is),
        "talk.pdf": (_pdf(), _as_it_is),
        "quoted.eml": (PAGE.encode(), _mail("quoted-printable", quopri.encodestring)),
        "base64.eml": (PAGE.encode(), _mail("base64", base64.encodebytes)),
        "packed.eml": (_mail("8bit", _as_it_is)(PAGE.encode()), _as_it_is),
        "saved.mhtml": (PAGE.encode(), _saved),
        "packed.mhtml": (_saved(PAGE.encode()), _as_it_is),
        "dump.json": (json.dumps(records).encode(), _as_it_is),
        "dump.xml": (b'<?xml version="1.0"?><D><T><Speaker>A B</Speaker><P>Yes.</P></T></D>', _as_it_is),
    }
