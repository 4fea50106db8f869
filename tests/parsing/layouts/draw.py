"""One draw: a layout and a talk by their number, rendered, with the gold reading."""

from __future__ import annotations

import random
from collections.abc import Mapping

from tests.parsing.layouts.containers import RENDER
from tests.parsing.layouts.model import Rendered, Unable, Value
from tests.parsing.layouts.page import draw_page
from tests.parsing.layouts.tables import AXES, axes, draw_layout

# One draw in so many has a held-out value; the others have none.
HELD_OUT_EVERY = 5
TRIES = 50
# The share of draws that are made around a value chosen from all alike, so that what few layouts bear is drawn too.
AROUND = 0.6


def draw(seed: int, fixed: Mapping[str, Value] | None = None) -> Rendered:
    """Return the draw of this number, always the same one for the same tables."""
    chance = random.Random(seed)
    held_out = seed % HELD_OUT_EVERY == HELD_OUT_EVERY - 1
    for _ in range(TRIES):
        try:
            layout = draw_layout(chance, _around(chance, dict(fixed or {}), held_out), held_out)
            page = draw_page(chance, layout)
            kind, data = RENDER[layout["container"].data["render"]](page)
        except (UnicodeEncodeError, Unable):
            continue
        return _rendered(seed, kind, data, page.gold, layout)
    wanted = ", ".join(value.name for value in (fixed or {}).values())
    raise ValueError(f"draw {seed} cannot be made with {wanted or 'these tables'}")


def _around(chance: random.Random, fixed: dict[str, Value], held_out: bool) -> dict[str, Value]:
    """Fix one value more: a held-out one where the draw is to have one, else in most draws any other."""
    if held_out and any(value.held_out for value in fixed.values()):
        return fixed
    if not held_out and chance.random() > AROUND:
        return fixed
    values = [value for axis in AXES if axis not in fixed for value in axes()[axis] if value.held_out == held_out]
    able = [value for value in values if all(value.bears(other) and other.bears(value) for other in fixed.values())]
    if able:
        value = chance.choice(able)
        fixed[value.axis] = value
    return fixed


def _rendered(seed: int, kind: str, data: bytes, gold: dict, layout: Mapping[str, Value]) -> Rendered:
    name = f"draw_{seed}.{kind}"
    told = {axis: value for axis, value in layout.items() if axis not in _idle(layout)}
    names = {axis: value.name for axis, value in told.items()}
    if "asker" in told and told["asker"].data["style"] in ("word", "pair"):
        label = next((turn.get("label") for turn in gold["turns"] if turn["role"] == "question"), None)
        names |= {"word": f"{names['language']}: {label}"} if label else {}
    return Rendered(seed, name, data, {"file": name, **gold}, names, any(value.held_out for value in told.values()))


def _idle(layout: Mapping[str, Value]) -> set[str]:
    """Return the axes whose value cannot be seen on the page: nobody asks in a debate, a speech has no labels."""
    kind = layout["kind"].tags
    if kind & {"alone", "nobody"}:
        return {"label", "name", "asker", "topics"}
    if "floor" in kind:
        return {"asker", "topics"}
    unlabelled = (
        layout["label"].data.get("unlabelled") or layout["label"].data.get("mute") or layout["asker"].data["style"] == "pair"
    )
    return {"name"} if unlabelled else set()
