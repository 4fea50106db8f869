"""Texts in the encodings that ministries have used: read rightly, or with a word of doubt. All texts are invented."""

from __future__ import annotations

import unicodedata

import pytest
import webencodings
from webencodings.labels import LABELS

from archive.parsing import parse_transcript as parse
from archive.parsing.cleaning import tidy
from archive.parsing.decoding.charsets import codec_of
from archive.parsing.decoding.decode import decode
from archive.parsing.decoding.wide_encodings import wide_codec
from archive.parsing.parsed import TranscriptError
from benchmarks.encodings import ENCODINGS, is_right, samples, sentences

ENGLISH = "The Minister met the delegation at noon and spoke of the river treaty. " * 3
SAMPLES = list(samples())
NAMES = {
    "cp1250": "Dvořák",
    "iso8859-2": "Świętopełk",
    "cp1254": "Şığırcı",
    "cp1252": "Sørensen",
    "cp874": "กระทรวง",
    "gb18030": "王毅",
}
SIGNS = ("It’s “done” – she said… at the café", "£5, €3", "at\xa05 pm", "it was\xa0 said", "the Ka‘ba", "„so“ and ‚so‘")
LONG = [sample for sample in SAMPLES if sample.length >= 400]


@pytest.mark.parametrize("language", sentences())
def test_a_text_of_some_length_is_read_in_whatever_it_was_written(language):
    own = [sample for sample in LONG if sample.language == language]
    assert [sample.encoding for sample in own if not is_right(sample, decode(sample.data).text)] == []


def test_short_texts_are_read_or_doubted():
    read = {sample: decode(sample.data) for sample in SAMPLES if sample.length < 400}
    wrong = [sample for sample, decoded in read.items() if not is_right(sample, decoded.text)]
    assert len(wrong) < 0.03 * len(read)
    assert [sample for sample in wrong if not read[sample].doubt] == []
    assert sum(bool(decoded.doubt) for decoded in read.values()) < 0.12 * len(read)


def test_the_matrix_holds_every_encoding_that_the_documents_promise():
    assert len({name for names in ENCODINGS.values() for name in names.split()}) >= 33
    assert len(ENCODINGS) >= 25


@pytest.mark.parametrize("label", sorted(LABELS))
def test_every_label_of_the_web_standard_is_known(label):
    codec = codec_of(label)
    if webencodings.lookup(label).name in ("x-user-defined",):
        assert codec is None
    elif label not in ("iso-2022-cn", "iso-2022-cn-ext", "replacement"):
        assert codec is not None and "a".encode(codec)


@pytest.mark.parametrize(
    ("head", "encoding", "text"),
    [
        ('<meta charset="iso-8859-1">', "cp1252", "It’s – “fine”, été"),
        ('<meta charset="latin1">', "cp1252", "It’s €5"),
        ('<meta charset="iso-8859-9">', "cp1254", "“Şığırcı”"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">', "iso8859-2", "Świętopełk, źródło"),
        ('<?xml version="1.0" encoding="windows-1253"?>', "cp1253", "Ερώτηση"),
        ('<meta charset="gb2312">', "gb18030", "问：㐀答"),
        ('<meta charset="x-sjis">', "cp932", "問：①"),
        ('<meta charset="tis-620">', "cp874", "ถาม"),
        ('<meta charset="koi8-r">', "koi8-r", "Да"),
        ('<meta charset="ibm866">', "cp866", "Вопрос"),
        ('<meta charset="ks_c_5601-1987">', "cp949", "질문: 왜?"),
    ],
)
def test_a_declared_encoding_is_that_of_browsers(head, encoding, text):
    decoded = decode(head.encode() + text.encode(encoding))
    assert decoded.text == head + text
    assert not decoded.doubt


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1250", "utf-8", "x-nonsense", "windows-1253", "utf-16"])
def test_a_declaration_that_lies_is_not_believed(label):
    text = "Министр сказал журналистам, что соглашение о реке почти готово."
    decoded = decode(f'<meta charset="{label}"><p>'.encode() + text.encode("cp1251"))
    assert text in decoded.text


def test_utf8_is_believed_whatever_is_declared():
    assert "été" in decode('<meta charset="windows-1251"><p>L’été fut long'.encode()).text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-7", "Zażółć gęślą jaźń, rzekł. " * 3),
        ("iso2022_jp", "問：なぜ政府は交渉を延期したのですか。"),
        ("iso2022_kr", "질문: 정부는 왜 협상을 연기했습니까?"),
        ("hz", "问：政府为什么推迟谈判？"),
    ],
)
def test_alphabets_switched_by_escapes(encoding, text):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("text", ["C+Programming and D+Lang; a+b+c", "+49 30 1234567 or +44 20 7946", "~{ is no escape"])
def test_plus_signs_are_no_escapes(text):
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "iso8859-5", "cp866", "mac_cyrillic"])
def test_a_heading_all_in_capitals(encoding):
    text = "МИНИСТЕРСТВО ИНОСТРАННЫХ ДЕЛ КВОРВАНИИ\nВЫСТУПЛЕНИЕ МИНИСТРА"
    decoded = decode(text.encode(encoding))
    assert decoded.text == text or decoded.doubt


