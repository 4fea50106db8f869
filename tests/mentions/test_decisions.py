"""What an editor says of mentions."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from archive.importing.importer import import_transcript
from archive.mentions.decisions import MentionRefused, accept, add, alike, mentions_by_words, reject
from archive.models import Mention, Transcript, archive_version
from tests.world import news_conference

pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript() -> Transcript:
    return import_transcript(b"one", "one.txt", parsed=news_conference()).transcript


def test_rejecting_keeps_the_row_marked(transcript):
    reject(transcript, Mention.objects.filter(code="FR"))
    assert set(Mention.objects.filter(code="FR").values_list("rejected", flat=True)) == {True}


def test_accepting_takes_it_back(transcript):
    reject(transcript, Mention.objects.filter(code="FR"))
    accept(transcript, Mention.objects.filter(code="FR"))
    assert set(Mention.objects.filter(code="FR").values_list("rejected", "by_editor")) == {(False, False)}


def test_an_added_mention_is_at_every_place_of_its_words(transcript):
    count = add(transcript, "the", "norway", "seat")
    rows = Mention.objects.filter(code="NO")
    assert (rows.count(), count) == (count, count)
    assert all(row.turn.text[row.start : row.end] == "the" for row in rows.select_related("turn"))
    assert set(rows.values_list("layer", "by_editor", "rule")) == {("seat", True, "editor")}


def test_words_are_found_whole(transcript):
    with pytest.raises(MentionRefused, match="does not occur"):
        add(transcript, "harb", "NO")


@pytest.mark.parametrize(
    ("country", "code", "layer"),
    [
        ("NATO", "nato", "organisation"),
        ("Soviet Union", "SUHH", "historic"),
        ("crimea", "crimea", "disputed"),
        ("no", "NO", "named"),
    ],
)
def test_anything_that_the_gazetteer_knows_can_be_added(transcript, country, code, layer):
    add(transcript, "ferry line", country)
    assert Mention.objects.filter(code=code, layer=layer, surface="ferry line").exists()


@pytest.mark.parametrize(
    ("words", "country", "message"),
    [("", "NO", "Give the words"), ("ferry", "Atlantis", "is not a country"), ("xyzzy", "NO", "xyzzy")],
)
def test_what_cannot_be_added_is_refused_with_a_reason(transcript, words, country, message):
    before = Mention.objects.count()
    with pytest.raises(MentionRefused, match=message):
        add(transcript, words, country)
    assert Mention.objects.count() == before


def test_adding_what_is_there_already_is_refused(transcript):
    with pytest.raises(MentionRefused, match="already"):
        add(transcript, "France", "FR")


def test_rejecting_what_an_editor_added_removes_it(transcript):
    add(transcript, "ferry line", "NO")
    reject(transcript, Mention.objects.filter(code="NO"))
    assert not Mention.objects.filter(code="NO").exists()


def test_an_editors_word_survives_a_corrected_file(transcript):
    add(transcript, "ferry line", "NO")
    reject(transcript, Mention.objects.filter(code="FR"))
    import_transcript(b"two", "one.txt", parsed=news_conference(place="Port of Vaska"), transcript=transcript)
    assert Mention.objects.filter(code="NO", by_editor=True).exists()
    assert set(Mention.objects.filter(code="FR").values_list("rejected", flat=True)) == {True}


def test_every_word_is_logged_and_grows_the_version(transcript):
    user = User.objects.create_user("vera")
    version = archive_version.current()
    reject(transcript, Mention.objects.filter(code="FR"), user)
    assert LogEntry.objects.get(user=user).change_message == "Rejected 1 mention."
    assert archive_version.current() > version


def test_mentions_of_another_transcript_are_left_alone(transcript):
    other = import_transcript(
        b"two", "two.txt", parsed=news_conference(source_url="https://mfa.vaska.example/news/18", title="Another")
    )
    reject(transcript, Mention.objects.filter(turn__transcript=other.transcript))
    assert not Mention.objects.filter(rejected=True).exists()


def test_mentions_that_say_the_same_stand_together(transcript):
    groups = {(group.name, group.surface): group for group in mentions_by_words(transcript)}
    group = groups["France", "France"]
    assert (group.layer, len(group.seen), group.rejected) == ("named", 1, 0)
    assert group.seen[0].after.startswith(" has agreed")
    assert alike(group.seen[0].mention) == [group.seen[0].mention]


def test_of_a_transcript_that_was_deleted_meanwhile_nothing_is_decided(transcript):
    mentions = list(Mention.objects.all())
    Transcript.objects.get(pk=transcript.pk).delete()
    for decide in (
        lambda: reject(transcript, mentions),
        lambda: accept(transcript, mentions),
        lambda: add(transcript, "the", "NO"),
    ):
        with pytest.raises(MentionRefused, match="deleted in the meantime"):
            decide()
