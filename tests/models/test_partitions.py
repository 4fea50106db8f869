"""The table of mentions in partitions, as docs/deploy makes them, is one to Chancery: for PostgreSQL only."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from archive.importing.importer import import_transcript
from archive.models import Mention, Transcript
from tests.house import ROOT
from tests.world import BRIEFING, INTERVIEW

SCRIPT = ROOT / "docs" / "deploy" / "several-machines" / "partition-mentions.sql"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="partitions are PostgreSQL's: make postgres-tests"),
]


def ask(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def run_script() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(SCRIPT.read_text(encoding="utf-8"))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_rows_indexes_and_constraints_are_carried_over(client):
    import_transcript(BRIEFING.encode(), "b.txt")
    before = list(Mention.objects.order_by("pk").values())
    names = "SELECT indexname FROM pg_indexes WHERE tablename = 'archive_mention' ORDER BY 1"
    rules = "SELECT conname FROM pg_constraint WHERE conrelid = 'archive_mention'::regclass ORDER BY 1"
    indexes, constraints = ask(names), ask(rules)
    run_script()
    assert before and list(Mention.objects.order_by("pk").values()) == before
    assert (ask(names), ask(rules)) == (indexes, constraints)
    assert len(ask("SELECT 1 FROM pg_inherits WHERE inhparent = 'archive_mention'::regclass")) == 16


def test_chancery_goes_on_as_before(client, index_dir):
    run_script()
    one = import_transcript(INTERVIEW.encode(), "i.txt").transcript
    found = set(Mention.objects.values_list("code", flat=True))
    assert found and len(set(Mention.objects.values_list("pk", flat=True))) == Mention.objects.count()
    call_command("find_countries", refresh=True, verbosity=0)
    assert set(Mention.objects.values_list("code", flat=True)) == found
    assert client.get(f"/t/{one.slug}/").status_code == 200 and client.get("/countries/").status_code == 200
    Transcript.objects.get(pk=one.pk).delete()
    assert not Mention.objects.exists()
