"""How well the judged searches are ranked, as tables for Markdown: `python -m benchmarks.ranking` (see tests/search/judged)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from statistics import mean

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django.setup()

from search.engines.whoosh.query import proximity  # noqa: E402  # reads what needs the settings
from tests.search.judged import collection  # noqa: E402
from tests.search.judged.asking import Collection, Ranker, judged, scores  # noqa: E402


def print_table(name: str, entries: list[collection.Entry]) -> None:
    """Print one collection's searches, the grades of the first ten and their nDCG, also without looking at nearness."""
    searches = judged(name)
    with tempfile.TemporaryDirectory() as folder:
        asked = Collection(Path(folder), entries)
        found, without = scores(searches, asked.ranked), scores(searches, without_nearness(asked))
        print(f"\n| {name} | kind | grades of the first ten | BM25F | with nearness |\n|--|--|--|--:|--:|")
        for search in searches:
            grades = " ".join(str(search.grades.get(key, 0)) for key in asked.ranked(search.typed))
            print(f"| `{search.typed}` | {search.kind} | {grades} | {without[search.typed]:.3f} | {found[search.typed]:.3f} |")
    print(f"| mean | | | {mean(without.values()):.4f} | {mean(found.values()):.4f} |")


def without_nearness(asked: Collection) -> Ranker:
    """Return how the engine ranks when nearness is switched off."""

    def ranked(typed: str) -> list[str]:
        looked_at, proximity.RERANKED = proximity.RERANKED, 0
        try:
            return asked.ranked(typed)
        finally:
            proximity.RERANKED = looked_at

    return ranked


def main() -> None:
    """Print both tables, or the samples' alone where ../shared is absent."""
    print_table("samples", collection.samples())
    if collection.SHARED.is_dir():
        print_table("shared", collection.shared())
    else:
        print("shared: not run: ../shared is absent")


if __name__ == "__main__":
    main()
