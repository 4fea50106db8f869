"""Who gives the floor and who answers, at invented news conferences in several languages."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript


def roles(*turns: str, title: str = "Press conference about the pier") -> str:
    return "".join(turn.role[0] for turn in parse_transcript("\n\n".join([title, *turns]).encode(), "talk.txt").turns)


@pytest.mark.parametrize(
    ("label", "calls"),
    [
        ("Harbour Spokesperson", "Lady over there, in the red coat."),
        ("Pressekreteraren", "Vi går vidare. Ja, du där borta."),
        ("Rzecznik", "Panie redaktorze, jedno pytanie."),
        ("Tisková mluvčí", "Prosím další dotaz."),
        ("Woordvoerder", "Nog een vraag, en dan stoppen we."),
    ],
)
def test_a_spokesperson_runs_a_ministers_news_conference(label: str, calls: str) -> None:
    asked = ["Question: Who sails?", "Minister Lund: We all do, and soon.", f"{label}: {calls}"]
    assert roles(
        f"{label}: Good morning. The minister speaks first.", "Minister Lund: We open it.", *asked * 2, asked[0], asked[1]
    ) == ("ss" + "qas" * 2 + "qa")


@pytest.mark.parametrize(
    "said",
    [
        "Nothing to announce. Yes, Inès?",
        "No. I could not be clearer. (Laughter.) Go ahead, Stavros.",
        "We sail at noon. Margaret?",
    ],
)
def test_an_answer_before_the_floor_is_given_is_an_answer(said: str) -> None:
    asked = ["Question: Who sails?", "Spokesman: We all do, and soon.", "Question: When?", f"Spokesman: {said}"]
    assert roles(
        "Spokesman: Good morning, all. We have a short programme.", *asked, "Question: Why?", "Spokesman: It is the tide."
    ) == ("sqaqaqa")


@pytest.mark.parametrize(
    "said", ["Let's go to the phones. Jeff from Stars, are you with us?", "I see Gjergj, online. Gjergj, can you hear us?"]
)
def test_who_looks_for_an_asker_answers_nobody(said: str) -> None:
    asked = ["Question: Who sails?", "Minister Lund: We all do, and soon."]
    assert roles("Minister Lund: We open the pier today.", *asked, f"Minister Lund: {said}", *asked)[3] == "s"


def test_one_who_asks_without_a_mark_is_told_by_the_others() -> None:
    asked = [
        "Jana Hrubá, Seznam:\nWho sails?",
        "Radek Lund, minister:\nWe all do.",
        "Tomáš Beneš, Rádio:\nWhen?",
        "Radek Lund, minister:\nSoon.",
    ]
    last = ["Ondřej Malina, ČTK:\nOn the budget. The unions are angry.", "Radek Lund, minister:\nWe talk with them."]
    opening = "Lucie Malá, spokeswoman:\nGood morning. The minister begins."
    assert roles(opening, "Radek Lund, minister:\nWe open it.", *asked, *last, *asked[:2], opening).startswith("ssqaqaqaqa")


def test_an_interviewed_minister_returns_a_greeting() -> None:
    asked = ["PERIODISTA: ¿Cuándo abre?", "MINISTRO: Abre el viernes.", "PERIODISTA: ¿Seguro?", "MINISTRO: Claro que sí."]
    said = ["PERIODISTA: Está con nosotros el ministro. Buenos días.", "MINISTRO: Muy buenos días, Elena.", *asked]
    assert roles(*said, title="Entrevista al ministro de Puertos") == "qaqaqa"


def test_a_named_moderator_of_named_askers_makes_statements() -> None:
    turns = ["**Davide Bruni**\n\nBuonasera. Grazie di questi giorni.", "**Papa Leandro**\n\nBuonasera. Cominciamo."]
    turns += ["**Davide Bruni**\n\nLa prima domanda è di Jessica Kaihue."]
    for who in ("Jessica Kaihue (CBC)", "Brigitte Charron (TVA)"):
        turns += [f"**{who}**\n\nSantità, perché non l'ha detto?", "**Papa Leandro**\n\nÈ un problema antico, lo sappiamo."]
    read = parse_transcript("\n\n".join(["# Conferenza stampa durante il volo", *turns]).encode(), "talk.md")
    assert "".join(turn.role[0] for turn in read.turns) == "sssqaqa"


def test_two_without_an_office_answer_those_with_an_outlet() -> None:
    asked = [
        "Ana Diémé (Le Soleil): What does it cost?",
        "M. Asiedu: It costs little.",
        "Bo Traoré (RFI): And when?",
        "M. Sarr: Soon.",
    ]
    more = ["Bo Traoré (RFI): Is that sure?", "M. Sarr: It is.", "M. Asiedu: I confirm it.", "Question: Why?"]
    last = ["M. Asiedu: It is the tide.", "Le modérateur : Merci à tous."]
    assert roles("Le modérateur : Merci. Nous commençons.", *asked[:2], *asked, *more, *last) == "sqaqaqaqaaqas"


@pytest.mark.parametrize("label", ["ผู้สื่อข่าวไทยพีบีเอส", "นักข่าวมติชน"])
def test_a_reporters_outlet_follows_without_a_space(label: str) -> None:
    asked = [f"{label}: จะเปิดเมื่อไรคะ", "โฆษกฯ: เปิดวันศุกร์ครับ"]
    assert roles("โฆษกฯ: สวัสดีครับ ท่านสื่อมวลชนทุกท่าน", *asked * 3, title="การแถลงข่าว") == "s" + "qa" * 3


def test_a_moderator_who_calls_a_name_asks_nothing() -> None:
    opening = "MODERATOR: Good morning, members of the Press Corps. With us are the Press Officer and the Harbour Secretary."
    asked = ["Question: When?", "SECRETARY ABANES: At noon, we hope."]
    assert roles(f"{opening} Usec.?", "SECRETARY ABANES: We add three boats.", *asked * 2)[0] == "s"
