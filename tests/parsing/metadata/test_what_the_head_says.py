"""Title, kind, day, place and publisher from heads and feet in the ways of many publishers; every text is invented."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from archive.parsing import parse_transcript
from archive.parsing.boilerplate import furniture_reason
from archive.parsing.metadata.head_words import names_institution
from archive.parsing.metadata.publisher import part_site

TODAY = dt.date(2026, 1, 1)
TALK = """

Question: When does the ferry sail?

Minister Arvidal: It sails at noon.

Question: Who pays?

Minister Arvidal: We do.
"""


def read(head: str, talk: str = TALK, name: str = "talk.txt"):
    return parse_transcript((head + talk).encode(), name, TODAY)


def page(head: str, above: str = "", foot: str = ""):
    talk = "".join(f"<p>{line}</p>" for line in TALK.split("\n\n") if line.strip())
    return parse_transcript(f"<html><head>{head}</head><body>{above}{talk}{foot}</body></html>".encode(), "talk.html", TODAY)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Media Center\n\nTranscript of Weekly Briefing\n\n4 May 2021", "Transcript of Weekly Briefing"),
        ("Press Conferences\n\nPress Conference by Minister Arvidal\n\n4 May 2021", "Press Conference by Minister Arvidal"),
        ("Reden\n\nRede von Minister Arvidal in Seehafen\n\n4. Mai 2021", "Rede von Minister Arvidal in Seehafen"),
        ("記者会見\n\n湖山外務大臣会見記録\n\n令和3年5月4日", "湖山外務大臣会見記録"),
        ("MINISTRY OF HARBOURS\n\nPress conference of Tomas Arvidal\n\n4 May 2021", "Press conference of Tomas Arvidal"),
        ("PRESS CONFERENCE WITH\nMINISTER TOMAS ARVIDAL\n\n4 May 2021", "PRESS CONFERENCE WITH MINISTER TOMAS ARVIDAL"),
        ("Press conference in Orla | 4 May 2021\nMinistry of Harbours", "Press conference in Orla | 4 May 2021"),
        ("Zum Inhalt der Seite\n\nPressekonferenz von Minister Arvidal\n\n4. Mai 2021", "Pressekonferenz von Minister Arvidal"),
        ("Перейти до основного вмісту\n\nБрифінг міністра Арвідаля\n\n4 травня 2021", "Брифінг міністра Арвідаля"),
        ("Minister | Current | Press talk\n\nPress talk of Tomas Arvidal\n\n4 May 2021", "Press talk of Tomas Arvidal"),
        ("ORLA HOUSE PRESS RELEASE\n\nTranscript of remarks by Arvidal\n\n4 May 2021", "Transcript of remarks by Arvidal"),
        ("LANTERN PRESS SERVICE\n\nInterview of the minister with four papers\n\nORLA- Here is the interview that the minister "
         "gave to four papers", "Interview of the minister with four papers"),
        ("DAILY PRESS BRIEFING\n\nTuesday, May 4, 2021\n\nBriefer:  Tomas Arvidal\n\nFerries ........ 1", "DAILY PRESS BRIEFING"),
        ("News Briefing in Orla\n\n(Also taking part in this briefing was Mira Tolan)\n\n4 May 2021", "News Briefing in Orla"),
    ],
)  # fmt: skip
def test_it_finds_the_title_among_sections_and_mastheads(head, title):
    assert read(head).title == title


@pytest.mark.parametrize(
    ("text", "known", "title", "site"),
    [
        ("Press conference of 4 May — Ministry of Harbours", [], "Press conference of 4 May", "Ministry of Harbours"),
        ("林安书主持记者会 — 某国外交部", [], "林安书主持记者会", "某国外交部"),
        ("Remarks in Orla - Lantern Daily", ["Remarks in Orla"], "Remarks in Orla", "Lantern Daily"),
        ("lantern.example.org | Interview with Mira Tolan", [], "Interview with Mira Tolan", "lantern.example.org"),
        ("Remarks at the Harbour | Port Selene, KE", [], "Remarks at the Harbour | Port Selene, KE", ""),
        ("Doorstop - Parliament House", [], "Doorstop - Parliament House", ""),
    ],
)
def test_it_parts_a_title_from_the_site_s_name(text, known, title, site):
    assert part_site(text, known) == (title, site)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Regular Press Conference of 4 May 2021", "news_conference"),
        ("Pressekonferenz mit Minister Arvidal", "news_conference"),
        ("Rueda de prensa del ministro Arvidal", "news_conference"),
        ("Konferencja prasowa ministra Arvidala", "news_conference"),
        ("湖山外務大臣会見記録", "news_conference"),
        ("المؤتمر الصحفي للوزير", "news_conference"),
        ("מסיבת עיתונאים של השר", "news_conference"),
        ("Họp báo của Bộ trưởng", "news_conference"),
        ("外交部发言人林安书答记者问", "interview"),
        ("Intervista al ministro Arvidal", "interview"),
        ("Wawancara dengan Menteri Arvidal", "interview"),
        ("외교부 대변인 정례브리핑", "briefing"),
        ("Point de presse du ministre", "briefing"),
        ("Oral Answers to Questions", "debate"),
        ("Plenarprotokoll 4/12", "debate"),
    ],
)  # fmt: skip
def test_the_title_s_words_tell_the_kind(title, kind):
    assert read(f"{title}\n\n2021-05-04").kind == kind


def test_a_speech_at_a_forum_is_no_meeting():
    talk = "\n\n" + "We have come a long way with our ferries, and I thank you all for that. " * 20
    assert read("Speech by Tomas Arvidal at the Lake Forum\n\nOrla, 4 May 2021", talk).kind == "speech"


def test_signs_of_a_parliament_make_a_debate():
    talk = (
        "\n\nMr GARTON: Hon Speaker, the pier was closed.\n\nThe SPEAKER: Order!\n\nMs BONNER: I second the motion. [Applause.]\n"
    )
    assert read("The Harbour Dues\n\n4 May 2021", talk).kind == "debate"


def test_the_opener_s_words_tell_the_kind_where_no_title_does():
    talk = "\n\nModerator: Good morning, and welcome to our weekly press briefing.\n" + TALK
    assert read("4 May 2021", talk).kind == "briefing"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("記者会見記録\n\n(令和3年5月4日(火曜日)14時05分 於:本省会見室)", dt.date(2021, 5, 4)),
        ("외교부 대변인 정례브리핑\n\n2021.05.04 한바다 대변인", dt.date(2021, 5, 4)),
        ("記者會紀錄\n\n中華民國110年5月4日", dt.date(2021, 5, 4)),
        ("Press conference\n\nThursday, 6 May 2021\n\nTranscript - Port Selene - 4 May 2021", dt.date(2021, 5, 4)),
        ("Debate on the Lamp\n\n3 May 2021\n\nTuesday, 4 May 2021  Take: 375", dt.date(2021, 5, 4)),
        ("Press conference\n\nTuesday, 4 May 2021, 11:00 a.m. Ministry of Harbours", dt.date(2021, 5, 4)),
        ("Press conference\n\n2 4  May 2021 JT/CC", dt.date(2021, 5, 24)),
    ],
)
def test_it_finds_the_day_in_heads_of_many_kinds(head, day):
    assert read(head).date == day


def test_an_address_gives_the_day_where_nothing_else_does():
    reading = read("Press conference\n\nSource: https://lake.example.org/news/2021/05/04/ferry/")
    assert reading.date == dt.date(2021, 5, 4)


def test_the_century_of_a_short_year_is_doubted_where_nothing_tells_it():
    reading = read("Press conference\n\n24 May '21")
    assert (reading.date, reading.other_days) == (dt.date(2021, 5, 24), (dt.date(1921, 5, 24),))


def test_a_year_in_full_tells_the_century_of_a_short_one():
    assert read("Press conference\n\n24 May '21\n\nThe council of 2019 was the last.").other_days == ()


def test_a_short_year_that_would_be_in_the_future_is_of_the_last_century():
    assert read("Press conference\n\n24 May '39").date == dt.date(1939, 5, 24)


def test_an_american_hour_tells_that_the_month_comes_first():
    assert read("Press briefing, 6/11/2013\n\nHarbour Room\n\n2:19 P.M. EDT").date == dt.date(2013, 6, 11)


@pytest.mark.parametrize(
    "line",
    ["Ministry of Harbours", "Velden Home Office", "Prime Minister's Office", "某国外交部", "Посольство Орландии"],
)
def test_an_institution_is_told_by_the_head_of_its_name(line):
    assert names_institution(line)


@pytest.mark.parametrize(
    "line",
    ["Oval Office", "Cabinet Room", "Government House", "Council Chamber", "THE ROLE OF THE DEPARTMENT", "Selene, United Kingdom",
     "ORLA GOVERNMENT STILL DRAGGING FEET ON FERRY"],
)  # fmt: skip
def test_a_room_a_town_and_a_headline_are_no_institution(line):
    assert not names_institution(line)


@pytest.mark.parametrize(
    "place", ["Oval Office", "London, United Kingdom", "Government House, Moscow", "Parliament House, Canberra"]
)
def test_a_venue_is_never_the_publisher(place):
    assert read(f"Remarks by Tomas Arvidal\n\n{place}\n\n4 May 2021").publisher is None


def test_the_site_beside_the_title_publishes():
    assert page("<title>Press conference of Tomas Arvidal - Ministry of Harbours</title>").publisher == "Ministry of Harbours"


def test_the_institution_that_holds_the_rights_publishes():
    foot = "<div>© 2021 Ministry of Harbours. All rights reserved.</div>"
    assert page("<title>Press conference of Tomas Arvidal</title>", foot=foot).publisher == "Ministry of Harbours"


def test_an_address_tells_who_publishes():
    reading = read("Press conference\n\nSource: https://www.mofa.go.jp/press/ferry.html")
    assert reading.publisher == "Ministry of Foreign Affairs of Japan"


def test_a_house_that_stands_for_an_office_is_given_as_the_office():
    assert read("THE WHITE HOUSE\n\nRemarks on Ferries\n\n4 May 2021").publisher == "President of the United States"


def test_a_source_that_is_no_address_is_the_publisher():
    head = '---\ntitle: "Press conference of 4 May 2021"\nsource: "MINISTER FOR HARBOURS"\nsource_url: https://lake.example.org/a\n---\n'
    reading = read(head, name="talk.md")
    assert (reading.publisher, reading.source_url) == ("MINISTER FOR HARBOURS", "https://lake.example.org/a")


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Hafenprotokoll\n\nBerlin, Mittwoch, den 28. Oktober 2009", "Berlin"),
        ("Press gaggle en route Honolulu, Hawaii, 4 May 2021", "Honolulu, Hawaii"),
        ("Transcript of press conference: Singapore: 27 July 1993", "Singapore"),
        ("Interview with Mira Tolan Radio 3XY, Melbourne\n\n4 May 2021", "Melbourne"),
        ("Press conference\n\nM56\n\n4 May 2021", None),
        ("Announcement, 4 May 2021\n\nPress conference of the Minister", None),
        ("Dialogue with PM Tan Wei Jun\n\nSM Tan Wei Jun | 28 July 2020", None),
    ],
)
def test_it_tells_places_from_codes_and_persons(head, place):
    assert read(head).place == place


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Related News:", "navigation"), ("Zum Seitenanfang", "navigation"), ("Версия для печати", "navigation"),
        ("相关新闻", "navigation"),
        ("ページの先頭へ", "navigation"), ("목록", "navigation"), ("חזרה למעלה", "navigation"), ("طباعة", "navigation"),
        ("Es gilt das gesprochene Wort", "notice"), ("某国外交部　版权所有", "notice"), ("Tous droits réservés", "notice"),
        ("Publié le 4 mai 2021", "posting stamp"), ("发布时间：2021-05-04", "posting stamp"),
        ("(fim)", "end mark"), ("[End of interview]", "end mark"),
    ],
)  # fmt: skip
def test_it_knows_the_lines_that_sites_print_around_a_talk(line, reason):
    assert furniture_reason(line) == reason


@pytest.mark.parametrize(
    "line", ["Fine.", "Next question.", "We will search for it.", "Print it, please!", "以上です。", "Yes, contact them."]
)
def test_what_somebody_may_say_is_no_furniture(line):
    assert furniture_reason(line) is None


def test_the_last_word_of_a_talk_is_kept_before_the_foot_of_the_site():
    reading = read(
        "Press conference\n\n4 May 2021",
        f"{TALK}\n\nQuestion: And you?\n\nMinister Arvidal: Fine.\n\n[ends]\n\nRelated News:\n\nPrint\n",
    )
    assert reading.turns[-1].text == "Fine."


def test_a_title_and_a_posting_day_in_a_content_systems_json() -> None:
    talk = "<p>Orla, 4 May 2021</p>" + "".join(f"<p>{line}</p>" for line in TALK.split("\n\n") if line.strip())
    post = {
        "date": "2021-05-06T09:20:11",
        "modified": "2021-05-07T07:20:11",
        "title": {"rendered": "Press conference of Tomas Arvidal"},
        "content": {"rendered": talk},
    }
    parsed = parse_transcript(json.dumps(post).encode(), "post.json", TODAY)
    assert (parsed.title, parsed.date) == ("Press conference of Tomas Arvidal", dt.date(2021, 5, 4))
