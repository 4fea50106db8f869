"""What was read before a withdrawal is not given out or confirmed afterwards, however it is asked for."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.http import http_date

from archive.importing.importer import import_transcript, set_state
from archive.models import Transcript
from search.index.queue import drain
from tests.addresses import site as every_address
from tests.admin.conftest import index_dir as index_dir
from tests.security.test_secrets import SEARCHED, SECRETS, body, every
from tests.world import BRIEFING

SECRET = SECRETS["withdrawn"]


def addresses(withdrawn: Transcript):
    """Yield public addresses that tell of a transcript while it is public, each with its parameters."""
    speaker = withdrawn.records.get(position=1).turns.exclude(speaker=None).last().speaker.slug
    values = {"slug": (withdrawn.slug, speaker), "number": ("1",), "code": ("GR",), "key": ("speaker",)}
    values |= {"ending": ("xml", "json"), "section": ("transcripts", "speakers"), "rest": ("x",), "name": ("x",), "token": ("x",)}
    for name, parts in sorted(every_address.addresses()):
        query = {"q": f"{SECRET.word[:6]}*"} if name.startswith(SEARCHED) or name == "api_search" else {}
        query |= {"format": "csv"} if name == "export_file" else {}
        query |= {"records": f"{withdrawn.slug}/1", "format": "json"} if name.startswith("record_list") else {}
        query |= {"verb": "ListRecords", "metadataPrefix": "oai_dc"} if name == "oai" else {}
        if not name.startswith(("admin:", "/admin/")):
            yield from ((path, query) for path in every(name, parts, values))


@pytest.fixture
def read_before(db, index_dir, settings):
    """Withdraw a transcript; return the addresses that told of it, with their parameters and the tags of their answers."""
    settings.ALLOWED_HOSTS = ["*"]
    owner = User.objects.create_superuser("owner", password="pw")
    import_transcript(BRIEFING.encode(), "b.txt")
    withdrawn = import_transcript(SECRET.text.encode(), "w.txt").transcript
    drain()
    client, found = Client(), []
    for path, query in addresses(withdrawn):
        answer = client.get(path, query)
        tag = answer.get("ETag", "")
        if told(answer):
            found.append((path, query, tag))
    set_state(withdrawn, Transcript.State.WITHDRAWN, owner)
    drain()
    return found


def test_nothing_withdrawn_is_confirmed_or_given_out_in_part(read_before):
    client, tagged = Client(), 0
    assert len(read_before) > 20
    for path, query, tag in read_before:
        now = client.get(path, query)
        assert not told(now), path
        tagged += bool(tag)
        asked = [{"If-None-Match": tag or '"x"'}, {"Range": "bytes=0-400", "If-Range": tag}]
        asked += [{"If-Modified-Since": http_date()}] if path.startswith("/feeds/") else []
        asked += [{"If-None-Match": "*"}] if now.status_code != 200 else []
        for headers in asked:
            answer = client.get(path, query, headers=headers)
            assert (answer.status_code, told(answer)) == (now.status_code, []), (path, query, headers)
        answer = client.head(path, query, headers=asked[0])
        assert (answer.status_code, answer.content if not answer.streaming else b"") == (now.status_code, b""), (path, query)
        answer.close()
    assert tagged > 5


def told(answer) -> list[str]:
    said = body(answer)
    answer.close()
    return [word for word in SECRET.told() if word in said]


def test_a_cursor_of_before_leads_on_without_it(db, index_dir):
    texts = {"b.txt": BRIEFING, "w.txt": SECRET.text}
    made = [import_transcript(text.encode(), name).transcript for name, text in texts.items()]
    drain()
    client = Client()
    following = client.get("/api/records?size=1").json()["next"]
    set_state(made[1], Transcript.State.WITHDRAWN, User.objects.create_superuser("owner", password="pw"))
    drain()
    while following:
        answer = client.get(following)
        assert not told(answer)
        following = answer.json()["next"]
