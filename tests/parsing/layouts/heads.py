"""What stands above and below a talk: title, day, navigation, links (axes/head.toml, dayplace.toml, foot.toml)."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.parsing.layouts.days import long_day, say_day
from tests.parsing.layouts.labels import fields
from tests.parsing.layouts.model import Act, Item, Person, Value

POSTED_AFTER = 2
FOOT = {"end", "contact", "copyright", "share", "address", "top", "tags_line", "updated"}
ADDRESS = "https://harbour.example/press/2021/1"


class Masthead:
    """The head and the foot of a page, and its title."""

    def __init__(self, chance: random.Random, layout: Mapping[str, Value], cast: Mapping[str, Person], day: dt.date) -> None:
        self.chance, self.layout, self.cast, self.day = chance, layout, cast, day
        self.language = layout["language"]
        self.data = self.language.data
        self.place = chance.choice(self.data["places"])
        self.known = {
            **fields(cast["1"], self.language),
            "who2": fields(cast["2"], self.language)["who"],
            "outlet": cast["a1"].outlet,
            "place": self.place,
            "day": say_day(day, layout["day"], self.language),
        }
        posted = say_day(day + dt.timedelta(POSTED_AFTER), layout["day"], self.language)
        self.known["posted"] = self.data["posted"].format(day=posted)
        self.known["dated"] = self.data["dated"].format(day=self.known["day"])
        self.title = self._title()
        self.fields: dict[str, str] = {}

    def _title(self) -> str:
        kind, titles = self.layout["kind"].data["title"], self.data["titles"]
        bare = "no name" in self.layout["head"].tags
        plain = self.chance.choice(titles.get(f"bare_{kind}", titles[kind]) if bare else titles[kind]).format(**self.known)
        self.plain = plain
        title = self.layout["dayplace"].data.get("title", "{title}").format(**{**self.known, "title": plain})
        return title.upper() if self.layout["head"].data.get("upper") else title

    def above(self, acts: Sequence[Act]) -> list[Item]:
        """Return what stands above the first turn."""
        items = [item for piece in self.layout["head"].data["pieces"] for item in self._piece(piece, acts)]
        # Buttons below a title are no foot: a container puts what follows the first line of a foot into one.
        items = [replace(item, kind="line") if item.kind == "foot" else item for item in items]
        if self.layout["setting"].data.get("contents"):
            items += [Item("line", [self.data["contents"]]), *self._names(acts)]
        return items

    def below(self) -> list[Item]:
        """Return what stands below the last turn."""
        pieces = self.layout["foot"].data.get("pieces", [])
        items = [item for piece in pieces for item in self._piece(piece, ())]
        if "foot" in self.layout["dayplace"].data:
            items.append(Item("foot", [self.layout["dayplace"].data["foot"].format(**self.known)]))
        return items

    def _piece(self, piece: str, acts: Sequence[Act]) -> list[Item]:
        data = self.data
        match piece:
            case "title":
                return [Item("title", [self.title])]
            case "day":
                line = self.layout["dayplace"].data.get("line")
                return [Item("line", [line.format(**self.known)])] if line else []
            case "site" | "sites":
                return [Item("nav", [name]) for name in ([" | ".join(data["site"])] if piece == "site" else data["site"])]
            case "participants":
                return [Item("line", [data["participants"]]), *self._names(acts)]
            case "related":
                return self._related()
            case "appendix":
                return [Item("foot", [data["appendix"]]), *(Item("foot", [person.full]) for person in self.cast.values())]
        text = ADDRESS if piece == "address" else data[{"end": "ends", "updated": "posted"}.get(piece, piece)]
        text = text if isinstance(text, str) else self.chance.choice(text)
        return [Item("foot" if piece in FOOT else "line", [text.format(**self.known)])]

    def _names(self, acts: Sequence[Act]) -> list[Item]:
        """Return a line a speaker: name and office."""
        speaking = dict.fromkeys("1" if act.who == "bare" else act.who for act in acts)
        people = [self.cast[who] for who in speaking if who in self.cast and not who.startswith("a")]
        return [Item("line", [f"{person.full}, {person.office['long']}"]) for person in people]

    def _related(self) -> list[Item]:
        links = []
        for days in (-1, -4):
            other = long_day(self.day + dt.timedelta(days), self.language)
            links.append(Item("link", [f"{self.plain} ({other})"]))
        return [Item("foot", [self.chance.choice(self.data["related"])]), *links]
