"""Titles chosen among all lines above a talk, and kinds by title, filing and shape: invented heads in many languages."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from archive.parsing import parse_transcript
from archive.parsing.metadata.breadcrumbs import is_path
from archive.parsing.metadata.head_words import names_paper
from archive.parsing.metadata.title_choice import WEIGHTS, TitleBlock, features, head_of

TURNS = "\n\nQuestion: When?\n\nMinister Lund: At noon, we hope.\n\nQuestion: Why?\n\nMinister Lund: It is the tide.\n"
SAID = "\n\nMinister Lund: We sail at noon, and I am glad.\n\nMinister Roos: I thank my colleague. We agree.\n"


def read(text: str) -> tuple[str | None, str]:
    found = parse_transcript(text.encode(), "talk.txt")
    return found.title, str(found.kind)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Harbour Council of Orla\n\nHome > Media > Transcripts", "The minister on the tides and what they cost us"),
        ("Havnerådet\n\nForside › Nyheder › Taler", "Havneministeren om tidevandet og hvad det koster os"),
        (
            "Orla.info   Le port au jour le jour\n\nAccueil   Discours publics",
            "La ministre sur les marées et ce qu'elles nous coûtent",
        ),
        ("Portal Pelabuhan\n\nBeranda > Transkrip Pidato", "Menteri tentang pasang surut dan biayanya bagi kita"),
        ("海港門户\n\n首页 > 新闻发布 > 记者会", "海港部长就潮汐问题会见媒体实录（2021-10-27）"),
        ("항만포털\nwww.example.kr\n\n브리핑룸 > 부처 브리핑", "6월 3일 항만부 정례브리핑 전문"),
        (
            "مجلس الموانئ للدول الساحلية\n\nالرئيسية / المركز الإعلامي / المؤتمرات",
            "المؤتمر الصحفي لوزير الموانئ عقب اجتماع المجلس الساحلي",
        ),
        (
            "Айлақ порталы\n\nБасты бет / Баспасөз орталығы / Брифингтер",
            "Порт министрлігінің ресми өкілі Асан Теңізұлының брифингі",
        ),
    ],
)
def test_the_title_stands_below_the_path_through_the_site(head: str, title: str) -> None:
    assert read(f"{head}\n\n{title}{TURNS}")[0] == title


@pytest.mark.parametrize(
    ("above", "below", "title"),
    [
        ("TRANSCRIPCIÓN PUNTO DE PRENSA", "", "Ministra Lund en punto de prensa tras la reunión del comité de puertos"),
        ("SPECIAL BRIEFING", "VIA TELECONFERENCE", "Senior Harbour Officials on the Minister's Upcoming Travel"),
        ("PC.DEL/187/31\n\nENGLISH only", "", "Statement by the Minister of Ports at the 12th meeting of the Harbour Council"),
        ("Press Release No. 041/2031", "Full text", "The Harbour Commission Welcomes the Opening of the Lower Lock"),
        ("Mitschrift Pressekonferenz", "Im Wortlaut", "Pressekonferenz der Hafenministerin Lund über die Gezeiten"),
        ("Стенограмма", "Неофициальный перевод", "Ответы министра портов на вопросы журналистов о приливах"),
    ],
)
def test_what_kind_of_paper_it_is_is_no_title(above: str, below: str, title: str) -> None:
    assert read(f"{above}\n\n{title}\n\n{below}{TURNS}")[0] == title


def test_the_kind_of_paper_is_the_title_where_nothing_else_stands_there() -> None:
    assert read(f"DAILY PRESS BRIEFING\n\n4 May 2031{TURNS}")[0] == "DAILY PRESS BRIEFING"


@pytest.mark.parametrize("field", ["SUBJECT/SUJET: ", "Betreff: ", "Тема: ", "主题："])
def test_a_field_may_hold_the_title(field: str) -> None:
    title = "Media availability with Minister Lund at the lock"
    assert read(f"LOCATION: ORLA\n\n{field}{title}{TURNS}")[0] == title


def test_a_running_head_tells_that_a_title_was_wrapped() -> None:
    head = (
        "Transcript: Q&A\n\nA Small Harbour's View of a Larger\nWorld: Questions and Answers\n\nIda Lund\nMinister of Ports\n\n"
    )
    title, kind = read(f"{head}2 A Small Harbour's View of a Larger World: Questions and Answers{TURNS}")
    assert (title, kind) == ("A Small Harbour's View of a Larger World: Questions and Answers", "meeting")


def test_an_event_alone_on_a_line_goes_on_below() -> None:
    assert read(f"Home > News > Opinions\n\nDoorstep\n\nby Minister Lund on arrival at the council{TURNS}")[0] == (
        "Doorstep by Minister Lund on arrival at the council"
    )


@pytest.mark.parametrize(
    ("mark", "subject"), [("", "Réponse aux médias : l'écluse"), ("Fwd: Re: ", "Media response: the lower lock")]
)
def test_a_mail_without_a_title_has_its_subject(mark: str, subject: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = "a@example.org", "b@example.org", "Thu, 30 May 2030 16:41:55 -0400"
    message["Subject"] = mark + subject
    message.set_content(f"Good afternoon Ann,\n\nPlease find below our answers to your questions, which you may print.{TURNS}")
    assert parse_transcript(message.as_bytes(), "answers.eml").title == subject


@pytest.mark.parametrize(
    "path",
    [
        "Home » News » Speeches",
        "Etusivu > Puheet",
        "トップ ＞ 大臣 ＞ 会見など",
        "Presidente > Intervenciones",
        "Trang chủ >> Tin tức >> Họp báo",
    ],
)
def test_paths(path: str) -> None:
    assert is_path(path)


@pytest.mark.parametrize(
    "text",
    [
        "Statement by the Minister / Déclaration de la ministre",
        "From the lock – and back",
        "Tide > moon, says the minister of all the ports",
    ],
)
def test_titles_with_bars_and_arrows_are_no_paths(text: str) -> None:
    assert not is_path(text)


@pytest.mark.parametrize("text", ["Check against delivery", "Texte intégral", "Via teleconference", "记者会实录", "Siaran Pers"])
def test_kinds_of_paper(text: str) -> None:
    assert names_paper(text)


@pytest.mark.parametrize("text", ["Briefing by Leo Dea", "Statement on the lock", "2031", "海港部长记者会"])
def test_lines_that_say_more_are_no_kinds_of_paper(text: str) -> None:
    assert not names_paper(text)


def test_every_feature_has_a_weight() -> None:
    blocks = [TitleBlock(text, line, False) for line, text in enumerate(["(1) Home > News", "BRIEFING: Ann Lund", "I say so."])]
    head = head_of(blocks, [], frozenset(), "en", frozenset())
    named = {name for above, block in enumerate(blocks) for name in features(block, above, head)}
    assert named <= set(WEIGHTS) and len(named) > 5


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Comparecencia de la ministra de Puertos, Ida Lund, tras la reunión del consejo", "news_conference"),
        ("Press remarks by Minister Lund at the start of the meeting of ministers", "news_conference"),
        ("Министр портов Лунд ответила на вопросы информационного агентства «Маяк»", "interview"),
        ("La ministre Lund répond aux questions du quotidien Le Phare", "interview"),
        ("Tides and what they cost: the harbour podcast", "interview"),
        ("Oral evidence: the work of the Harbour Board", "meeting"),
        ("Audiencia pública sobre la ley de puertos", "meeting"),
        ("مشروح نشست خبری هفتگی سخنگوی وزارت بنادر", "briefing"),
        ("สรุปการแถลงข่าวประจำสัปดาห์ของโฆษกกระทรวงท่าเรือ", "briefing"),
        ("Press gaggle by Press Secretary Ida Lund on the ferry", "briefing"),
    ],
)
def test_kinds_of_talks_in_which_somebody_asks(title: str, kind: str) -> None:
    assert read(f"{title}{TURNS}")[1] == kind


@pytest.mark.parametrize(
    "title",
    [
        "Pressestatements von Ministerin Lund und Minister Roos",
        "Заявления для прессы министров Лунд и Рооса",
        "Dichiarazioni alla stampa dei ministri Lund e Roos",
    ],
)
def test_statements_for_the_press_at_which_nobody_asks(title: str) -> None:
    assert read(f"{title}{SAID}")[1] == "statement"
    assert read(f"{title}{TURNS}")[1] == "news_conference"


@pytest.mark.parametrize("filed", ["Tipologia: Intervista", "Inicio > Prensa > Entrevistas", "Category: Interview"])
def test_a_page_is_filed_under_its_kind(filed: str) -> None:
    assert read(f"{filed}\n\nLund: «The lock opens in spring and not before»{TURNS}")[1] == "interview"


@pytest.mark.parametrize("title", ["The 12th Orla Lecture: Tides and Trade", "Wykład ministry Lund o pływach i handlu"])
def test_a_lecture_with_questions_is_a_speech(title: str) -> None:
    lecture = (
        "Minister Lund: Thank you. I shall speak of tides. They rise, and I have seen them fall, and we pay for both of them.\n\n"
    )
    assert read(f"{title}\n\n{lecture}{TURNS}")[1] == "speech"
