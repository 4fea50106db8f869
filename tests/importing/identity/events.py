"""Invented events of one day, for what tells them apart: prose of any length, with courtesies that all events share."""

from __future__ import annotations

import random

COURTESIES = (
    "Thank you very much.",
    "Good morning, ladies and gentlemen.",
    "Good evening, and welcome to the Ministry.",
    "I have a few words to say at the beginning, and then I will take your questions.",
    "Thank you all for coming here today.",
    "Anything else?",
    "One last question, please.",
    "Thank you, Minister.",
    "Question?",
    "Merci beaucoup, Monsieur le ministre.",
    "Спасибо большое, уважаемые коллеги.",
    "Vielen Dank, meine Damen und Herren.",
)
NOUNS = (
    "ferry harbour lighthouse orchard bridge tunnel canal forest valley glacier market railway museum castle island"
    " brewery mill quarry vineyard reservoir embassy archive courthouse stadium airfield hospital library observatory"
    " cathedral monastery"
).split()
VERBS = (
    "repairs paints measures rents sells guards floods opens closes inspects borrows describes insures moves visits counts"
).split()
KINDS = "northern copper wooden narrow flooded crooked silent yellow distant frozen hollow crowded ancient sandy steep".split()


def sentence(chance: random.Random) -> str:
    """Return an invented sentence of twelve words."""
    nouns, kinds = chance.sample(NOUNS, 5), chance.sample(KINDS, 3)
    first = f"our {kinds[0]} {nouns[0]} {nouns[1]} {chance.choice(VERBS)} that {kinds[1]} {nouns[2]}"
    return f"{first} near {kinds[2]} {nouns[3]} {nouns[4]}.".capitalize()


def paragraphs(seed: int, count: int) -> list[str]:
    """Return paragraphs of invented prose, two sentences each; different seeds have next to nothing in common."""
    chance = random.Random(seed)
    return [" ".join(sentence(chance) for _ in range(2)) for _ in range(count)]


def misspelt(text: str, seed: int, every: int = 20) -> str:
    """Return a text with a letter doubled in about every so many words."""
    chance = random.Random(seed)
    words = text.split(" ")
    for place in chance.sample(range(len(words)), max(len(words) // every, 1)):
        word = words[place]
        cut = len(word) // 2
        words[place] = word[:cut] + word[cut : cut + 1] + word[cut:]
    return " ".join(words)
