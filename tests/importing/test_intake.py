"""What may come in."""

from __future__ import annotations

import contextlib
import io
import random
import stat
import struct
import zipfile
import zlib

import pytest

from archive.importing.batch import files_in
from archive.importing.files import IncomingFile, IntakeError, how_many, members
from archive.importing.zip_names import _guess

TEXT = b"Question: Will the ferry run?\n\nIlka Moren: It will."


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return out.getvalue()


def taken(name: str, data: bytes) -> list[IncomingFile]:
    """Return what comes in; raises IntakeError also for a member of a zip that cannot be taken."""
    incoming = list(members(name, data))
    for file in incoming:
        if file.problem:
            raise IntakeError(file.problem)
    return incoming


def refused(data: bytes, name: str = "bundle.zip") -> str:
    with pytest.raises(IntakeError) as caught:
        taken(name, data)
    return str(caught.value)


def test_a_file_is_itself():
    assert [(file.name, file.data) for file in taken("moren.txt", TEXT)] == [("moren.txt", TEXT)]


def test_a_zip_is_its_members_in_order():
    found = taken("bundle.zip", packed({"b/two.txt": TEXT + b"2", "a.html": TEXT}))
    assert [file.name for file in found] == ["b/two.txt", "a.html"]


def test_what_a_mac_and_windows_add_to_a_zip_is_left_out():
    files = {"__MACOSX/._a.txt": b"\x00\x05", ".DS_Store": b"\x00", "x/Thumbs.db": b"\x00", "a.txt": TEXT}
    assert [file.name for file in taken("bundle.zip", packed(files))] == ["a.txt"]


def test_a_word_document_is_one_file():
    assert len(taken("a.docx", packed({"[Content_Types].xml": TEXT, "word/document.xml": TEXT}))) == 1


def test_a_zip_is_told_by_its_content():
    assert len(taken("named.txt", packed({"a.txt": TEXT, "b.txt": TEXT + b"b"}))) == 2


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
        (b"\x28\xb5\x2f\xfd\x00", "Zstandard archive"),
        (bytes(257) + b"ustar\x00" + bytes(200), "tar archive; make it a zip"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip archive; make it a zip"),
        (b"\xd0\xcf\x11\xe0" + bytes(60) + "__substg1.0_".encode("utf-16-le"), "Outlook message (.msg)"),
    ],
)
def test_what_is_no_document_is_refused_by_its_content(data, said):
    message = refused(data, "file.txt")
    assert said in message and "“file.txt”" in message


def test_text_in_utf16_is_text():
    assert taken("a.txt", TEXT.decode().encode("utf-16"))


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


def test_two_members_of_one_name_are_both_taken():
    out = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("x/a.txt", TEXT)
        bundle.writestr("x/a.txt", TEXT + b"two")
    found = [(file.name, file.data) for file in taken("bundle.zip", out.getvalue())]
    assert found == [("x/a.txt", TEXT), ("x/a (2).txt", TEXT + b"two")]


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


