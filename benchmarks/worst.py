"""The costliest request that can be found: `python -m benchmarks.worst --records 100000`.

An archive (benchmarks/collection.py, kept under var/bench) is requested in this process, through the whole application. Known
costly addresses come first; then, for each page, the costliest is mutated randomly (with a seed), and costlier mutations replace
it. Processor milliseconds, the minimum of five; each address is requested once before, so that one-time costs do not count. Exit
status 1 if one exceeds the limit, or if an address answers anything but a page. The table goes to the standard output, warnings
of abandoned searches to the error output.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from benchmarks.collection import built, environment_of

PROMISED = 300.0  # milliseconds of the processor for any request
LENGTH = 1000  # letters of a query that are read
COMMON = "the of to and in that a is we our for on with it as are this will be have".split()
TELLING = "security council minister agreement sanctions nuclear water peace treaty russia".split()
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main() -> int:
    """Search for the costliest request of every page and print it; return 1 if the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--steps", type=int, default=30, help="changes tried for each page")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--pages", default="", help="only pages of which the name has this in it")
    asked = parser.parse_args()
    os.environ.update(environment_of(built(asked.records)))
    os.environ["PAGES_CACHED"] = "0"  # a cached page costs nothing
    import django

    django.setup()
    print("| page | worst found, ms of the processor | what was asked |\n|--|--:|--|")
    worst = 0.0
    for name, address in pages(asked.records):
        if asked.pages in name:
            cost, query = climbed(address, random.Random(f"{asked.seed} {name}"), asked.steps)
            print(f"| {name} | {cost:.0f} | {shown(query)} |", flush=True)
            worst = max(worst, cost)
    return 0 if worst <= PROMISED else 1


def shown(query: str) -> str:
    """Return the beginning of a query as it can stand in a table."""
    return "`" + query[:60].replace("|", "/").replace("`", "'") + ("…" if len(query) > 60 else "") + "`"


Address = Callable[[str], str]


def pages(records: int) -> Iterator[tuple[str, Address]]:
    """Yield every kind of page as a function from a query to its address."""
    from django.db.models import Sum
    from django.db.models.functions import Length

    from archive.models import Mention, Transcript

    longest = Transcript.objects.published().annotate(size=Sum(Length("turns__text"))).order_by("-size").first()
    said = Mention.objects.filter(record__transcript=longest, rejected=False).select_related("record").first()
    assert longest is not None and said is not None, "The longest transcript mentions no country"
    record = f"{longest.get_absolute_url()}{said.record.number}/"
    chosen = "&".join(f"speaker=speaker-{n}" for n in range(99)) + "&country=US"
    filters = ("speaker", "place", "source", "event", "org")
    many = "&".join(f"{key}={value}" for key in filters for value in chosen.split("&")[:99])
    where = "&country_in=unprompted&own=hidden"
    yield from searches(chosen, many, where)
    yield "suggestions", lambda q: f"/search/suggest.json?q={q}"
    yield "builder", lambda q: f"/search/build/?edit=1&all={q}&any={q}&phrase={q}"
    yield "longest transcript", lambda q: f"{longest.get_absolute_url()}?q={q}"
    yield "longest record", lambda q: f"{record}?q={q}"
    yield "why", lambda q: f"{record}why/{said.code}/?q={q}"
    yield "speakers", lambda q: f"/speakers/?order=count&contains={q}"
    yield "countries", lambda q: f"/countries/?order=count&contains={q}"
    yield "speaker", lambda q: f"/speakers/speaker-0/?q={q}"
    yield "country", lambda q: f"/countries/US/?q={q}"
    yield "transcripts", lambda q: f"/t/?page=1000000&q={q}"
    yield "home", lambda q: f"/?q={q}"


def searches(chosen: str, many: str, where: str) -> Iterator[tuple[str, Address]]:
    """Yield every kind of search, given filters with a hundred values, with more, and where countries count."""
    yield "search", lambda q: f"/search/?size=100&q={q}"
    yield "search, oldest first", lambda q: f"/search/?size=100&sort=oldest&q={q}"
    yield "search, page 1 000 000", lambda q: f"/search/?size=100&page=1000000&q={q}"
    yield "search, page 500", lambda q: f"/search/?size=100&page=500&q={q}"
    yield "search, 100 values", lambda q: f"/search/?size=100&{chosen}{where}&q={q}"
    yield "search, 500 parameters", lambda q: f"/search/?size=100&{many}&q={q}"
    yield "search, nothing found", lambda q: f"/search/?from=2099&kind=statement&country=US&country=FR&speaker=nobody&q={q}"
    yield "search.json", lambda q: f"/search.json?size=100&q={q}"
    yield "values of a filter", lambda q: f"/search/values/speaker/?{chosen}{where}&contains=e&q={q}"


def climbed(address: Address, chance: random.Random, steps: int) -> tuple[float, str]:
    """Return the costliest query found for a page, and its cost."""
    best = 0.0, ""
    for query in known():
        best = max(best, (cost(address, query, best[0]), query))
    for _ in range(steps):
        query = changed(best[1], chance)
        best = max(best, (cost(address, query, best[0]), query))
    return best


