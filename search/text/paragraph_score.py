"""How much of what is searched stands in a paragraph: the one measure by which the best of a record is chosen. Pure."""

from __future__ import annotations

SAID = 0.05  # what is answered is shown rather than a question that says as much
MOST_COUNTED = 9  # places; more do not make a paragraph better
REPETITION = 0.1


def leaf_worth(words: int) -> float:
    """Return what it is worth that one leaf of so many words stands in a paragraph, however often."""
    return 1.0 + words


def worth(leaves: float, places: int) -> float:
    """Return the worth of a paragraph: that of its leaves together, and a little for each place where one stands."""
    return leaves + min(places, MOST_COUNTED) * REPETITION
