"""Words are never attributed to the title's person without a warning, whatever the form of an unrecognised label."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTranscript
from archive.parsing.speakers.offices.label_parts import part_office

HEAD = "Ministry of External Affairs of Quorvania\n\nMinister Brindle Vashka's news conference, Quorville, March 7, 2021\n\n"
SAID = (
    "We have looked at the harbour twice and it is deep enough for every ship.",
    "The ferry will sail again once the ice has gone from the lower bay.",
    "Nothing of this was agreed with anybody but the pilots of the port.",
)
PRINCIPAL = "Brindle Vashka"

# What a label may look like; {} is where the words follow.
FORMS = {
    "long": "His Excellency Sheikh Omar bin Tariq bin Saleh bin Khalil Al Vaskani, Deputy Prime Minister and "
    "Minister of Foreign Affairs of the State of Torvania: {}",
    "long chain": "His Excellency Sheikh Dr. Omar bin Tariq Al-Vaskani, Minister of Foreign Affairs and "
    "Acting Minister of Fisheries: {}",
    "her": "Her Excellency Ilsa Varga, Minister of Fish: {}",
    "honourable": "The Right Honourable Ilsa Varga, Secretary of State for Fish and Ferries: {}",
    "french": "Son Excellence Ilsa Varga, ministre des Affaires étrangères de la République de Torvanie: {}",
    "spanish": "Su Excelencia Ilsa Varga, Ministra de Relaciones Exteriores: {}",
    "on behalf": "Ms. Ilsa Varga, Permanent Representative of Torvania to the Harbour Council, speaking on behalf of the Group "
    "of Small Harbour States and the League of Ferrymen: {}",
    "over two lines": "Ilsa Varga, Deputy Minister of Foreign Affairs and\nMinister of Fisheries of Torvania: {}",
    "over three lines": "His Excellency Dr. Omar bin Tariq bin Saleh Al Vaskani,\nDeputy Prime Minister and Minister of Foreign\n"
    "Affairs of Torvania: {}",
    "dash": "Ilsa Varga – {}",
    "em dash": "Ilsa Varga, Minister of Fish — {}",
    "two hyphens": "Minister Varga -- {}",
    "dot and dash": "Ilsa Varga.- {}",
    "señor": "El señor VARGA LOMAS.- {}",
    "markdown bold": "**Ilsa Varga** {}",
    "bold colon": "**Ilsa Varga:** {}",
    "alone": "Minister Ilsa Varga\n{}",
    "alone with a gap": "Ilsa Varga, Minister of Fish\n\n{}",
    "name alone": "Ilsa Varga\n\n{}",
    "brackets": "[Ilsa Varga] {}",
    "round": "(Ilsa Varga) {}",
    "lenticular": "【Ilsa Varga】{}",
    "angle": "<Ilsa Varga> {}",
    "bar": "Ilsa Varga | {}",
    "clock": "[00:01:20] Ilsa Varga: {}",
    "clock with pm": "10:42 pm Ilsa Varga: {}",
    "clock behind": "Ilsa Varga [00:01:20]: {}",
    "number": "12. Ilsa Varga: {}",
    "number in brackets": "(12) Ilsa Varga: {}",
    "bullet": "• Ilsa Varga: {}",
    "dash bullet": "- Ilsa Varga: {}",
    "outlet": "Ilsa Varga, Lantern Post: {}",
    "slash": "Ilsa Varga/Lantern Post: {}",
    "capitals": "VARGA: {}",
    "surname first": "VARGA, Ilsa (Torvania): {}",
    "initials": "I. K. Varga: {}",
    "wide colon": "Ilsa Varga：{}",
    "space before colon": "Ilsa Varga : {}",
    "han": "托瓦尼亚外长瓦尔加：{}",
    "russian": "Министр иностранных дел Торвании Илза Варга: {}",
    "very long": "Ilsa Varga, " + ", ".join(f"Minister of Quay Number {n} of the Harbour of Torvania" for n in range(8)) + ": {}",
    "office in small letters": "Ilsa Varga, deputy foreign minister: {}",
    "arrow": "Ilsa Varga > {}",
    "one word": "Varga: {}",
    "one word and dash": "Varga – {}",
    "arabic": "الوزيرة فارغا: {}",
    "hebrew": "השרה ורגה: {}",
    "thai": "นางอิลซา วาร์กา: {}",
}  # fmt: skip


def read(form: str, times: int) -> ParsedTranscript:
    said = "\n\n".join(f"Question: What of quay number {n}?\n\n{FORMS[form].format(SAID[n])}" for n in range(times))
    name = "talk.md" if form in ("markdown bold", "bold colon") else "talk.txt"
    return parse_transcript(f"{HEAD}{said}\n".encode(), name)


def doubted(parsed: ParsedTranscript, form: str) -> list[str]:
    """Return the answers credited to the wrong person without a warning on their lines."""
    warned = {warning.line for warning in parsed.warnings if warning.code in ("possible-label", "unattributed-text")}
    silent = [turn for turn in parsed.turns if turn.role != "question" and turn.speaker == PRINCIPAL]
    lost = [turn for turn in parsed.turns if turn.role != "question" and turn.speaker is None and not warned]
    return [turn.text for turn in [*silent, *lost]]


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("form", FORMS)
def test_no_answer_is_credited_to_the_person_of_the_title(form, times):
    parsed = read(form, times)
    assert doubted(parsed, form) == []
    every = " ".join([*(turn.text for turn in parsed.turns), *(piece.text for piece in parsed.skipped), parsed.body])
    assert all(words in every for words in SAID[:times])
    if any(turn.speaker is None and turn.role != "question" for turn in parsed.turns):
        assert parsed.confidence < 1.0


@pytest.mark.parametrize("form", FORMS)
def test_what_is_credited_to_somebody_is_named_in_the_label(form):
    for turn in read(form, 3).turns:
        assert turn.speaker is None or turn.label is not None


@pytest.mark.parametrize(
    ("label", "name", "office"),
    [
        ("Brantes, Pollo", "Pollo Brantes", None),
        ("BRANTES, Pollo (Quorvania)", "Pollo Brantes", None),
        ("BRANTES, Pollo, Minister of Fish", "Pollo Brantes", "Minister of Fish"),
        ("Brindle Vashka, Minister", "Brindle Vashka", "Minister"),
        ("Tanaka, Reuters", "Tanaka, Reuters", None),
        ("Her Excellency Ilsa Varga, Minister of Fish", "Ilsa Varga", "Minister of Fish"),
    ],
)
def test_name_and_office_are_parted(label, name, office):
    parts = part_office(label)
    assert (parts.name, parts.office) == (name, office)


@pytest.mark.parametrize("day", ["7 March", "March 7, 2021", "7.3.2021", "2021-03-07", "7 марта", "le 7 mars", "3月7日"])
def test_a_day_in_brackets_is_no_part_of_the_name_before_it(day):
    day = day.removeprefix("le ")
    said = f"Brindle Vashka ({day}): {SAID[0]}\n\nOlla Case ({day}): {SAID[1]}\n"
    parsed = parse_transcript(f"Ministry of Ports of Quorvania\n\nTwo voices on the harbour\n\n{said}".encode())
    assert [(turn.label, turn.speaker, turn.text) for turn in parsed.turns] == [
        ("Brindle Vashka", "Brindle Vashka", SAID[0]),
        ("Olla Case", "Olla Case", SAID[1]),
    ]


@pytest.mark.parametrize("form", ["{}, 7 March 2021", "{} – 7 March", "{} on March 7, 2021"])
def test_a_name_with_a_day_behind_a_comma_is_not_passed_over_in_silence(form):
    said = "\n\n".join(f"{form.format(name)}: {words}" for name, words in (("Brindle Vashka", SAID[0]), ("Olla Case", SAID[1])))
    parsed = parse_transcript(f"Ministry of Ports of Quorvania\n\nTwo voices on the harbour\n\n{said}\n".encode())
    named = {turn.speaker for turn in parsed.turns}
    warned = " ".join(warning.message for warning in parsed.warnings if warning.code == "possible-label")
    assert all(name in named or name in warned for name in ("Brindle Vashka", "Olla Case"))
