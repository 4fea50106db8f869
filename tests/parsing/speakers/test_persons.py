"""Names and offices in labels of many layouts and languages, and the persons whom a document names for them."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.parsing import parse_transcript
from archive.parsing.metadata.publisher import find_home
from archive.parsing.speakers.named import named_in
from archive.parsing.speakers.offices.authority import Authority, Holder
from archive.parsing.speakers.offices.label_parts import part_office

TODAY = dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("label", "name", "office"),
    [
        # What stands before a name is its office: companies, regions, bodies.
        ("Vordane Railways CEO Oleg Tarasov", "Oleg Tarasov", "Vordane Railways CEO"),
        ("Governor of Tarn Region Vasily Brunov", "Vasily Brunov", "Governor of Tarn Region"),
        ("Head of the Republic of Orlia Rustam Karimov", "Rustam Karimov", "Head of the Republic of Orlia"),
        ("Minister of Science and Higher Education Elena Brandt", "Elena Brandt", "Minister of Science and Higher Education"),
        ("Chairman of the Harbour Duma Committee Andrei Lunin", "Andrei Lunin", "Chairman of the Harbour Duma Committee"),
        ("TIDE Director General Marta Lindqvist", "Marta Lindqvist", "TIDE Director General"),
        ("Deputy Prime Minister – Envoy to the Far Northern District Yury Halvin", "Yury Halvin",
         "Deputy Prime Minister – Envoy to the Far Northern District"),
        ("President of South Orlia Thandi Mokoena", "Thandi Mokoena", "President of South Orlia"),
        ("Presidential Aide Ivan Torsk", "Ivan Torsk", "Presidential Aide"),
        ("Minister Jude Law", "Jude Law", "Minister"),
        # What stands behind it: a comma, a point, a bar, brackets.
        ("Rolf Winter, Beauftragter für Schleusen", "Rolf Winter", "Beauftragter für Schleusen"),
        ("ANA MARÍA DEL RÍO. SECRETARIA DE PUERTOS", "ANA MARÍA DEL RÍO", "SECRETARIA DE PUERTOS"),
        ("Ilsa Varga | Foreign Minister", "Ilsa Varga", "Foreign Minister"),
        ("Foreign Minister, Ewan Hale", "Ewan Hale", "Foreign Minister"),
        ("Karla Salna, Orlian Associated Press", "Karla Salna", "Orlian Associated Press"),
        ("Mr Peter K. Holm (Moderator)", "Peter K. Holm", "Moderator"),
        ("L'hon. Luc Morel (ministre des Ports, Bleu)", "Luc Morel", "ministre des Ports, Bleu"),
        ("Rt Hon Sir Alan Reed KC MP", "Alan Reed", None),
        ("President Joseph R. Arden, Jr.", "Joseph R. Arden Jr.", "President"),
        # Initials are names, not honorifics.
        ("Mrs M T KUBALI", "M T KUBALI", None),
        ("Dr C P AMSEL", "C P AMSEL", None),
        ("M. Dupré", "Dupré", None),
        ("Министр портов Орлии С.В.Ветров", "С.В.Ветров", "Министр портов Орлии"),
        # Names in their order.
        ("PM Tan Wei Jun", "Tan Wei Jun", "PM"),
        ("General Vo Ngan Kha", "Vo Ngan Kha", "General"),
        ("Bộ trưởng Bùi Thanh Hải", "Bùi Thanh Hải", "Bộ trưởng"),
        ("Kovács Péter miniszter", "Kovács Péter", "miniszter"),
        ("Cumhurbaşkanı Mehmet Aydın", "Mehmet Aydın", "Cumhurbaşkanı"),
        ("Utanríkisráðherra Jón Björnsson", "Jón Björnsson", "Utanríkisráðherra"),
        ("Ministra de Asuntos Exteriores Ana Palomar Vallejo", "Ana Palomar Vallejo", "Ministra de Asuntos Exteriores"),
        ("Ministro das Relações Exteriores Mauro dos Santos", "Mauro dos Santos", "Ministro das Relações Exteriores"),
        ("President of the Republic of Orlia Moon Hae-jin", "Moon Hae-jin", "President of the Republic of Orlia"),
        ("外交部发言人林安书", "林安书", "外交部发言人"),
        ("王小雲議員", "王小雲", "議員"),
        ("山野外務大臣", "山野", "外務大臣"),
        ("한바다 대변인", "한바다", "대변인"),
        ("강바다 외교부 장관", "강바다", "외교부 장관"),
        ('היו"ר דן אלון', "דן אלון", 'היו"ר'),
        ("שר החוץ דן אלון", "דן אלון", "שר החוץ"),
        ("وزير الدولة للشؤون الخارجية سامي نور", "سامي نور", "وزير الدولة للشؤون الخارجية"),
        ("الوزير الشكري", "الشكري", "الوزير"),
        # Peers are known by their titles.
        ("Baroness Penrose of Tarn (Blue)", "Baroness Penrose of Tarn", None),
        ("Lord George Arden", "George Arden", None),
        # Nobody.
        ("Minister’s Office", None, "Minister’s Office"),
        ("外交部发言人", None, "外交部发言人"),
    ],
)  # fmt: skip
def test_a_label_is_parted_into_name_and_office(label, name, office):
    parts = part_office(label)
    assert (parts.name, parts.office) == (name, office)


@pytest.mark.parametrize("label", ["Tide News, Takeda", "NHK, Sakai", "Reuters, Holm"])
def test_an_outlet_before_a_surname_is_no_office(label):
    assert part_office(label).name == label


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("HON ALAN DOVER MP   Minister for Harbours", [("ALAN DOVER", "Minister for Harbours")]),
        ("Interview with President Ramon Delgado at the harbour", [("Ramon Delgado", "President")]),
        ("The Foreign Press Secretary, Kenji Oda, speaks in a briefing", [("Kenji Oda", "The Foreign Press Secretary")]),
        (
            "Press Briefing by Press Secretary Jen Holm and Director of the National Harbour Council Brian Dale, July 2",
            [("Jen Holm", "Press Secretary"), ("Brian Dale", "Director of the National Harbour Council")],
        ),
        ("Remarks by Prime Minister Narendra Rao of the Republic of Orlia", [("Narendra Rao", "Prime Minister")]),
        ("Minister of Foreign Affairs and Trade Péter Kovács", [("Péter Kovács", "Minister of Foreign Affairs and Trade")]),
        # Headlines say what somebody does; none of it is a name.
        ("Remarks by President Varga Highlighting the New Pier", []),
        ("Background Press Call by Senior Administration Officials Previewing the Summit", []),
        ("Press conference, President of the United Isles and Prime Minister Moss", []),
    ],
)
def test_a_headline_names_persons_and_no_words_of_it_become_one(line, found):
    assert [(one.name, one.office) for one in named_in([line])] == found


TABLE = Authority(
    [
        Holder("Ilse Harlow", ("Илсе Харлоу",), "President", "US", dt.date(2021, 1, 20), dt.date(2025, 1, 20)),
        Holder("Tom Gale", (), "President", "US", dt.date(2025, 1, 20), None),
        Holder("Pavel Orlin", (), "President", "RU", dt.date(2018, 5, 7), None),
        Holder("Anna Reit", (), "Chancellor", "DE", dt.date(2020, 1, 1), None),
        Holder("Yoko Yamano", ("YAMANO Yoko", "山野洋子"), "Minister for Foreign Affairs", "JP", dt.date(2023, 9, 13), None),
        Holder("Nora Vale", (), "Spokesperson", "US", dt.date(2021, 1, 20), None),
    ]
)


def told(text: str, authority: Authority = TABLE) -> list[str | None]:
    return [turn.speaker for turn in parse_transcript(text.encode(), "talk.md", TODAY, authority).turns]


def meant(text: str, authority: Authority = TABLE) -> list[str | None]:
    return [turn.known_as for turn in parse_transcript(text.encode(), "talk.md", TODAY, authority).turns]


def page(address: str, day: str, *said: str) -> str:
    return f"---\ntitle: A talk about the pier\nsource_url: {address}\ndate: {day}\n---\n\n" + "\n\n".join(said)


ASKED = ("THE PRESIDENT: We met this morning and spoke of the pier.", "Q: When will it open?", "THE PRESIDENT: In the spring.")


@pytest.mark.parametrize(
    ("address", "day", "who"),
    [
        ("https://www.whitehouse.gov/talks/1", "2022-03-04", "Ilse Harlow"),
        ("http://en.kremlin.ru/talks/1", "2022-03-04", "Pavel Orlin"),
        ("https://www.whitehouse.gov/talks/1", "2025-03-04", "Tom Gale"),
        # On the day of a change of office two fit; elsewhere, and before the table begins, nobody does.
        ("https://www.whitehouse.gov/talks/1", "2025-01-20", "THE PRESIDENT"),
        ("https://www.elsewhere.example/talks/1", "2022-03-04", "THE PRESIDENT"),
        ("http://en.kremlin.ru/talks/1", "2012-03-04", "THE PRESIDENT"),
    ],
)
def test_an_office_alone_is_who_held_it_where_and_when_the_page_was_published(address, day, who):
    assert told(page(address, day, *ASKED)) == [who, None, who]


def test_an_office_with_a_surname_stays_as_printed_with_the_full_name_beside_it_whoever_publishes():
    said = ("CHANCELLOR REIT: We met.", "Q: And the pier?", "PRESIDENT HARLOW: It will open.")
    text = page("https://www.elsewhere.example/1", "2022-03-04", *said)
    assert told(text) == ["CHANCELLOR REIT", None, "PRESIDENT HARLOW"]
    assert meant(text) == ["Anna Reit", None, "Ilse Harlow"]
    assert meant(text, Authority()) == [None, None, None]


def test_mr_and_ms_are_found_only_at_home():
    said = ("MS. VALE: Good morning.", "Q: And the pier?", "MS. VALE: It will open.")
    assert meant(page("https://www.state.gov/1", "2022-03-04", *said)) == ["Nora Vale", None, "Nora Vale"]
    assert told(page("https://www.state.gov/1", "2022-03-04", *said))[0] == "MS. VALE"
    assert meant(page("https://www.elsewhere.example/1", "2022-03-04", *said)) == [None, None, None]


def test_an_office_alone_is_the_surname_that_the_title_prints_with_the_full_name_beside_it():
    text = page("https://www.whitehouse.gov/1", "2022-03-04", *ASKED)
    titled = text.replace("A talk about the pier", "Remarks by President Harlow on the Pier")
    assert told(titled) == ["Harlow", None, "Harlow"]
    assert meant(titled) == ["Ilse Harlow", None, "Ilse Harlow"]
    other = text.replace("A talk about the pier", "Remarks by President Norden of Orlia on the Pier")
    assert "Norden" not in told(other) or meant(other)[0] is None


def test_one_person_under_two_labels_is_one_voice():
    said = ("PRESIDENT HARLOW: We met.", "Q: And the pier?", "THE PRESIDENT: It will open.", "Q: When?", "THE PRESIDENT: In May.")
    read = parse_transcript(page("https://www.whitehouse.gov/1", "2022-03-04", *said).encode(), "talk.md", TODAY, TABLE)
    assert {turn.known_as or turn.speaker for turn in read.turns} == {"Ilse Harlow", None}
    assert [turn.role for turn in read.turns] == ["statement", "question", "answer", "question", "answer"]


def test_a_surname_that_the_document_itself_completes_needs_no_table():
    said = ("PRESIDENT HARLOW: We met.", "Q: And the pier?", "MS. VALE: Ilse Harlow will open it.")
    text = page("https://www.whitehouse.gov/1", "2022-03-04", *said)
    assert told(text) == ["Ilse Harlow", None, "MS. VALE"]
    assert meant(text) == [None, None, "Nora Vale"]


def test_a_name_printed_in_full_goes_before_the_table():
    said = ("PRESIDENT ILSE K. HARLOW: We met.", "Q: And the pier?", "THE PRESIDENT: It will open.")
    assert told(page("https://www.whitehouse.gov/1", "2022-03-04", *said)) == ["Ilse K. Harlow", None, "Ilse K. Harlow"]


def test_without_a_table_nobody_is_guessed():
    assert told(page("https://www.whitehouse.gov/1", "2022-03-04", *ASKED), Authority()) == [
        "THE PRESIDENT",
        None,
        "THE PRESIDENT",
    ]


def test_the_label_of_another_person_is_not_the_office_alone():
    title = "Press conference, President of the United Isles and Prime Minister Moss"
    head = f'---\ntitle: "{title}"\ncreators:\n  - "Reef, Tomas"\n  - "Moss, Helen"\n---\n\n'
    said = ("PRIME MINISTER MOSS: I am glad to have the President here.", *ASKED)
    assert told(head + "\n\n".join(said)) == ["Helen Moss", "Tomas Reef", None, "Tomas Reef"]


def test_a_field_called_after_an_office_tells_who_holds_it():
    said = "<p>JOURNALIST: Is it open?</p><p>PRIME MINISTER: It is.</p><p>JOURNALIST: Since when?</p><p>PRIME MINISTER: May.</p>"
    text = f"<html><prime-minister>Alder, Mark</prime-minister><body><h1>Doorstop at the pier</h1>{said}</body></html>"
    read = parse_transcript(text.encode(), "talk.html", TODAY, TABLE)
    assert [turn.speaker for turn in read.turns] == [None, "Mark Alder", None, "Mark Alder"]


def test_misprints_of_a_label_that_comes_often_are_that_person():
    often = [line for number in range(6) for line in (f"Q: Question {number}?", f"PRIME MINISTER: Answer number {number}.")]
    text = "\n\n".join(["Doorstop with the Prime Minister, Mark Alder", *often, "Q: And now?", "PREME MINISTER: Now too."])
    assert set(told(text)) == {None, "Mark Alder"}


def test_a_credit_before_a_label_is_no_part_of_it():
    head = '---\ntitle: "Entrevista da presidenta Ana Lima em Porto Novo"\n---\n\n'
    often = [line for number in range(5) for line in (f"Jornalista: Pergunta {number}?", f"Presidenta: Resposta {number}.")]
    assert set(told(head + "\n\n".join(["Foto: Rui Alves/PR Presidenta: Bom dia.", *often]))) == {None, "Ana Lima"}


def test_names_by_which_alone_a_title_knows_persons():
    head = '---\ntitle: "Confira a entrevista de Zilda e Tico em Porto Novo"\n---\n\n'
    said = [
        "Presidenta: Bom dia.",
        "Jornalista: E agora?",
        "Ex-presidente Tico: Agora sim.",
        "Jornalista: Quando?",
        "Presidenta: Já.",
    ]
    assert told(head + "\n\n".join(said)) == ["Zilda", None, "Tico", None, "Zilda"]


def test_a_reporter_in_brackets_behind_a_question_asks_it():
    text = """외교부 대변인 정례브리핑

