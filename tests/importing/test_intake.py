"""What may come in."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from archive.intake import IntakeError, members, open_upload

TEXT = b"Question: Will the ferry run?\n\nIlka Moren: It will."


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return out.getvalue()


def refused(data: bytes, name: str = "bundle.zip") -> str:
    with pytest.raises(IntakeError) as caught:
        open_upload(name, data)
    return str(caught.value)


def test_a_file_is_itself():
    assert [(file.name, file.data) for file in open_upload("moren.txt", TEXT)] == [("moren.txt", TEXT)]


def test_a_zip_is_its_members_in_order():
    found = open_upload("bundle.zip", packed({"b/two.txt": TEXT + b"2", "a.html": TEXT}))
    assert [file.name for file in found] == ["b/two.txt", "a.html"]


def test_what_a_mac_and_windows_add_to_a_zip_is_left_out():
    files = {"__MACOSX/._a.txt": b"\x00\x05", ".DS_Store": b"\x00", "x/Thumbs.db": b"\x00", "a.txt": TEXT}
    assert [file.name for file in open_upload("bundle.zip", packed(files))] == ["a.txt"]


def test_a_word_document_is_one_file():
    assert len(open_upload("a.docx", packed({"[Content_Types].xml": TEXT, "word/document.xml": TEXT}))) == 1


def test_a_zip_is_told_by_its_content():
    assert len(open_upload("named.txt", packed({"a.txt": TEXT, "b.txt": TEXT + b"b"}))) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0 JFIF", "a picture (JPEG)"),
        (b"MZ\x90\x00", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as .docx"),
        (b"\x1f\x8b\x08", "gzip archive"),
        (b"\x00\x00\x00\x18ftypmp42", "film or sound"),
        (b"abc\x00def", "is not text"),
    ],
)
def test_what_is_no_document_is_refused_by_its_content(data, said):
    message = refused(data, "file.txt")
    assert said in message and "“file.txt”" in message


def test_text_in_utf16_is_text():
    assert open_upload("a.txt", TEXT.decode().encode("utf-16"))


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_FILE_LIMIT = 2048
    assert refused(b"word " * 1000, "big.txt") == "“big.txt” is too large: 5 kB, and one file may have 2 kB."


def test_a_member_over_the_limit_is_refused(settings):
    settings.UPLOAD_FILE_LIMIT = 2048
    assert "“big.txt in bundle.zip” is too large" in refused(packed({"big.txt": b"word " * 1000}))


def test_a_zip_of_too_many_files_is_refused(settings):
    settings.UPLOAD_ZIP_FILES_LIMIT = 2
    assert "holds 3 files; a zip may hold 2" in refused(packed({f"{n}.txt": TEXT for n in range(3)}))


def test_a_zip_that_says_it_unpacks_to_too_much_is_refused(settings):
    settings.UPLOAD_ZIP_LIMIT = 2000
    assert "unpacks to more than" in refused(packed({f"{n}.txt": TEXT * 5 for n in range(9)}))


def test_a_zip_that_lies_about_its_size_is_refused(settings):
    settings.UPLOAD_ZIP_LIMIT = 100_000
    data = packed({"a.txt": b"a b" * 100_000})
    at = data.index(b"PK\x01\x02") + 24
    message = refused(data[:at] + struct.pack("<L", 10) + data[at + 4 :])
    assert "damaged" in message or "unpacks" in message


def test_a_bomb_is_refused_by_what_it_becomes():
    assert "far more than a text would" in refused(packed({"bomb.txt": b"0" * 3_000_000}))


def test_a_zip_within_a_zip_is_refused():
    assert "a zip within a zip" in refused(packed({"inner.zip": packed({"a.txt": TEXT})}))


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "a/../../b.txt", "C:\\a.txt", "..\\a.txt", "a\nb.txt"])
def test_a_member_that_points_elsewhere_is_refused(name):
    assert "points outside the zip" in refused(packed({"fine.txt": TEXT, name: TEXT}))


def test_a_link_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        bundle.writestr(link, "/etc/hosts")
    assert "points outside the zip" in refused(out.getvalue())


def test_an_encrypted_zip_is_refused():
    data = bytearray(packed({"a.txt": TEXT}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "without a password" in refused(bytes(data))


def test_two_members_of_one_name_are_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as bundle:
            bundle.writestr("a.txt", TEXT)
            bundle.writestr("a.txt", TEXT)
    assert "two files of the same name" in refused(out.getvalue())


@pytest.mark.parametrize("data", [b"PK\x03\x04 and then nonsense", packed({"a.txt": TEXT})[:-30]])
def test_a_damaged_zip_is_refused(data):
    assert "is damaged" in refused(data)


def test_a_member_whose_bytes_were_changed_is_refused():
    data = bytearray(packed({"a.txt": TEXT}, zipfile.ZIP_STORED))
    data[data.index(b"ferry")] ^= 1
    assert "is damaged" in refused(bytes(data))


def test_an_empty_zip_is_refused():
    assert "holds no files" in refused(packed({}))


def test_one_bad_member_need_not_stop_the_others():
    found = list(members("bundle.zip", packed({"a.txt": TEXT, "b.png": b"\x89PNG", "c.txt": TEXT})))
    assert [(file.name, bool(file.problem)) for file in found] == [("a.txt", False), ("b.png", True), ("c.txt", False)]
