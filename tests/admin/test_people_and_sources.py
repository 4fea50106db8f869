"""Speakers and sources in the admin: names, other names, merging; addresses stay."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry

from archive.importing.importer import import_transcript
from archive.models import FormerSpeakerSlug, Source, Speaker, SpeakerAlias, archive_version
from archive.signals import transcript_changed
from archive.speakers.registry import resolve
from tests import rows
from tests.admin.desk import TALK, said

LIST = "/admin/archive/speaker/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript(db):
    return import_transcript(TALK.encode(), "ferry.txt").transcript


@pytest.fixture
def ilka(transcript) -> Speaker:
    return Speaker.objects.get(name="Ilka Moren")


@pytest.fixture
def helena(db) -> Speaker:
    text = TALK.replace("Ilka Moren", "Helena Morén").replace("17", "18")
    import_transcript(text.encode(), "helena.txt")
    return Speaker.objects.get(name="Helena Morén")


@pytest.fixture
def told():
    heard: list[int] = []

    def listen(transcript_id, **more):
        heard.append(transcript_id)

    transcript_changed.connect(listen)
    yield heard
    transcript_changed.disconnect(listen)


def page(speaker: Speaker) -> str:
    return f"{LIST}{speaker.pk}/change/"


def save(client, speaker: Speaker, new_alias: str = "", **changes):
    aliases = list(speaker.aliases.all())
    fields = {"name": speaker.name, "country": speaker.country, "note": speaker.note, **changes}
    fields |= {"aliases-TOTAL_FORMS": len(aliases) + 1, "aliases-INITIAL_FORMS": len(aliases)}
    for number, alias in enumerate(aliases):
        fields |= {
            f"aliases-{number}-id": alias.pk,
            f"aliases-{number}-speaker": speaker.pk,
            f"aliases-{number}-name": alias.name,
        }
    fields |= {f"aliases-{len(aliases)}-speaker": speaker.pk, f"aliases-{len(aliases)}-name": new_alias}
    return client.post(page(speaker), fields, follow=True)


def merge(client, *chosen: Speaker, **more):
    return client.post(LIST, {"action": "merge", "_selected_action": [one.pk for one in chosen], **more}, follow=True)


def test_a_name_that_is_added_leads_to_the_speaker(signed_in, ilka):
    save(signed_in, ilka, new_alias="Minister  Moren of Vaska")
    assert resolve("Minister Moren of Vaska") == ilka


def test_a_name_that_leads_to_somebody_else_is_refused_in_words(signed_in, ilka, helena):
    answer = save(signed_in, ilka, new_alias="HELENA MOREN")
    assert "This name already belongs to Helena Morén" in answer.content.decode()
    assert resolve("Helena Moren") == helena


def test_a_name_is_taken_away(signed_in, ilka):
    SpeakerAlias.objects.create(speaker=ilka, name="Wrong Name", folded="wrong name")
    number = list(ilka.aliases.values_list("name", flat=True)).index("Wrong Name")
    save(signed_in, ilka, **{f"aliases-{number}-DELETE": "on"})
    assert resolve("Wrong Name") is None


def test_an_alias_within_one_source_survives_the_saving_of_its_page(signed_in, ilka):
    scoped = SpeakerAlias.objects.create(speaker=ilka, name="Ms. Moren", folded="moren @ministry")
    save(signed_in, ilka, note="Foreign Minister")
    scoped.refresh_from_db()
    assert scoped.folded == "moren @ministry"


def test_renaming_a_speaker_tells_of_every_transcript_with_her(signed_in, ilka, transcript, told):
    before = archive_version.current()
    save(signed_in, ilka, name="Ilka Moren-Vale")
    assert told == [transcript.pk]
    assert archive_version.current() > before


def test_renaming_a_speaker_keeps_her_address_and_her_old_name(signed_in, ilka):
    slug = ilka.slug
    save(signed_in, ilka, name="Ilka Moren-Vale", slug="elsewhere")
    ilka.refresh_from_db()
    assert (ilka.name, ilka.slug) == ("Ilka Moren-Vale", slug)
    assert resolve("Ilka Moren") == resolve("Ilka Moren-Vale") == ilka


def test_a_speaker_is_added_and_known_by_name(signed_in):
    fields = {"name": "Otto Brandt", "slug": "otto-brandt", "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    signed_in.post(f"{LIST}add/", fields)
    assert resolve("OTTO BRANDT") == Speaker.objects.get(slug="otto-brandt")


def test_merging_asks_first_which_speaker_stays(signed_in, ilka, helena):
    answer = merge(signed_in, ilka, helena)
    assert "Which speaker do you keep?" in answer.content.decode()
    assert Speaker.objects.count() == 2


def test_merging_gives_turns_names_and_address_to_the_one_that_stays(signed_in, ilka, helena):
    answer = merge(signed_in, ilka, helena, kept=ilka.pk)
    assert "1 merged into Ilka Moren" in said(answer)
    assert not Speaker.objects.filter(pk=helena.pk).exists()
    assert resolve("Helena Morén") == ilka
    assert FormerSpeakerSlug.objects.get().slug == helena.slug
    assert signed_in.get(f"/speakers/{helena.slug}/").status_code in (301, 302)


def test_a_merge_is_in_the_admin_log(signed_in, ilka, helena):
    merge(signed_in, ilka, helena, kept=ilka.pk)
    assert {entry.object_id for entry in LogEntry.objects.all()} >= {str(ilka.pk), str(helena.pk)}


def test_merging_one_speaker_says_that_it_takes_two(signed_in, ilka):
    assert "Choose between two and 20 speakers" in said(merge(signed_in, ilka))


def test_a_speaker_to_keep_who_was_not_chosen_is_not_merged_into(signed_in, ilka, helena):
    stranger = rows.person("Stranger")
    answer = merge(signed_in, ilka, helena, kept=stranger.pk)
    assert "Which speaker do you keep?" in answer.content.decode()
    assert Speaker.objects.count() == 3


def test_a_speaker_who_speaks_is_not_deleted(signed_in, ilka):
    signed_in.post(f"{LIST}{ilka.pk}/delete/", {"post": "yes"})
    assert Speaker.objects.filter(pk=ilka.pk).exists()


def test_the_list_costs_as_many_queries_with_more_speakers(signed_in, ilka, django_assert_max_num_queries):
    for number in range(30):
        rows.person(f"Person {number}")
    with django_assert_max_num_queries(12):
        assert len(signed_in.get(LIST).context["cl"].result_list) == 31


def save_source(client, source: Source, **changes):
    fields = {"name": source.name, "url": source.url, "country": source.country, **changes}
    return client.post(f"/admin/archive/source/{source.pk}/change/", fields, follow=True)


def test_renaming_a_source_tells_of_its_transcripts_and_keeps_its_address(signed_in, transcript, told):
    source = transcript.source
    save_source(signed_in, source, name="Foreign Ministry of Vaska", slug="elsewhere")
    now = Source.objects.get(pk=source.pk)
    assert (now.name, now.slug, told) == ("Foreign Ministry of Vaska", source.slug, [transcript.pk])


def test_a_source_is_added(signed_in):
    signed_in.post("/admin/archive/source/add/", {"name": "Harbour Office", "slug": "harbour-office", "url": "", "country": ""})
    assert Source.objects.filter(slug="harbour-office").exists()


def test_saving_a_source_is_in_the_admin_log(signed_in, transcript, editor):
    save_source(signed_in, transcript.source, country="VA")
    assert LogEntry.objects.get(content_type__model="source").user == editor


def test_two_new_names_that_are_one_are_refused_in_words(signed_in, ilka):
    count = ilka.aliases.count()
    more = {
        f"aliases-{count + 1}-speaker": ilka.pk,
        f"aliases-{count + 1}-name": "ILKA MOREN-VALE",
        "aliases-TOTAL_FORMS": count + 2,
    }
    fields = {"name": ilka.name, "aliases-INITIAL_FORMS": count, f"aliases-{count}-name": "Ilka Moren-Vale", **more}
    for number, alias in enumerate(ilka.aliases.all()):
        fields |= {f"aliases-{number}-id": alias.pk, f"aliases-{number}-speaker": ilka.pk, f"aliases-{number}-name": alias.name}
    answer = signed_in.post(page(ilka), fields)
    assert "differ only in spelling" in answer.content.decode()
    assert ilka.aliases.count() == count
