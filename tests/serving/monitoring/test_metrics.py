"""The figures for Prometheus: who gets them, what they say, and that processes count together."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from archive.importing.importer import import_transcript
from archive.models import Upload
from archive.serving.monitoring import metrics as counting
from archive.serving.monitoring.shared_counts import FOLDER, count_together
from search.index.queue import drain, queue
from tests.house import ROOT
from tests.world import BRIEFING

TOKEN = "a-token-of-more-than-twenty-letters"
WRONG = (None, "", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer ümläut")
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def own_counts(monkeypatch):
    """Count from nothing, and for this test alone."""
    monkeypatch.delenv(FOLDER, raising=False)
    counting.meter.cache_clear()
    yield
    counting.meter.cache_clear()


@pytest.fixture
def asks(settings, db, index_dir):
    settings.METRICS_TOKEN = TOKEN
    return Client(headers=WITH_TOKEN)


def figures(client) -> dict[tuple[str, ...], float]:
    """Return each figure by its name and labels (method, page, status)."""
    answer = client.get("/metrics")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


@pytest.mark.django_db
def test_it_is_off_by_default():
    assert Client().get("/metrics").status_code == 404
    assert Client(headers=WITH_TOKEN).get("/metrics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("given", WRONG)
def test_who_has_no_token_gets_nothing(settings, given):
    settings.METRICS_TOKEN = TOKEN
    answer = Client().get("/metrics", **({} if given is None else {"HTTP_AUTHORIZATION": given}))
    assert answer.status_code == 403 and b"METRICS_TOKEN" in answer.content and b"chancery_" not in answer.content


@pytest.mark.parametrize(
    ("allowed", "address", "status"),
    [
        (["10.1.0.0/16"], "10.1.2.3", 200),
        (["10.1.0.0/16"], "10.2.2.3", 403),
        (["2001:db8::/32"], "2001:db8:1::7", 200),
        (["2001:db8::/32"], "2001:db9::7", 403),
        (["192.0.2.7"], "::ffff:192.0.2.7", 200),
    ],
)
def test_some_addresses_need_none(settings, db, index_dir, allowed, address, status):
    settings.METRICS_ADDRESSES = allowed
    assert Client(REMOTE_ADDR=address).get("/metrics").status_code == status


def test_what_visitors_say_of_their_address_is_not_believed(settings, db, index_dir):
    settings.METRICS_ADDRESSES = ["10.1.0.0/16"]
    said = {"HTTP_X_FORWARDED_FOR": "10.1.2.3", "REMOTE_ADDR": "198.51.100.9"}
    assert Client(**said).get("/metrics").status_code == 403
    settings.BEHIND_PROXY = True
    assert Client(**said | {"HTTP_X_FORWARDED_FOR": "10.1.2.3, 198.51.100.9"}).get("/metrics").status_code == 403


def test_a_probe_asks_by_any_name_and_without_https(asks, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert asks.get("/metrics", HTTP_HOST="10.0.0.5").status_code == 200


def test_requests_are_counted_by_the_name_of_the_page(asks):
    for path in ("/about/", "/about/", "/t/unknown-one/", "/t/unknown-two/", "/nowhere/", "/nowhere/else/"):
        asks.get(path)
    asks.generic("BREW", "/about/")
    found = figures(asks)
    assert found["chancery_requests_total", "GET", "about", "200"] == 2
    assert found["chancery_requests_total", "GET", "transcript", "404"] == 2
    assert found["chancery_requests_total", "GET", "none", "404"] == 2
    assert found["chancery_requests_total", "other", "about", "405"] == 1
    assert found["chancery_request_seconds_count", "about"] == 3
    assert found["chancery_request_seconds_bucket", "+Inf", "about"] == 3
    assert not [key for key in found if any("unknown" in str(part) or "nowhere" in str(part) for part in key)]


def test_the_state_of_the_index_is_told(asks):
    drain()
    assert figures(asks)["chancery_index_usable",] == 1
    transcript = import_transcript(BRIEFING.encode(), "b.txt").transcript
    queue([transcript.pk])
    found = figures(asks)
    assert found["chancery_index_queue",] == 1 and found["chancery_index_queue_age_seconds",] >= 0
    drain()
    found = figures(asks)
    assert (found["chancery_index_queue",], found["chancery_index_queue_age_seconds",]) == (0, 0)
    assert (found["chancery_index_rebuilding",], found["chancery_figures_missing",]) == (0, 0)


def test_drafts_that_wait_are_told(asks, admin_user):
    assert figures(asks)["chancery_uploads_waiting",] == 0
    Upload.objects.create(user=admin_user, file_name="d.txt", sha256="0" * 64, data=b"d", draft={})
    assert figures(asks)["chancery_uploads_waiting",] == 1


def test_failed_sign_ins_are_told(asks):
    asks.post("/admin/login/", {"username": "nobody", "password": "wrong"})
    assert figures(asks)["chancery_failed_sign_ins_total", "wrong password"] == 1


def test_a_part_that_cannot_answer_takes_no_other_with_it(asks, monkeypatch):
    monkeypatch.setattr("search.index.index_receivers.waiting", lambda: 1 / 0)
    found = figures(asks)
    assert found["chancery_figures_missing",] == 1 and ("chancery_uploads_waiting",) in found


COUNT = """
import os, django; django.setup()
from archive.serving.monitoring.metrics import meter
for child in range(2):
    if os.fork() == 0:
        meter().requests.labels("about", "GET", "200").inc(child + 1); os._exit(0)
for child in range(2): os.wait()
from archive.serving.monitoring.metrics import counted
print([sample.value for metric in counted().collect() for sample in metric.samples if sample.name == "chancery_requests_total"])
"""


def test_processes_of_one_server_count_together(settings, tmp_path):
    settings.METRICS_TOKEN, settings.DATA_DIR = TOKEN, tmp_path
    count_together(os.getpid())
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    done = subprocess.run([sys.executable, "-c", COUNT], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "[3.0]", done.stderr


def test_what_an_ended_server_left_goes_and_that_of_another_stays(settings, tmp_path):
    settings.METRICS_TOKEN, settings.DATA_DIR = TOKEN, tmp_path
    for name in ("999999999", str(os.getppid()), "no-number"):
        (tmp_path / "metrics" / name).mkdir(parents=True)
    count_together(os.getpid())
    assert {path.name for path in (tmp_path / "metrics").iterdir()} == {str(os.getppid()), str(os.getpid())}


def test_nothing_is_written_where_it_is_off(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    count_together(os.getpid())
    assert list(tmp_path.iterdir()) == [] and FOLDER not in os.environ
