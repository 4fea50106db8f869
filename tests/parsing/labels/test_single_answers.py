"""The label of a single answer, which nothing else in the document repeats. All texts and officials are invented."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

ANSWERS = {
    "Chinese": ("外交部长林远山答记者问\n\n2021年3月7日", "林远山：", "条约已经签署，将于下月生效。"),
    "Chinese, asked": ("外交部答问\n\n2021年3月7日\n\n记者：条约何时生效？", "林远山：", "条约将于下月生效。"),
    "Japanese, asked": ("臨時会見記録\n\n2021年3月7日\n\n記者：条約はいつ発効しますか。", "山野大臣：", "来月発効します。"),
    "Korean": ("외교부\n\n김도현 대변인 논평\n\n2021년 3월 7일", "김도현:", "조약은 서명되었습니다."),
    "Korean, asked": ("외교부 논평\n\n2021년 3월 7일\n\n기자: 조약은 언제 발효됩니까?", "김도현:", "다음 달에 발효됩니다."),
    "Thai, asked": ("กระทรวงการต่างประเทศ\n\n7 มีนาคม 2564\n\nคำถาม: สนธิสัญญาจะมีผลเมื่อใด", "นายสมชาย:", "เดือนหน้า เราขอขอบคุณทุกฝ่าย"),
    "Croatian": ("Izjava ministra Ivana Brankovića, 7. ožujka 2021.", "Branković:", "Sporazum je potpisan."),
    "Croatian, asked": ("Izjava ministra Brankovića, 7. ožujka 2021.\n\nNovinar: Kada?", "Branković:", "Idući mjesec."),
    "Serbian, asked": ("Izjava ministra Petra Markovića, 7. mart 2021.\n\nPitanje: Kada?", "Marković:", "Idućeg meseca."),
    "Slovene": ("Izjava ministrice Mije Kovačeve, 7. marca 2021", "Kovačeva:", "Sporazum je podpisan."),
    "Polish": ("Wypowiedź ministra Jana Zawadzkiego, 7 marca 2021", "Zawadzki:", "Traktat podpisano."),
    "Russian": ("Заявление министра Ильи Варги, 7 марта 2021 года", "И. Варга:", "Договор подписан."),
    "Ukrainian": ("Заява міністра Олеся Гринька, 7 березня 2021 року", "Гринько:", "Договір підписано."),
    "Finnish": ("Ministeri Aino Valkaman lausunto, 7. maaliskuuta 2021", "Valkama:", "Sopimus on allekirjoitettu."),
    "English": ("Statement of Minister Ilsa Varga, March 7, 2021", "Varga:", "The pact is signed."),
}


@pytest.mark.parametrize("language", ANSWERS)
def test_a_name_above_or_behind_a_question_is_who_answers(language):
    head, label, said = ANSWERS[language]
    turns = parse_transcript(f"{head}\n\n{label} {said}\n".encode(), "a.txt").turns
    assert (turns[-1].label, turns[-1].text) == (label.rstrip(":："), said)


@pytest.mark.parametrize(
    ("head", "opening"),
    [
        ("外交部长林远山就河流条约答记者问\n\n2021年3月7日\n\n记者：何时生效？", "首先："),
        ("河流条约答问\n\n2021年3月7日\n\n记者：何时生效？", "条约："),
        ("河流条约答问\n\n2021年3月7日\n\n记者：何时生效？", "第一："),
        ("조약 논평\n\n2021년 3월 7일\n\n기자: 언제 발효됩니까?", "첫째:"),
        ("Minister Ilsa Varga on the Orla Treaty, March 7, 2021\n\nQuestion: When?", "Treaty:"),
        ("Minister Ilsa Varga on the Orla Treaty, March 7, 2021\n\nQuestion: When?", "Briefly:"),
        ("Izjava ministra Brankovića u Luci, 7. ožujka 2021.\n\nNovinar: Kada?", "Ukratko:"),
    ],
)
def test_a_word_before_a_colon_is_nobody_s_name(head, opening):
    turns = parse_transcript(f"{head}\n\n{opening} We sail next month, and all of us are glad.\n".encode(), "a.txt").turns
    assert opening.rstrip(":：") not in [turn.label for turn in turns]
