"""Nothing that only a draft, a withdrawn transcript, an older revision or an upload contains is in any public answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.importing.importer import import_transcript, set_state
from archive.models import FormerSpeakerSlug, Speaker, SpeakerAlias, Transcript
from archive.speakers import registry
from archive.uploads.receiving import take
from search.index.queue import drain, queue
from tests.addresses import site as every_address
from tests.admin.conftest import index_dir
from tests.admin.desk import file
from tests.world import BRIEFING, INTERVIEW

__all__ = ["index_dir"]
HIDDEN = ("draft", "withdrawn", "revision", "upload")
TEXT = """\
Ministry of {place} Affairs

{office} {name}\u2019s interview with the {outlet}, {place}, April 4, 2022

{outlet}: Is the {word} agreement with Greece in force?

{name}: The {word} rests in the {other}, and the {word} {other} of the {word} {other} is safe in Greece.
"""


@dataclass(frozen=True)
class Secret:
    """What one hidden text says and nothing public does, each as it would be printed."""

    name: str
    place: str
    word: str
    other: str
    office: str
    outlet: str

    @property
    def text(self) -> str:
        return TEXT.format(**{one: getattr(self, one) for one in self.__dataclass_fields__})

    def told(self) -> tuple[str, ...]:
        """Return what no answer may have, folded as a page might fold it."""
        return tuple(getattr(self, one).casefold() for one in ("name", "place", "word", "other", "outlet"))


SECRETS = {
    "draft": Secret("Orla Zintaveth", "Quorven Holm", "zumbrelith", "krandovast", "Deputy Plenarch", "Wexting Gazette"),
    "withdrawn": Secret("Pavo Ulmstrider", "Grevan Mouth", "tolvanquist", "brumenhald", "Second Harbinger", "Ostrick Courier"),
    "revision": Secret("Nils Yarrowgrave", "Tindal Kuppe", "vexalorine", "munderskol", "Acting Verdurer", "Plimsk Herald"),
    "upload": Secret("Mira Hexenbaugh", "Jorvan Dale", "quillomast", "sarvendrop", "Chief Almoner", "Dunmarrow Post"),
}


@pytest.fixture
def site(db, index_dir, settings):
    """An archive with all four, two public transcripts beside them, and an index that knows of each change."""
    settings.ALLOWED_HOSTS = ["*"]
    owner = User.objects.create_superuser("owner", password="pw")
    made = [import_transcript(text.encode(), name).transcript for text, name in ((BRIEFING, "b.txt"), (INTERVIEW, "i.txt"))]
    draft = import_transcript(SECRETS["draft"].text.encode(), "d.txt", state="draft").transcript
    withdrawn = import_transcript(SECRETS["withdrawn"].text.encode(), "w.txt").transcript
    first = SECRETS["revision"].text.encode()
    corrected = import_transcript(first, "r.txt").transcript
    drain()
    mended = INTERVIEW.replace("March 2", "March 12").replace("lighthouse", "beacon").encode()
    import_transcript(mended, "r2.txt", transcript=corrected)
    set_state(withdrawn, Transcript.State.WITHDRAWN, owner)
    take([file(SECRETS["upload"].text, "Mira Hexenbaugh in Jorvan Dale.txt")], owner)
    drain()
    return [*made, draft, withdrawn, corrected]


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def asked(secret: Secret) -> list[dict[str, str]]:
    """Return searches that come near a secret without saying it."""
    first, last = secret.name.split()
    found = [{key: slug(value)} for key, value in (("speaker", secret.name), ("asker", secret.name), ("asker", secret.outlet))]
    found += [{"place": slug(secret.place)}, {"source": slug(f"Ministry of {secret.place} Affairs")}]
    found += [{"office": slug(secret.office)}, {"source": slug(secret.outlet)}, {"q": f"{first[:-1]} {last[:-1]}"}]
    for typed in (secret.word, secret.other, last.lower(), first.lower(), secret.place.lower()):
        found += [{"q": q} for q in (typed[:-1], f"{typed[:-1]}x", f"{typed[:5]}*", f"{typed[:-1]}~", f"{typed[:-2]}?")]
        found += [{"q": f'{key}:"{typed[:-1]}"'} for key in ("speaker", "asker", "source", "place", "title", "by")]
    found += [{"q": f'speaker:"{first}"'}, {"q": f"speaker:{last[:4]}*"}]
    return found


SEARCHED = ("search", "suggest", "export", "feed", "corrections", "alert_new")
ANSWER_PROGRAMS = ("api_search", "api_records", "api_suggestions")
LISTED = ("transcripts", "speakers", "countries", "api_speakers", "api_sources", "api_countries", "api_transcripts")


def quoted(secret: Secret) -> tuple[str, ...]:
    """Return quotations that come near a secret without saying it."""
    return (f"the {secret.word[:-1]} agreement with Greece", f"The {secret.word[:5]} rests … safe in Greece")


def listed(secret: Secret) -> list[dict[str, str]]:
    """Return choices of lists that come near a secret without saying it."""
    parts = [part[:-1] for name in (secret.name, secret.place, secret.outlet) for part in name.split()]
    chosen = [{key: part} for part in parts for key in ("contains", "q", "source", "place")]
    return [*chosen[::3], {"letter": parts[0][0], "order": "count"}, {"year": "2022"}, {"from": "2022-04-04"}]


def harvested(slugs: set[str]) -> list[dict[str, str]]:
    """Return requests of a harvester, for all and for each transcript."""
    lists = [{"verb": verb, "metadataPrefix": "oai_dc"} for verb in ("ListRecords", "ListIdentifiers")]
    each = [{"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": f"oai:testserver:{slug}"} for slug in sorted(slugs)]
    one = [{"verb": "ListMetadataFormats", "identifier": found["identifier"]} for found in each]
    past = [{**found, "from": "1990-01-01"} for found in lists]
    return [*lists, *past, *each, *one, {"verb": "ListSets"}, {"verb": "Identify"}]


def answers(client: Client, site: list[Transcript], secret: Secret):
    """Yield every public address with what it answers, and with what was asked of it."""
    codes = ("GR", "NO")
    slugs = {one.slug for one in site} | set(Speaker.objects.values_list("slug", flat=True))
    slugs |= set(FormerSpeakerSlug.objects.values_list("slug", flat=True))
    keys = ("speaker", "source", "place", "country", "event", "kind")
    for name, parts in sorted(every_address.addresses()):
        if name.startswith(("admin:", "/admin/")):
            continue
        values = {"slug": sorted(slugs), "code": codes, "number": ("1", "2", "3"), "key": keys}
        values |= {"section": ("transcripts", "speakers", "countries"), "rest": ("elsewhere",)}
        values |= {"token": every_address.tokens()}
        values |= {"name": ("manifest.json",), "ending": ("xml", "tei.xml", "json", "txt")}
        for path in every(name, parts, values):
            queries = asked(secret) if name.startswith(SEARCHED) else [{}]
            queries = [{**query, "format": "csv"} for query in queries] if name == "export_file" else queries
            if name in ("transcript", "cite_transcript", "cite_record"):
                queries = [{}, *({"quote": said, "format": "quote"} for said in quoted(secret))]
            if name == "search_new":
                queries = [{"s": f"0:{urlencode(query)}"} for query in asked(secret)]
            if name.startswith("record_list"):
                named = ",".join(f"{one}/1,2,3" for one in sorted(slugs))
                queries = [{"records": named, "format": format} for format in ("csv", "zip", "bib", "json")]
            for query in [{}, *queries] if queries != [{}] else queries:
                yield path, query, client.get(path, query)


def every(name: str, parts: tuple[str, ...], values: dict[str, tuple[str, ...]]) -> list[str]:
    """Return an address with every value in each of its parts."""
    paths: list[dict[str, str]] = [{}]
    for part in parts:
        paths = [{**chosen, part: value} for chosen in paths for value in values[part]]
    return [path for chosen in paths if (path := every_address.address(name, parts, chosen.__getitem__)) is not None]


def body(answer) -> str:
    """Return all that an answer says: headers and text, JSON unescaped."""
    content = b"".join(answer) if answer.streaming else answer.content
    text = content.decode("utf-8", "replace")
    if "json" in answer.get("Content-Type", ""):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return (text + str(dict(answer.headers))).replace(answer.request["PATH_INFO"], "").casefold()


@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_public_address_tells_of_what_is_hidden(site, hidden):
    secret, checked = SECRETS[hidden], 0
    for path, query, answer in answers(Client(), site, secret):
        told = body(answer)
        found = [word for word in secret.told() if word in told]
        assert not found, (path, query, answer.status_code, found)
        checked += 1
    assert checked > 300


@pytest.mark.parametrize("hidden", ["draft", "withdrawn"])
def test_an_index_that_is_behind_tells_nothing_either(site, hidden, monkeypatch):
    """A transcript was public a moment ago: the index still has it."""
    chosen = next(one for one in site if one.state == hidden)
    Transcript.objects.filter(pk=chosen.pk).update(state="published")
    queue([chosen.pk])
    drain()
    Transcript.objects.filter(pk=chosen.pk).update(state=hidden)
    queue([chosen.pk])
    monkeypatch.setattr("archive.models.archive_version.current", lambda: 10_000)
    secret, client = SECRETS[hidden], Client()
    for name in ("search", "search_json", "suggest_json", "search_facet"):
        for path in every(name, ("key",) if name == "search_facet" else (), {"key": ("speaker", "source", "place")}):
            for query in [{}, {"order": "name"}, *asked(secret)]:
                told = body(client.get(path, query))
                assert [word for word in secret.told() if word in told] == [], (path, query)


def test_no_list_harvest_or_program_is_told_of_what_is_hidden(site):
    client, words = Client(), {word for secret in SECRETS.values() for word in secret.told()}
    slugs = {one.slug for one in site}
    asked_of = {"oai": harvested(slugs)}
    asked_of |= {name: [query for secret in SECRETS.values() for query in listed(secret)] for name in LISTED}
    asked_of |= {name: [query for secret in SECRETS.values() for query in asked(secret)[::3]] for name in ANSWER_PROGRAMS}
    for name, queries in asked_of.items():
        for query in [{}, *queries]:
            told = body(client.get(every_address.address(name, (), str), query))
            assert [word for word in words if word in told] == [], (name, query)


def test_what_is_public_is_told(site):
    """The test above could not fail if nothing were public."""
    client = Client()
    assert "Ilse Marchetti" in client.get("/search.json", {"speaker": "ilse-marchetti"}).json()["in_words"]
    assert client.get("/search/suggest.json", {"q": "marche"}).json()["suggestions"][0]["text"] == "Ilse Marchetti"
    assert client.get("/search.json", {"q": 'speaker:"Marchetti"'}).json()["total"] > 0


def test_a_name_that_only_a_draft_gives_a_public_speaker_is_not_told(site):
    public = Speaker.objects.get(slug="ilse-marchetti")
    hidden = Speaker.objects.get(slug="orla-zintaveth")
    registry.merge(public, hidden)
    drain()
    page = Client().get("/speakers/ilse-marchetti/").content.decode()
    assert "Zintaveth" not in page
    assert Client().get("/search.json", {"q": 'speaker:"Zintaveth"'}).json()["total"] == 0
    assert "Zintaveth" not in str(Client().get("/search.json", {"q": 'speaker:"Zintavet"'}).json())


def test_a_name_that_an_editor_writes_is_told(site):
    public = Speaker.objects.get(slug="ilse-marchetti")
    SpeakerAlias.objects.create(speaker=public, name="I. M. Marchetti-Vance", folded="i m marchetti vance")
    assert "I. M. Marchetti-Vance" in Client().get("/speakers/ilse-marchetti/").content.decode()


def test_a_former_address_leads_to_nobody_that_is_hidden(site):
    FormerSpeakerSlug.objects.create(slug="old-one", speaker=Speaker.objects.get(slug="orla-zintaveth"))
    answer = Client().get("/speakers/old-one/")
    assert (answer.status_code, answer.get("Location")) == (404, None)
