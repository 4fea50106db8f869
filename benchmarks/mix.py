"""A fixed mix of 200 searches drawn from the corpus: what each engine is asked."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from benchmarks.corpus import Base, base_records
from search.query.request import Choice, SearchRequest
from search.query.tree import And, Everything, Fuzzy, Node, Or, Phrase, Prefix, TextField, Word
from search.text.words import folded_words

KINDS = {
    "rare word": 20,
    "mid word": 25,
    "common word": 15,
    "and": 30,
    "or": 15,
    "phrase": 25,
    "slop": 10,
    "prefix": 10,
    "fuzzy": 10,
    "fielded": 15,
    "filter only": 15,
    "no query": 10,
}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
STOP = frozenset("the of to and in a that is we our for on with it as are this will be have i by not has from at an or".split())


def is_told_apart(word: str) -> bool:
    """Say whether a word is one to look for: of four letters or more, and none that every text has."""
    return word.isalpha() and len(word) > 3 and word not in STOP


class Vocabulary:
    """The corpus's words by how many records have them, and what stands side by side."""

    def __init__(self, base: list[Base], chance: random.Random) -> None:
        self.chance = chance
        self.texts = [folded_words(" ".join(text for text, _ in record.answer)) for record in chance.sample(base, 4000)]
        df = Counter(word for text in self.texts for word in sorted(set(text)) if is_told_apart(word))
        size = len(self.texts)
        self.common = [word for word, count in df.items() if count > 0.12 * size]
        self.mid = [word for word, count in df.items() if 0.01 * size < count < 0.05 * size]
        self.rare = [word for word, count in df.items() if 0.0005 * size < count < 0.003 * size]
        pairs = Counter(pair for text in self.texts for pair in pairwise(text) if not STOP & {*pair})
        self.pairs = [pair for pair, count in pairs.items() if 5 < count < 400 and all(map(str.isalpha, pair))]

    def near(self) -> tuple[str, str]:
        """Return two words that stand near each other somewhere."""
        while True:
            text = self.chance.choice(self.texts)
            place = self.chance.randrange(max(1, len(text) - 5))
            pair = tuple(text[place : place + 4 : 3])
            if len(pair) == 2 and not STOP & {*pair} and all(len(word) > 3 and word.isalpha() for word in pair):
                return pair[0], pair[1]

    def misspelt(self) -> str:
        """Return a word with one letter changed."""
        word = self.chance.choice([word for word in self.mid if len(word) > 5])
        place = self.chance.randrange(1, len(word))
        return word[:place] + self.chance.choice(LETTERS) + word[place + 1 :]


def mix(seed: int = 5) -> list[tuple[str, SearchRequest]]:
    """Return the searches as (kind, request), in an order of their own."""
    chance = random.Random(seed)
    known = Vocabulary(base_records(), chance)
    makers: dict[str, Callable[[], SearchRequest]] = {
        "rare word": lambda: words(chance, Word(chance.choice(known.rare))),
        "mid word": lambda: words(chance, Word(chance.choice(known.mid))),
        "common word": lambda: words(chance, Word(chance.choice(known.common))),
        "and": lambda: words(chance, And(tuple(drawn(chance, known, chance.choice((2, 2, 3)))))),
        "or": lambda: words(chance, Or(tuple(drawn(chance, known, 3)))),
        "phrase": lambda: words(chance, Phrase(chance.choice(known.pairs))),
        "slop": lambda: words(chance, Phrase(known.near(), slop=5)),
        "prefix": lambda: words(chance, Prefix(chance.choice([word for word in known.mid if len(word) > 6])[:5])),
        "fuzzy": lambda: words(chance, Fuzzy(known.misspelt(), distance=1)),
        "fielded": lambda: words(chance, Word(chance.choice(known.mid + known.common), field_of(chance))),
        "filter only": lambda: narrowed(chance, SearchRequest()),
        "no query": lambda: SearchRequest(sort=chance.choice(("relevance", "newest"))),
    }
    made = [(kind, makers[kind]()) for kind, count in KINDS.items() for _ in range(count)]
    chance.shuffle(made)
    return made


def drawn(chance: random.Random, known: Vocabulary, count: int) -> Iterator[Node]:
    """Yield words of which at most one is of middling frequency and the others are common."""
    yield Word(chance.choice(known.mid + known.common))
    yield from (Word(word) for word in chance.sample(known.common, count - 1))


def field_of(chance: random.Random) -> TextField:
    """Return one of the fields."""
    fields: tuple[TextField, ...] = ("question", "answer", "title")
    return chance.choice(fields)


def words(chance: random.Random, tree: Node) -> SearchRequest:
    """Return a search for words; every fourth is narrowed, every eighth by date."""
    request = SearchRequest(tree=tree, sort="newest" if chance.random() < 0.125 else "relevance")
    return narrowed(chance, request) if chance.random() < 0.25 else request


def narrowed(chance: random.Random, request: SearchRequest) -> SearchRequest:
    """Narrow a search by a country, a speaker or a span of years."""
    roll = chance.random()
    if roll < 0.4:
        choices = (Choice("country", (chance.choice(("UA", "US", "CN", "DE", "SY", "IR", "FR", "BY")),)),)
    elif roll < 0.7:
        choices = (Choice("speaker", (f"speaker-{chance.randrange(30)}",)),)
    else:
        first = chance.randrange(2004, 2020)
        return SearchRequest(request.tree, (), f"{first}-01-01", f"{first + 4}-12-31", request.sort)
    return SearchRequest(request.tree, choices, None, None, request.sort)


def is_words(request: SearchRequest) -> bool:
    """Say whether a search has words."""
    return not isinstance(request.tree, Everything)
