"""Who speaks, in the ways of publishers in many languages: unknown titles, lists, keys, cases, self-introductions."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from archive.parsing import parse_transcript
from archive.parsing.speakers.holders import Context
from archive.parsing.speakers.misprints import LikeLabels
from archive.parsing.speakers.names.name_cases import nominative
from archive.parsing.speakers.offices.authority import Authority, read_authority, shipped_authority
from archive.parsing.speakers.offices.label_parts import part_office
from archive.parsing.speakers.printed_people import people_in
from archive.parsing.speakers.resolution import find_people
from archive.parsing.speakers.roster import Roster, listed_in


def speakers(text: str) -> dict[str | None, str | None]:
    return {turn.label: turn.speaker for turn in parse_transcript(text.encode(), "talk.txt").turns}


@pytest.mark.parametrize(
    ("label", "office", "name"),
    [
        ("Wicemarszałek Dorota Wilk", "Wicemarszałek", "Dorota Wilk"),
        ("Poseł Jan Dębski", "Poseł", "Jan Dębski"),
        ("Fiskeriminister Ingvild Rosten", "Fiskeriminister", "Ingvild Rosten"),
        ("Formanden (Bente Havn)", "Formanden", "Bente Havn"),
        ("Menteri Luar Negeri [Datuk Seri Dr. Hanif bin Osman]", "Menteri Luar Negeri", "Hanif bin Osman"),
        ("SECRETARIO DE MARINA, JULIO TAMEZ", "SECRETARIO DE MARINA", "JULIO TAMEZ"),
        ("Гадаад хэргийн сайд Б.Энхтуул", "Гадаад хэргийн сайд", "Б.Энхтуул"),
        ("Presiden RI", "Presiden RI", None),
        ("المتحدث الرسمي", "المتحدث الرسمي", None),
        ("官房長官", "官房長官", None),
        ("Secretario de Estado", "Secretario de Estado", None),
        ("Kepala Biro Pers Ratih Kusuma", "Kepala Biro Pers", "Ratih Kusuma"),
    ],
)
def test_titles_of_many_languages_are_parted_from_names(label, office, name):
    parts = part_office(label)
    assert (parts.name, parts.office if name is None else office in (parts.office or "")) == (
        name,
        office if name is None else True,
    )


@pytest.mark.parametrize("label", ["Hui Min", "Julio Sultan", "Nazir Khan"])
def test_a_given_name_that_is_an_office_too_stays_in_a_name(label):
    assert part_office(label).name in (label, label.split()[-1])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Сергея Ильина", "Сергей Ильин"),
        ("Марии Озеровой", "Мария Озерова"),
        ("Дмитрием Лесковым", "Дмитрий Лесков"),
        ("Wiktora Zarębę", "Wiktor Zaręba"),
        ("Janem Kosem", "Jan Kos"),
        ("Νίκου Βερνίκη", "Νίκος Βερνίκης"),
        ("Mirela Dumitru", "Mirela Dumitru"),
        ("Penny Marsh", "Penny Marsh"),
    ],
)
def test_names_in_other_cases_become_nominatives(name, expected):
    assert nominative(name) == expected


def test_a_given_name_that_is_not_known_is_told_by_the_text():
    assert nominative("Ломара Турсынова") == "Ломара Турсынова"
    assert nominative("Ломара Турсынова", {"Ломар"}) == "Ломар Турсынов"


@pytest.mark.parametrize(
    ("lines", "label", "name"),
    [
        (["President: Kari Fjell"], "Presidenten", "Kari Fjell"),
        (["Members present: Dame Harriet Colm (Chair); Alan Tred; Mr Ravi Sood."], "Chair", "Harriet Colm"),
        (["Hon. Ellsworth R. Pruett, chairman of the committee, presiding."], "The Chairman", "Ellsworth R. Pruett"),
        (["Conferencia del presidente de la Nación, Octavio Ferro, desde la Casa Clara"], "PRESIDENTE", "Octavio Ferro"),
        (["RPN  Dr Rosalind Penn"], "RPN", "Rosalind Penn"),
    ],
)
def test_a_list_above_the_talk_says_who_holds_an_office(lines, label, name):
    assert Roster(lines).holder(label) == name


@pytest.mark.parametrize(
    "line", ["President of the United Isles", "Governador de Porto Velado", "Meninjau Pelabuhan Tanjung Selatan"]
)
def test_places_and_headings_are_nobody(line):
    assert listed_in(line) == []


def test_who_is_claimed_by_another_label_is_not_the_chair():
    lines = ["Witness: Olive Penn, Chair, Lighthouse Board", "Present: Harriet Colm (Chair)"]
    assert Roster(lines, ["Penn"]).holder("Chair") == "Harriet Colm"


def test_somebody_who_says_the_own_name_is_known_by_it():
    read = speakers(
        "Conferencia de prensa en Puerto Claro\n\n10 de abril de 2022\n\n"
        "VOCERO.- Buenas tardes a todos, soy Nahuel Bermejo, vocero de la Presidencia.\n\n"
        "PERIODISTA.- ¿Cuándo abre el puerto?\n\nVOCERO.- En mayo.\n\nPERIODISTA.- ¿Y el faro?\n\nVOCERO.- En junio.\n"
    )
    assert {name for label, name in read.items() if label and label.startswith("VOCERO")} == {"Nahuel Bermejo"}


def test_a_title_in_the_genitive_names_who_answers_without_a_label():
    read = parse_transcript(
        (
            "Интервью министра Сергея Ильина газете «Маяк»\n\n15 января 2024 года\n\n"
            "– Каким был год?\n\n– Год был непростым. Мы построили порт.\n\n– Когда откроется маяк?\n\n– Весной. Всё готово.\n\n"
            "– А паром?\n\n– Летом. Ждём корабли.\n"
        ).encode(),
        "talk.txt",
    )
    assert {turn.speaker for turn in read.turns if turn.role == "answer"} == {"Сергей Ильин"}


def test_a_surname_before_an_office_in_chinese_is_the_listed_person():
    read = speakers(
        "外交部例行新聞說明會紀要\n\n2024年3月12日\n\n主持人：發言人梁書帆\n列席：亞太司司長鄭子恆\n\n"
        "發言人：各位早安，今天請鄭司長說明業務，謝謝各位參加。\n\n鄭司長：謝謝發言人。我說明兩件事，協定已經完成換文。\n\n"
        "海潮社記者：請問會不會簽署新的協議？\n\n鄭司長：細節會在適當時間說明。\n\n發言人：今天就到這裡，謝謝大家。\n"
    )
    assert (read["鄭司長"], read["發言人"]) == ("鄭子恆", "梁書帆")


def test_a_label_that_differs_in_accents_alone_is_the_same_person():
    labels = ["Người phát ngôn", "Người phát ngôn", "Nguời phát ngôn"]
    people = find_people(
        labels, "Họp báo", ["Người phát ngôn: Trần Thu Lan"], [], Context(head=["Người phát ngôn: Trần Thu Lan"])
    )
    assert people.person(labels[2]).name == people.person(labels[0]).name


@pytest.mark.parametrize(
    ("office", "country", "day"),
    [
        ("President", "UA", "2014-04-01"),
        ("Foreign Minister", "UA", "2014-04-02"),
        ("Prime Minister", "UA", "1995-09-01"),
        ("Secretary General", "NATO", "1995-11-01"),
        ("External Affairs Minister", "IN", "2006-05-05"),
        ("Foreign Minister", "TR", "1996-01-10"),
        ("官房長官", "JP", "2025-10-25"),
        ("Spokesperson", "UA", "2023-05-05"),
        ("Secretary of State", "US", "2018-04-10"),
        ("Foreign Minister", "IN", "1992-08-15"),
        ("Prime Minister", "UA", "2014-02-10"),
        ("Federal President", "DE", "2012-03-01"),
        ("President", "TR", "1993-05-01"),
        ("官房長官", "JP", "1999-02-02"),
        ("First Lady", "US", "2025-05-05"),
    ],
)
def test_the_table_knows_somebody_in_every_term(office, country, day):
    holder = shipped_authority().alone(office, country, dt.date.fromisoformat(day))
    assert holder is not None
    assert holder.country == country
    assert holder.source.startswith("https://")


# Longest time in days for which nobody is known between two holders of the offices of whom the table promises everyone.
_PROMISED = frozenset(
    (
        "President,Prime Minister,Federal President,Federal Chancellor,Premier,Vice President,Secretary of State,"
        "Foreign Secretary,Minister of Foreign Affairs,Minister for Foreign Affairs,Federal Minister for Foreign Affairs,"
        "Minister of External Affairs,Secretary General,Secretary-General,Chief Cabinet Secretary,White House Press Secretary,"
        "First Lady"
    ).split(",")
)
_UNKNOWN = {("IN", "Minister of External Affairs"): 121}  # the first months of 1991


def test_high_offices_are_without_a_known_holder_for_few_days_only():
    terms: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
    for who in shipped_authority().holders:
        office = who.office.removeprefix("Acting ")
        if office in _PROMISED and who.country != "AU":
            terms.setdefault((who.country, office), []).append((who.start, who.end or dt.date.max))
    assert len(terms) > 30
    for office, some in terms.items():
        known = dt.date(1990, 12, 31)
        for start, end in sorted(some):
            assert (start - known).days <= _UNKNOWN.get(office, 20) or start < _FIRST.get(office, dt.date.min), (office, start)
            known = max(known, end)


# Offices that began later than 1990.
_FIRST = {
    ("RU", "President"): dt.date(1991, 12, 31),
    ("RU", "Prime Minister"): dt.date(1992, 12, 31),
    ("UA", "President"): dt.date(1991, 12, 31),
}


@pytest.mark.parametrize(("foreign", "name"), [(True, "Ida Holm"), (False, None)])
def test_a_spokesperson_in_a_foreign_ministrys_text_is_its_own(foreign, name):
    rows = [
        "Ida Holm,,Spokesperson of the Ministry of Foreign Affairs,RU,2001,2004,https://example.org",
        "Olaf Reed,,Press Secretary of the President,RU,2001,2004,https://example.org",
    ]
    table = Authority(read_authority("\n".join(["person,aliases,office,country,from,to,source", *rows])))
    found = table.alone("Spokesperson", "RU", dt.date(2002, 2, 2), foreign)
    assert (found.person if found else None) == name


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("PR IN1E N11I NISTE R", "PRIME MINISTER"),
        ("PRUEf MINISTER", "PRIME MINISTER"),
        ("PRIME NMITER", "PRIME MINISTER"),
        ("Good day. PRIME MINISTER", "PRIME MINISTER"),
        (". PRIME MINISTER", "PRIME MINISTER"),
        ("QI. ESTION", "QUESTION"),
        ("PRIME MINISTER LI", None),
        ("FIRST MINISTER", None),
        ("MINISTER HOLM", None),
        ("Dr. HOLM", None),
    ],
)
def test_an_office_that_a_scan_spoilt_is_the_office(printed, meant):
    labels = Counter({"PRIME MINISTER": 2, "MINISTER": 2, "QUESTION": 3, "HOLM": 2, printed: 1})
    assert LikeLabels(labels, {}).usual(printed) == meant


@pytest.mark.parametrize(("printed", "meant"), [("PU", "PM"), ("PM4", "PM"), ("JT", None), ("PMQ", None)])
def test_two_letters_are_a_misread_office_where_it_stands_often(printed, meant):
    labels = Counter({"PM": 8, "HOLM": 5, printed: 1})
    assert LikeLabels(labels, {}).usual(printed) == meant


def test_a_stray_letter_before_a_surname_does_not_make_two_persons():
    labels = ["HOLM", "HOLM", "HOLM", "HOLM", "S HOLM"]
    people = find_people(labels, "INTERVIEW WITH JOHN HOLM, HARBOUR RADIO", [], [])
    assert {people.person(label).name for label in labels} == {"John Holm"}


def test_each_of_a_list_has_the_office_behind_the_own_name():
    said = (
        "TRANSCRIPT OF THE PRIME MINISTER  THE HON. TOBY HOLM MP  PRESS CONFERENCE WITH THE HON. JULIA REED MP,   MINISTER FOR "
        "FOREIGN AFFAIRS, THE HON. KEVIN HALE MP, MINISTER FOR DEFENCE AND AIR MARSHAL MARK REEVES AC, CHIEF OF THE NAVY"
    )
    found = {one.name: " ".join(one.said) for one in people_in(said)}
    assert "prime minister" in found["TOBY HOLM"]
    assert "foreign affairs" in found["JULIA REED"]
    assert found["KEVIN HALE"].startswith("minister for defence")
    assert found["MARK REEVES"] == "chief of the navy"


def test_letters_behind_a_name_end_it():
    [found] = people_in("TRANSCRIPT OF THE PRIME MINISTER THE HON JOHN HOLM MP RADIO INTERVIEW")
    assert found.name == "JOHN HOLM"


def test_offices_before_names_stay_with_them():
    found = people_in("Minister Ana Holm, Chancellor Ben Reed and President Carla Hale")
    assert [one.said[-1] for one in found] == ["minister", "chancellor", "president"]


def test_a_room_of_one_government_tells_whose_president_speaks():
    text = """James S. Brady Press Briefing Room