def cost(address: Address, query: str, most: float = 0.0, times: int = 5) -> float:
    """Return the cost of a page, the minimum of several runs; fewer if it does not exceed the known maximum `most`."""
    from django.conf import settings
    from django.test import Client

    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    whole = address(quote(query))
    asked(client, whole)
    least = asked(client, whole)
    for _ in range(times - 1):
        if least <= most:
            break
        least = min(least, asked(client, whole))
    return least


def asked(client: Any, address: str) -> float:
    """Ask for a page; return the milliseconds of the processor that it costs."""
    from time import process_time

    begun = process_time()
    status = client.get(address).status_code
    if status != 200:
        sys.exit(f"{address} answers {status} instead of a page; what that costs says nothing.")
    return (process_time() - begun) * 1000


def joined(parts: Iterator[str], between: str = " ") -> str:
    """Return as many parts as a query may have letters."""
    text = ""
    for part in parts:
        if len(text) + len(between) + len(part) > LENGTH:
            break
        text = f"{text}{between}{part}" if text else part
    return text


def known() -> Iterator[str]:
    """Yield queries of every kind known to be costly."""
    yield ""
    yield from of_patterns(random.Random(3))
    yield from of_common_words(random.Random(4))
    yield from of_names(random.Random(5))
    yield from of_signs()


def letters(chance: random.Random, length: int) -> str:
    """Return a random word that does not occur."""
    return "".join(chance.choices(LETTERS, k=length))


def of_patterns(chance: random.Random) -> Iterator[str]:
    """Yield queries with patterns that match many words."""
    yield joined((f"{letters(chance, 7)}~2" for _ in range(200)), " OR ")
    yield joined(f"{letters(chance, 7)}~2" for _ in range(200))
    yield joined((f"{chance.choice(TELLING)}~" for _ in range(200)), " OR ")
    yield joined((f"{a}{b}*" for a in "abcdefghst" for b in "aeiou"), " OR ")
    yield joined(f"{a}{b}*" for a in "abcdefghst" for b in "aeiou")
    yield joined((f"{a}?{b}*" for a in ("ab", "co", "th", "in", "de", "re") for b in LETTERS), " OR ")
    yield joined((f"co{'?*' * n}n" for n in range(1, 30)), " OR ")


def of_common_words(chance: random.Random) -> Iterator[str]:
    """Yield queries of very frequent words, alone and as phrases."""

    def pair() -> str:
        return " ".join(chance.choices(COMMON, k=2))

    yield joined(f'"the of"~{900 + n}' for n in range(100))
    yield joined((f'"{pair()}"' for _ in range(100)), " OR ")
    yield joined((f'"{" ".join(COMMON[:5])}"~1000' for _ in range(40)), " OR ")
    yield joined(f'"{pair()}"' for _ in range(100))
    yield '"' + joined(chance.choice(COMMON) for _ in range(50)) + '"'
    yield joined(iter(COMMON), " OR ")
    yield joined(iter(COMMON))
    yield joined(f'"{one}"' for one in COMMON * 5)
    yield joined((f"-{one}" for one in COMMON * 5), " OR ")
    yield joined(f"answer:{one} question:{one} title:{one}" for one in COMMON)


def of_names(chance: random.Random) -> Iterator[str]:
    """Yield queries of names and words that are not known."""
    yield joined(f"country:{letters(chance, 12)}" for _ in range(60))
    yield joined(f"speaker:{letters(chance, 6)}" for _ in range(60))
    yield joined(f"{letters(chance, 12)}:x" for _ in range(60))
    yield " ".join(("securrity", "councill", "minsterr", "agrement", "nuclar", "tretay") * 2)
    yield joined(iter("date:2004..2024" for _ in range(60)), " OR ")


def of_signs() -> Iterator[str]:
    """Yield queries with many signs, brackets and hyphens."""
    yield "NOT (" * 29 + "the OR of" + ")" * 29
    yield "安" * LENGTH
    yield "安全理事会和平" * 140
    yield "-".join(COMMON * 20)[:LENGTH]
    yield "(" * 400 + "the" + ")" * 400


def changed(query: str, chance: random.Random) -> str:
    """Return a query with one part removed, doubled, or replaced by one of another query."""
    parts = query.split(" ")
    at = chance.randrange(len(parts))
    how = chance.randrange(4)
    if how == 0:
        parts[at : at + chance.randrange(1, 4)] = []
    elif how == 1:
        parts.insert(at, chance.choice(parts))
    elif how == 2:
        other = chance.choice(list(known())).split(" ")
        first = chance.randrange(len(other))
        parts[at : at + 1] = other[first : first + chance.randrange(1, 12)]
    else:
        parts[at] = chance.choice(("OR", f'"{" ".join(chance.choices(COMMON, k=3))}"', f"{chance.choice(TELLING)}~2", "th*"))
    return " ".join(parts)[:LENGTH]


if __name__ == "__main__":
    sys.exit(main())
