"""What stands in the label of each act, and who a reader knows it to be."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

from tests.parsing.layouts.model import Act, Person, Shown, Value

LOOKALIKES = (("RN", "RI\\I"), ("O", "0"), ("L", "1"), ("S", "5"), ("I", "l"), ("E", "F"))
BLANKS = re.compile(r"\s+")


def fields(person: Person, language: Value) -> dict[str, str]:
    """Return what the patterns of labels and titles may name of a person."""
    data, office = language.data, person.office
    plain = {
        "full": person.full,
        "given": person.given,
        "family": person.family.lstrip("·・"),
        "surname": person.surname,
        "middle": person.middle,
        "initials": _initials(person),
        "letters": "".join(word[0] for word in re.findall(r"\w+", person.outlet or person.full)).upper(),
        "hon": data["honorific"][person.sex],
        "doctor": data.get("doctor", ""),
        "title": office.get("title", ""),
        "long": office.get("long", ""),
        "short": office.get("short", ""),
        "abbr": office.get("abbr", ""),
        "outlet": person.outlet,
        "group": person.group,
    }
    plain["who"] = data.get("who", "{title} {full}").format(**plain)
    plain["reporter"] = data.get("reporter", "").format(**plain)
    return {**plain, **{key.upper(): value.upper() for key, value in plain.items()}}


def _initials(person: Person) -> str:
    words = re.findall(r"\w[\w-]*", f"{person.given} {person.middle}")
    return ("" if person.middle else " ").join(f"{word[0]}." for word in words)


class Labels:
    """Labels in the order of the acts: who is named how, and from when on shorter."""

    def __init__(self, chance: random.Random, layout: Mapping[str, Value], cast: Mapping[str, Person]) -> None:
        self.chance, self.cast = chance, cast
        self.language, self.name, self.asker = layout["language"], layout["name"], layout["asker"]
        self.seen: dict[str, int] = {}
        self.asked = 0
        data = self.language.data
        words = data[self.asker.data.get("words", "question")] if self.asker.data["style"] == "word" else data["question"]
        self.words = words
        self.word = chance.choice(words)
        self.pair = chance.choice(data["pair"])
        self.manager = chance.choice(data["moderator"])
        self.chair = chance.choice(data["chair"])
        named = data.get("presiding", "") if layout["session"].data.get("presiding") else ""
        self.presiding = named if "brackets" not in layout["label"].tags else ""
        self.hall = chance.choice(data.get("hall", [""]))

    def show(self, act: Act) -> Shown:
        """Return the label of an act."""
        nth = self.seen[act.who] = self.seen.get(act.who, 0) + 1
        if act.who in ("bare", "report", "time"):
            return Shown(None, self.cast["1"].full)
        if act.who == "m":
            return Shown(self.manager, None, self.manager)
        if act.who == "c":
            return self._chair(nth)
        if act.who == "v":
            return Shown(self.hall, None, self.hall)
        return self._asker(act, nth) if act.who.startswith("a") else self._official(act, nth)

    def _chair(self, nth: int) -> Shown:
        """Return the chair's label: the office, in some records with a name behind it the first time."""
        if not self.presiding:
            return Shown(self.chair, None, self.chair)
        who = fields(self.cast["4"], self.language)
        printed = _fill(self.presiding, who) if nth == 1 else _without_brackets(_fill(self.presiding, who))
        person = self.cast["4"]
        return Shown(printed, person.full, _fill("{hon} {surname}", who), vague=not person.family)

    def _official(self, act: Act, nth: int) -> Shown:
        person, data = self.cast[act.who], self.name.data
        if self.asker.data["style"] == "pair" and act.role == "answer":
            return Shown(self._numbered(self.pair[1]), person.full)
        known = fields(person, self.language)
        printed = _fill(data["label"] if nth == 1 else data.get("later", data["label"]), known)
        if nth == 3 and "misprint" in data:
            printed = _misprint(printed)
        if nth == 3 and "ocr" in data:
            printed = _badly_read(printed, self.chance)
        bare = _fill(data["bare"], known) if "bare" in data else None
        return Shown(printed, person.full, bare or _without_brackets(printed), vague=not person.family and printed != person.full)

    def _asker(self, act: Act, nth: int) -> Shown:
        data = self.asker.data
        person = self.cast["a1" if data.get("one") else act.who]
        if data["style"] == "pair":
            self.asked += 1
            return Shown(self._numbered(self.pair[0]))
        if data["style"] == "word":
            word = self.chance.choice(self.words) if data.get("turns") else self.word
            self.asked += 1
            if "ocr" in data and self.asked == 2:
                word = _badly_read(word, self.chance)
            if "trail" not in data:
                return Shown(word)
            return Shown(word, person.full, None, trail=_fill(data["trail"], fields(person, self.language)))
        known = {**fields(person, self.language), "word": self.word, "n": str(len([k for k in self.seen if k[0] == "a"]))}
        known["moderator"] = self.manager
        known["twin"] = self.language.data.get("twins", [""])[int(act.who[1:]) % 2 - 1]
        if data.get("one"):
            nth = self.seen["one"] = self.seen.get("one", 0) + 1
        later = nth > 1 and "later" in data
        printed = _fill(data["later"] if later else data["label"], known)
        says = data.get("later_speaker", data.get("speaker")) if later else data.get("speaker")
        speaker = printed if says == "label" else says and _fill(says, known)
        vague = bool(data.get("unscored")) or (
            bool(says) and not person.family and "{hon}" in data["label"] + data.get("later", "")
        )
        return Shown(printed, person.full if says else None, speaker or None, person.outlet, vague=vague)

    def _numbered(self, word: str) -> str:
        return f"{word.rstrip('.')}{self.asked}" if self.asker.data.get("numbered") else word


def _fill(pattern: str, known: Mapping[str, Any]) -> str:
    return BLANKS.sub(" ", pattern.format(**known)).strip(" ,")


def _without_brackets(label: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", label).strip()


def _misprint(label: str) -> str:
    """Swap two letters in the middle of the longest word."""
    word = max(label.split(), key=len)
    middle = len(word) // 2
    wrong = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return label.replace(word, wrong)


def _badly_read(label: str, chance: random.Random) -> str:
    able = [(right, wrong) for right, wrong in LOOKALIKES if right in label]
    return label.replace(*chance.choice(able), 1) if able else label
