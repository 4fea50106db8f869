"""The archive's statistics: exact after every change, immediately, and for everybody."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.core.management import call_command
from django.db import transaction

from archive.backup.export import export_archive
from archive.backup.restore import restore_archive
from archive.importing.importer import import_transcript, set_state
from archive.mentions.decisions import accept, add, reject
from archive.mentions.refreshing import MentionChanges, refresh
from archive.models import Counted, Mention, Speaker, Tally, Transcript, write_locks
from archive.speakers.registry import merge
from archive.statistics import counters
from archive.statistics.overview import Figures
from tests.statistics.oracle import Oracle
from tests.world import answered, asked, news_conference, reading, said

pytestmark = pytest.mark.django_db

SENTENCES = (
    "France has agreed.",
    "Belgrade and Moscow have not.",
    "The talks on Crimea go on with Ukraine.",
    "NATO and the United States are told.",
    "The Soviet Union is no more.",
    "German ships and French ships sail.",
    "Nothing else is new.",
)
PEOPLE = ("Ilka Moren", "Tamas Verrin", "Oda Lindqvar", None)
OFFICES = ("Minister", "Deputy Minister", "")
DAYS = (dt.date(2020, 12, 31), dt.date(2021, 3, 3), dt.date(2024, 2, 29), None)


class Changing:
    """Changes an archive in every way there is, drawn by chance."""

    def __init__(self, seed, folder):
        self.chance, self.folder, self.count = random.Random(seed), folder, 0

    def text(self):
        return " ".join(self.chance.choices(SENTENCES, k=self.chance.randint(1, 4)))

    def draft(self, number):
        who = self.chance.choices(PEOPLE, k=6)
        office = self.chance.choice(OFFICES)
        turns = [said(self.text(), speaker=who[0], label=who[0] or "Voice", office=office)]
        for one in who[1 : self.chance.randint(2, 6)]:
            turns += [
                asked(self.text(), speaker=self.chance.choice(PEOPLE)),
                answered(self.text(), speaker=one, label=one or "Voice", office=self.chance.choice(OFFICES)),
            ]
        url = f"https://mfa.vaska.example/{number}"
        return reading(*turns, title=f"Event number {number}", date=self.chance.choice(DAYS), source_url=url)

    def one(self):
        return self.chance.choice(list(Transcript.objects.order_by("pk")))

    def some(self, transcript):
        mentions = list(Mention.objects.filter(turn__transcript=transcript).order_by("pk"))
        return self.chance.sample(mentions, min(len(mentions), 3))

    def take_in(self):
        self.count += 1
        state = self.chance.choice(("published", "published", "draft"))
        import_transcript(f"file {self.count}".encode(), "a.txt", parsed=self.draft(self.count), state=state)

    def revise(self):
        self.count += 1
        import_transcript(f"file {self.count}".encode(), "a.txt", parsed=self.draft(self.count), transcript=self.one())

    def change_state(self):
        set_state(self.one(), self.chance.choice(Transcript.State.values))

    def delete(self):
        if Transcript.objects.count() > 2:
            self.one().delete()

    def reject(self):
        transcript = self.one()
        reject(transcript, self.some(transcript))

    def accept(self):
        transcript = self.one()
        accept(transcript, self.some(transcript))

    def add(self):
        transcript = self.one()
        words = transcript.turns.order_by("position").first().text.split(".")[0]
        if not Mention.objects.filter(turn__transcript=transcript, code="KE").exists():
            add(transcript, words, "Kenya")

    def merge(self):
        people = list(Speaker.objects.order_by("pk"))
        if len(people) > 2:
            merge(*self.chance.sample(people, 2))

    def refresh(self):
        """Find mentions that are missing, as if their names were new. Whoever takes them out holds the row, as everybody must."""
        transcript = self.one()
        with transaction.atomic():
            write_locks.claim_row(transcript)
            found = [mention.pk for mention in self.some(transcript) if not mention.by_editor]
            Mention.objects.filter(pk__in=found).delete()
        list(refresh(list(Transcript.objects.values_list("pk", flat=True)), MentionChanges()))

    def restore(self):
        path = self.folder / f"{self.count}.zip"
        export_archive(path)
        restore_archive(path, replace=True)
        path.unlink()

    def change(self):
        every = [self.revise, self.change_state, self.delete, self.reject, self.accept, self.add, self.merge, self.refresh]
        draw = [self.take_in] * 4 + every * 2 + [self.restore]
        self.chance.choice(draw)()


def figures_of_all(figures):
    totals = figures.totals()
    return {
        "totals": (totals.transcripts, totals.records, totals.speakers, totals.first, totals.last),
        "years": figures.years(),
        "with country": figures.records_with_country(),
        "countries": {one.code: one.records for one in figures.countries()},
        "layers": {one.code: one.layer for one in figures.countries()},
        "speakers": {(one.slug, one.name, one.records, one.first, one.last) for one in figures.speakers()},
    }


def figures_by_oracle(oracle):
    span = [one.date for one in oracle.transcripts.values() if one.date]
    size = (len(oracle.transcripts), len(oracle.records), len(oracle.by))
    return {
        "totals": (*size, min(span, default=None), max(span, default=None)),
        "years": oracle.years(oracle.records),
        "with country": oracle.with_country(),
        "countries": oracle.countries(),
        "layers": oracle.layers(),
        "speakers": oracle.speakers(),
    }


def of_country(figures, code):
    return {
        "years": figures.country_years(code),
        "speakers": [(who.slug, who.name, who.records) for who in figures.country_speakers(code, 2)],
        "words": {(word.surface, word.layer, word.records) for word in figures.country_words(code)},
        "places only": figures.places_only(code),
        "together": dict(figures.country_together(code)),
        "newest": figures.country_newest(code),
    }


def of_country_by_oracle(oracle, code):
    return {
        "years": oracle.years(oracle.on[code]),
        "speakers": oracle.country_speakers(code)[:2],
        "words": oracle.words(code),
        "places only": oracle.places_only(code),
        "together": oracle.together(code),
        "newest": oracle.newest(oracle.on[code]),
    }


def of_speaker(figures, person):
    return {
        "years": figures.speaker_years(person),
        "countries": {one.code: one.records for one in figures.speaker_countries(person)},
        "offices": {(one.office, one.first, one.last, one.records) for one in figures.speaker_offices(person)},
        "newest": figures.speaker_newest(person),
        "records": getattr(figures.speaker(person), "records", 0),
    }


def of_speaker_by_oracle(oracle, person):
    return {
        "years": oracle.years(oracle.by[person.pk]),
        "countries": oracle.speaker_countries(person.pk),
        "offices": oracle.offices(person.pk),
        "newest": oracle.newest(oracle.by[person.pk]),
        "records": len(oracle.by[person.pk]),
    }


def check():
    figures, oracle = Figures(), Oracle()
    assert figures_of_all(figures) == figures_by_oracle(oracle)
    for code in ["FR", "RS", "RU", "UA", "crimea", "nato", "US", "SUHH", "DE", "KE", "BR"]:
        assert of_country(figures, code) == of_country_by_oracle(oracle, code), code
    for person in Speaker.objects.all():
        assert of_speaker(figures, person) == of_speaker_by_oracle(oracle, person), person


@pytest.mark.parametrize("seed", range(6))
def test_figures_are_those_counted_from_the_records_after_any_change(seed, tmp_path):
    changing = Changing(seed, tmp_path)
    for _ in range(4):
        changing.take_in()
    for _ in range(18):
        changing.change()
        check()


def test_an_archive_emptied_again_has_no_sums_left():
    for number in range(3):
        import_transcript(f"{number}".encode(), "a.txt", parsed=Changing(number, None).draft(number))
    for transcript in Transcript.objects.all():
        transcript.delete()
    assert (Tally.objects.count(), Counted.objects.count()) == (0, 0)


@pytest.fixture
def conference():
    return import_transcript(b"first", "moren.txt", parsed=news_conference()).transcript


def test_a_change_is_in_the_figures_that_are_asked_for_next(conference):
    before = Figures()
    assert before.country_years("FR") == ((2021, 1),)
    reject(conference, Mention.objects.filter(code="FR"))
    assert Figures().country_years("FR") == ()
    assert before.country_years("FR") == ((2021, 1),)


def test_what_is_rolled_back_was_never_counted(conference):
    sums = list(Tally.objects.order_by("pk").values())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        set_state(conference, "withdrawn")
        assert not Tally.objects.exists()
        raise ZeroDivisionError
    assert list(Tally.objects.order_by("pk").values()) == sums


def sums():
    return sorted(Tally.objects.values_list("figure", "of", "by", "number"))


def test_the_command_counts_everything_anew(conference):
    right = sums()
    Tally.objects.update(number=99)
    call_command("count_figures", verbosity=0)
    assert sums() == right


def test_what_was_counted_in_another_way_is_counted_anew(conference, monkeypatch):
    right = sums()
    Tally.objects.update(number=99)
    monkeypatch.setattr(counters, "COUNTING_VERSION", counters.COUNTING_VERSION + 1)
    assert counters.catch_up() == 1
    assert (sums(), Counted.objects.get().way) == (right, counters.COUNTING_VERSION)


def test_nothing_is_counted_twice(conference):
    right = sums()
    assert counters.catch_up() == 0
    counters.recount(conference.pk)
    assert sums() == right


def test_many_are_counted_in_parts(monkeypatch):
    for number in range(5):
        import_transcript(f"{number}".encode(), "a.txt", parsed=Changing(number, None).draft(number))
    right = sums()
    monkeypatch.setattr(counters, "BATCH_SIZE", 2)
    monkeypatch.setattr(counters, "SUMS_IN_MEMORY", 3)
    assert counters.count_anew() == 5
    assert sums() == right


@pytest.mark.django_db(transaction=True)
def test_an_update_counts_what_the_database_held_before():
    import_transcript(b"first", "moren.txt", parsed=news_conference())
    right = sums()
    call_command("migrate", "archive", "0005", verbosity=0)
    call_command("migrate", verbosity=0)
    assert sums() == right
