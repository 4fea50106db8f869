"""Mentions found anew after the gazetteer has changed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from archive.importing.importer import import_transcript
from archive.mentions import decisions
from archive.mentions.refreshing import MentionChanges, refresh
from archive.models import Mention, Tally, Transcript, archive_version
from archive.signals import transcript_changed
from search.models import IndexTask
from tests.statistics.test_figures import check
from tests.world import news_conference

pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript() -> Transcript:
    return import_transcript(b"one", "one.txt", parsed=news_conference()).transcript


@pytest.fixture
def told():
    """Return the transcripts of which the archive's listeners hear."""
    heard: list[int] = []

    def listen(sender, transcript_id, **more):
        heard.append(transcript_id)

    transcript_changed.connect(listen)
    yield heard
    transcript_changed.disconnect(listen)


def as_before_the_gazetteer_changed():
    """Make the stored mentions what an older gazetteer might have found: no France, and Belgrade as a name."""
    Mention.objects.filter(code="FR").delete()
    Mention.objects.filter(surface="Belgrade").update(surface="Belgrade", layer="named")


def refreshed(keep=True) -> MentionChanges:
    changes = MentionChanges()
    list(refresh(Transcript.objects.values_list("pk", flat=True), changes, keep))
    return changes


def said() -> set[tuple[str, str, str]]:
    return set(Mention.objects.filter(rejected=False).values_list("surface", "code", "layer"))


def test_it_finds_what_an_older_gazetteer_missed_and_drops_what_it_got_wrong(transcript):
    as_before_the_gazetteer_changed()
    refreshed()
    assert {("France", "FR", "named"), ("Belgrade", "RS", "seat")} <= said()
    assert ("Belgrade", "RS", "named") not in said()


def test_it_says_what_came_and_what_went_by_surface(transcript):
    as_before_the_gazetteer_changed()
    changes = refreshed()
    assert changes.added == {("France", "FR", "named"): 1, ("Belgrade", "RS", "seat"): 1}
    assert changes.gone == {("Belgrade", "RS", "named"): 1}
    assert (changes.transcripts, changes.changed, changes.records) == (1, 1, transcript.records.count())


def test_nothing_is_touched_where_nothing_differs(transcript, told):
    version = archive_version.current()
    rows = list(Mention.objects.order_by("pk").values_list("pk", flat=True))
    changes = refreshed()
    assert (changes.changed, told, archive_version.current()) == (0, [], version)
    assert list(Mention.objects.order_by("pk").values_list("pk", flat=True)) == rows


def test_listeners_and_the_index_hear_of_a_changed_transcript(transcript, told):
    as_before_the_gazetteer_changed()
    IndexTask.objects.all().delete()
    version = archive_version.current()
    refreshed()
    assert told == [transcript.pk]
    assert IndexTask.objects.filter(transcript_id=transcript.pk).exists()
    assert archive_version.current() > version


def test_what_the_public_does_not_see_leaves_the_version_alone(transcript):
    Transcript.objects.update(state=Transcript.State.DRAFT)
    as_before_the_gazetteer_changed()
    version = archive_version.current()
    assert refreshed().changed == 1
    assert archive_version.current() == version


def test_a_rejected_mention_stays_rejected(transcript):
    decisions.reject(transcript, Mention.objects.filter(surface="Belgrade"))
    refreshed()
    assert list(Mention.objects.filter(surface="Belgrade").values_list("rejected", flat=True)) == [True]


def test_a_rejected_mention_that_the_gazetteer_finds_no_more_stays_as_it_is(transcript):
    Mention.objects.filter(surface="Belgrade").update(rejected=True, code="XK", rule="older")
    refreshed()
    assert set(Mention.objects.filter(surface="Belgrade").values_list("code", "rejected")) == {("XK", True), ("RS", False)}


def test_an_added_mention_stays(transcript):
    decisions.add(transcript, "harbour", "Norway", "seat")
    assert refreshed().changed == 0
    assert ("harbour", "NO", "seat") in said()


def test_a_rehearsal_says_the_same_and_keeps_nothing(transcript):
    as_before_the_gazetteer_changed()
    before = said()
    assert refreshed(keep=False).changed == 1
    assert said() == before


def run(*arguments: str, **options) -> str:
    out = StringIO()
    call_command("find_countries", *arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_the_command_reports_what_changed(transcript):
    as_before_the_gazetteer_changed()
    text = run("--refresh")
    assert f"{transcript.records.count()} records of 1 transcript read; 1 transcript changed." in text
    assert "“France” → France (named)" in text
    assert "gone: 1" in text


def test_the_command_can_only_rehearse(transcript):
    as_before_the_gazetteer_changed()
    assert "nothing was stored" in run("--refresh", "--dry-run")
    assert ("France", "FR", "named") not in said()


def test_the_command_wants_to_know_what_to_do():
    with pytest.raises(CommandError, match="--refresh"):
        run()


def test_the_command_answers_texts_line_by_line(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO('{"id": 7, "text": "Norway"}\n\n'))
    assert '"code": "NO"' in run("--json")


def test_a_line_that_is_no_text_is_refused_with_its_number(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO('{"id": 7, "text": "Norway"}\n{"id": 8}\n'))
    with pytest.raises(CommandError, match="line 2"):
        run("--json")


def test_reading_takes_the_same_number_of_queries_whatever_is_mentioned(transcript, django_assert_num_queries):
    with django_assert_num_queries(3):
        refreshed()


def test_what_is_deleted_while_others_are_refreshed_is_passed_over():
    for number in range(3):
        import_transcript(f"{number}".encode(), "a.txt", parsed=news_conference(source_url=f"https://mfa.vaska.example/{number}"))
    first, second, third = Transcript.objects.order_by("pk")
    sums = set(Tally.objects.values_list("figure", "of", "by"))
    as_before_the_gazetteer_changed()
    changes = MentionChanges()
    going = refresh([first.pk, second.pk, third.pk], changes)
    next(going)  # all three have been read
    second.delete()
    list(going)
    assert Mention.objects.filter(code="FR", record__transcript=third).exists()
    assert (changes.transcripts, changes.changed) == (3, 2)
    assert set(Tally.objects.values_list("figure", "of", "by")) < sums
    check()
