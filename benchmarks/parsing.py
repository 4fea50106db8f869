"""How fast and how lean the parser is on files far larger than any transcript: `python -m benchmarks.parsing`.

A word behind the command (`wrapped`) chooses the cases whose names hold it. Each case is made up, written to a file of 5 MB (or
what its name says) and parsed in a process of its own, so that its peak of memory is its own. Seconds are those of the processor,
which other work on the machine does not lengthen.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.importing import Words
from benchmarks.talks import HEAD, KINDS, Talk, paragraphs

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "parsing.json"
SECONDS, MEGABYTES = 3.0, 300  # what the project promises for 5 MB
SIZE = 5_000_000


def _until(pieces: Iterator[str]) -> str:
    taken: list[str] = []
    size = 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece.encode())
        if size >= SIZE:
            break
    return "".join(taken)


def _cut(make: Talk) -> Callable[[Words], str]:
    return lambda words: _until(make(words))


def text(words: Words) -> str:
    """Make a news conference in plain text."""
    return f"{HEAD}\n\n" + _until(f"{label} {said}".strip() + "\n\n" for label, said in paragraphs(words))


def wrapped(words: Words) -> str:
    """Make the same hard-wrapped, labels alone on their lines, no blank lines."""
    return f"{HEAD}\n\n" + _until(
        f"{label}\n{_wrap(said)}\n" if label else f"{_wrap(said)}\n" for label, said in paragraphs(words)
    )


def _wrap(said: str) -> str:
    words = said.split()
    return "\n".join(" ".join(words[start : start + 9]) for start in range(0, len(words), 9))


def page(words: Words) -> str:
    """Make the same as a web page."""
    body = _until(f"<p><b>{label}</b> {said}</p>\n" for label, said in paragraphs(words))
    return f"<!doctype html><html><body><nav><a href=/>Home</a></nav><h1>{HEAD}</h1><main>{body}</main></body></html>"


def markdown(words: Words) -> str:
    """Make the same as Markdown."""
    return f"# {HEAD}\n\n" + _until(f"**{label}** {said}\n\n" if label else f"{said}\n\n" for label, said in paragraphs(words))


CASES: dict[str, Callable[[Words], str]] = {
    "news conference, text": text,
    "news conference, hard-wrapped": wrapped,
    "news conference, HTML": page,
    "news conference, Markdown": markdown,
    **{name: _cut(make) for name, make in KINDS.items()},
    "1 MB of A: A: A: on one line": lambda words: "A: " * 333_333,
    "1 MB of a: a: a: above a talk on one line": lambda words: "a: " * 333_333 + ". Question: Why? Answer: It is so. " * 9,
    "1 MB of A: A: A: on many lines": lambda words: "A: A: A:\n" * 111_111,
    "1 MB of opening brackets": lambda words: "([{<" * 250_000,
    "50,000 nested elements": lambda words: "<div>" * 50_000,
    "100,000 names before a colon": lambda words: "\n".join(f"Name{n} Sur{n}: Yes." for n in range(100_000)),
}


def main() -> None:
    """Measure every case, print and keep the figures; exit 1 where a promise is broken."""
    words = Words(random.Random(7))
    chosen = {name: make for name, make in CASES.items() if not sys.argv[1:] or any(word in name for word in sys.argv[1:])}
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="chancery-bench-") as folder:
        for name, make in chosen.items():
            source = Path(folder, "case.txt")
            source.write_text(make(words), encoding="utf-8")
            run = subprocess.run(
                [sys.executable, "-m", "benchmarks.parsing", str(source)], cwd=ROOT, capture_output=True, check=True
            )
            figures[name] = json.loads(run.stdout)
            seconds, megabytes, turns = figures[name].values()
            print(f"{name:34} {seconds:6.2f} s {megabytes:5.0f} MB {turns:7.0f} turns")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    broken = [name for name, figure in figures.items() if figure["seconds"] > SECONDS or figure["megabytes"] > MEGABYTES]
    if broken:
        sys.exit(f"More than {SECONDS:.0f} s or {MEGABYTES} MB: {', '.join(broken)}")


def measure(path: Path) -> dict[str, float]:
    """Parse one file; return the processor's seconds, the peak of memory and the number of turns."""
    from archive.parsing import TranscriptError, parse_transcript

    data = path.read_bytes()
    begun = time.process_time()
    try:
        turns = len(parse_transcript(data, path.name).turns)
    except TranscriptError:
        turns = 0
    seconds = time.process_time() - begun
    return {"seconds": round(seconds, 2), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "turns": turns}


if __name__ == "__main__":
    if len(sys.argv) > 1 and Path(sys.argv[1]).is_file():
        print(json.dumps(measure(Path(sys.argv[1]))))
    else:
        main()
