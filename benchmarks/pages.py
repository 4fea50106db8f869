"""How fast whole pages are over HTTP: `python -m benchmarks.pages --records 100000`.

gunicorn with two workers serves an archive of real passages (benchmarks/collection.py, built once under var/bench). A client on
the same machine asks, every page over a connection of its own: one search in the moment of a start, and one when the workers
have read ahead; then each of the 200 searches of benchmarks/mix.py one after the other, the first time they are asked; then 40
a second for a minute, on schedule, waiting counted from when each was due; then other pages, suggestions, and what is refused.
Processor time is that of the workers. Ends with 1 when a figure is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import quote

from benchmarks.collection import built, environment_of, folder_of
from benchmarks.corpus import RECORDS_A_TRANSCRIPT, ROOT, SPEAKERS
from benchmarks.serving import Answer, Site, serving

RESULTS = ROOT / "benchmarks" / "results"
STARTS, EACH = 3, 20
TYPED = ("spea", "ser", "united st", "foreign mi", "ru", "nuclear wea", "askr", "international la", "ge", "human ri")


@dataclass(frozen=True)
class Figure:
    """What was measured of one kind of page; times in milliseconds, `limit` what the project promises (of `judged`)."""

    name: str
    asked: int
    failed: int
    median: float
    p95: float
    p99: float
    most: float
    cpu: float
    kilobytes: float
    judged: str = ""
    limit: float = 0.0

    @property
    def missed(self) -> bool:
        """Say whether the promise was broken."""
        return bool(self.failed) or bool(self.judged and getattr(self, self.judged) > self.limit)


def main() -> None:
    """Build what is missing, measure, print and keep the table."""
    options = _options()
    if options.fill:
        _fill(options.fill)
        return
    folder = built(options.records)
    os.environ.update(environment_of(folder))
    figures = measure(options)
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept = {"options": vars(options), "figures": [asdict(figure) for figure in figures]}
    (RESULTS / f"pages-{options.records}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(table(figures))
    if missed := [figure.name for figure in figures if figure.missed]:
        sys.exit(f"Missed: {', '.join(missed)}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=40.0, help="searches a second under load")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the load lasts")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _fill(records: int) -> None:
    import django

    from benchmarks.collection import fill

    django.setup()
    fill(records)


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return all figures."""
    import django

    django.setup()
    folder, searches = folder_of(options.records), searches_of_the_mix()
    at_once, first = [], []
    for number in range(STARTS):
        with serving(folder, options.workers) as site:
            at_once.append(site.ask(searches[-number - 1]))
        with serving(folder, options.workers) as site:
            site.settle()
            first.append(site.ask(searches[-number - 1]))
    with serving(folder, options.workers) as site:
        site.settle()
        rest = random.Random(3).choices(searches, k=int(options.rate * options.seconds))
        figures = [
            figure("a search in the moment of a start", at_once, 0.0),
            figure("first search after a start", first, 0.0, "most", 150),
            one_by_one(site, "searches, one by one", searches, "p95", 60),
            one_by_one(site, "the same again", searches),
            timed(site, f"searches, {options.rate:g} a second", lambda: site.ask_on_schedule(rest, options.rate), "p99", 400),
        ]
        figures += [one_by_one(site, name, addresses, *limit) for name, addresses, *limit in others(options.records, searches)]
        print(f"largest worker {site.memory()} MB", file=sys.stderr)
    return figures


def searches_of_the_mix() -> list[str]:
    """Return the mix's searches as addresses."""
    from benchmarks.addresses import params_of
    from benchmarks.mix import mix

    return [params_of(request).url() for _, request in mix()]


def others(records: int, searches: Sequence[str]) -> list[tuple[str, list[str], str, float]]:
    """Return other pages: what they are, their addresses, and what is promised of them ("" for nothing)."""
    from archive.models import Transcript

    chance = random.Random(4)
    numbers = [chance.randrange(records // RECORDS_A_TRANSCRIPT) + 1 for _ in range(EACH)]
    transcripts = [one.get_absolute_url() for one in Transcript.objects.filter(pk__in=numbers)]
    people = [f"/speakers/speaker-{number}/" for number in range(0, SPEAKERS, SPEAKERS // EACH)]
    countries = [f"/countries/{code}/" for code in "US UA DE SY FR CN GB IR TR PL IL IN JP KR BY GE RS IQ AF EG".split()]
    typed = [f"/search/suggest.json?q={quote(text[:length])}" for text in TYPED for length in range(2, len(text) + 1)]
    return [
        ("suggestions while typing", typed, "p95", 20),
        ("/search.json", [address.replace("/search/", "/search.json") for address in searches[:EACH]], "", 0),
        ("transcript", transcripts, "", 0),
        ("transcript with the words marked", [f"{address}?q=security" for address in transcripts], "", 0),
        ("record", [f"{address}{number + 1}/" for number, address in enumerate(transcripts)], "", 0),
        ("speaker, first visit", people, "", 0),
        ("speaker again", people * 2, "", 0),
        ("country, first visit", countries, "", 0),
        ("country again", countries * 2, "", 0),
        ("home", ["/"] * EACH, "", 0),
        ("values of a filter", ["/search/values/speaker/?q=security", "/search/values/country/?q=war"] * 5, "", 0),
        ("costly patterns, refused", refused(), "most", 50),
    ]


def refused() -> list[str]:
    """Return searches that would cost without end."""
    terms = " ".join(f"term{number}" for number in range(10_000))
    costly = ["*a*", "*", "a* b* c* d* e*", "??????", terms, "(" * 100_000, "x~ y~ z~ aa~ bb~ cc~"]
    return [f"/search/?q={quote(text)}"[:8_000] for text in costly]


def one_by_one(site: Site, name: str, addresses: Sequence[str], judged: str = "", limit: float = 0.0) -> Figure:
    """Ask for pages one after the other."""
    return timed(site, name, lambda: [site.ask(address) for address in addresses], judged, limit)


def timed(site: Site, name: str, ask: Callable[[], list[Answer]], judged: str = "", limit: float = 0.0) -> Figure:
    """Ask, and note what processor time the workers used for it."""
    before = site.cpu()
    answers = ask()
    return figure(name, answers, site.cpu() - before, judged, limit)


def figure(name: str, answers: Sequence[Answer], cpu: float, judged: str = "", limit: float = 0.0) -> Figure:
    """Return what answers say together."""
    taken = sorted(answer.milliseconds for answer in answers)

    def share(part: float) -> float:
        return round(taken[min(int(len(taken) * part), len(taken) - 1)], 1)

    failed = sum(answer.status != 200 for answer in answers)
    size = sum(answer.size for answer in answers) / len(answers) / 1000
    shares = (share(0.5), share(0.95), share(0.99), round(taken[-1], 1))
    return Figure(name, len(answers), failed, *shares, round(cpu / len(answers), 1), round(size, 1), judged, limit)


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as Markdown."""
    head = "| page | asked | failed | median ms | p95 ms | p99 ms | most ms | CPU ms | kB | promised |"
    return "\n".join([head, "|--|--:|--:|--:|--:|--:|--:|--:|--:|--|", *map(line, figures)])


def line(one: Figure) -> str:
    """Return one kind of page as a line of the table."""
    promised = f"{one.judged} {one.limit:g} ms: {'missed' if one.missed else 'met'}" if one.judged else ""
    times = (f"{value:,.1f}" for value in (one.median, one.p95, one.p99, one.most, one.cpu, one.kilobytes))
    return "| " + " | ".join([one.name, f"{one.asked:,}", str(one.failed), *times, promised]) + " |"


if __name__ == "__main__":
    main()
