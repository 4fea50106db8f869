"""Fuzzes every address, public and admin, with odd parameters: python -m tests.addresses [--requests 50000] [--seed 1].

Draws an address, a method, parameters (known and unknown ones) and values from every category of Unicode, of odd numbers, dates,
names, query syntax and other input known to break servers. An answer of 500 or more is a finding, printed with what reproduces
it; the exit status is 1 if there is any.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from tests.addresses import multipart, site

# The parameters read by each part of the site, by prefix of its URL names; the last is for all.
SEARCHED = (
    "q speaker country kind event source place org group disputed historic asker office language from to sort page size "
    "country_mode layer count country_in own contains order edit all any exact none near distance where who since until more "
    "kept e dated speaker_country not_speaker not_country not_kind not_speaker_country not_dated not_office"
)
PARAMETERS = {
    "search_new": "s s s since",
    "search": SEARCHED,
    "record_list": "record records style format field",
    "export": f"{SEARCHED} format field field",
    "suggest": "q",
    "alert": f"{SEARCHED} address rhythm do alert",
    "oai": "verb identifier metadataPrefix set from until resumptionToken",
    "api_": f"{SEARCHED} transcript cursor",
    "transcript": "q mentions year kind page e p look paragraph revision quote at",
    "record": "q mentions p quote at",
    "cite": "p format e quote at",
    "why": "q",
    "feed": "source speaker country page",
    "corrections": "source speaker country page",
    "sitemap": "p page",
    "speaker": "letter contains order page layer e",
    "countr": "letter contains order page layer together_order years_order e",
    "admin:archive_speaker_review": "pairs names",
    "admin:archive_speaker_part": "page",
    "admin:archive_upload_change": "page find turn left changes next",
    "admin:": "q p o e page transcript revision turn turns next left pairs names _facets _to_field _popup "
    "_changelist_filters date__year date__month date__day date__gte date__lt state__exact kind__exact source__id__exact "
    "created_at__gte created_at__day sure country country__exact is_staff__exact app_label model_name field_name term",
    "": "q page p e next utm_source",
}
FORMS = {
    "admin:archive_upload_publish": "chosen",
    "admin:archive_upload": "do edits title date place kind language publisher published source_url turn-0-label turn-0-speaker "
    "turn-0-office turn-0-role turn-0-was speaker-0 speaker-0-was speaker-0-name speaker-0-other details-was even_if_alike "
    "transcript against find go-turn go-page post",
    "admin:archive_transcript_mentions": "reject accept reject-all accept-all add words country layer",
    "admin:archive_transcript_restore": "seen post",
    "admin:archive_transcript": "state action _selected_action select_across index kept revision",
    "admin:archive_speaker_review": "do one other",
    "admin:archive_speaker_part": "office source transcript note",
    "admin:archive_speaker": "action _selected_action select_across index kept name slug country note aliases-TOTAL_FORMS "
    "aliases-INITIAL_FORMS aliases-0-id aliases-0-name aliases-0-speaker turns _save _continue",
    "admin:archive_source": "name slug url country action _selected_action select_across index _save _continue",
    "admin:archive_officeholder": "person aliases office country start end checked source action _selected_action index _save",
    "admin:": "username password post action _selected_action select_across index next _save groups is_active is_staff",
    "alert": "address rhythm do alert List-Unsubscribe",
    "record_list": "record records style format field",
    "search_new": "s",
    "": "username password code which back do next old_password new_password1 new_password2 form q",
}
NUMBERS = (
    "0 -0 -1 1 2 999 00012 1e9 1.5 1_000 +1 0x10 NaN inf ² ① Ⅳ ½ ٣ ۲۰۲۳ २०२३ ２０２３ 𝟚 〇 三 2147483648 9223372036854775807 "
    "9223372036854775808 18446744073709551616 99999999999999999999999999"
).split()
DATES = (
    "2023 ٢٠٢٣ ２０２３-０３ 2023-02-30 0000 9999-12-31 99999 2023-3-7 2023/03/07 2023.3.7 -2023 2023- 2023-13 soon "
    "1.1.1 2023-03-07T00:00"
).split()
WORDS = (
    "ferry Greece Narnia nobody ilse-marchetti 'Ilse Marchetti' published draft interview news_conference statement save publish "
    "merge:1 split:0:1 leave:0 back:0 undo again merge:² split:1 merge:-1 split:99999999999999999999:1 on new other "
    'country:Narnia by:"Nobody" date:٢٠٢٣ before:２０２３ date:..  "ferry~2" ferry~² "a b"~² "a b"~99999999999999999999 '
    "apart right merge codes remove others sessions page:1 page:² turn:٣ turn:99999999999999999999 left:2 left:² find changes "
    "csv xlsx json bib ris 0:q=ferry 1:country=GR ²: "
    "quote talks-1/1 talks-1/2,3~0a1b2c3d a/b/1 2-3 0-12 p1 p² p1-p2 p99999999999999999999 "
    "last²days wom?n fer* *a ( ) "
    "AND OR NOT - + : "
    "country: title:☺ ../../etc/passwd %00 %s {0} {{7*7}} <script>alert(1)</script> ' OR 1=1-- \\ \\\\ // "
    "//evil.example http://evil.example "
    "javascript:alert(1) \r\nX-Bad:1 \x00 \ufeff \u200f \u202e a\u0301 ﷽ 🇺🇳 👩‍👩‍👧 \U0010ffff \ufffe \ud800"
).split(" ")


@cache
def letters() -> dict[str, tuple[str, ...]]:
    """Return every character by its category in Unicode; surrogates too."""
    found: dict[str, list[str]] = {}
    for code in range(sys.maxunicode + 1):
        found.setdefault(unicodedata.category(chr(code)), []).append(chr(code))
    return {category: tuple(characters) for category, characters in found.items()}


@dataclass(frozen=True)
class Draw:
    """One request."""

    number: int
    client: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str], ...]
    files: str = ""  # the seed of a form with files


def value(chance: random.Random) -> str:
    """Return an odd value."""
    kind = chance.random()
    if kind < 0.25:
        return chance.choice(NUMBERS)
    if kind < 0.4:
        return chance.choice(DATES)
    if kind < 0.6:
        return chance.choice(WORDS)
    if kind < 0.65:
        return str(chance.randint(1, 12))
    if kind < 0.9:
        of = letters()
        category = chance.choice(sorted(of))
        return "".join(chance.choice(of[category]) for _ in range(chance.choice((1, 1, 2, 5))))
    if kind < 0.97:
        return "".join(chance.choice((*NUMBERS, *DATES, *WORDS, " ", "")) for _ in range(4))
    return chance.choice((*NUMBERS, *WORDS)) * chance.choice((50, 400))


def pairs(chance: random.Random, name: str, known: dict[str, str], most: int) -> tuple[tuple[str, str], ...]:
    """Return some parameters of an address; now and then one nobody knows."""
    names = names_for(name, known)
    count = chance.randint(0, most)
    return tuple((chance.choice(names) if chance.random() < 0.97 else value(chance)[:50], value(chance)) for _ in range(count))


def names_for(name: str, known: dict[str, str]) -> list[str]:
    """Return the parameters that an address reads."""
    return next(names.split() for start, names in known.items() if name.startswith(start))


def draw(number: int, seed: int, made: site.World, every: list[tuple[str, tuple[str, ...]]]) -> Draw | None:
    """Return the request with this number; None where the values drawn fit no address."""
    chance = random.Random(f"{seed}:{number}")
    name, parts = chance.choice(every)
    if chance.random() < 0.3:  # most of what is read from an address is read by the search
        name, parts = chance.choice([one for one in every if one[0].startswith(("search", "suggest"))])
    known = chance.random() < 0.7

    def part(of: str) -> str:
        values = made.values.get(of, ("1",))
        return chance.choice(values) if known or chance.random() < 0.5 else value(chance)[:200]

    path = site.address(name, parts, part)
    if path is None:
        return None
    within = path.startswith("/admin/")
    method = chance.choice(("get", "get", "get", "post") if within else ("get",) * 9 + ("post", "head"))
    client = "admin" if within and chance.random() < 0.95 else chance.choice(("anybody", "admin"))
    if "logout" in name or "password" in name and method == "post":
        client = "anybody"
    form = pairs(chance, name, FORMS, 6) if method == "post" else ()
    with_files = method == "post" and chance.random() < (0.9 if name == "admin:archive_upload_add" else 0.1)
    files = f"{seed}:{number}:files" if with_files else ""
    return Draw(number, client, method, path, pairs(chance, name, PARAMETERS, 4), form, files)


def encoded(pairs: tuple[tuple[str, str], ...]) -> str:
    """Return pairs as an address or a form has them, lone surrogates as the bytes a careless client would send."""
    return urlencode([tuple(part.encode("utf-8", "surrogatepass") for part in pair) for pair in pairs])


def send(one: Draw, made: site.World) -> int:
    """Send a request; return the status of the answer."""
    client = made.admin if one.client == "admin" else made.anybody
    target = one.path + (f"?{encoded(one.query)}" if one.query else "")
    if one.files:
        data = multipart.body(random.Random(one.files))
        answer = client.post(target, data, content_type=f"multipart/form-data; boundary={multipart.BOUNDARY}")
    elif one.method == "post":
        answer = client.post(target, encoded(one.form), content_type="application/x-www-form-urlencoded")
    else:
        answer = getattr(client, one.method)(target)
    if client is made.admin and answer.get("Location", "").startswith("/admin/login/"):
        site.sign_in_again(made)
    return int(answer.status_code)


def findings(made: site.World, requests: int, seed: int, told: Counter[int] | None = None) -> Iterator[tuple[Draw, int]]:
    """Yield every request answered with a server error. `told` counts the answers by status."""
    every = sorted(site.addresses())
    for number in range(requests):
        one = draw(number, seed, made, every)
        if one is None:
            continue
        status = send(one, made)
        if told is not None:
            told[status] += 1
        if status >= 500 or status == 0:
            yield one, status
