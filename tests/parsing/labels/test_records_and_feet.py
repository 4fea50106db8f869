"""Records of parliaments and committees, and what pages print below the last answer, each by invented texts."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTranscript

ASKED = "Reporter: When does the ferry sail?\n\nMinister Moor: At noon, as it always did.\n\n"


def read(text: str, name: str = "talk.txt") -> ParsedTranscript:
    return parse_transcript(text.encode(), name)


def said(found: ParsedTranscript) -> list[tuple[str | None, str]]:
    return [(turn.label, turn.text) for turn in found.turns]


def roles(found: ParsedTranscript) -> str:
    return "".join(turn.role[0] for turn in found.turns)


@pytest.mark.parametrize(
    "foot",
    [
        "Quay Street 1212, Northport. Tel. 4819-7000. To leave this list answer with the word OUT.",
        "Also in this issue: The dues are signed * Visit of the Mayor * Closed at Easter\n17 Pier Gate, Northport",
        "Related: The speech of the harbour | The lights at the pier\nPier 3, NP-1900 | Page renewed: 20.11.2031.",
        "Source: Radio Harbour\nPosted: 13.07.2031.\nPrint the page   Send the link",
    ],
)
def test_what_stands_under_the_widest_gap_is_the_pages(foot: str) -> None:
    found = read(
        text=(
            "Interview with Minister Moor, 4 May 2031\n\n"
            f"{ASKED * 2}Reporter: Thank you.\n\nMinister Moor: Thank you.\n\n\n\n{foot}\n"
        )
    )
    assert said(found)[-1] == ("Minister Moor", "Thank you.")


def test_a_wide_gap_within_the_talk_makes_no_foot() -> None:
    found = read(
        text=(
            f"Interview with Minister Moor, 4 May 2031\n\n{ASKED}\n\n\n{ASKED}\n\n\n"
            "Reporter: And then?\n\nMinister Moor: We sail.\n\n\n\nWe all do.\n"
        )
    )
    assert found.turns[-1].text.endswith("We all do.")


def test_a_heading_that_no_label_follows_ends_the_talk() -> None:
    turns = "".join(
        f"<p><b>Reporter:</b> Who sails?</p><p><b>Minister Moor:</b> We do, in {month}.</p>" for month in ("May", "June")
    )
    found = read(
        f"<h1>Press conference</h1>{turns}<h2>Responsible</h2><p>Help us to mend this site. Search the files. Trust us.</p>",
        "a.html",
    )
    assert said(found)[-1] == ("Minister Moor", "We do, in June.")


def test_a_headline_with_a_colon_above_the_day_is_no_label() -> None:
    found = read(f"Harbour Ministry\n\nMinister Moor on the radio: Talks yes, dues no\n\nSunday, 4 May 2031\n\n{ASKED * 2}")
    assert found.title == "Minister Moor on the radio: Talks yes, dues no"
    assert str(found.date) == "2031-05-04"
    assert len(found.turns) == 4


def test_topics_in_capitals_between_names_in_capitals_are_no_labels() -> None:
    asked = "LUND (RADIO)\nWho sails?\n\nMOOR\nWe all do, in the morning.\n\n"
    found = read(f"Press conference, 4 May 2031\n\nTHE FERRY\n\n{asked * 2}THE DUES\n\n{asked * 2}")
    assert [turn.label for turn in found.turns] == ["LUND (RADIO)", "MOOR"] * 4


def test_a_field_that_lists_people_above_the_talk_is_no_turn() -> None:
    head = "Head Table: Hon. Ilsa Varga, Prime Minister of Norland and Chair; Hon. Ivar Moor, Minister of Harbours; Dr Edda Holm."
    found = read(
        f"Closing press conference, 4 May 2031\n\n{head}\n\nModerator: Good evening, and welcome to all of you.\n\n{ASKED * 2}"
    )
    assert found.turns[0].label == "Moderator"


def test_capitals_and_initials_are_labels() -> None:
    text = (
        "СТЕНОГРАМА\nзасідання Комітету з питань портів\n\n26 лютого 2031 року\n\n"
        "ГОЛОВУЮЧИЙ. Доброго дня, колеги. Слово надається заступниці міністра. Будь ласка.\n"
        "СОСНА Т.І. Дякую. Угода про порти проста.\n"
        "ГОЛОВУЮЧИЙ. Є запитання?\nМОРЕНКО Н.П. Хто платить?\nСОСНА Т.І. Платить порт.\n"
        "МОРЕНКО Н.П. Зрозуміло. Я підтримую.\nСОСНА Т.І.\nДякую вам усім.\n"
    )
    assert [turn.label for turn in read(text).turns] == [
        "ГОЛОВУЮЧИЙ",
        "СОСНА Т.І.",
        "ГОЛОВУЮЧИЙ",
        "МОРЕНКО Н.П.",
        "СОСНА Т.І.",
        "МОРЕНКО Н.П.",
        "СОСНА Т.І.",
    ]


def test_an_office_and_a_name_end_at_the_wide_gap() -> None:
    turns = "◯위원장 강바다  질의해 주십시오.\n◯이등대 위원  배는 언제 떠납니까?\n◯항만부장관 윤부두  내일 떠납니다.\n"
    found = read(
        f"항만위원회회의록\n\n2031년 5월 4일\n\n{turns * 3}"
        "◯이등대 위원 한 가지만 더 묻겠습니다. 누가 냅니까?\n◯항만부장관 윤부두  항만이 냅니다.\n"
    )
    assert [turn.label for turn in found.turns] == ["위원장 강바다", "이등대 위원", "항만부장관 윤부두"] * 3 + [
        "이등대 위원",
        "항만부장관 윤부두",
    ]


@pytest.mark.parametrize("form", ["<< {tag} >> {name}: << {tag} >>", "<{name}:>"])
def test_names_of_styles_around_a_label_are_left_out(form: str) -> None:
    turns = "".join(
        f"{form.format(tag=tag, name=name)}\n\n{text}\n\n"
        for tag, name, text in [
            ("יור", 'היו"ר אבי נמל', "בוקר טוב לכולם, אני פותח את הישיבה."),
            ("דובר", "דנה מזח", "מתי המעבורת יוצאת?"),
            ("אורח", "רות ים", "היא יוצאת מחר בבוקר."),
        ]
        * 2
    )
    assert [turn.label for turn in read(f"פרוטוקול מישיבת ועדת הנמלים\n\n4 במאי 2031\n\n{turns}").turns] == [
        'היו"ר אבי נמל',
        "דנה מזח",
        "רות ים",
    ] * 2


def test_tags_of_a_corpus_part_the_speeches() -> None:
    speeches = "".join(
        f"<Newspeech>{who}: {what}</Newspeech>" for who, what in [("Mr. Moor", "Who pays?"), ("Mr. Holm", "We do.")] * 3
    )
    assert said(read(f"OFFICIAL REPORT 4th May, 2031 {speeches}")) == [("Mr. Moor", "Who pays?"), ("Mr. Holm", "We do.")] * 3


@pytest.mark.parametrize("act", ["moved", "asked the Government, upon notice", "asked the Minister of Harbours"])
def test_what_a_record_says_that_a_speaker_does_is_no_part_of_the_label(act: str) -> None:
    found = read(
        f"House debate, 4 May 2031\n\nHON. A. REEF {act}: That the dues be halved.\n\n"
        + "HON. B. MOOR: I agree.\n\nHON. A. REEF: So do I.\n\n" * 2
    )
    assert found.turns[0].label == "HON. A. REEF"


def test_a_bracket_behind_a_bold_label_belongs_to_it() -> None:
    turns = "<p><b>The Speaker</b> (Hon. Moor): Order.</p><p><b>Sen. Holm:</b> I thank you, and sit.</p>" * 3
    found = read(f"<h1>Senate debate</h1><p>4 May 2031</p>{turns}", "a.html")
    assert [turn.label for turn in found.turns] == ["The Speaker (Hon. Moor)", "Sen. Holm"] * 3


@pytest.mark.parametrize(
    ("label", "bare"),
    [("Holm (Harbours):", "Holm (Harbours)"), ("Ilsa Varga:", "Ilsa Varga"), ("P.-", "P")],
)
def test_a_label_that_lost_its_sign_once_is_found(label: str, bare: str) -> None:
    asks, answers = ("P.-", label) if bare != "P" else (label, "Portavoz.-")
    turns = f"{asks} ¿Quién paga?\n\n{answers} El puerto, como siempre.\n\n" * 3
    last = (
        f"{asks} ¿Y cuándo?\n\n{bare} Pagamos en mayo.\n"
        if bare != "P"
        else f"{bare} Pero nadie paga.\n\n{answers} Pagamos en mayo.\n"
    )
    assert len(read(f"Rueda de prensa, 4 de mayo de 2031\n\n{turns}{last}").turns) == 8


def test_who_opens_alone_on_a_line_above_a_greeting_is_a_label() -> None:
    asked = "Wartawan\nKapan kapal berangkat?\n\nMenteri Pelabuhan\nBesok pagi, pukul tujuh.\n\n"
    found = read(
        text=(
            "Keterangan pers, 4 Mei 2031\n\nMenteri Pelabuhan Norland (Ivar Moor)\n"
            f"Selamat siang, rekan-rekan wartawan. Kapal siap.\n\n{asked * 3}"
        )
    )
    assert found.turns[0].label == "Menteri Pelabuhan Norland (Ivar Moor)"
    assert found.turns[0].text == "Selamat siang, rekan-rekan wartawan. Kapal siap."


@pytest.mark.parametrize("code", ["DE", "FR", "PL"])
def test_the_code_of_a_language_before_a_speech_is_a_note(code: str) -> None:
    found = read(
        text=(
            "Debate, 4 May 2031\n\nPresident: The debate is open.\n\n"
            f"Ilsa Varga: ({code}) Mr President, we sail.\n\nPresident: It is closed.\n"
        )
    )
    assert found.turns[1].text == "Mr President, we sail."
    assert found.turns[1].notes == (code,)


def test_a_list_of_members_with_honours_opens_no_speech() -> None:
    members = "".join(f"{name}議員 , 大紫荊勳賢 , G.B.S., J.P.\n\n" for name in ("何海港", "李燈塔", "林碼頭"))
    turns = "主席：請議員保持肅靜，會議現在開始。\n\n何海港議員：主席，渡輪何時啟航？\n\n行政長官：明天早上啟航。\n\n" * 2
    assert read(f"會議過程正式紀錄\n\n2031年5月4日\n\n出席議員：\n\n{members}{turns}").turns[0].label == "主席"


def test_an_article_about_the_record_opens_no_speech() -> None:
    notice = "This record contains the text of speeches delivered in English. Corrections should be sent to the original only."
    turns = "The President: The floor is open to all members.\n\nMr. Moor (Norland): We support the text, and thank you.\n\n" * 2
    found = read(
        text=(
            "Harbour Council\n4083rd meeting\nWednesday, 4 May 2031\n\n"
            f"{notice}\n\nThe meeting was called to order at 10.05 a.m.\n\n{turns}"
        )
    )
    assert found.turns[0].label == "The President"


def test_a_greek_semicolon_asks() -> None:
    turns = "ΔΗΜΟΣΙΟΓΡΑΦΟΣ: Πότε φεύγει το πλοίο;\n\nΙ. ΜΟΥΡΗΣ: Φεύγει αύριο το πρωί.\n\n" * 2
    assert roles(read(f"Συνέντευξη Τύπου, 4 Μαΐου 2031\n\nΙ. ΜΟΥΡΗΣ: Καλησπέρα σας.\n\n{turns}")) == "sqaqa"
