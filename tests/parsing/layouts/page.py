"""Puts a talk on a page: head, labels, notes, headings, foot; and writes down what an attentive reader would read."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence
from typing import Any

from tests.parsing.layouts.days import draw_day
from tests.parsing.layouts.heads import Masthead
from tests.parsing.layouts.labels import Labels, fields
from tests.parsing.layouts.model import Act, Item, Page, Person, Shown, Unable, Value
from tests.parsing.layouts.names import draw_people
from tests.parsing.layouts.notes import add_notes
from tests.parsing.layouts.talk import draw_talk

OFFICIALS = ("1", "2", "3", "4")


def draw_page(chance: random.Random, layout: Mapping[str, Value]) -> Page:
    """Draw a talk and set it by a layout."""
    language = layout["language"]
    acts = draw_talk(chance, layout["session"], language, bool(layout["label"].data.get("single")))
    cast = _cast(chance, language, layout, acts)
    _let_askers_say_who_they_are(acts, layout["asker"].data.get("says"), cast, language)
    day = draw_day(chance, layout["day"])
    head = Masthead(chance, layout, cast, day)
    labels = Labels(chance, layout, cast)
    shown = [labels.show(act) for act in acts]
    items, turns = _talk_items(chance, layout, acts, shown)
    items = [*_readable(head.above(acts), layout), *items, *_readable(head.below(), layout)]
    page = Page(items, head.fields, {}, language, layout, chance, day)
    page.gold = _gold(page, head, acts, turns)
    return page


def _cast(chance: random.Random, language: Value, layout: Mapping[str, Value], acts: Sequence[Act]) -> dict[str, Person]:
    """Return who takes part: officials with offices, askers with outlets, all with different names."""
    keys = [*OFFICIALS, *sorted({act.who for act in acts if act.who.startswith("a")} | {"a1"})]
    data = language.data
    offices = _offices(chance, language, layout, acts)
    outlets = chance.sample(data["outlets"], len(data["outlets"]))
    needs = layout["name"].data.get("needs")
    for _ in range(100):
        people = draw_people(chance, language, len(keys))
        if not needs or all(getattr(person, needs) for person in people[: len(OFFICIALS)]):
            break
    cast = {}
    for number, (key, person) in enumerate(zip(keys, people, strict=True)):
        group = data["delegations"][number % len(data["delegations"])]
        if key in OFFICIALS:
            cast[key] = dataclasses.replace(person, office=offices[number % len(offices)], group=group)
        else:
            cast[key] = dataclasses.replace(person, outlet=outlets[number % len(outlets)], group=group)
    return cast


def _offices(chance: random.Random, language: Value, layout: Mapping[str, Value], acts: Sequence[Act]) -> list[dict[str, str]]:
    """Return offices in random order; raises Unable where an office alone would name two persons."""
    data = language.data
    chairs = " ".join(data["chair"]).casefold() if "floor" in layout["kind"].tags else ""
    able = [office for office in data["offices"] if office["short"].casefold() not in chairs]
    speaking = {act.who for act in acts if act.who in OFFICIALS}
    by_office = "office alone" in layout["name"].tags
    if not able or (by_office and len(speaking) > len({office["short"] for office in able})):
        raise Unable("an office alone would name two persons")
    return chance.sample(able, len(able))


def _let_askers_say_who_they_are(acts: Sequence[Act], pattern: str | None, cast: Mapping[str, Person], language: Value) -> None:
    """Put a name and an outlet before the first question of each asker."""
    met: set[str] = set()
    for act in acts:
        if pattern and act.who.startswith("a") and act.who not in met:
            met.add(act.who)
            act.paragraphs[0] = f"{pattern.format(**fields(cast[act.who], language))} {act.paragraphs[0]}"


def _readable(items: list[Item], layout: Mapping[str, Value]) -> list[Item]:
    """Return what a container shows of a head or a foot: some have a field for the title and no place for more."""
    return [item for item in items if item.kind == "title"] if layout["container"].data.get("bare") else items


def _talk_items(
    chance: random.Random, layout: Mapping[str, Value], acts: Sequence[Act], shown: Sequence[Shown]
) -> tuple[list[Item], list[dict[str, Any]]]:
    """Return the items of the talk and its gold turns."""
    items: list[Item] = []
    turns: list[dict[str, Any]] = []
    minute = chance.randint(2, 20)
    _leave_only_a_note(acts, layout)
    for number, (act, show) in enumerate(zip(acts, shown, strict=True), 1):
        minute += chance.randint(1, 3)
        items += _heading(chance, layout, act, number)
        item = _item(layout, act, show, number, f"{10 + minute // 60:02}:{minute % 60:02}")
        if item.kind == "turn":
            turns.append(_turn(layout, act, show))
        items.append(item)
    return add_notes(chance, layout, items), turns


def _leave_only_a_note(acts: Sequence[Act], layout: Mapping[str, Value]) -> None:
    """Turn the last answer into a note where the layout has such turns: the note is all that there is to read."""
    if layout["notes"].data.get("where") == "turn" and (answers := [act for act in acts if act.role == "answer"][1:]):
        note = layout["language"].data["notes"]["stage"][0]
        answers[-1].notes, answers[-1].paragraphs = [note], [note]


def _heading(chance: random.Random, layout: Mapping[str, Value], act: Act, number: int) -> list[Item]:
    topics = layout["topics"]
    if topics.name == "none" or act.role != "question" or number < 2 or chance.random() < 0.4:
        return []
    text = chance.choice(layout["language"].data["topics"])
    return [Item(topics.data.get("kind", "line"), [text.upper() if topics.data.get("upper") else text])]


def _item(layout: Mapping[str, Value], act: Act, show: Shown, number: int, clock: str) -> Item:
    if act.who == "time":
        return Item("line", [layout["language"].data["notes"]["time"][0]])
    if act.who == "report":
        return Item("body", act.paragraphs)
    label = None if _has_no_label(layout, act) else show.printed
    return Item("turn", list(act.paragraphs), label, act.role, show.post or _post(layout), number, clock, show.trail)


def _has_no_label(layout: Mapping[str, Value], act: Act) -> bool:
    """Say whether the label form leaves this turn without a label."""
    form = layout["label"].data
    return bool(form.get("unlabelled")) or form.get("mute") == act.role


def _post(layout: Mapping[str, Value]) -> str:
    return layout["language"].data["publisher"]


def _turn(layout: Mapping[str, Value], act: Act, show: Shown) -> dict[str, Any]:
    unlabelled = _has_no_label(layout, act)
    turn = {
        "label": None if unlabelled else show.printed,
        "role": act.role,
        "text": "\n\n".join(act.paragraphs),
    }
    if layout["label"].data.get("vague"):
        del turn["label"]
    if not show.vague:
        turn |= {"full": show.full, "speaker": show.speaker if not (unlabelled and act.role == "question") else None}
    return turn


def _gold(page: Page, head: Masthead, acts: Sequence[Act], turns: list[dict[str, Any]]) -> dict[str, Any]:
    printed = " ".join(
        [*(text for item in page.items for text in (item.label or "", *item.paragraphs, item.trail)), *page.fields.values()]
    )
    folded = printed.casefold()
    for turn in turns:
        full = turn.pop("full", None)
        if full and full.casefold() in folded:
            turn["speaker"] = full
    return {
        "title": head.title,
        "date": page.day.isoformat(),
        "language": page.language.name,
        "kind": page.layout["kind"].data["gold"],
        "turns": turns,
        "notes": sorted({note for listed in page.language.data["notes"].values() for note in listed}, key=len, reverse=True),
        "pairs": count_pairs([turn["role"] for turn in turns]),
    }


def count_pairs(roles: Sequence[str]) -> int:
    """Return how often a question is answered: the changes from question to answer, statements skipped."""
    asked = [role for role in roles if role != "statement"]
    return sum(before == "question" and role == "answer" for before, role in zip(asked, asked[1:], strict=False))
