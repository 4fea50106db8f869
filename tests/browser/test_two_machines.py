"""Two machines on one database, each with its own index: what is published on one is found on the other."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import postgres
from tests.browser.conftest import sign_in
from tests.browser.site import start
from tests.browser.test_uploading import TRANSCRIPT, drop, open_draft, press

WITHIN = 60_000  # milliseconds: two seconds on a quiet machine, and as long as a busy one may take
PUBLISHED = 600  # seconds: a long draft takes several on a quiet machine
CHANGE = """
from django.db import transaction
from archive.models import Transcript, archive_version
from archive.signals import transcript_changed
with transaction.atomic():
    found = Transcript.objects.filter(title__icontains={word!r})
    [one] = found
    found.update(state="withdrawn")
    archive_version.bump()
    transcript_changed.send(sender=Transcript, transcript_id=one.pk)
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def machines(request, tmp_path_factory):
    """Two machines; the first has set the database up. The samples are in it."""
    with postgres.database_address(request.param) as address:
        shared = {"DATABASE_URL": address, "SECRET_KEY": "two machines have one key that is long enough for both of them"}
        running = []
        try:
            for name in ("here", "there"):
                running.append(start(tmp_path_factory.mktemp(name), shared))
            yield running
        finally:
            for site in running:
                site.stop()


def found_on(page, word):
    """Ask a machine again and again, as a reader would, until it finds one record; return after how many seconds."""
    began = time.monotonic()
    page.goto(f"/search/?q={word}")
    while not page.locator(".result").count():
        assert time.monotonic() - began < WITHIN / 1000, page.content()
        page.wait_for_timeout(200)
        page.reload()
    return time.monotonic() - began


def gone_from(page, word):
    began = time.monotonic()
    page.goto(f"/search/?q={word}")
    while page.locator(".result").count():
        assert time.monotonic() - began < WITHIN / 1000, page.content()
        page.wait_for_timeout(200)
        page.reload()


def test_what_is_published_on_one_is_found_on_the_other_and_what_is_withdrawn_there_is_gone_here(machines, open_page):
    here, there = machines
    word = "lighthousetwofold"
    desk = sign_in(open_page(here), here)
    reader = open_page(there)
    file = {
        "name": f"{word}.txt",
        "mimeType": "text/plain",
        "buffer": TRANSCRIPT.format(word=word, outlet=f"the {word}").encode(),
    }
    drop(desk, file)
    open_draft(desk, word)
    press(desk, "Publish")
    found_on(reader, word)
    expect(reader.locator(".result mark").first).to_have_text(word)
    reader.locator(".result a").first.click()
    expect(reader.locator("body")).to_contain_text(word)
    there.manage("shell", "-c", CHANGE.format(word=word))
    gone_from(open_page(here), word)
    gone_from(reader, word)


def kill(site):
    """Kill a server and all its processes at once, as a power cut would."""
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text().split()
    for pid in (site.process.pid, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    site.process.wait()


def test_a_machine_that_is_killed_while_it_indexes_loses_nothing(machines, open_page, tmp_path):
    here, there = machines
    for number in range(12):
        text = TRANSCRIPT.format(word=f"breakwater{number}", outlet=f"the Outlet {number}")
        (tmp_path / f"{number}.txt").write_text(text.replace("Port", f"Port {number}"), encoding="utf-8")
    here.manage("import_transcripts", str(tmp_path))
    kill(there)
    again = start(there.folder, there.settings)
    machines[1] = again
    for site in (here, again):
        found_on(open_page(site), "breakwater11")
        assert "agree" in site.manage("check_index").splitlines()[0]


LONG_AGO = """
import datetime
from django.utils import timezone
from archive.models import Publication
Publication.objects.update(claimed_at=timezone.now() - datetime.timedelta(minutes=10))
"""
STORED = """
from archive.models import Transcript, Turn
found = Transcript.objects.filter(title__contains="{word}")
print(found.count(), Turn.objects.filter(transcript__in=found).count())
"""


def test_a_long_draft_whose_server_is_killed_while_it_is_published_is_published_whole(machines, open_page):
    here = machines[0]
    word, pairs = "sandglass", 1050
    spoken = "".join(f"Question: What of basin {n}?\n\nIlse Marchetti: Basin {n} is dry.\n\n" for n in range(pairs))
    head = TRANSCRIPT.format(word=word, outlet=f"the {word}").partition("Question:")[0]
    desk = sign_in(open_page(here), here)
    drop(desk, {"name": f"{word}.txt", "mimeType": "text/plain", "buffer": (head + spoken).encode()})
    open_draft(desk, word)
    press(desk, "Publish")
    progress = desk.url.removeprefix(here.url)
    desk.goto("about:blank")
    chosen = here.password
    kill(here)
    machines[0] = again = start(here.folder, here.settings)
    again.chosen = chosen

    def stored():
        return again.manage("shell", "-v", "0", "-c", STORED.format(word=word)).split()

    nothing, whole = ["0", "0"], ["1", str(2 * pairs)]
    assert stored() in (nothing, whole)
    again.manage("shell", "-c", LONG_AGO)  # as if the minutes had passed after which another process goes on
    until = time.monotonic() + PUBLISHED
    while stored() == nothing:
        assert time.monotonic() < until, again.log[-2000:]
        desk.goto(again.url + progress)  # whoever looks has it done
    assert stored() == whole
