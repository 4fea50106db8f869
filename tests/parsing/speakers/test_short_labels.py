"""Labels that say less than the document: an office alone, a given name, first letters, capitals without accents."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.parsing import parse_transcript
from archive.parsing.speakers.introductions import introduced_in, named_as
from archive.parsing.speakers.names.short_names import by_letters, containing, plain
from archive.parsing.speakers.offices.label_parts import part_office
from archive.parsing.speakers.offices.office_matching import fits, is_acronym_of, office_words

TODAY = dt.date(2026, 1, 1)


def speakers(text: str, name: str = "talk.txt") -> dict[str | None, str | None]:
    """Return whom the parser finds behind each label of a text."""
    return {turn.label: turn.speaker for turn in parse_transcript(text.encode(), name, today=TODAY).turns}


def talk(head: str, label: str, ask: str = "Question", foot: str = "") -> str:
    """Write a talk in which one label answers three questions."""
    answers = ("The ferry sails again on Monday morning.", "It will cost less than before.", "I have nothing to add to that.")
    asked = ("When will the ferry sail again?", "What will it cost?", "Is that all there is to say?")
    turns = [f"{ask}: {q}\n\n{label}: {a}" for q, a in zip(asked, answers, strict=True)]
    return "\n\n".join([head, *turns, foot])


@pytest.mark.parametrize(
    ("head", "label", "ask", "speaker"),
    [
        # The office in another order of words than the head prints it.
        ("Doorstop, Port Vell\n\n3 May 2022\n\nThe Hon Maud Ferrier, Minister for Fisheries", "FISHERIES MINISTER", "JOURNALIST",
         "Maud Ferrier"),
        ("Press conference, Port Vell\n\n3 May 2022\n\nSenator Maud Ferrier, Minister for Foreign Affairs", "FOREIGN MINISTER",
         "JOURNALIST", "Maud Ferrier"),
        # The end of a compound, and inflected words.
        ("Varga Ilona külügyminiszter interjúja\n\n2022. május 3.", "Miniszter", "Kérdés", "Varga Ilona"),
        ("Брифінг речника\n\n3 травня 2022 року\n\nБрифінг провела речниця МЗС Олена Ковалик.", "Речниця", "Запитання",
         "Олена Ковалик"),
        # Scripts without capitals.
        ("إحاطة المتحدث باسم وزارة الموانئ السفير سامي الجزولي\n\n3 مايو 2022", "المتحدث", "سؤال", "سامي الجزولي"),
        ("การแถลงข่าวของโฆษกกระทรวงท่าเรือ นางสาวมาลี ทะเลงาม\n\n3 พฤษภาคม 2565", "โฆษก", "ผู้สื่อข่าว", "มาลี ทะเลงาม"),
        ("विदेश मंत्रालय के प्रवक्ता श्री मोहन सागर की वार्ता\n\n3 मई 2022", "प्रवक्ता", "प्रश्न", "मोहन सागर"),
        # Behind the office, an honorific or a second office.
        ("Point de presse du 3 mai 2022\n\nDéclarations de la porte-parole, Mme Odile Varenne", "La porte-parole", "Question",
         "Odile Varenne"),
        ("Entrevista do Ministro dos Portos, Embaixador Caio Salgado\n\n3 de maio de 2022", "Ministro", "Jornalista",
         "Caio Salgado"),
        # A given name behind an honorific, as Ethiopia, Iceland and Malaysia call people; the first of two surnames.
        ("Press briefing\n\n3 May 2022\n\nThe briefing was given by Ambassador Tesfaye Worku.", "Ambassador Tesfaye", "Question",
         "Tesfaye Worku"),
        ("Press conference by Dato' Seri Rahman Haji Idris\n\n3 May 2022", "Dato' Seri Rahman", "Reporter", "Rahman Haji Idris"),
        ("Press conference\n\n3 May 2022\n\nPresent: Datuk Dr. Wong Siew Ling, Secretary General", "Datuk Wong", "Reporter",
         "Wong Siew Ling"),
        ("Conferencia de prensa de la canciller Elvira Montes Quiroga\n\n3 de mayo de 2022", "CANCILLER MONTES", "PERIODISTA",
         "Elvira Montes Quiroga"),
        # Capitals without accents.
        ("Ο Υπουργός Ναυτιλίας Σπύρος Βενιέρης στην εφημερίδα\n\n3 Μαΐου 2022", "Σ. ΒΕΝΙΕΡΗΣ", "ΔΗΜΟΣΙΟΓΡΑΦΟΣ",
         "Σπύρος Βενιέρης"),
        ("Conferencia de prensa de Julián Bermúdez\n\n3 de mayo de 2022", "BERMUDEZ", "PERIODISTA", "Julián Bermúdez"),
        # First letters, of a person and of an office.
        ("Interview: Ambassador Wilma Zeegers on tides\n\nBy Pavel Hronek (PH)\n3 May 2022", "WZ", "PH", "Wilma Zeegers"),
        ("Weekly briefing by the Principal Secretary, Dr. Njeri Kamotho\n\n3 May 2022", "PS", "Question",
         "Njeri Kamotho"),
        # Titles of the Philippines.
        ("Press briefing with Undersecretary Lorna Ilagan-Cruz\n\n3 May 2022", "USEC. ILAGAN-CRUZ", "Q", "Lorna Ilagan-Cruz"),
    ],
)  # fmt: skip
def test_the_head_tells_who_is_behind_a_short_label(head, label, ask, speaker):
    assert speakers(talk(head, label, ask))[label] == speaker


def test_two_ministers_are_told_apart_by_what_they_are_ministers_of():
    head = "Joint doorstop\n\n3 May 2022\n\nSenator Maud Ferrier, Minister for Ports\nThe Hon Colm Darcy, Minister for Defence"
    text = talk(head, "PORTS MINISTER", "JOURNALIST") + "\n\nJOURNALIST: And the navy?\n\nDEFENCE MINISTER: The navy sails too."
    assert speakers(text) == {"PORTS MINISTER": "Maud Ferrier", "DEFENCE MINISTER": "Colm Darcy", "JOURNALIST": None}


@pytest.mark.parametrize(
    "head",
    [
        "Doorstop\n\n3 May 2022\n\nThe Deputy Minister, Maud Ferrier, Minister for Ports Colm Darcy, Minister for Tides Ada Holm",
        "Doorstop\n\n3 May 2022\n\nPrime Minister Maud Ferrier was away.",
    ],
)
def test_an_office_that_several_or_none_hold_stays_as_printed(head):
    assert speakers(talk(head, "MINISTER", "JOURNALIST"))["MINISTER"] == "MINISTER"


def test_a_caption_and_a_signature_tell_who_speaks():
    page = talk("Doorstop after the meeting", "Minister", "Journalist").split("\n\n")
    turns = "".join(f"<p><b>{turn.partition(':')[0]}:</b>{turn.partition(':')[2]}</p>" for turn in page[1:] if turn)
    caption = "<figure><img src='a.jpg'><figcaption>Foreign Minister Tuva Berglind speaks to the press.</figcaption></figure>"
    html = f"<html><body><h1>{page[0]}</h1><p>3 May 2022</p>{caption}{turns}</body></html>"
    assert speakers(html, "page.html")["Minister"] == "Tuva Berglind"


@pytest.mark.parametrize(
    ("opening", "label", "speaker"),
    [
        ("Joining us today is Fisheries Secretary Ramon Abella. Secretary, please.", "SECRETARY", "Ramon Abella"),
        ("I am pleased to introduce our Consul General, Ines Mora.", "CONSUL GENERAL", "Ines Mora"),
    ],
)
def test_who_runs_the_session_introduces_who_speaks(opening, label, speaker):
    text = f"Press briefing\n\n3 May 2022\n\nMODERATOR: {opening}\n\n" + talk("", label, "Q").strip()
    assert speakers(text)[label] == speaker


def test_one_whom_the_speaker_only_mentions_is_not_the_speaker():
    text = "Doorstop\n\n3 May 2022\n\nMINISTER: I have just met Foreign Minister Ingvild Sunde of Norland.\n\n"
    assert speakers(text + talk("", "MINISTER", "JOURNALIST").strip())["MINISTER"] == "MINISTER"


@pytest.mark.parametrize(
    ("line", "word", "name"),
    [
        ("Members present: Rhys Morgan-Pugh (Chair); Nuala Devane", "chair", "Rhys Morgan-Pugh"),
        ("Jarmila Kosova, Harbour Radio (moderator)", "moderator", "Jarmila Kosova"),
        ("Host: Dr. Leila Parvin", "host", "Leila Parvin"),
        ("Interview by Pavel Hronek", "interviewer", "Pavel Hronek"),
        ("The panel is chaired by Rhys Morgan", "the chair", "Rhys Morgan"),
        ("The host country is Norland", "host", None),
    ],
)
def test_the_head_names_who_runs_the_session(line, word, name):
    assert named_as(word, [line]) == name


@pytest.mark.parametrize(
    ("label", "office", "same"),
    [
        ("Defence Minister", "Minister for Defence", True),
        ("Minister", "Minister of Ports", True),
        ("miniszter", "külügyminiszter", True),
        ("речник", "речника МЗС", True),
        ("โฆษก", "โฆษกกระทรวงท่าเรือ", True),
        ("Minister", "Prime Minister", False),
        ("Minister", "Deputy Minister for Ports", False),
        ("Secretary", "Secretary General", False),
        ("Präsident", "Ministerpräsident", False),
        ("Minister", "Ministry of Ports Spokesperson", False),
        ("Defence Minister", "Minister for Ports", False),
    ],
)
def test_an_office_is_the_same_in_other_words(label, office, same):
    assert fits(office_words(label), office_words(office)) is same


def test_first_letters_are_a_persons_or_an_offices():
    names = ["Renske Dijkstra", "Gustavo Adolfo Pineda Rojas", "Per van der Holm"]
    assert [by_letters(label, names) for label in ("RD", "GR", "P.H.", "XY", "Rd")] == [*names, None, None]
    assert is_acronym_of("PS", "Principal Secretary")
    assert is_acronym_of("DFM", "Deputy Minister of Foreign affairs") is False
    assert is_acronym_of("Ps", "Principal Secretary") is False


def test_words_within_one_full_name_mean_it():
    assert containing("Montes", ["Elvira Montes Quiroga", "Ana Lima"]) == "Elvira Montes Quiroga"
    assert containing("Ana", ["Ana Lima", "Ana Reis"]) is None
    assert plain("ΚΑΡΑΘΑΝΆΣΗΣ") == plain("Καραθανασης")


def test_only_sentences_that_introduce_name_who_speaks():
    said = [("MODERATOR", "With us today is Ports Minister Ada Holm."), ("MINISTER", "I met Ports Minister Tor Lund.")]
    assert [one.name for _, one in introduced_in(said)] == ["Ada Holm"]


def test_brackets_before_a_question_name_who_asks():
    text = "Weekly briefing\n\n3 May 2022\n\nQ1: (Jomo Karanja, Tide Times) When will the ferry sail?\n\nSpokesperson: On Monday."
    text += "\n\nQ2: (Inaudible) And where does it sail from?\n\nSpokesperson: From the old quay."
    turns = parse_transcript(text.encode(), "talk.txt", today=TODAY).turns
    assert [turn.speaker for turn in turns if turn.role == "question"] == ["Jomo Karanja", None]
    assert (turns[0].text, turns[0].notes) == ("When will the ferry sail?", ("Jomo Karanja, Tide Times",))


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("JOURNALIST (Pia Holm Ch. 10)", "Pia Holm"),
        ("JOURNALIST (Pia Holm, Tide TV)", "Pia Holm"),
        ("ผู้สื่อข่าว (วิทยุท่าเรือ)", None),
        ("שאלה (דנה, רדיו גלים)", "דנה"),
    ],
)
def test_brackets_behind_a_word_for_who_asks_name_the_asker(label, speaker):
    assert speakers(talk("Press conference\n\n3 May 2022", "Ada Holm", label))[label] == speaker


@pytest.mark.parametrize(
    ("label", "name", "office"),
    [
        ("Rzecznik prasowy MSZ Jan Wrona", "Jan Wrona", "Rzecznik prasowy MSZ"),
        ("Minister Spraw Zagranicznych Jan Wrona", "Jan Wrona", "Minister Spraw Zagranicznych"),
        ("Menteri Luar Negeri", None, "Menteri Luar Negeri"),
        ("معالي وزير خارجية نورهافن", None, "معالي وزير خارجية نورهافن"),
        ("Minister for Ports (Deputy Nuala Devane)", "Nuala Devane", "Minister for Ports"),
        ("Dato' Seri Rahman", "Rahman", None),
    ],
)
def test_what_an_office_is_of_is_no_name(label, name, office):
    parts = part_office(label)
    assert (parts.name, parts.office) == (name, office)


def test_a_minister_answers_by_a_word_for_an_answer_and_the_office_inflected():
    head = "Министр портов Тимур Абзалов ответил на вопросы газеты\n\n3 мая 2022 года"
    assert speakers(talk(head, "Ответ министра", "Вопрос"))["Ответ министра"] == "Тимур Абзалов"


def roles(*turns: str) -> list[str]:
    text = "\n\n".join(["Press conference by Minister Ada Holm", "3 May 2022", *turns])
    return [turn.role for turn in parse_transcript(text.encode(), "talk.txt", today=TODAY).turns]


def test_an_answer_is_one_though_the_next_has_the_floor_then():
    said = roles(
        "Question: When will the ferry sail again?",
        "Minister: It will sail on Monday morning.",
        "Question: And who pays for the fuel then?",
        "Minister: I have nothing to announce. Edda, and then we will go to the screen.",
        "Question: Will it be cheaper than before?",
        "Minister: It will be, a little.",
    )
    assert said == ["question", "answer"] * 3


def test_a_long_reply_to_a_first_question_that_breaks_off_is_an_answer():
    long = "Yes. We are not new to this kind of storm, and it has come to the old harbour every year since I can remember it, "
    said = roles(
        "Question: There was a storm like the last one—",
        f"Minister: {long}and longer.",
        "Question: Will you go?",
        "Minister: No.",
    )
    assert said == ["question", "answer"] * 2
