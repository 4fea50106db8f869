"""Multipart forms from careless or hostile clients: odd names, empty and huge fields, unterminated parts."""

from __future__ import annotations

import random

from tests.world import INTERVIEW

BOUNDARY = "frontier-of-the-fuzzer"
NAMES = (
    b"talk.txt",
    b"",
    b".",
    b"..",
    b"../../etc/passwd",
    b"C:\\talks\\last.txt",
    b"/absolute/talk.txt",
    b"talk",
    b"talk.zip",
    b"talk.docx",
    b"talk.pdf",
    b"talk.TXT.exe",
    b"a" * 5000 + b".txt",
    b"nul\x00in.txt",
    b"line\xe2\x80\xa8break.txt",
    b"\xff\xfe.txt",
    b"\xed\xa0\x80.txt",
    "☺👩‍👩‍👧.txt".encode(),
    "ﬁle‮txt.exe".encode(),
    b'quote\\".txt',
    b"semi;colon.txt",
    b"%00%2e%2e.txt",
    b"<script>alert(1)</script>.txt",
    b" .txt ",
    b"CON",
    b"{{7*7}}.txt",
)
CONTENTS = (
    b"",
    b" ",
    b"\n" * 5000,
    b"\x00" * 100,
    b"\xff\xfe",
    b"PK\x03\x04",
    b"PK\x05\x06" + b"\x00" * 18,
    b"%PDF-1.7",
    b"{\\rtf1}",
    b"<b>" * 200,
    b"x" * 300_000,
    "²".encode() * 50,
)
FIELDS = ("files", "even_if_alike", "transcript", "file", "do", "post", "chosen", "", "files\x00", "files[]")
VALUES = (b"", b"on", b"0", b"\xc2\xb2", b"abc", b"9" * 400, b"9" * 500_000, b"\x00", b"\xff", b"1\r\n2", "☺".encode())


def content(chance: random.Random) -> bytes:
    """Return what an odd file holds: now and then a transcript, perhaps cut short."""
    if chance.random() < 0.3:
        text = INTERVIEW.replace("March 2", f"March {chance.randint(1, 31)}").replace("Greece", str(chance.random())).encode()
        return text[: chance.randint(0, len(text))] if chance.random() < 0.5 else text
    return chance.choice(CONTENTS)


def body(chance: random.Random) -> bytes:
    """Return a form with a few fields and files, the last of which may not end."""
    parts = []
    for _ in range(chance.randint(0, 4)):
        if chance.random() < 0.6:
            name = chance.choice(NAMES)
            about = (
                b'name="files"; filename="'
                + name.replace(b'"', b'\\"')
                + b'"\r\nContent-Type: '
                + chance.choice(
                    (b"text/plain", b"application/zip", b"", b"x", b"text/html; charset=\xff", b"multipart/mixed; boundary=x")
                )
            )
            parts.append((about, content(chance)))
        else:
            parts.append((b'name="' + chance.choice(FIELDS).encode() + b'"', chance.choice(VALUES)))
    edge = BOUNDARY.encode()
    made = b"".join(b"--" + edge + b"\r\nContent-Disposition: form-data; " + a + b"\r\n\r\n" + c + b"\r\n" for a, c in parts)
    return made + (b"--" + edge + b"--\r\n" if chance.random() < 0.9 else b"")
