"""Stage notes and what else stenographers put among the words (axes/notes.toml). None of it is part of a turn's words."""

from __future__ import annotations

import random
from collections.abc import Mapping

from tests.parsing.layouts.model import Item, Value

SHARE = 0.4
CLOCKS = ("2:05 P.M. EDT", "2:41 P.M. EDT")


def add_notes(chance: random.Random, layout: Mapping[str, Value], items: list[Item]) -> list[Item]:
    """Return the items with notes among them."""
    style = layout["notes"].data
    where = style.get("where")
    if where is None:
        return items
    if where == "clock":
        return [Item("line", [CLOCKS[0]]), *items, Item("foot", [CLOCKS[1]])]
    if where == "turn":
        return items
    notes = style["texts"] if "texts" in style else layout["language"].data["notes"][style["list"]]
    if where == "between":
        return _between(chance, notes, items)
    turns = [item for item in items if item.kind == "turn"]
    for item in turns[: 1 if len(turns) == 1 else None]:
        if chance.random() < SHARE:
            _note(chance, where, [chance.choice(notes) for _ in range(1 + bool(style.get("twice")))], item)
    return items


def _note(chance: random.Random, where: str, notes: list[str], item: Item) -> None:
    if where == "end":
        item.paragraphs[-1] += " " + " ".join(notes)
    elif where == "label":
        item.behind = f" {notes[0]}" if item.label else ""
    elif where == "start":
        item.paragraphs[0] = f"{notes[0]} {item.paragraphs[0]}"
    elif where == "inside" and len(item.paragraphs) > 1:
        item.paragraphs.insert(1, notes[0])
    elif where == "within" and len(item.paragraphs) > 1:
        item.paragraphs[0] += " " + notes[0]


def _between(chance: random.Random, notes: list[str], items: list[Item]) -> list[Item]:
    turns = [index for index, item in enumerate(items) if item.kind == "turn"]
    if len(turns) < 3:
        return items
    place = chance.choice(turns[1:])
    return [*items[:place], Item("line", [chance.choice(notes)]), *items[place:]]
