"""What stands beside labels on the page: rules below them, names that head it, topics, stray fields."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

RULES = ["--------", "========", "________", "* * * *", "~~~~"]
TALK = [
    ("Lenka Dvorná, moderátorka", "Dobrý den. Kdy se otevře přístav?"),
    ("Ondřej HOLUB, ministr dopravy", "Na jaře. Nábřeží už stojí."),
    ("Lenka Dvorná, moderátorka", "Kdo to zaplatí?"),
    ("Ondřej HOLUB, ministr dopravy", "Kraj a přístav, každý polovinu."),
]


def turns(text: str, name: str = "talk.txt") -> list[tuple[str | None, str]]:
    return [(turn.label, turn.text) for turn in parse_transcript(text.encode(), name).turns]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_below_each_label(rule: str) -> None:
    body = "\n\n".join(f"{label}\n{rule}\n{said}" for label, said in TALK)
    assert turns(f"Rozhovor s ministrem Ondřejem Holubem\n\n14. ledna 2024\n\n{body}\n") == TALK


def test_a_rule_on_both_sides_of_each_label() -> None:
    body = "\n\n".join(f"--------\n{label}\n--------\n{said}" for label, said in TALK)
    assert turns(f"Rozhovor s ministrem Ondřejem Holubem\n\n14. ledna 2024\n\n{body}\n") == TALK


@pytest.mark.parametrize("byline", ["Mateo Rial, Director General", "MATEO RIAL", "Minister Mateo Rial"])
def test_the_name_above_a_speech_is_no_label(byline: str) -> None:
    page = (
        f"<h1>Opening statement to the Board</h1><div>4 March 2024</div><div>{byline}</div><p><em>(As prepared)</em></p>"
        "<p>Madam Chairperson, I begin with what is new in our work, and with thanks to all of you.</p><p><b>Ports</b></p>"
        "<p>The quay at Port Orla is built. We have waited for it.</p><p><b>Safeguards</b></p>"
        "<p>There has been no progress, and I regret it. I thank you for your attention.</p>"
    )
    [(label, text)] = turns(f"<html><body>{page}</body></html>", "speech.html")
    assert label is None and text.startswith("Madam") and text.endswith("attention.")


def test_the_name_of_whose_page_it_is_above_title_and_day_is_no_label() -> None:
    page = (
        "<header><a>President of Orla Mateo Rial</a><div>English | Deutsch</div></header><h1>Address to the nation</h1>"
        "<p>19 October 2024</p><p>Dear friends, we have built a quay, and I thank all of you.</p><p>We go on.</p>"
    )
    assert turns(f"<html><body>{page}</body></html>", "speech.html") == [
        (None, "Dear friends, we have built a quay, and I thank all of you.\n\nWe go on.")
    ]


def test_links_under_headings_below_a_speech_are_the_pages() -> None:
    text = (
        "# The port begins here\n\nSpeech by the Minister, Ilsa Brandt, at the port conference.\n\nPublished 6 June 2024\n\n"
        "Thank you, Admiral. I was asked to speak of the port, and so I shall.\n\n## Trade\n\nWe sell what we catch.\n\n"
        "### Share this page\n\n- Share on one site\n- Share on another\n\n### Updates to this page\n\nPublished 6 June 2024\n"
    )
    [(_, said)] = turns(text, "speech.md")
    assert said.startswith("Thank you, Admiral.") and said.endswith("what we catch.")


def test_fields_below_questions_in_bold_do_not_stand_for_labels() -> None:
    talk = [
        ("Kiedy otworzycie port?", "Na wiosnę, jeśli lód pozwoli. Nabrzeże już stoi."),
        ("Kto za to zapłaci?", "Województwo i port, każdy po połowie."),
        ("A rybacy? Boją się o przystań.", "Zachowają swoją przystań, obiecałem to każdemu z nich."),
        ("Kiedy popłynie prom?", "W maju, mam nadzieję, najpóźniej w czerwcu tego roku."),
    ]
    body = "".join(f"<p><b>{asked}</b></p><p>{said}</p>" for asked, said in talk)
    page = f"<h2>Wywiad ministra Iwa Branda</h2><p>23.01.2025</p>{body}<dl><dt>Wytwarzający:</dt><dd>Biuro Portu</dd></dl>"
    assert turns(f"<html><body>{page}</body></html>", "talk.html") == [(None, said) for pair in talk for said in pair]


def test_a_question_in_bold_goes_on_in_the_next_paragraph() -> None:
    page = "".join(
        f"<p><b>{asked}</b></p>{more}<p>{said}</p>"
        for asked, more, said in [
            ("When does the port open?", "", "In the spring, if the ice lets us, as everybody here hopes."),
            ("And the fishermen?", "<p><b>They count the days.</b></p>", "They keep their harbour, as I have told each of them."),
            ("Who pays?", "", "The province and the port, half each, and nobody else."),
        ]
    )
    said = turns(f"<html><body><h1>Interview with Minister Ilsa Brandt</h1>{page}</body></html>", "talk.html")
    assert said[2] == (None, "And the fishermen?\n\nThey count the days.")


def test_words_behind_a_name_before_a_full_stop_and_a_dash() -> None:
    labels = [
        "President",
        "Ivar Holm, on behalf of the Harbour Group",
        "Ines Moor (HG), Frage nach dem Verfahren der „blauen Karte“",
        "Ivar Holm (HG), respuesta de «tarjeta azul»",
        "President",
    ]
    said = ["The next item is the port.", "It is open.", "Wer bezahlt das?", "Todos nosotros.", "The debate is closed."]
    text = "Verbatim report\n4 May 2024\n\n" + "\n\n".join(
        f"{label}. – {words}" for label, words in zip(labels, said, strict=True)
    )
    assert turns(text) == list(zip(labels, said, strict=True))
