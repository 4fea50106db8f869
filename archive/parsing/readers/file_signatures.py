"""Recognises unreadable files by their first bytes, with advice: the single table for uploads and the parser."""

from __future__ import annotations

OLE = b"\xd0\xcf\x11\xe0"
OUTLOOK = "__substg1.0_".encode("utf-16-le")
SIGNATURES = {
    b"{\\rtf": "an RTF file; save it as .docx or plain text",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"RIFF": "a picture, sound or film",
    b"ID3": "a sound recording (MP3)",
    b"OggS": "a sound recording (Ogg)",
    b"\x1a\x45\xdf\xa3": "a film (Matroska)",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a gzip archive; make it a zip or unpack it",
    b"\x1f\x9d": "a compressed archive (.Z); make it a zip or unpack it",
    b"BZh": "a bzip2 archive; make it a zip or unpack it",
    b"\xfd7zXZ": "an xz archive; make it a zip or unpack it",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive; make it a zip or unpack it",
    b"7z\xbc\xaf": "a 7-Zip archive; make it a zip or unpack it",
    b"Rar!": "a RAR archive; make it a zip or unpack it",
    b"MSCF": "a cabinet archive; make it a zip or unpack it",
    b"SQLite format 3": "a database",
    b"\x78\x9f\x3e\x22": "Outlook's winmail.dat; save the attachment from Outlook itself",
}
# A text may begin with these letters ("MZV" is a foreign ministry); the file formats have a zero byte soon after.
LETTERS_ONLY = {b"RIFF", b"ID3", b"OggS", b"MZ", b"MSCF", b"GIF8", b"SQLite format 3"}
SOON = 64


def foreign_kind(data: bytes) -> str | None:
    """Return what an unreadable file is, with advice; None if it may be a document."""
    if data.startswith(OLE):
        mail = "an Outlook message (.msg); open it in Outlook and save it as text, HTML or .eml"
        return mail if OUTLOOK in data else "an old Word document (.doc) or another old Office file; save it as .docx"
    if data[257:262] == b"ustar":
        return "a tar archive; make it a zip or unpack it"
    if data.startswith(b"\0\0") and data[4:8] == b"ftyp":
        return "a film or sound recording"
    found = (start for start in SIGNATURES if data.startswith(start) and (start not in LETTERS_ONLY or b"\0" in data[:SOON]))
    return next((SIGNATURES[start] for start in found), None)
