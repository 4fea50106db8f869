"""How fast mentions are found: `python -m benchmarks.countries`. The aim is 300,000 words a second on one core.

Processor time is measured, so that other load counts little, over the paragraphs of ../shared/corpus if present, else over the
samples of fixtures/ repeatedly.
"""

from __future__ import annotations

import json
import lzma
import sys
import time
from pathlib import Path

from archive.countries import find_mentions

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "passages.jsonl.xz"
RESULT = ROOT / "benchmarks" / "results" / "countries.json"
LEAST = 300_000  # words a second


def texts() -> list[str]:
    """Return what is read: real paragraphs, or the samples fifty times."""
    if CORPUS.exists():
        with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in lines]
    samples = sorted((ROOT / "fixtures" / "samples").iterdir())
    return [
        path.read_text(encoding="utf-8", errors="replace") for path in samples if path.suffix in (".txt", ".md", ".html")
    ] * 50


def measure(read: list[str]) -> dict[str, float]:
    """Return the number of words, the number of mentions, and the speed. The first text only warms up."""
    find_mentions(read[0])
    words = sum(len(text.split()) for text in read)
    begun = time.process_time()
    found = sum(len(find_mentions(text)) for text in read)
    seconds = time.process_time() - begun
    return {"words": words, "mentions": found, "seconds": round(seconds, 2), "words_a_second": round(words / seconds)}


def main() -> None:
    """Measure, write the result, and fail below the aim."""
    figures = measure(texts())
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"{figures['words']:,} words, {figures['mentions']:,} mentions: {figures['words_a_second']:,} words a second")
    if figures["words_a_second"] < LEAST:
        sys.exit(f"That is less than the {LEAST:,} words a second that the project promises.")


if __name__ == "__main__":
    main()