def named(names: list[bytes], flag: int = 0, extra: bytes = b"") -> list[str]:
    """Write a zip whose members' names are these bytes, as programs of other systems do; return the names that are read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for number, name in enumerate(names):
            info = zipfile.ZipInfo(f"{number}".rjust(len(name), "#"))
            info.extra = extra
            bundle.writestr(info, TEXT + b"%d" % number)
    data = out.getvalue()
    for number, name in enumerate(names):
        data = data.replace(f"{number}".rjust(len(name), "#").encode(), name)
    if flag:
        data = data.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00" + struct.pack("<H", flag))
        data = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00" + struct.pack("<H", flag))
    return [file.name for file in taken("bundle.zip", data)]


NAMES = {
    "cp437": "Gespräch mit Müller.txt",
    "cp850": "Conférence de presse à Évry.txt",
    "cp1252": "Conférence – Besançon, été.txt",
    "cp866": "Выступление министра 4 мая.txt",
    "cp1251": "Ответы министра на вопросы.txt",
    "cp737": "συνέντευξη τύπου.txt",
    "cp932": "記者会見の記録（五月）.txt",
    "gbk": "外交部发言人主持例行记者会.txt",
    "big5": "外交部發言人例行記者會.txt",
    "cp949": "외교부 대변인 정례 브리핑.txt",
    "utf-8": "Пресс-конференция é 記者会.txt",
}


@pytest.mark.parametrize("encoding", NAMES)
def test_names_are_read_in_the_encoding_they_were_written_in(encoding):
    assert named([b"talks/" + NAMES[encoding].encode(encoding)]) == [f"talks/{NAMES[encoding]}"]


def test_names_that_are_marked_as_utf_8_are_read():
    assert named([NAMES["utf-8"].encode()], flag=0x800) == [NAMES["utf-8"]]


def test_the_unicode_name_that_info_zip_adds_is_believed_only_for_its_member():
    name, real = b"pr?ss.txt", "präss.txt"
    for crc, expected in ((zlib.crc32(name), real), (1, "pr?ss.txt")):
        field = b"\x01" + struct.pack("<L", crc) + real.encode()
        assert named([name], extra=struct.pack("<HH", 0x7075, len(field)) + field) == [expected]


def test_names_of_a_mac_are_composed_and_told_apart():
    decomposed, composed = "e\u0301t\u00e9.txt".encode(), "\u00e9t\u00e9.txt".encode()
    assert named([decomposed, composed]) == ["été.txt", "été (2).txt"]


def test_folders_are_parted_by_either_stroke():
    assert named([b"talks\\may\\a.txt", b"talks/b.txt"]) == ["talks/may/a.txt", "talks/b.txt"]
    assert named([b"talks\\__MACOSX\\x", b"Icon\r", b"~$a.docx", b"a.txt"]) == ["a.txt"]


def test_a_large_zip_of_the_newer_form_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle, bundle.open("a.txt", "w", force_zip64=True) as member:
        member.write(TEXT)
    assert taken("bundle.zip", out.getvalue())[0].data == TEXT


def test_a_member_packed_in_another_way_fails_alone():
    data = bytearray(packed({"a.txt": TEXT, "b.txt": TEXT + b"b"}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.index(mark) + offset
        data[at : at + 2] = struct.pack("<H", 9)
    found = list(members("bundle.zip", bytes(data)))
    assert [bool(file.problem) for file in found] == [True, False]
    assert "ordinary compression" in found[0].problem


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": TEXT}, "OpenDocument"),
        ({"[Content_Types].xml": TEXT, "xl/workbook.xml": TEXT}, "spreadsheet"),
        ({"[Content_Types].xml": TEXT, "ppt/presentation.xml": TEXT}, "presentation"),
    ],
)
def test_documents_that_are_zips_are_not_taken_for_zips_of_transcripts(files, said):
    assert said in refused(packed(files))


PARTS = {"script.js": b"x()", "frame.html": TEXT, "logo.png": b"\x89PNG\r\n", "advert.htm": TEXT}


@pytest.mark.parametrize("folder", ["talk_files", "talk-Dateien", "talk.files", "talk_fichiers", "Talk_Files", "talk_файлы"])
def test_the_parts_of_a_saved_page_in_a_zip_are_left_alone(folder):
    files = {"x/talk.html": TEXT, **{f"x/{folder}/{name}": data for name, data in PARTS.items()}, "x/other_files/a.txt": TEXT}
    assert [file.name for file in taken("bundle.zip", packed(files))] == ["x/talk.html", "x/other_files/a.txt"]


@pytest.mark.parametrize("folder", ["talk_files", "talk-Dateien"])
def test_the_parts_of_a_saved_page_in_a_folder_are_left_alone(folder, tmp_path):
    (tmp_path / "talk.html").write_bytes(TEXT)
    for name, data in PARTS.items():
        (tmp_path / folder / "sub").mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / name).write_bytes(data)
        (tmp_path / folder / "sub" / name).write_bytes(data)
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "a.txt").write_bytes(TEXT)
    assert list(files_in([tmp_path])) == [tmp_path / "talk.html", tmp_path / "talks" / "a.txt"]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        *(("Речь01", "cp866"), ("ответ", "cp866"), ("会見録", "cp932"), ("大臣", "cp932")),
        *(("答问", "gbk"), ("Ομιλία", "cp737"), ("źródło", "cp852")),
    ],
)
def test_a_single_short_name_is_told_by_how_its_letters_stand(name, encoding):
    assert name.encode(encoding).decode(_guess(name.encode(encoding))) == name


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_without_a_limit_is_not_unpacked(method, monkeypatch):
    data = packed({"a.txt": TEXT}, method)

    def unpack(*_: object) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(zipfile.ZipExtFile, "read", unpack)
    (told,) = members("bundle.zip", data)
    assert "“a.txt in bundle.zip” is packed in an unsupported way" in told.problem


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_damaged_anywhere_is_no_fault(method):
    whole = packed({"a.txt": TEXT * 20, "mimetype": TEXT, "d/ü.txt": TEXT}, method)
    chance = random.Random(11)
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] = chance.randrange(256)
        with contextlib.suppress(IntakeError):
            list(members("bundle.zip", bytes(data)))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("n" * 30_000 + ".txt", "30,004 characters"),
        ("d/" * 400 + "a.txt", "400 folders deep"),
        ("a.html_files/" * 60 + "b", "60 "),
    ],
)
def test_a_member_with_an_endless_name_is_refused(name, said):
    assert said in refused(packed({"a.html": TEXT, name: TEXT}))


def test_a_directory_beyond_any_zip_of_transcripts_is_not_parsed(monkeypatch):
    monkeypatch.setattr("archive.importing.zip_guard.DIRECTORY_LIMIT", 2000)
    many = packed({f"{number}/": b"" for number in range(100)})
    assert "lists more files than" in refused(many)
    assert how_many(io.BytesIO(many)) == 1
