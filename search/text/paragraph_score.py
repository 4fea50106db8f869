"""The relevance of a paragraph to a search, by which the best one of a record is chosen. Pure."""

from __future__ import annotations

SAID = 0.05  # an answer is preferred to an equally relevant question
MOST_COUNTED = 9  # matches; more do not raise the score
REPETITION = 0.1


def leaf_worth(words: int) -> float:
    """Return the score of a leaf of `words` words that occurs in a paragraph; repetition does not count."""
    return 1.0 + words


def worth(leaves: float, places: int) -> float:
    """Return the score of a paragraph: the sum over its distinct leaves, and a little for each match."""
    return leaves + min(places, MOST_COUNTED) * REPETITION
