"""What stands around labels and is none: leads, fields, headings, credits; and labels that are easily missed. All invented."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from tests.parsing.labels.test_label_forms import TODAY, labels, page, turns


def read_page(text: str, name: str = "talk.html"):
    return parse_transcript(text.encode(), name, TODAY)


def roles(text: str) -> list[str]:
    return [turn.role for turn in parse_transcript(text.encode(), "talk.txt", TODAY).turns]


def test_a_lead_above_the_fields_of_a_page_is_no_speech() -> None:
    said = "".join(f"<p>I want to say {number} things about cables, and how we mend them.</p>" for number in range(6))
    found = read_page(
        "<html><body><main><h1>Cables in the strait: Harbour Minister's speech in Port Orla</h1>"
        "<p>Minister Ilsa Varga spoke to the Naval School about cables and why small harbours matter.</p>"
        "<dl><dt>From:</dt><dd>Ministry of Harbours</dd><dt>Published</dt><dd>15 March 2019</dd></dl>"
        "<dl><dt>Delivered on:</dt><dd>12 March 2019 (Transcript of the speech, as it was delivered)</dd></dl>"
        f"<p>Admiral, cadets, friends, good day.</p>{said}</main></body></html>"
    )
    (turn,) = found.turns
    assert turn.text.startswith("Admiral, cadets, friends, good day.")
    assert (turn.speaker, str(found.date)) == ("Ilsa Varga", "2019-03-12")


def test_a_bold_name_before_a_comma_belongs_to_a_lead() -> None:
    asked = "".join(
        f"<p><b>How many {what} were there?</b></p><p>There were forty of them at least, as we said to you in the spring.</p>"
        for what in "abc"
    )
    found = read_page(
        "<html><body><h1>Spokesperson to Radio Harbour: work goes on</h1><p>5 May 2021</p>"
        f"<p><b>Dr. Ilsa Varga</b>, the spokesperson, spoke to Radio Harbour. The text follows.</p>{asked}</body></html>"
    )
    assert [turn.role for turn in found.turns] == ["question", "answer"] * 3


def test_numbered_questions_stand_above_their_words_like_other_labels() -> None:
    text = page(
        "Dr Imelda Strand:\n\nI'll take two together.",
        "Question 1\n\nDoes oil mean that the tap no longer matters?",
        "Question 2\n\nWhere is the modesty in that?",
        "Faris Noor:\n\nA budget is a confession.",
        "Dr Imelda Strand:\n\nThank you all.",
    )
    assert labels(text) == ["Dr Imelda Strand", "Question 1", "Question 2", "Faris Noor", "Dr Imelda Strand"]


@pytest.mark.parametrize("mark", ["◆", "■", "•", "▶"])
def test_a_bullet_before_a_bold_label_is_no_part_of_it(mark: str) -> None:
    talk = [("사회자", "지금부터 시작하겠습니다."), ("한빛신문 기자", "회담은 언제 열립니까?"), ("장관", "다음 달에 열립니다.")]
    body = "".join(f"<p><b>{mark} {who}</b><br>{said}</p>" for who, said in talk * 2)
    found = read_page(f"<html><body><h1>장관 기자회견</h1><p>2021-05-04</p>{body}</body></html>")
    assert [turn.label for turn in found.turns] == [who for who, _ in talk * 2]


def test_the_opening_of_a_known_label_is_one_too() -> None:
    text = page(
        "【山野大臣冒頭発言】\n本日、協定に署名しました。",
        "（記者）\nいつ発効しますか。",
        "（山野大臣）\n来月です。",
        "（記者）\n費用は。",
        "（山野大臣）\n両国で負担します。",
    )
    assert labels(text) == ["山野大臣冒頭発言", "記者", "山野大臣", "記者", "山野大臣"]


def test_the_first_label_may_stand_above_questions_and_answers() -> None:
    asked = [line for _ in range(3) for line in ("კითხვა – როდის გაიხსნება ნავსადგური?", "პასუხი – გაზაფხულზე გაიხსნება.")]
    text = page("სპიკერი – გამარჯობა, მოგესალმებით ყველას.", *asked)
    assert labels(text) == ["სპიკერი", *["კითხვა", "პასუხი"] * 3]


def test_a_line_that_says_who_bears_a_label_is_not_spoken() -> None:
    text = page(
        "Spokesperson: Mr. Ivar Moor",
        "Good morning. I have a few announcements about the ferry to make.",
        "Question (Bo Lind, Tide TV): When does it sail?",
        "Spokesperson: It sails in May.",
        "Question (Eva Strand, Wave): Who pays?",
        "Spokesperson: The harbours pay.",
    )
    assert turns(text)[0] == (None, "Good morning. I have a few announcements about the ferry to make.")
    assert labels(text)[2] == "Spokesperson"


def test_numbered_headings_that_recur_are_no_running_heads() -> None:
    who = ["Minister Ivar Moor (M)", "Kristina Holm (S)", "Minister Ivar Moor (M)", "Valter Sund (V)", "Minister Ivar Moor (M)"]
    body = "".join(
        f"<h3>Anf. {41 + at} {name}</h3><p>Fru talman! Bilen är bra, och vägen är nu lagad.</p>" for at, name in enumerate(who)
    )
    found = read_page(f"<html><body><h1>Svar på interpellation om hamnen</h1><p>24 januari 2013</p>{body}</body></html>")
    assert [turn.label for turn in found.turns] == who
    assert found.kind == "debate"


@pytest.mark.parametrize(
    "foot",
    ["(Humas Kementerian)", "TRANSCRIBED BY THE HARBOUR OFFICE. UNEDITED.", "The Court adjourned from 11.05 to 11.20 a.m."],
)
def test_a_credit_or_a_note_of_the_sitting_is_not_spoken(foot: str) -> None:
    text = page("VARGA: The pier opens in May.", "REPORTER: Who pays for it?", "VARGA: The harbours pay.", foot)
    assert turns(text)[-1] == ("VARGA", "The harbours pay.")


def test_an_address_above_a_speech_is_no_label() -> None:
    found = parse_transcript(
        page(
            "Madam President, Mr. Secretary-General, Distinguished Delegates,",
            "Allow me first to congratulate you. I represent one hundred islands, and I speak for each of them today.",
            "We have moved our hospital up the hill. I ask this Assembly to see it.",
            title="Statement by His Excellency Mr. Tevita Loloa, Prime Minister of Vavala\n\nPort Orla, 27 May 2018",
        ).encode(),
        "talk.txt",
        TODAY,
    )
    assert [turn.speaker for turn in found.turns] == ["Tevita Loloa"]


def test_members_of_a_committee_ask_and_witnesses_answer() -> None:
    text = page(
        "Chair: Welcome to the committee. Sir Rupert, has the Gulf been forgotten by us?",
        "Sir Rupert Finch: Thank you, Chair. It has not been forgotten.",
        "Fiona Marsh: What is the base for? Is it a policy, or is it only a dry dock?",
        "Sir Rupert Finch: Most of our policies began as dry docks.",
        "Henry Odu: And did any of the visits lead to a conversation about prisoners?",
        "Dr Amina Laz: I was not in the room.",
        "Sir Rupert Finch: I was in the room for two of them.",
        "Chair: That is a useful note on which to end.",
        title="Oral evidence: The review of the Gulf\n\n20 October 2020\n\nWitnesses: Sir Rupert Finch and Dr Amina Laz.",
    )
    assert roles(text) == ["question", "answer", "question", "answer", "question", "answer", "answer", "statement"]


COMMUNIQUE = "Communiqué issued at the end of the Ninth Special Meeting of Harbour Ministers\n\n14 May 2031\n\n"


@pytest.mark.parametrize("parts", [("NORTHPORT", "TARVIA-ORLA"), ("On ferries", "On pilots")])
def test_the_parts_of_a_communique_are_no_speakers(parts: tuple[str, str]) -> None:
    said = "Ministers noted that the quay is almost ready. They called for the works to be paid."
    text = COMMUNIQUE + f"{parts[0]}: {said}\n\n{parts[1]}: {said}\n\nThe meeting was held in a friendly spirit.\n"
    found = parse_transcript(text.encode(), "communique.txt")
    assert (found.kind, found.turns) == ("document", ())


def test_whoever_answers_below_such_a_title_speaks() -> None:
    talk = "Reporter: When is the quay ready?\n\nMinister: In May, as I said.\n\n"
    assert len(parse_transcript((COMMUNIQUE + talk).encode(), "communique.txt").turns) == 2
