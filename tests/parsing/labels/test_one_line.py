"""A talk on one line whose page head has no full stop, in scripts with and without capitals; brief notes behind labels."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

TIMES = 5
# Head, asking label, answering label, mark behind a label, what stands between turns, the words of an exchange.
ONE_LINE = {
    "greek": (
        "Ενημέρωση συντακτών από τον εκπρόσωπο 05-04-2008",
        ("ΜΩΡΑΚΗ", "ΛΑΜΠΡΟΥ", ": ", " "),
        "Κύριε Εκπρόσωπε, πότε φεύγει το πλοίο για το νησί και ποιος πληρώνει τα εισιτήρια των επιβατών;",
        "Το πλοίο φεύγει αύριο το πρωί, αν το επιτρέψει ο καιρός, και τα εισιτήρια τα πληρώνει ο δήμος.",
    ),
    "chinese": (
        "外交部例行记者会 2021年5月6日 ",
        ("记者", "何思渊", "：", ""),
        "请问渡轮什么时候恢复通航？中方对此有何评论？港口居民等待已久，船票价格是否会调整？夜间航班对商会非常重要。",
        "渡轮将于下周一恢复通航。票价不会调整。我们一贯主张通过对话解决分歧，也愿意同有关各方保持沟通。",
    ),
    "arabic": (
        "المؤتمر الصحفي لوزير النقل سالم الوادي 3 مايو 2021",
        ("سؤال", "الوزير", ": ", " "),
        "متى تعود العبارة إلى الجزيرة؟ وهل سترتفع أسعار التذاكر بعد إصلاح الميناء القديم الذي توقف منذ أشهر؟",
        "تعود العبارة يوم الاثنين المقبل، والأسعار لن ترتفع هذا العام. نحن نعمل مع الجميع من أجل الميناء.",
    ),
    "hindi": (
        "विदेश मंत्रालय की ब्रीफिंग 6 मई 2021",
        ("प्रश्न", "प्रवक्ता", ": ", " "),
        "नौका सेवा कब शुरू होगी? क्या टिकट का दाम बढ़ेगा? लोग कई महीनों से इंतज़ार कर रहे हैं और बंदरगाह बंद है।",
        "नौका सेवा सोमवार से शुरू होगी। दाम नहीं बढ़ेगा। हम सभी पक्षों के साथ संपर्क में हैं और आगे भी रहेंगे।",
    ),
    "polish": (
        "Konferencja prasowa ministra Jana Wolskiego 6 maja 2021",
        ("Dziennikarz", "Jan Wolski", ": ", " "),
        "Kiedy popłynie prom na wyspę i kto zapłaci za bilety pasażerów, którzy czekają od wiosny?",
        "Prom popłynie w poniedziałek. Za bilety płaci gmina, jak zawsze, i tak pozostanie do końca roku.",
    ),
}


@pytest.mark.parametrize("name", ONE_LINE)
def test_reads_a_talk_on_one_line(name: str) -> None:
    head, (asking, answering, mark, between), question, answer = ONE_LINE[name]
    turns = between.join(f"{label}{mark}{said}" for label, said in ((asking, question), (answering, answer)) * TIMES)
    found = parse_transcript(f"{head} {turns}\n".encode(), "one_line.txt")
    assert [(turn.label, turn.role, turn.text) for turn in found.turns] == [
        (asking, "question", question),
        (answering, "answer", answer),
    ] * TIMES


NOTES = {
    "korean": ("<질문> 사실인가요?", "<답변> (잠시 생각) 알아보고 말씀드리겠습니다.", "알아보고 말씀드리겠습니다.", "잠시 생각"),
    "tongan": ("REPORTER: Is it late?", "MINISTER: [In Tongan] Malo. It is not.", "Malo. It is not.", "In Tongan"),
    "hindi": ("प्रश्न: कितने लोग आए?", "प्रवक्ता: (हाथ उठाते हुए) तीन सौ लोग आए।", "तीन सौ लोग आए।", "हाथ उठाते हुए"),
    "inserted words": ("REPORTER: Which?", "MINISTER: [Article six] says it all.", "[Article six] says it all.", None),
}


@pytest.mark.parametrize("name", NOTES)
def test_takes_a_brief_note_behind_a_label_off_the_words(name: str) -> None:
    question, answer, said, note = NOTES[name]
    text = f"Briefing, 6 May 2021\n\n{question}\n\n{answer}\n\n{question}\n\n{answer}\n"
    turns = parse_transcript(text.encode(), "notes.txt").turns
    assert [(turn.text, turn.notes) for turn in turns[1::2]] == [(said, (note,) if note else ())] * 2


def test_names_the_reporter_in_brackets_before_a_question() -> None:
    talk = "<질문> (등대신문 이파도 기자) 추방한 선원이 있습니까?\n\n<답변> 없습니다.\n\n" * 2
    turns = parse_transcript(f"정례브리핑\n\n2019. 11. 13.\n\n{talk}".encode(), "reporter.txt").turns
    assert [(turn.speaker, turn.text) for turn in turns[::2]] == [("이파도", "추방한 선원이 있습니까?")] * 2


def test_letters_spaced_out_before_a_hyphen_are_no_label() -> None:
    said = "T H I R T Y - F I V E  YEARS AGO WE BUILT THIS HARBOUR, AND WE WERE PROUD OF IT.\n\nWE ARE PROUD OF IT STILL.\n"
    turns = parse_transcript(f"Address by Minister Orla Venn\n\n3 May 2021\n\n{said}".encode(), "spaced.txt").turns
    assert not [turn.label for turn in turns if turn.label]


def test_parts_labels_in_capitals_that_stand_once_right_behind_a_note() -> None:
    said = (
        "SECRETARY OF DEFENSE RUFUS N. HALE: I have to come talk to the boss about the ferry and the harbour, and I do it "
        "gladly.(Laughter)TIDE NEWS CORRESPONDENT INES MOOR: The legacy of the old admiral, just on that point. What do you "
        "want?HALE: And also the fire. His ship was the one that was hit.MOOR: So what should young pilots understand about it? "
        "It is so far back.HALE: Hmm, that is fair.STAFF: Sir, the delegation is arriving soon.HALE: That he carried us all."
    )
    labels = [turn.label for turn in parse_transcript(f"{said}\n".encode(), "glued.txt").turns]
    assert labels[:2] == ["SECRETARY OF DEFENSE RUFUS N. HALE", "TIDE NEWS CORRESPONDENT INES MOOR"]
    assert labels[2:] == ["HALE", "MOOR", "HALE", "STAFF", "HALE"]


def test_a_semicolon_before_greek_capitals_ends_a_question_that_ends_in_other_letters() -> None:
    head, _, question, answer = ONE_LINE["greek"]
    asked = question.replace("των επιβατών;", "του Port Orla;")
    talk = " ".join([f"ΜΩΡΑΚΗ: {asked} ΛΑΜΠΡΟΥ: {answer}"] * TIMES)
    found = parse_transcript(f"{head} {talk}\n".encode(), "greek.txt")
    assert [turn.text for turn in found.turns][-4:] == [asked, answer] * 2