2023.09.04 한바다 대변인

안녕하십니까? 정례브리핑을 시작하겠습니다.

<질문> 회담이 끝나면 문서가 나오는지 궁금합니다. (등대신문 이파도 기자)

<답변> 문서가 나올 것으로 알고 있습니다.
"""
    assert told(text) == ["한바다", "이파도", "한바다"]


def test_who_answers_is_named_by_the_title_before_a_label_that_the_title_does_not_know():
    said = ["Q: Is it open?", "A: It is.", "Q: Since when?", "A: Since May.", "Mira Dahl: Thank you all for coming today."]
    text = "\n\n".join(["Foreign Ministry Spokesperson Ilse Varga’s Press Conference", *said])
    assert told(text)[:4] == [None, "Ilse Varga", None, "Ilse Varga"]


def test_the_title_of_a_talk_names_the_president():
    head = '---\ntitle: "Ilse Varga: The President’s News Conference With Secretary General Tom Holm"\n---\n\n'
    said = ["President Varga: We met.", "Q: And?", "The President: It was good.", "Secretary General Holm: It was."]
    assert told(head + "\n\n".join(said), Authority()) == ["Ilse Varga", None, "Ilse Varga", "Tom Holm"]


def test_numbered_officials_stay_apart():
    often = [line for number in range(6) for line in (f"Q: Question {number}?", f"SENIOR OFFICIAL ONE: Answer number {number}.")]
    text = "\n\n".join(["Background call on the pier", *often, "Q: And now?", "SENIOR OFFICIAL TWO: Now too."])
    assert set(told(text)) == {None, "SENIOR OFFICIAL ONE", "SENIOR OFFICIAL TWO"}


@pytest.mark.parametrize(
    ("address", "publisher", "country"),
    [
        ("https://www.gov.uk/speeches/1", "", "GB"),
        ("https://www.pmc.gov.au/1", "", "AU"),
        ("https://www.mofa.go.jp/press", "", "JP"),
        ("https://www.blog.jp/press", "", ""),
        ("https://news.un.org/1", "", "UN"),
        ("", "The White House", "US"),
        ("", "Kremlin, Moscow", "RU"),
        ("", "Ministry of Foreign Affairs of the Republic of Chad", "TD"),
        ("", "Department of State", "US"),
        ("", "Embassy of Norway in Chad", ""),
        ("", "Ministry of External Affairs", ""),  # several countries have one
        ("", "Ministry of External Affairs, Government of India", "IN"),
        ("", "Ministry of External Affairs of India", "IN"),
        ("", "Ministry of External Affairs of Quorvania", ""),
        ("", "Ministry of External Affairs of Chad", "TD"),
        ("", "Department of State of Quorvania", ""),
    ],
)
def test_the_country_of_a_publisher_is_told_by_its_address_or_name(address, publisher, country):
    assert find_home([address], [publisher]).country == country


@pytest.mark.parametrize(
    ("label", "who"),
    [
        ("Answer by the Minister", "Ilse Varga"),
        ("Minister's answer", "Ilse Varga"),
        ("Answer by Ilse Varga", "Ilse Varga"),
        ("Reply of Tom Holm", "Tom Holm"),
        ("Ilse Varga's reply", "Ilse Varga"),
        ("Réponse de Tom Holm", "Tom Holm"),
    ],
)
def test_a_word_for_an_answer_is_no_part_of_who_answers(label, who):
    head = "Ministry of Ports of Quorvania\n\nMinister Ilse Varga's news conference, Port Orla, May 4, 2021\n\n"
    said = ["Question: Is it open?", f"{label}: It is.", "Question: Since when?", f"{label}: Since May."]
    assert told(head + "\n\n".join(said)) == [None, who, None, who]


@pytest.mark.parametrize(
    ("label", "who"),
    [("Question from the press", None), ("Question from the floor", None), ("Question from Ines Moor", "Ines Moor")],
)
def test_where_a_question_comes_from_is_nobodys_name(label, who):
    head = "Ministry of Ports of Quorvania\n\nMinister Ilse Varga's news conference, Port Orla, May 4, 2021\n\n"
    said = [f"{label}: Is it open?", "Ilse Varga: It is.", f"{label}: Since when?", "Ilse Varga: Since May."]
    assert told(head + "\n\n".join(said)) == [who, "Ilse Varga", who, "Ilse Varga"]
