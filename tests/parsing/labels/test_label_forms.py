"""Forms of labels, and what is no label: each rule by an invented example beside the one it was made for."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.parsing import parse_transcript

TODAY = dt.date(2026, 1, 1)


def turns(text: str, name: str = "talk.txt") -> list[tuple[str | None, str]]:
    read = parse_transcript(text.encode(), name, TODAY)
    return [(turn.label, turn.text) for turn in read.turns]


def labels(text: str) -> list[str | None]:
    return [label for label, _ in turns(text)]


def page(*paragraphs: str, title: str = "Press conference in Port Orla\n4 May 2021") -> str:
    return "\n\n".join([title, *paragraphs])


@pytest.mark.parametrize(
    ("left", "right"), [("【", "】"), ("<", ">"), ("‹", "›"), ("〔", "〕"), ("［", "］"), ("〈", "〉"), ("⟨", "⟩")]
)
def test_brackets_that_prose_does_not_use_set_off_a_label(left: str, right: str) -> None:
    text = page(
        *(f"{left}{who}{right} {said}" for who, said in [("Reporter", "Who sails?"), ("Minister Varga", "We all sail.")] * 2)
    )
    assert labels(text) == ["Reporter", "Minister Varga"] * 2


def test_a_heading_in_such_brackets_is_no_label() -> None:
    text = page("【背景】", "我们上午开会。", "记者：几点？", "部长：十点。")
    assert "背景" not in labels(text)


@pytest.mark.parametrize("mark", [".-", ".—", ". –", ".–"])
def test_a_full_stop_and_a_dash_end_a_label(mark: str) -> None:
    text = page(f"La señora PRESIDENTA{mark} Se abre la sesión.", f"El señor RUBIO{mark} Muchas gracias.")
    assert labels(text) == ["La señora PRESIDENTA", "El señor RUBIO"]


def test_labels_glued_into_a_line_begin_turns_of_their_own() -> None:
    text = page(
        "VARGA: Good morning. I hand over to Tilda. BRANDT: Thank you, Ilsa. We had a good talk.",
        "REPORTER: Will the ferry run? VARGA: It will run in the spring.",
        "BRANDT: I hope so too.",
    )
    assert labels(text) == ["VARGA", "BRANDT", "REPORTER", "VARGA", "BRANDT"]


def test_a_title_before_a_surname_ends_no_sentence() -> None:
    text = page("PROF. BRYNN: I thank you all.", "QUESTION: Was it cold?", "PROF. BRYNN: It was very cold there.")
    assert labels(text) == ["PROF. BRYNN", "QUESTION", "PROF. BRYNN"]


def test_names_alone_on_their_line_are_labels_where_they_explain_the_text() -> None:
    text = page(
        "Lord Quill of Esk (Red)\nMy Lords, I beg to move.",
        "Baroness Tarn of Holm\nMy Lords, I rise to speak. The dues are too high.",
        "Lord Quill of Esk\nI hear the noble Baroness.",
        "Noble Lords\nOh!",
        title="Ferry Dues Bill",
    )
    assert labels(text) == ["Lord Quill of Esk (Red)", "Baroness Tarn of Holm", "Lord Quill of Esk", "Noble Lords"]


def test_capitals_alone_between_rules_are_labels() -> None:
    text = "\n".join(
        ["Conferencia de prensa", "4 de mayo de 2021", "---"]
        + ["PRESIDENTA ANA RUIZ SOLER", "Muy buenos días a todos.", "---", "PREGUNTA", "¿Cuándo zarpa el barco?", "---"]
        + ["PRESIDENTA ANA RUIZ SOLER", "Zarpa mañana.", "---", "MARIO VEGA PAZ, GOBERNADOR DE LA COSTA", "Y vuelve el lunes."]
    )
    assert labels(text)[-1] == "MARIO VEGA PAZ, GOBERNADOR DE LA COSTA"
    assert len(labels(text)) == 4


def test_two_spaces_stand_for_the_ends_of_paragraphs_in_a_text_of_one_line() -> None:
    said = "We spoke of the boats and of the lights that burn on the pier.  They will be lit again before the winter comes."
    text = (
        f"The Chancellor's News Conference\n2019-05-06\n\nThe Chancellor. {said}  Prime Minister Brandt. I agree. {said}  "
        f"Night Boats/Harbour Dues  Q. Will they sail?  The Chancellor. They will. {said}  Q. When? The Chancellor. In spring.  "
        "Prime Minister Brandt. Or in summer."
    )
    assert labels(text) == [
        "The Chancellor",
        "Prime Minister Brandt",
        "Q",
        "The Chancellor",
        "Q",
        "The Chancellor",
        "Prime Minister Brandt",
    ]
    assert not any("Night Boats" in said for _, said in turns(text))


def test_a_label_broken_behind_its_first_word_is_put_together() -> None:
    text = page(
        "PRIME MINISTER BRANDT: Ladies and gentlemen, I am glad to have the\nPresident here in this old town.",
        "THE\nPRESIDENT: Thank you. I have wanted to see the lights for a\nlong time, and here I am.",
        "Q: And the night boat, sir? Will it sail again before the end of\nthe year?",
        "THE\nPRESIDENT: I should not say more about that one.",
    )
    assert labels(text)[1] == labels(text)[3] == "THE PRESIDENT"


def test_a_surname_that_comes_back_is_a_label_where_the_name_stands_above() -> None:
    text = page(
        "Brynn: The accord is new.", "Question: What of it?", "Brynn: It is signed.", title="Remarks by Ewan Brynn\n7 May 2025"
    )
    assert labels(text) == ["Brynn", "Question", "Brynn"]


def test_a_name_before_a_colon_is_a_label_where_the_speaker_says_it_of_himself() -> None:
    text = page(
        "Ms. Ana Brandt, Spokesperson: Good day. I will take your questions.",
        "Osric: Osric from the Harbour Post. Will the boats sail?",
        "Ms. Ana Brandt, Spokesperson: They will.",
    )
    assert labels(text)[1] == "Osric"
    assert "Peace" not in labels(page("MS. BRANDT: I say this.", "Peace: peace is all we want.", "MR. QUILL: I agree."))


def test_initials_and_brackets_belong_to_a_label() -> None:
    text = page(
        "Ms Ana B. Quill (Chair): Welcome to you all.", "PM Brandt: Thank you.", "Tom Esk (Coast 7): Why?", "PM Brandt: Because."
    )
    assert labels(text) == ["Ms Ana B. Quill (Chair)", "PM Brandt", "Tom Esk (Coast 7)", "PM Brandt"]


def test_one_question_and_one_answer_in_chinese_are_two_turns() -> None:
    assert labels(page("问：船什么时候开？", "答：春天开。", title="发言人林安书答记者问")) == ["问", "答"]


def test_a_list_of_contents_is_no_talk() -> None:
    contents = "Dr. Ada Sommer, Vorsitzende:\n\nRolf Winter, Beauftragter für Boote\n\nPräsident Karl Anders:"
    text = page(
        "Inhalt:",
        contents,
        "Präsident Karl Anders:\nIch eröffne die Sitzung.",
        "Dr. Ada Sommer, Vorsitzende:\nIch danke Ihnen.",
        "Präsident Karl Anders:\nDie Sitzung ist geschlossen.",
        title="Sitzung des Hafenrats",
    )
    assert [said for _, said in turns(text)] == ["Ich eröffne die Sitzung.", "Ich danke Ihnen.", "Die Sitzung ist geschlossen."]


def test_a_heading_between_turns_is_nobodys_words() -> None:
    text = page(
        "Minister Brandt: I leave for the north tomorrow.",
        "Response Concerning the Ferry",
        "Coast Press, Esk: Will it sail?",
        "Minister Brandt: It will sail in spring.",
        "Relations Between the Ports",
        "Wave News, Holm: And the pier?",
        "Minister Brandt: It stays.",
    )
    assert [said for _, said in turns(text)][::2] == ["I leave for the north tomorrow.", "It will sail in spring.", "It stays."]


def test_a_last_word_without_a_full_stop_stays_said() -> None:
    text = page("MS. BRANDT: I will not\n\nsay more than Yes", "MR. QUILL: All right", "MS. BRANDT: Thank You")
    assert [said for _, said in turns(text)][-1] == "Thank You"


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ("I hear you. [Zwischenruf.] [Beifall.]", "I hear you."),
        ("I want to raise ... [Inaudible.] [Interjections.]", "I want to raise ..."),
        ("And we will (unverständlich)", "And we will"),
        ("We thank the House. [4711]", "We thank the House."),
        ("I say no.\n\n(The members rise – applause from the members of the Blue [and the Green])", "I say no."),
        ("I hope that I (inaudible).", "I hope that I (inaudible)."),
    ],
)
def test_notes_at_the_end_of_a_turn_are_not_said(noted: str, said: str) -> None:
    text = page(f"MS. BRANDT: {noted}", "MR. QUILL: I have heard it all.")
    assert turns(text)[0][1] == said


def test_words_that_stand_alone_between_two_paragraphs_of_a_turn_are_kept() -> None:
    text = page("MS. BRANDT: We sail.\n\n(Laughter.)\n\nWe sail at dawn.", "MR. QUILL: So be it.")
    assert turns(text)[0][1] == "We sail.\n\n(Laughter.)\n\nWe sail at dawn."


def test_marks_of_turning_over_and_running_heads_are_not_said() -> None:
    text = page(
        "REPORTER: Minister, will the lamps be lit by the time the .../2",
        "SECOND",
        "boats come home?",
        "MINISTER: They will be lit. The oil is on its way. (PTO",
        "REPORTER: And the bell?",
        "MINISTER: It will be rung.",
    )
    assert turns(text)[0][1].split() == "Minister, will the lamps be lit by the time the boats come home?".split()
    assert turns(text)[1][1] == "They will be lit. The oil is on its way."


def test_a_running_head_is_known_by_the_numbers_beside_it() -> None:
    heads = [f"{number}\n\nHarbour Board – 4 May 2021" for number in (11, 12, 13)]
    text = page(
        "CHAIR: I open the sitting and I ask for",
        heads[0],
        "your attention.",
        "MS. BRANDT: We have",
        heads[1],
        "nothing to add.",
        "CHAIR: Then we may",
        heads[2],
        "go home now.",
    )
    assert not any("Harbour" in said for _, said in turns(text))
    assert turns(text)[1][1].split() == ["We", "have", "nothing", "to", "add."]


def test_lines_of_scripts_without_spaces_are_joined_without_one() -> None:
    text = page(
        "主席：港務會現在開會，繼續討論碼頭的收費，我想先說明今天的時間安\n排和發言次序。",
        "王小雲議員：主席，我認為收費太高，對市民不公平，亦令小商戶難以經\n營下去。",
        title="會議",
    )
    assert "時間安排和發言" in turns(text)[0][1]


def test_paragraphs_that_the_markup_gives_to_one_speaker_are_one_turn() -> None:
    speeches = [("Ana Brandt", "We came by boat."), ("Ana Brandt", "It was late."), ("Question", "Why?"), ("Ana Brandt", "Fog.")]
    body = "".join(f'<speech by="#{who}"><p>{said}</p></speech>' for who, said in speeches)
    people = "".join(f'<TLCPerson id="{who}" href="/p" showAs="{who}"/>' for who in ("Ana Brandt", "Question"))
    head = f"<meta><references>{people}</references></meta>"
    text = f"<akomaNtoso><debate>{head}<debateBody><debateSection>{body}</debateSection></debateBody></debate></akomaNtoso>"
    assert [said for _, said in turns(text, "talk.xml")] == ["We came by boat.\n\nIt was late.", "Why?", "Fog."]


SIGNS = ["{} – ", "{} - ", "{} | ", "{}\t", "{}. ", "[{}] ", "《{}》", "{} 10:15\n", "{}\n", ">> {}: "]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    ("names", "words"),
    [
        (
            ("BRYNN", "ILSA VARGA"),
            ("Will the ferry run this winter, and who pays for it?", "It will run, and the town pays for it."),
        ),
        (("Ведущая", "Глеб Волнов"), ("Когда откроется старый причал?", "Причал откроется весной, как мы и говорили.")),
        (("사회자", "선우바다"), ("부두는 언제 다시 열립니까?", "부두는 봄에 다시 열리고 요금은 그대로 유지됩니다.")),
    ],
)
def test_a_sign_that_sets_names_off_throughout_makes_labels(sign: str, names: tuple[str, str], words: tuple[str, str]) -> None:
    text = page(
        *(sign.format(who) + said for who, said in zip(names * 3, words * 3, strict=True)), title="2021-05-04\n\nPort Orla"
    )
    assert [(label, said) for label, said in turns(text)] == list(zip(names * 3, words * 3, strict=True))


@pytest.mark.parametrize("sign", [" – ", ". ", " | "])
def test_signs_in_a_speech_make_no_labels(sign: str) -> None:
    told = ["The north", "The south", "The harbour", "The north", "Our islands"]
    text = page(
        *(f"{what}{sign}We spoke of it at length, and we agreed." for what in told), title="Speech by Minister Ana Brandt"
    )
    assert labels(text) == [None]


def test_what_is_set_before_a_colon_throughout_needs_no_known_word() -> None:
    said = {
        "Chủ tọa": "Phiên họp bắt đầu.",
        "Người phát ngôn Tạ Minh Cảng": "Chúng tôi sẵn sàng.",
        "Đoàn Thị Sóng": "Tôi cảm ơn.",
    }
    text = page(*(f"{who}: {words}" for who, words in [*said.items(), ("Chủ tọa", "Xin cảm ơn.")]), title="Phiên họp")
    assert labels(text) == [*said, "Chủ tọa"]


def test_a_question_from_the_floor_is_asked_in_any_language() -> None:
    text = page(
        "Υπουργός: Θα μιλήσω.", "Ερώτηση από την αίθουσα: Πότε;", "Υπουργός: Αύριο.", "Ερώτηση από την αίθουσα: Και μετά;"
    )
    read = parse_transcript(text.encode(), "talk.txt", TODAY)
    assert [turn.role for turn in read.turns][1::2] == ["question", "question"]


def test_fields_above_the_talk_are_no_labels() -> None:
    text = page(
        "Aanwezig: Harriet Alder, woordvoerder",
        "Moderator: Good morning to you all.",
        "Harriet Alder: I thank you for coming.",
        "Moderator: We take one question.",
    )
    assert labels(text) == ["Moderator", "Harriet Alder", "Moderator"]


def test_joiners_within_persian_words_stay() -> None:
    text = page("رئیس: جلسه را آغاز می‌کنم.", "سیامک ملوانی: موضع ما تغییر نکرده است.", "رئیس: از شما سپاسگزارم.", title="جلسه")
    assert turns(text)[0][1] == "جلسه را آغاز می‌کنم."
