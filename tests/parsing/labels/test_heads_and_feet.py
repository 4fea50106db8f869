"""What publishers print above, between and below the turns, each habit by invented pages in several languages."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTranscript

# Language: title, word for who asks, question, label of who answers, answer.
TALKS: dict[str, tuple[str, str, str, str, str]] = {
    "da": (
        "Pressemøde om færgen, 4. maj 2021",
        "Spørgsmål",
        "Hvornår sejler den?",
        "Minister Lund",
        "Den sejler i morgen tidlig.",
    ),
    "pt": (
        "Conferência de imprensa sobre o cais, 4 de maio de 2021",
        "Jornalista",
        "Quando abre?",
        "Ministra Reis",
        "Abre na sexta.",
    ),
    "sv": ("Pressträff om bron, 4 maj 2021", "Fråga", "När öppnar den?", "Minister Ek", "Den öppnar på fredag."),
    "pl": ("Konferencja prasowa o moście, 4 maja 2021", "Dziennikarz", "Kiedy otwarcie?", "Minister Zalas", "W piątek rano."),
    "fi": ("Tiedotustilaisuus sillasta 4.5.2021", "Kysymys", "Milloin se avataan?", "Ministeri Halla", "Se avataan perjantaina."),
}


def read(text: str, name: str = "talk.txt") -> ParsedTranscript:
    return parse_transcript(text.encode(), name)


def talk(language: str, above: str = "", below: str = "") -> ParsedTranscript:
    title, asks, question, answers, answer = TALKS[language]
    turns = f"{asks}: {question}\n\n{answers}: {answer}\n\n" * 3
    return read(f"{title}\n\n{above}\n\n{turns}{below}\n")


@pytest.mark.parametrize(
    ("language", "above"),
    [
        ("da", "Udskrift af pressemødet i havnesalen. Der tages forbehold for fejl i udskriften."),
        ("pt", "Transcrição não revista. As respostas em inglês foram traduzidas pelos serviços do porto."),
        ("sv", "Medverkande: minister Ek, statssekreterare Sten. Utskrift från mötet. Det talade ordet gäller."),
        ("pl", "Zapis stenograficzny z konferencji. Wypowiedzi w języku angielskim w tłumaczeniu roboczym."),
        ("fi", "Litterointi tallenteesta. Puheenvuorot on lyhennetty paikoin."),
        ("fi", "Teksti on julkaistu sellaisenaan ilman korjauksia."),
    ],
)
def test_sentences_about_the_transcript_are_not_spoken(language: str, above: str) -> None:
    assert [turn.role for turn in talk(language, above).turns] == ["question", "answer"] * 3


def test_an_opening_that_speaks_for_itself_is_spoken() -> None:
    opening = talk("sv", "God morgon och välkomna. Vi börjar om en minut.").turns[0]
    assert (opening.label, opening.role) == (None, "statement")


@pytest.mark.parametrize(
    "cast",
    ["Entrevistadora: Elena Brandt", "Interviewer: Elena Brandt", "SPEAKER:\nElena Brandt, Director of Harbours, OHO"],
)
def test_who_took_part_is_no_turn(cast: str) -> None:
    turns = "Elena Brandt: Shall we begin?\n\nMinister: We shall, at noon.\n\n" * 3
    assert [turn.label for turn in read(f"Interview about the pier\n\n4 May 2021\n\n{cast}\n\n{turns}").turns] == [
        "Elena Brandt",
        "Minister",
    ] * 3


@pytest.mark.parametrize(
    ("language", "below"),
    [
        ("pt", "NOTA: Transcrição feita a partir da gravação. Pode conter erros.\n\nSiga-nos no X: @portoOrla"),
        ("sv", "Dela: Facebook | X\n\nFler presskonferenser\nPressträff om fyren – 28 april 2021"),
        ("pl", "Uwaga: Tekst może zawierać błędy.\n\nUdostępnij: Facebook - Twitter - LinkedIn"),
        ("fi", "Jaa: Facebook, WhatsApp\n\nHuomautus: Tallenne on verkossa."),
    ],
)
def test_notes_and_links_below_the_talk_are_not_spoken(language: str, below: str) -> None:
    assert talk(language, below=below).turns[-1].text == TALKS[language][4]


@pytest.mark.parametrize(
    "foot",
    [
        "Kontor for havne\n12/02/2031                                        Página 2",
        "Press office\nHarbour Street 4, Port Orla                       str.\n2/3",
        "Ministry of Harbours - transcript                             Side 2",
        "4 May 2031                                               Seite 2 von 3",
    ],
)
def test_the_foot_of_a_page_interrupts_nobody(foot: str) -> None:
    first, last = "The two cabinets have asked for a", "longer time to build the pier and its lamp."
    turns = "Question: When?\n\nMinister Lund: In the spring, we hope.\n\n"
    found = read(
        f"Press conference\n\n4 May 2031\n\n{turns * 2}Question: Why?\n\nMinister Lund: {first}\n\n\n{foot}\n\n\n{last}\n"
    )
    assert found.turns[-1].text.split() == f"{first} {last}".split()


@pytest.mark.parametrize("note", ["mimo mikrofon", "fuori microfono", "på svenska", "przez tłumacza"])
def test_a_few_small_words_in_brackets_at_the_head_of_a_turn_are_a_note(note: str) -> None:
    turn = read(f"Press conference\n\nQuestion: Who sails?\n\nMinister Lund: ({note}) We all sail.\n\nQuestion: When?").turns[1]
    assert (turn.text, turn.notes) == ("We all sail.", (note,))


def test_brackets_that_count_or_go_on_are_spoken() -> None:
    turns = "Question: Who sails?\n\nMinister Lund: (a) We all sail.\n\nQuestion: When?\n\nMinister Lund: (mostly) at noon."
    assert [turn.text for turn in read(f"Press conference\n\n{turns}").turns][1::2] == ["(a) We all sail.", "(mostly) at noon."]


ANSWERS = ("Ho chiesto tempo, e l'ho avuto", "Il molo sarà pronto", "Nessuno lo sa ancora")
ASKED = ("Ministro, il porto è pronto?", "E il faro?", "Quando?")
QUOTES = [("«", "»."), ("“", ".”"), ("„", ".“"), ("「", "」")]


@pytest.mark.parametrize(("opens", "closes"), QUOTES)
def test_answers_in_quotation_marks_need_no_labels(opens: str, closes: str) -> None:
    body = "\n\n".join(f"{asked}\n\n{opens}{answer}{closes}" for asked, answer in zip(ASKED, ANSWERS, strict=True))
    lead = "Il ministro ci riceve nel suo ufficio sopra il porto."
    below = "Leggi anche\n\nIntervista al sindaco: «Il faro»"
    found = read(f"Intervista al ministro dei Porti\n\n4 maggio 2021\n\n{lead}\n\n{body}\n\n{below}")
    assert [turn.role for turn in found.turns] == ["question", "answer"] * 3
    assert [turn.text.strip("«».“”„「」") for turn in found.turns] == [
        said for pair in zip(ASKED, ANSWERS, strict=True) for said in pair
    ]


def test_questions_in_quotation_marks_need_no_labels() -> None:
    body = "\n\n".join(f"“{asked}”\n\n{answer}." for asked, answer in zip(ASKED, ANSWERS, strict=True))
    found = read(f"Intervista al ministro dei Porti\n\n4 maggio 2021\n\n{body}\n")
    assert [turn.role for turn in found.turns] == ["question", "answer"] * 3


def test_an_answer_in_quotation_marks_may_have_paragraphs() -> None:
    body = "Il porto?\n\n«È pronto.\n\nDa ieri».\n\nE il faro?\n\n«Anche».\n\nQuando?\n\n«Domani»."
    assert [turn.text for turn in read(f"Intervista al ministro\n\n{body}").turns][1] == "«È pronto.\n\nDa ieri»."


def test_quotations_in_a_report_are_no_interview() -> None:
    body = "The minister spoke in the hall.\n\n“We shall sail,” she said.\n\nNobody rose.\n\n“At noon,” she added.\n\nIt rained."
    assert "question" not in [turn.role for turn in read(f"Remarks on the pier\n\n4 May 2021\n\n{body}").turns]


@pytest.mark.parametrize(
    "note",
    [
        "Stimați colegi,\n\nVă transmitem mai jos transcrierea neoficială a declarațiilor de astăzi.",
        "Szanowni Państwo,\n\nPrzesyłamy zapis dzisiejszej konferencji prasowej.",
        "Dear colleagues,\n\nWe are sending you the transcript of today's press conference.",
        "Vážení kolegové,\n\nZasíláme přepis dnešní tiskové konference.",
    ],
)
def test_a_covering_note_is_no_opening(note: str) -> None:
    title, turns = TALKS["pl"][0], "Dziennikarz: Kiedy otwarcie?\n\nMinister Zalas: W piątek rano.\n\n" * 3
    head = (
        "From: press@orla.example\nTo: list@orla.example\nDate: Tue, 4 May 2021 19:12:44 +0300\nSubject: Pier\nMIME-Version: 1.0"
    )
    mail = f"{head}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{note}\n\n{title}\n\n{turns}"
    found = read(mail, "talk.eml")
    assert (found.title, len(found.turns)) == (title, 6)


@pytest.mark.parametrize("masthead", ["AZƏRBAYCAN LİMANLARININ PREZİDENTİ", "МОНГОЛ УЛСЫН ЕРӨНХИЙЛӨГЧ", "PRESIDENTE DEL PUERTO"])
def test_a_masthead_alone_on_its_line_is_no_label(masthead: str) -> None:
    turns = "Question: When?\n\nPrezident Elçin Rəhimli: At noon, we hope.\n\n" * 3
    head = f"{masthead}\nportorla.example\n\nInterview about the pier\n\n4 May 2021"
    assert [turn.label for turn in read(f"{head}\n\n{turns}").turns] == ["Question", "Prezident Elçin Rəhimli"] * 3


@pytest.mark.parametrize(
    "below",
    [
        "Issued by: Harbour Office\nShare this page: Facebook  X\n\nRelated links\nMinister Nora Lund: Speaking notes",
        "Поширити у Facebook  Twitter  Telegram\n\nДивіться також\nЩотижневий брифінг, 2 грудня 2021 року\n\nЗа ліцензією",
        "Watch it on Facebook / YouTube : Ministry of Harbours",
        "Paylaş:  Facebook   Twitter   WhatsApp\nÇap versiyası",
    ],
)
def test_what_a_page_links_to_below_the_talk_is_not_spoken(below: str) -> None:
    turns = "Question: When?\n\nMinister Lund: At noon, we hope.\n\n" * 3
    found = read(f"Press conference\n\n4 May 2021\n\n{turns}{below}\n").turns
    assert (len(found), found[-1].text) == (6, "At noon, we hope.")


def test_an_end_mark_in_the_brackets_of_the_labels_is_no_label() -> None:
    turns = "<질문> 언제 개통합니까?\n\n<답변> 금요일에 개통합니다.\n\n" * 3
    found = read(f"항만부 정례브리핑\n\n2023. 6. 20.\n\n{turns}<끝>\n\n이전기사\n").turns
    assert [turn.label for turn in found] == ["질문", "답변"] * 3


@pytest.mark.parametrize("heading", ["ช่วงถาม-ตอบ", "Питання та відповіді", "Hỏi - đáp", "Sual-cavab", "Frågor och svar"])
def test_a_heading_over_the_questions_is_not_spoken(heading: str) -> None:
    turns = "Question: When?\n\nMinister Lund: At noon, we hope.\n\n" * 2
    found = read(f"Press conference\n\n4 May 2021\n\nMinister Lund: Good morning.\n\n{heading}\n\n{turns}").turns
    assert found[0].text == "Good morning."


@pytest.mark.parametrize("mark", ["-", "–", "_", "'", "-'", "*-", "- "])
def test_a_rule_of_any_marks_stalls_no_reading(mark: str) -> None:
    turns = "Question: When?\n\nMinister Lund: At noon, we hope.\n\n" * 2
    found = read(f"Press conference\n\n4 May 2021\n\n{mark * 70}\n\n{turns}").turns
    assert [turn.text for turn in found] == ["When?", "At noon, we hope."] * 2
