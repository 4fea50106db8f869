"""What the database itself refuses, whoever writes to it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from archive.importing.importer import import_transcript
from archive.models import (
    ArchiveVersion,
    FormerSpeakerSlug,
    Mention,
    Original,
    Record,
    RetiredRecord,
    Revision,
    Source,
    Speaker,
    SpeakerAlias,
    Transcript,
    Turn,
)
from tests.world import news_conference

pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript() -> Transcript:
    return import_transcript(b"first", "moren.txt", parsed=news_conference()).transcript


def refuses(make, name: str = "(?i)unique") -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def another(transcript: Transcript, **changes) -> Transcript:
    fields = {"source": transcript.source, "slug": "another", "title": "Another", "kind": "speech"}
    return Transcript.objects.create(**{**fields, **changes})


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"kind": "party"}, "transcript_kind_known"),
        ({"state": "lost"}, "transcript_state_known"),
        ({"title": ""}, "transcript_has_title"),
        ({"source_url": "https://mfa.vaska.example/news/17"}, "source_url"),
        ({"slug": "2021-03-03-foreign-minister-ilka-morens-news-conference-port-vaska-3-march-2021"}, "slug"),
    ],
)
def test_a_transcript_that_cannot_be(transcript, changes, name):
    refuses(lambda: another(transcript, **changes), name)


def test_many_transcripts_may_have_no_source_url(transcript):
    another(transcript)
    another(transcript, slug="a-third")


def test_an_original_without_bytes():
    refuses(lambda: Original.objects.create(sha256="0" * 64, data=b"", size=0), "original_not_empty")


def test_two_revisions_of_one_number(transcript):
    last = transcript.revisions.get()
    refuses(lambda: Revision.objects.create(transcript=transcript, number=1, original=last.original, file_name="x", content={}))


def test_an_original_that_a_revision_needs_cannot_go(transcript):
    with pytest.raises(ProtectedError):
        Original.objects.get().delete()


def test_a_speaker_who_has_spoken_cannot_go(transcript):
    with pytest.raises(ProtectedError):
        Speaker.objects.get().delete()


def test_a_source_that_has_published_cannot_go(transcript):
    with pytest.raises(ProtectedError):
        Source.objects.get().delete()


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"number": 1}, "number"), ({"number": 0}, "record_number_from_1"), ({"kind": "poem"}, "record_kind_known")],
)
def test_a_record_that_cannot_be(transcript, changes, name):
    fields = {"transcript": transcript, "number": 9, "kind": "statement", "position": 9}
    refuses(lambda: Record.objects.create(**{**fields, **changes}), name)


def test_a_number_retired_twice(transcript):
    RetiredRecord.objects.create(transcript=transcript, number=9)
    refuses(lambda: RetiredRecord.objects.create(transcript=transcript, number=9))


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"position": 1}, "position"), ({"role": "aside"}, "turn_role_known"), ({"text": ""}, "turn_has_text")],
)
def test_a_turn_that_cannot_be(transcript, changes, name):
    fields = {"transcript": transcript, "record": transcript.records.first(), "position": 99, "role": "answer", "text": "Yes."}
    refuses(lambda: Turn.objects.create(**{**fields, **changes}), name)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "(?i)unique"),
        ({"start": 9, "end": 9}, "mention_has_width"),
        ({"start": 9, "layer": "guessed"}, "mention_layer_known"),
    ],
)
def test_a_mention_that_cannot_be(transcript, changes, name):
    known = (
        Mention.objects.filter(code="FR")
        .values("turn_id", "record_id", "code", "layer", "surface", "start", "end", "rule")
        .first()
    )
    refuses(lambda: Mention.objects.create(**{**known, **changes}), name)


def test_a_speaker_without_name():
    refuses(lambda: Speaker.objects.create(name="", slug="nobody"), "speaker_has_name")


def test_a_name_that_is_two_people(transcript):
    other = Speaker.objects.create(name="Another", slug="another")
    refuses(lambda: SpeakerAlias.objects.create(speaker=other, name="ILKA MOREN", folded="ilka moren"), "folded")


def test_an_old_address_that_leads_two_ways(transcript):
    speaker = Speaker.objects.get()
    FormerSpeakerSlug.objects.create(slug="old", speaker=speaker)
    refuses(lambda: FormerSpeakerSlug.objects.create(slug="old", speaker=speaker), "slug")


def test_a_second_version_row(transcript):
    refuses(lambda: ArchiveVersion.objects.create(pk=2), "archive_version_one_row")