@pytest.mark.parametrize(("encoding", "name"), NAMES.items())
def test_a_foreign_name_in_english_is_read_or_doubted(encoding, name):
    decoded = decode(f"{ENGLISH}Minister {name} spoke.".encode(encoding))
    assert decoded.doubt or name in decoded.text


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "cp858"])
@pytest.mark.parametrize("name", ["José", "Müller", "Peña", "Hélène Brûlard", "Åse Nordahl", "São Tomé", "Señora Núñez", "naïve"])
def test_a_foreign_name_in_english_of_dos_is_read_or_doubted(encoding, name):
    decoded = decode(f"{ENGLISH}Minister {name} spoke.".encode(encoding, "ignore"))
    assert decoded.doubt or name.encode(encoding, "ignore").decode(encoding) in decoded.text


@pytest.mark.parametrize("text", SIGNS)
def test_signs_in_english_cause_no_doubt(text):
    decoded = decode((ENGLISH + text).encode("cp1252"))
    assert (decoded.text, decoded.doubt) == (ENGLISH + text, "")


@pytest.mark.parametrize(
    ("broken", "shown"),
    [
        (b"It\x92s good", "It’s good"),
        (b"caf\xe9 noir", "caf\ufffd noir"),
        (b"the end \xff", "the end \ufffd"),
        ("cut é".encode()[:-1], "cut \ufffd"),
        (b"\xed\xa0\x80 half a pair", "half a pair"),
        (b"\xc0\xaf too long", "too long"),
    ],
)
def test_a_few_broken_bytes_leave_utf8_utf8(broken, shown):
    decoded = decode("Il a dit « très bien » à l’été. ".encode() * 3 + broken)
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("Il a dit « très bien » à l’été.") and decoded.text.endswith(shown)
    assert decoded.doubt


def test_doubt_is_a_warning_and_costs_confidence():
    reading = parse(FRENCH.encode() + b"\xff", "a.txt")
    assert "damaged-text" in {warning.code for warning in reading.warnings}
    assert reading.confidence < 1


def test_zero_bytes_are_left_out_and_said():
    assert decode("Il a été dit".encode() + b"\0" * 500).text == "Il a été dit"
    inside = decode(b"Question: who\0 was it? Answer: nobody was there at all.")
    assert (inside.text, bool(inside.doubt)) == ("Question: who was it? Answer: nobody was there at all.", True)


@pytest.mark.parametrize("data", [b"", b"\0\0\0\0", b" \n\t", bytes(range(256)) * 8, bytes(range(1, 9)) * 50])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(TranscriptError):
        decode(data)


@pytest.mark.parametrize("wrong", ["cp1252", "cp1251", "cp1250", "mac_roman", "cp437"])
@pytest.mark.parametrize("text", ["Вопрос: Почему правительство ждало?", "Hélène Brûlard : L’été fut très long – déjà."])
def test_utf8_misread_and_saved_again_is_put_right(wrong, text):
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    name = wrong.replace("cp125", "sloppy-windows-125")
    misread = f"Министр\n\n{text}".encode().decode(name) if wrong == "cp1251" else text.encode().decode(name)
    reading = parse(f"Quorville, 7 March 2021\n\n{misread}\n".encode(), "a.txt")
    kept = [*(turn.text for turn in reading.turns), reading.title or "", reading.body, *(p.text for p in reading.skipped)]
    words = " ".join(kept)
    assert text.rpartition(":")[2].strip() in words


FRENCH = """Ministère des Affaires extérieures de Quorvanie

Conférence de presse de la ministre Hélène Brûlard, Quorville, le 7 mars 2021

Question : Où en est le traité ?

Hélène Brûlard : Le traité est signé. L’été fut long — très long.
"""
KOREAN = "외교부 대변인 브리핑, 2021년 3월 7일\n\n질문: 왜?\n\n대변인: 조약은 서명되었습니다. 강은 길다.\n"


@pytest.mark.parametrize("text", [FRENCH, KOREAN])
@pytest.mark.parametrize("form", ["NFD", "NFKD"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md"])
def test_decomposed_letters_read_as_composed_ones(text, form, name):
    if name == "a.html":
        text = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n\n")) + "</body></html>"
    decomposed = unicodedata.normalize(form, text)
    assert decomposed != text
    if form == "NFD":
        assert parse(decomposed.encode(), name) == parse(text.encode(), name)
    else:
        assert unicodedata.is_normalized("NFC", parse(decomposed.encode(), name).title or "")


def test_marks_behind_entities_and_invisible_signs_are_composed():
    assert tidy("e\u200b\u0301te\u0301") == "été"
    page = parse(b"<html><body><h1>Cafe&#769; noir et l&#8217;e&#769;te&#769;</h1><p>Question: Quoi?</p></body></html>", "a.html")
    assert page.title == "Café noir et l’été"


@pytest.mark.parametrize("data", [b"a\0b" * 100, b"ab\0" * 80, b"\0a\0\0b" * 60, b"PK\0\1a\0\0b" * 40])
def test_binary_bytes_are_no_wide_text(data):
    assert wide_codec(data) is None


def test_chinese_with_many_zeros_is_wide_text():
    text = "一个国家，一个世界，一种语言。记者：OK? 一九四九年。" * 20
    assert [wide_codec(text.encode(codec)) for codec in ("utf-16-le", "utf-16-be")] == ["utf-16-le", "utf-16-be"]
