"""How publishers set labels: one invented page for each habit, and what only looks like it."""

from __future__ import annotations

import io

import docx
import pytest

from archive.parsing import parse_transcript
from tests.parsing.labels.test_label_forms import labels, page, turns


def html(*paragraphs: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><body><h1>Interview with Minister Varga</h1><p>4 May 2021</p>{body}</body></html>"


def texts(text: str, name: str = "talk.txt") -> list[str]:
    return [said for _, said in turns(text, name)]


def labels_of(text: str) -> list[str | None]:
    return [label for label, _ in turns(text, "talk.html")]


@pytest.mark.parametrize("mark", ["- ", "– ", "— "])
def test_a_dash_may_stand_right_behind_a_label(mark: str) -> None:
    text = page(
        f"SORU{mark}Gemiler ne zaman gelecek?",
        f"BAKAN ALTINOVA{mark}Gemiler yarın geliyor.",
        f"SORU{mark}Kaç gemi?",
        f"BAKAN ALTINOVA{mark}On gemi.",
    )
    assert labels(text) == ["SORU", "BAKAN ALTINOVA"] * 2


def test_a_hyphen_within_words_sets_nothing_off() -> None:
    text = page(
        "VARGA: Ask me.", "REPORTER: Who pays?", "VARGA: Well-known ship- and boat-owners pay.", "Long-term plans follow."
    )
    assert labels(text) == ["VARGA", "REPORTER", "VARGA"]


def test_indents_alone_part_the_paragraphs_of_a_record() -> None:
    text = (
        "HEARING ON THE HARBOUR\nMay 4, 2021\n\n"
        "    The Chairman. The committee will come to order. We hear today\nabout the lamps of the coast, "
        "and about the keepers who light them\nby night.\n"
        "    Captain Rowe, you may begin.\n"
        "    Captain Rowe. Thank you. The service keeps two hundred lamps. Most of\nthem "
        "were built before the war.\n"
        "    I ask for forty more keepers.\n"
        "    The Chairman. Why forty?\n    Captain Rowe. Because one lamp in five has nobody to mend it.\n"
    )
    assert labels(text) == ["The Chairman", "Captain Rowe"] * 2
    assert texts(text)[0].endswith("by night.\n\nCaptain Rowe, you may begin.")


def test_where_every_line_but_the_first_is_indented_nothing_is_parted() -> None:
    text = page(
        "VARGA: We sail at noon, as we have said, and\n  then we come back home in the evening\n"
        "  before the night falls over the sea and\n  the lamps are lit.",
        "REPORTER: Why?",
        "VARGA: To fish.",
    )
    assert texts(text)[0].count("\n") == 0


@pytest.mark.parametrize("clock", ["(00:41)", "(1:02:33)", "[10:04:02]"])
def test_a_clock_may_stand_between_a_name_and_its_colon(clock: str) -> None:
    text = page(
        f"Governor Holt {clock}:\nThe storm has passed.",
        f"Dana White {clock}:\nThe lamps are lit again.",
        f"Governor Holt {clock}:\nThank you all.",
    )
    assert labels(text) == ["Governor Holt", "Dana White", "Governor Holt"]


def test_an_hour_within_a_sentence_ends_no_label() -> None:
    assert labels(page("REPORTER: When?", "VARGA: Soon.", "At 10:30 the ministers said: we sail.")) == ["REPORTER", "VARGA"]


def test_numbered_voices_are_labels() -> None:
    text = page(
        "Governor Holt: We take questions.",
        "Speaker 2: Is the bridge open?",
        "Governor Holt: It is.",
        "Speaker 3: Since when?",
        "Governor Holt: Since noon.",
    )
    assert labels(text)[1::2] == ["Speaker 2", "Speaker 3"]


def test_a_title_with_a_full_stop_within_a_name_ends_no_label() -> None:
    text = page(
        "Puan Lim Siew Hong: Bilakah rumah api itu akan dibaiki?",
        "Datuk Seri Dr. Hanif bin Osman: Pada hujung tahun ini. Kabinet telah meluluskan.",
        "Puan Lim Siew Hong: Berapakah kosnya?",
        "Datuk Seri Dr. Hanif bin Osman: Sepuluh juta.",
    )
    assert labels(text) == ["Puan Lim Siew Hong", "Datuk Seri Dr. Hanif bin Osman"] * 2


def test_a_capital_behind_a_hyphen_makes_a_name() -> None:
    text = page(
        "Tuan Yang di-Pertua: Soalan tambahan.",
        "Omar al-Rashidi: Terima kasih.",
        "Tuan Yang di-Pertua: Terima kasih, semua.",
        "Omar al-Rashidi: Baik.",
    )
    assert labels(text) == ["Tuan Yang di-Pertua", "Omar al-Rashidi"] * 2


def test_who_is_printed_as_others_are_is_a_speaker_too() -> None:
    text = page(
        "VAN DALEN\nGoedemiddag.",
        "DE WIND (RTV KUST)\nWaarom drie torens?",
        "VAN DALEN\nOmdat er een plan ligt.",
        "DE WIND (RTV KUST)\nEn de rest?",
        "VAN DALEN\nLater.",
        "HOEK (HAVENKRANT)\nDan de veerboot.",
        "VAN DALEN\nDie vaart.",
    )
    assert labels(text)[-2:] == ["HOEK (HAVENKRANT)", "VAN DALEN"]


def test_speeches_may_be_numbered() -> None:
    text = page(
        "Anf.  1  Utrikesminister  SIGNE ÅKER  (M):\nHerr talman! Svaret är ja.",
        "Anf.  2  PETRA LÖNN  (S):\nHerr talman! Jag tackar för svaret.",
        "Anf.  3  TALMANNEN:\nDebatten är avslutad.",
    )
    assert labels(text) == ["Utrikesminister SIGNE ÅKER (M)", "PETRA LÖNN (S)", "TALMANNEN"]


def test_an_aside_in_brackets_may_stand_before_the_full_stop_of_a_label() -> None:
    text = page(
        "Mr. GARTON. I suggest the absence of a quorum.",
        "The PRESIDING OFFICER (Mr. Kell). The clerk will call the roll.",
        "Ms. BONNER. I thank the Chair.",
        "The PRESIDING OFFICER. It is so ordered.",
    )
    assert labels(text) == ["Mr. GARTON", "The PRESIDING OFFICER (Mr. Kell)", "Ms. BONNER", "The PRESIDING OFFICER"]


def test_a_sentence_in_bold_among_questions_in_bold_is_one_of_them() -> None:
    text = html(
        "<b>Will the harbour stay open?</b>",
        "It will stay open all winter, and that is decided.",
        "<b>And the lamp?</b>",
        "The lamp will be lit at Christmas, as it was before.",
        "<b>Your critics say that the fleet is too small.</b>",
        "They are right. It will be larger in two years.",
    )
    assert texts(text, "talk.html")[4:] == [
        "Your critics say that the fleet is too small.",
        "They are right. It will be larger in two years.",
    ]


def test_who_asks_may_stand_in_chinese_behind_the_outlet() -> None:
    text = page(
        "發言人林以晴：大家早安。",
        "二、答詢紀要\n中港社記者問：漁船在哪裡？",
        "發言人答：在北礁。",
        "海潮時報記者追問：什麼時候回來？",
        "發言人答：今天。",
    )
    assert labels(text) == ["發言人林以晴", "中港社記者問", "發言人答", "海潮時報記者追問", "發言人答"]
    assert "答詢" not in texts(text)[0]


def test_buttons_behind_a_heading_are_no_part_of_who_speaks() -> None:
    names = ["Minister Ana Carr", "Deputy Niamh Corr", "Deputy Cathal Moor", "Senator Orla Tyne"]
    speeches = "".join(
        f"<h4><a href='/{at}'>{name}</a> <span>[Citation]</span> <span>[Share]</span></h4><p>I speak as number {at} of four.</p>"
        for at, name in enumerate(names, 1)
    )
    text = f"<html><body><h1>Debate on the Harbour</h1><p>4 May 2021</p>{speeches}</body></html>"
    assert labels_of(text) == names


def test_a_numbered_question_of_a_committee_is_asked_by_who_stands_behind_the_number() -> None:
    text = page(
        "Q1    Chair: Why forty?",
        "Douglas Strang: They are broken.",
        "Q2    Alan Tred: All of them?",
        "Douglas Strang: Nearly all.",
        "Q3    Chair: Which colour?",
        "Douglas Strang: White.",
    )
    assert labels(text) == ["Chair", "Douglas Strang", "Alan Tred", "Douglas Strang", "Chair", "Douglas Strang"]


def test_a_title_in_brackets_belongs_to_the_name() -> None:
    text = page(
        "Hon. (Eng.) Japheth Moor (Lamu, UDA): I rise.",
        "The Speaker (Hon. Nai Kerr): Proceed.",
        "Hon. (Ms.) Zuri Bakar (Likoni, ODM): In two weeks.",
        "The Speaker (Hon. Nai Kerr): Order!",
    )
    assert labels(text)[::2] == ["Hon. (Eng.) Japheth Moor (Lamu, UDA)", "Hon. (Ms.) Zuri Bakar (Likoni, ODM)"]


@pytest.mark.parametrize("gap", ["  ", "\n", ": "])
def test_initials_are_whose_the_list_above_says(gap: str) -> None:
    said = [
        ("FC", "Good morning, all."),
        ("RQ", "Cases have fallen."),
        ("FC", "A question from Tomas."),
        ("TB", "When?"),
        ("RQ", "In May."),
    ]
    key = "Speaker key:\n\nFC   Fiona Carr\nRQ   Dr Rafael Quint\nTB   Tomas Berg"
    text = page(key, *(f"00:00:{at}0\n{who}{gap}{words}" for at, (who, words) in enumerate(said, 1)))
    assert turns(text) == said


def test_a_word_for_who_asks_or_answers_may_lack_its_colon_before_a_bracket_or_behind_its_number() -> None:
    text = page(
        "質問: 船は来ますか。",
        "回答: 来ます。",
        "質問（英語） いつですか。",
        "回答: 明日です。",
        "質問: 何隻ですか。",
        "回答: 十隻です。",
    )
    assert labels(text) == ["質問", "回答"] * 3
    text = page(
        "Question1: Who sails?",
        "Answer1: We all sail.",
        "Question2 Who pays for it?",
        "Answer2: The town.",
        "Question3: Why?",
        "Answer3: It can.",
    )
    assert [label and label.rstrip("123") for label in labels(text)] == ["Question", "Answer"] * 3


def test_a_word_for_who_asks_within_a_sentence_begins_no_turn() -> None:
    text = page("Question: Who sails?", "Answer: We all sail.", "Question time is over.", "Question: Why?", "Answer: It is late.")
    assert labels(text) == ["Question", "Answer"] * 2


def test_an_initial_ends_no_label() -> None:
    text = html(
        "<b>Ambassador Peter K. Moor</b>",
        "We sail at noon, and that is decided.",
        "<b>Question</b>",
        "Who pays for the ship?",
        "<b>Ambassador Moor</b>",
        "The town pays.",
    )
    assert labels_of(text)[0] == "Ambassador Peter K. Moor"


def test_capitals_before_a_gap_are_labels() -> None:
    text = page(
        "KETUA RAPAT     Rapat dibuka.",
        "PRESIDEN ABI ODO    Kami siap bertemu.",
        "JURU BICARA PRAP  Ini soal kepercayaan.",
        "KETUA RAPAT     Terima kasih.",
        "PRESIDEN ABI ODO    Sama-sama.",
    )
    assert labels(text) == ["KETUA RAPAT", "PRESIDEN ABI ODO", "JURU BICARA PRAP", "KETUA RAPAT", "PRESIDEN ABI ODO"]


def test_names_with_a_clock_are_labels_though_each_stands_once() -> None:
    names = ["ธนวัฒน์ ใบเรือ", "ชลธาร หาดสวย", "วีระ ท่าเรือทอง", "ประธาน"]
    text = page(*(f"{name}  10:2{at}\nท่าทีของเราไม่เปลี่ยนแปลง ช่องแคบต้องเปิดให้เรือของทุกประเทศ" for at, name in enumerate(names)))
    assert labels(text) == names


QUESTIONS = (
    "Mr Arvidal is with us in the studio this morning. Welcome.",
    "When does the ferry to Orla sail again?",
    "And who will pay for the repairs of its engine?",
    "Thank you very much for having come to see us, Mr Arvidal.",
)
ANSWERS = (
    "Good morning. I slept for two hours only, so please be kind to me today.",
    "It sails when the ice has gone, as it does in every year that I remember.",
    "The harbour pays for it, and the harbour has the money put aside for that.",
)


def set_apart(before: str, after: str, between: str = "\n\n") -> str:
    said = [
        line for pair in zip(QUESTIONS, [*ANSWERS, ""], strict=True) for line in (f"{before}{pair[0]}{after}", pair[1]) if line
    ]
    return between.join(said)


@pytest.mark.parametrize(
    ("name", "talk"),
    [
        ("talk.md", "# Interview with Tomas Arvidal\n\n" + set_apart("***", "***")),
        ("talk.md", "# Interview with Tomas Arvidal\n\n" + set_apart("*", "*")),
        ("talk.md", "# Interview with Tomas Arvidal\n\n" + set_apart("_", "_")),
        ("talk.html", "<h1>Interview with Tomas Arvidal</h1><p>" + set_apart("<em>", "</em>", "</p><p>") + "</p>"),
        ("talk.html", "<h1>Interview with Tomas Arvidal</h1><p>" + set_apart("<i><b>", "</b></i>", "</p><p>") + "</p>"),
        ("talk.html", "<h1>Arvidal: “The ferry sails”</h1><p>Minister Tomas Arvidal: “Ferry sails”</p><p>"
         + set_apart("<b>", "</b>", "</p><p>") + "</p>"),
    ],
)  # fmt: skip
def test_questions_set_in_italics_or_bold_with_welcome_and_farewell(name: str, talk: str) -> None:
    parsed = parse_transcript(talk.encode(), name)
    assert [(turn.role, turn.text) for turn in parsed.turns] == [
        *(pair for asked, said in zip(QUESTIONS, ANSWERS, strict=False) for pair in (("question", asked), ("answer", said))),
        ("question", QUESTIONS[-1]),
    ]
    assert {turn.speaker for turn in parsed.turns if turn.role == "answer"} == {"Tomas Arvidal"}


def test_questions_in_italics_in_a_word_document() -> None:
    document = docx.Document()
    document.add_paragraph("Interview with Tomas Arvidal", style="Heading 1")
    for asked, said in zip(QUESTIONS, [*ANSWERS, ""], strict=True):
        document.add_paragraph().add_run(asked).italic = True
        if said:
            document.add_paragraph(said)
    written = io.BytesIO()
    document.save(written)
    parsed = parse_transcript(written.getvalue(), "talk.docx")
    assert [turn.text for turn in parsed.turns if turn.role == "question"] == list(QUESTIONS)
    assert [turn.text for turn in parsed.turns if turn.role == "answer"] == list(ANSWERS)


def test_stage_directions_in_italics_are_no_questions() -> None:
    talk = "".join(f"<p><em>(Laughter.)</em></p><p>{said}</p>" for said in ANSWERS)
    parsed = parse_transcript(f"<h1>Speech by Tomas Arvidal</h1>{talk}".encode(), "talk.html")
    assert {turn.role for turn in parsed.turns} == {"statement"}


def test_an_opening_statement_above_questions_in_bold_keeps_its_label() -> None:
    talk = "<h1>Press conference of Tomas Arvidal</h1><p>Minister Tomas Arvidal: Thank you for coming. I shall be brief.</p><p>"
    parsed = parse_transcript((talk + set_apart("<b>", "</b>", "</p><p>") + "</p>").encode(), "talk.html")
    assert parsed.turns[0].label == "Minister Tomas Arvidal"
    assert parsed.turns[0].text == "Thank you for coming. I shall be brief."
    assert [turn.text for turn in parsed.turns if turn.role == "answer"] == list(ANSWERS)


@pytest.mark.parametrize("sign", [" / ", "; ", " ... ", "… ", " = ", " >> ", " ~ ", " • ", " :: ", " // ", " => "])
def test_any_sign_may_set_labels_off_where_it_does_so_throughout(sign: str) -> None:
    text = page(
        f"The SPEAKER{sign}The sitting is open. The first item is the report on the lamps.",
        f"Ambassador Mores{sign}The lamps burn oil; we ask for gas, and/or for better wicks.",
        f"Ilsa Varga{sign}Who pays for the gas ... and when?",
        f"Ambassador Mores{sign}The harbours pay.",
        f"The SPEAKER{sign}I thank the member.",
    )
    assert labels(text) == ["The SPEAKER", "Ambassador Mores", "Ilsa Varga", "Ambassador Mores", "The SPEAKER"]


@pytest.mark.parametrize("sign", ["===", "***", "~", "--", "##", "_"])
def test_the_same_sign_may_stand_on_both_sides_of_a_label(sign: str) -> None:
    said = ["Дамы и господа, причал откроется весной.", "Кто заплатит за причал?", "Заплатит порт, как и раньше.", "А маяк?"]
    who = ["Министр Волнов", "Ирина Причалова", "Министр Волнов", "Ирина Причалова"]
    text = page(*(f"{sign} {label} {sign}\n\n{words}" for label, words in zip(who, said, strict=True)))
    assert labels(text) == who


def test_signs_within_prose_set_nothing_off() -> None:
    text = page(
        "VARGA: Ask me.",
        "REPORTER: Who pays for the ferry / the boat?",
        "VARGA: The harbours ... and nobody else.",
        "Lamps; wicks; oil: these we pay for.",
        "Ferries / boats are paid by the council.",
    )
    assert labels(text) == ["VARGA", "REPORTER", "VARGA"]


def test_two_blanks_set_off_a_label_in_a_script_without_capitals() -> None:
    text = page("الرئيس  افتتحت الجلسة.", "سالم الموجي (نورديا)  سنوزع النص.", "الرئيس  شكرا.", "سالم الموجي (نورديا)  نعم، غدا.")
    assert labels(text) == ["الرئيس", "سالم الموجي (نورديا)"] * 2


def test_one_who_answers_many_named_askers_recurs_alone() -> None:
    asked = [("Στέλιος Κύμας (Ράδιο Κύμα)", "Πότε ανοίγει;"), ("Ελένη Αγκυρά (Λιμάνι)", "Ποιος πληρώνει;")]
    asked += [("Νίκος Μόλος (Φάρος)", "Πόσα πλοία;"), ("Άννα Σκάφου (Νέα)", "Και τον χειμώνα;")]
    text = page(*(f"{who}\n\n{words}\n\nΦαναρά\n\nΘα σας απαντήσουμε αύριο το πρωί." for who, words in asked))
    assert labels(text) == [label for who, _ in asked for label in (who, "Φαναρά")]


def test_initials_of_somebody_introduced_in_full_recur() -> None:
    text = page(
        "Voorzitter — De vergadering is geopend.",
        "Krispijn Haven (KH) — De pier gaat open.",
        "Neema Klip (NK) — Dank u wel.",
        "KH — Het akkoord is getekend.",
        "NK — Wanneer precies?",
        "Voorzitter — Wij gaan stemmen.",
    )
    assert labels(text) == ["Voorzitter", "Krispijn Haven (KH)", "Neema Klip (NK)", "KH", "NK", "Voorzitter"]


@pytest.mark.parametrize("name", ["В.П.Причалова", "В. П. Причалова"])
def test_a_letter_before_another_initial_is_no_question(name: str) -> None:
    text = page(f"{name} – Доброе утро.", "Корреспондент – Когда?", f"{name} – Весной, как обещано.", "Корреспондент – А маяк?")
    assert labels(text) == [name, "Корреспондент"] * 2


def test_an_initial_before_a_name_with_offices_is_no_answer() -> None:
    who = "A. LOUISE QUILLAN, MINISTER VAN BUITENLANDSE ZAKEN"
    text = page("INTERVIEWER: Klopt dat?", f"{who}: Ja, dat klopt.", "INTERVIEWER: Wanneer?", f"{who}: In mei gaat hij dicht.")
    assert labels(text) == ["INTERVIEWER", who] * 2


def test_a_list_number_before_a_label_stays_with_it() -> None:
    asked = [(f"{number}. RADIO FALA: Kiedy?", f"{number + 1}. D. Barakow: Molo otwieramy wiosną.") for number in (7, 9, 11)]
    text = page(*(line for pair in asked for line in pair))
    assert turns(text) == [("RADIO FALA", "Kiedy?"), ("D. Barakow", "Molo otwieramy wiosną.")] * 3


@pytest.mark.parametrize(
    ("topic", "asker", "asked", "who", "said"),
    [
        ("दक्षिणी प्रकाशस्तंभ", "लहर रेडियो", "घाट फिर कब खुलेगा?", "प्रवक्ता", "घाट वसंत में फिर खुलेगा।"),
        ("Güney feneri", "GAZETECİ", "Gece vapuru bu kış çalışacak mı?", "MAENG", "Evet, elbette çalışacak."),
    ],
)
def test_a_topic_above_each_question_is_no_speaker(topic: str, asker: str, asked: str, who: str, said: str) -> None:
    text = page(*(line for _ in range(3) for line in (topic, f"{asker}.- {asked}", f"{who}.- {said}")))
    assert turns(text) == [(asker, asked), (who, said)] * 3


def test_a_recurring_topic_right_above_a_dashed_label_is_no_speaker() -> None:
    question, answer = "Question - When will the pier open?", "Mr Holm - It opens in spring."
    body = "\n\n".join(f"Harbour dues and the night ferry\n{question}\n{answer}" for _ in range(3))
    assert labels(f"Briefing by Mr Holm\n\n4 May 2021\n\nMr Holm - Good morning to you all.\n\n{body}\n") == [
        "Mr Holm",
        *["Question", "Mr Holm"] * 3,
    ]


def test_headings_above_labels_are_topics() -> None:
    said = "".join(
        f"<h3>{topic}</h3><p>Question:</p><p>Who pays for it?</p><p>Answer:</p><p>The harbour pays for it.</p>"
        for topic in ("Southern lighthouse", "Southern lighthouse", "Night ferry")
    )
    page = f"<html><body><h1>Briefing</h1><p>4 May 2021</p>{said}</body></html>"
    assert labels_of(page) == ["Question", "Answer"] * 3


def test_an_opening_set_off_like_the_questions_below_it_is_a_turn() -> None:
    numbered = [line for n in (1, 2, 3) for line in (f"Q{n} - Who pays for pier {n}?", f"A{n} - The harbour pays for it.")]
    text = page("Prime Minister Roman Snegiryov - Good morning and thank you all.", *numbered)
    assert labels(text) == ["Prime Minister Roman Snegiryov", *["Q1", "A1", "Q2", "A2", "Q3", "A3"]]


def test_a_clock_between_a_tab_and_the_words_belongs_to_the_label() -> None:
    said = [("COAST RADIO", "Who pays?"), ("PRIME MINISTER", "The harbour pays."), ("COAST RADIO", "Is that all of it?")] * 2
    text = page(*(f"{who}\t10:1{at} {words}" for at, (who, words) in enumerate(said)))
    assert turns(text) == said