May 4, 2012

THE PRESIDENT: We open the pier today.

Q: When does it open?

THE PRESIDENT: At noon.
"""
    assert speakers(text)["THE PRESIDENT"] == "Barack Obama"
    assert speakers(text.replace("James S. Brady Press Briefing Room", "Harbour Hall"))["THE PRESIDENT"] == "THE PRESIDENT"


TOPICS = """A plan for the harbour

The cost of the plan and its strengthened border checking are small, the joint action is new, and legal help is given.

Cost: One million.

Joint Action: We shall act with others.

Cost: Two millions.

Strengthened Border Checking: Ships are seen.

Cost: Nothing.

Legal Help: Judges are sent.

Cost: Nothing.
"""


def test_topics_with_a_colon_are_nobody():
    labels = {turn.label for turn in parse_transcript(TOPICS.encode(), "plan.txt").turns}
    assert labels.isdisjoint({"Cost", "Joint Action", "Strengthened Border Checking", "Legal Help"})


def test_names_that_are_words_too_stay_labels_beside_anybody_with_an_office():
    text = "Mr Brown: The brown rose is here.\n\nRose: It is.\n\nMr Brown: Good.\n\nRose: Yes.\n\nFern: The fern too.\n"
    assert {"Mr Brown", "Rose"} <= set(speakers(text))


def test_a_title_that_is_taken_for_a_label_is_nobody():
    title = "Información Sobre La Visita Del Presidente"
    body = f"<h1>{title}</h1><p>El Presidente visitó el puerto de Holma.</p>"
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    assert title not in [turn.speaker for turn in parse_transcript(page.encode(), "page.html").turns]
