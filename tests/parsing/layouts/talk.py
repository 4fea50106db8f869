"""Draws what is said: the acts of a session (axes/session.toml), with sentences of the language."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from tests.parsing.layouts.model import Act, Value

LOOP = re.compile(r"\[([^\]]*)\]\*(\d)(?:-(\d))?")
ONE_LINE = 1


class Sentences:
    """Sentences of a language, each used once before any is used again."""

    def __init__(self, chance: random.Random, language: Value) -> None:
        self.chance = chance
        self.joint = "" if "cjk" in language.tags else " "
        self.data = language.data
        self.left: dict[str, list[str]] = {}

    def take(self, key: str, count: int = 1) -> str:
        """Return so many sentences of a list, joined as the language does."""
        return self.joint.join(self._one(key) for _ in range(count))

    def _one(self, key: str) -> str:
        if not self.left.get(key):
            self.left[key] = self.chance.sample(self.data[key], len(self.data[key]))
        return self.left[key].pop()

    def paragraphs(self, key: str, most: int, sentences: int = 3) -> list[str]:
        """Return one to `most` paragraphs of one to three sentences."""
        return [self.take(key, self.chance.randint(1, sentences)) for _ in range(self.chance.randint(1, most))]


def steps(acts: str, chance: random.Random) -> list[str]:
    """Return the acts of a session with its loops unrolled."""
    unroll = lambda m: " ".join([m[1]] * chance.randint(int(m[2]), int(m[3] or m[2])))  # noqa: E731
    return LOOP.sub(unroll, acts).split()


def draw_talk(chance: random.Random, session: Value, language: Value, single: bool) -> list[Act]:
    """Return the acts of a talk; `single` keeps every turn to one paragraph."""
    sentences = Sentences(chance, language)
    return list(_acts(steps(session.data["acts"], chance), sentences, ONE_LINE if single else 2))


def _acts(names: list[str], sentences: Sentences, most: int) -> Iterator[Act]:
    asked = 0
    for name in names:
        word, who = name.rstrip("1234"), name[len(name.rstrip("1234")) :]
        asked += word == "ask"
        yield _act(word, who, f"a{asked}", sentences, most)


# Acts that are one sentence of one list: who says it (empty: the official that the act names), in which role, of which list.
ONE = {
    "more": ("a", "question", "follows"),
    "cut": ("a", "question", "follows"),
    "short": ("", "answer", "replies"),
    "thanks": ("", "answer", "thanks"),
    "host": ("m", "statement", "hosts"),
    "floor": ("m", "statement", "floors"),
    "close": ("m", "statement", "closes"),
    "voice": ("v", "statement", "shouts"),
}
OF_THE_CHAIR = ("convene", "chair", "adjourn")


def _act(word: str, who: str, asker: str, sentences: Sentences, most: int) -> Act:
    take = sentences.take
    asker = "a1" if asker == "a0" else asker
    if word in ONE:
        speaker, role, key = ONE[word]
        return Act({"a": asker, "": who}.get(speaker, speaker), role, [take(key)])
    if word in OF_THE_CHAIR:
        return Act("c", "statement", [sentences.data["chairs"][OF_THE_CHAIR.index(word)]])
    match word:
        case "open" | "bare":
            return Act(who if word == "open" else "bare", "statement", _opening(sentences, most))
        case "ask":
            return Act(asker, "question", [_question(sentences)])
        case "greet":
            return Act("a1", "question", [sentences.joint.join([take("greets"), take("asks")])])
        case "answer" | "reply" | "say":
            return Act(who, "statement" if word == "say" else "answer", sentences.paragraphs("says", most))
        case "talk":
            return Act("bare", "statement", _speech(sentences))
        case "report":
            return Act("report", "statement", [take("reports", 2), take("reports", 2)])
        case "time":
            return Act("time", "statement", [])
    raise ValueError(f"no act is called {word!r}")


def _opening(sentences: Sentences, most: int) -> list[str]:
    said = [sentences.take("opens"), *sentences.paragraphs("says", most)]
    return said if most > 1 else [sentences.joint.join(said)]


def _speech(sentences: Sentences) -> list[str]:
    count = sentences.chance.randint(2, 4)
    return [sentences.take("opens"), *(sentences.take("says", sentences.chance.randint(2, 3)) for _ in range(count))]


def _question(sentences: Sentences) -> str:
    before = sentences.take("says") if sentences.chance.random() < 0.15 else ""
    return sentences.joint.join(part for part in (before, sentences.take("asks")) if part)
