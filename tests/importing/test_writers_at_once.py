"""Many who change the archive at once, each over a connection of its own: nothing twice, no figure wrong, nobody refused.

SQLite has one writer at a time, so there is nothing to try there: `make postgres-tests` runs these.
"""

from __future__ import annotations

import random
import threading
import time
from contextlib import suppress

import pytest
from django.db import connection, transaction

from archive.importing.importer import ImportRefused, announce, import_transcript, set_state
from archive.mentions.decisions import MentionRefused, add
from archive.models import Mention, Revision, Speaker, Transcript, archive_version, write_locks
from archive.models.flat_rows import rows
from archive.speakers.registry import SpeakerGone, merge
from tests.importing.identity.events import misspelt, paragraphs
from tests.statistics.test_figures import Changing, check
from tests.world import reading, said

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="not run: SQLite has one writer at a time"),
]
WRITERS = 5
PATIENCE = 300  # seconds, for a machine that has much else to do
WAITING = """
    SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE NOT granted AND locktype = 'advisory' AND datname = current_database()
"""


def at_once(*works):
    """Do all works at the same time; return what they return, in order. What one raises is raised."""
    start, done, faults = threading.Barrier(len(works)), {}, []

    def run(number, work):
        try:
            start.wait(PATIENCE)
            done[number] = work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one, daemon=True) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    if faults:
        raise faults[0]
    return [done[number] for number in range(len(works))]


def draft(number, *speakers, words=None, **more):
    text = words or " ".join(paragraphs(number, 6))
    turns = [said(text, speaker=who, label=who) for who in speakers or ("Ilka Moren",)]
    fields = {"title": f"Event number {number}", "source_url": f"https://mfa.vaska.example/{number}"} | more
    return reading(*turns, **fields)


def taken_in(number, one):
    return import_transcript(f"file {number}".encode(), "a.txt", parsed=one)


def test_new_speakers_of_texts_imported_at_once_are_made_once():
    people = ["Ilka Moren", "Tamas Verrin", "Oda Lindqvar", "Bero Castellan", "Mr. Winterhalt"]

    def import_some(writer):
        for number in range(writer * 10, writer * 10 + 2):
            order = random.Random(writer).sample(people, len(people))
            taken_in(number, draft(number, *order))

    at_once(*[lambda writer=writer: import_some(writer) for writer in range(WRITERS)])
    assert sorted(Speaker.objects.values_list("name", flat=True)) == sorted(people)
    assert archive_version.current() == WRITERS * 2
    check()


def test_a_title_and_a_publisher_that_are_new_to_all_get_one_address_and_one_row():
    drafts = [draft(number, title="Statement of the day", publisher="Office of Weirs") for number in range(WRITERS)]
    at_once(*[lambda number=number, one=one: taken_in(number, one) for number, one in enumerate(drafts)])
    assert Transcript.objects.count() == len(set(Transcript.objects.values_list("slug", flat=True))) == WRITERS
    assert len(set(Transcript.objects.values_list("source", flat=True))) == 1
    check()


def test_one_file_is_stored_once():
    one = draft(1)
    outcomes = at_once(*[lambda: taken_in(1, one) for _ in range(WRITERS)])
    assert sorted(outcome.status for outcome in outcomes) == ["created", *["unchanged"] * (WRITERS - 1)]
    assert (Transcript.objects.count(), Revision.objects.count(), archive_version.current()) == (1, 1, 1)
    check()


@pytest.mark.parametrize("known", [False, True])
def test_versions_of_one_text_are_revisions_of_one_transcript(known):
    words = " ".join(paragraphs(7, 30))
    versions = [draft(7, words=misspelt(words, seed, 200), source_url="") for seed in range(WRITERS)]
    if known:
        taken_in(99, draft(7, words=words, source_url=""))
    at_once(*[lambda number=number, one=one: taken_in(number, one) for number, one in enumerate(versions)])
    [transcript] = Transcript.objects.all()
    numbers = list(transcript.revisions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS + 1 + known))
    check()


def test_of_nearly_the_same_words_of_many_publishers_all_but_the_first_say_so():
    words = " ".join(paragraphs(8, 30))
    drafts = [draft(n, words=misspelt(words, n, 200), publisher=f"Ministry number {n}") for n in range(WRITERS)]
    outcomes = at_once(*[lambda number=number, one=one: taken_in(number, one) for number, one in enumerate(drafts)])
    assert sum(not outcome.alike for outcome in outcomes) == 1


@pytest.mark.parametrize("seed", range(2))
def test_figures_are_exact_after_changes_of_every_kind_at_once(seed, tmp_path):
    for number in range(4):
        taken_in(number, draft(number, "Ilka Moren", "Tamas Verrin"))

    class Beside(Changing):
        def restore(self):  # it takes the place of everything, and is tried alone
            self.merge()

    def change_often(writer):
        changing = Beside(seed * WRITERS + writer, tmp_path)
        changing.count = 1000 * (writer + 1)
        for _ in range(8):
            # What was drawn may be deleted or merged by another before it is changed.
            with suppress(MentionRefused, Speaker.DoesNotExist, SpeakerGone, ImportRefused, Transcript.DoesNotExist, IndexError):
                changing.change()

    at_once(*[lambda writer=writer: change_often(writer) for writer in range(WRITERS)])
    check()


def test_merging_waits_for_imports_and_imports_for_merging():
    people = [f"{name} Moren" for name in ("Ilka", "Ilke", "Ilko", "Ilku")]
    taken_in(0, draft(0, *people))
    kept, *others = Speaker.objects.order_by("pk")

    def import_some(writer):
        for number in range(writer * 10, writer * 10 + 2):
            taken_in(number, draft(number, *people))

    works = [lambda writer=writer: import_some(writer) for writer in range(1, 4)]
    at_once(*works, *[lambda gone=gone: merge(kept, gone) for gone in others])
    assert list(Speaker.objects.all()) == [kept]
    check()


def test_a_version_never_stands_for_an_archive_before_it():
    """Caches keep what they read under the version that they asked for before: it may be newer than that, never older."""
    transcripts = [taken_in(number, draft(number)).transcript for number in range(WRITERS)]
    shown, seen, over = {}, [], threading.Event()

    def change_often(one):
        for number in range(8):
            with transaction.atomic():
                write_locks.claim_row(one)
                Transcript.objects.filter(pk=one.pk).update(title=f"Title {number}")
                announce([one.pk])
                shown[archive_version.current()] = (one.pk, number)

    def look_often():
        while not over.is_set():
            version = archive_version.current()
            titles = dict(Transcript.objects.values_list("pk", "title"))
            seen.append((version, {pk: int(title.split()[-1]) for pk, title in titles.items() if title.startswith("Title")}))

    reader = threading.Thread(target=lambda: (look_often(), connection.close()), daemon=True)
    reader.start()
    try:
        at_once(*[lambda one=one: change_often(one) for one in transcripts])
    finally:
        over.set()
        reader.join(PATIENCE)
    first = WRITERS + 1
    assert sorted(shown) == list(range(first, first + 8 * WRITERS))
    for version, titles in seen:
        due = [change for at, change in shown.items() if at <= version]
        assert all(titles[pk] >= number for pk, number in due), version


def test_transcripts_withdrawn_and_published_again_at_once_are_counted_as_they_stand():
    transcripts = [taken_in(number, draft(number, "Ilka Moren", "Tamas Verrin")).transcript for number in range(3)]

    def turn(writer):
        for number in range(6):
            set_state(transcripts[(writer + number) % 3], ("withdrawn", "published")[(writer + number) % 2])

    at_once(*[lambda writer=writer: turn(writer) for writer in range(WRITERS)])
    check()


def test_two_who_claim_what_the_other_has_are_not_refused_but_begin_again():
    ones, meet = [taken_in(number, draft(number)).transcript for number in range(2)], threading.Barrier(2)
    tries = []

    def both(order):
        def work():
            tries.append(order)
            write_locks.claim_row(ones[order[0]])
            if len(tries) <= 2:
                meet.wait(PATIENCE)
            write_locks.claim_row(ones[order[1]])
            return order

        return write_locks.done_beside(work)

    assert at_once(lambda: both((0, 1)), lambda: both((1, 0))) == [(0, 1), (1, 0)]
    assert len(tries) == 3


def test_things_are_claimed_by_name():
    held, told = threading.Event(), []

    def first():
        with transaction.atomic():
            write_locks.claim(["grain", "ferry"])
            held.set()
            told.append("first")

    def second():
        held.wait(PATIENCE)
        with transaction.atomic():
            write_locks.claim(["ferry"])
            told.append("second")

    at_once(first, second)
    assert told == ["first", "second"]


def while_another_waits(first, second):
    """Do the first under the lock of the archive while the second waits for the transcript; return what the second gives."""
    outcome = []

    def wait():
        try:
            outcome.append(second())
        except Exception as refusal:
            outcome.append(refusal)
        finally:
            connection.close()

    waiting = threading.Thread(target=wait, daemon=True)
    with transaction.atomic():
        write_locks.alone()
        waiting.start()
        until = time.monotonic() + PATIENCE
        while not rows(WAITING):
            assert time.monotonic() < until, "nobody waits"
        first()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()
    return outcome[0]


def test_what_two_editors_add_at_once_is_added_once():
    transcript = taken_in(1, draft(1)).transcript
    word = transcript.turns.get().text.split()[0]
    refusal = while_another_waits(lambda: add(transcript, word, "Kenya"), lambda: add(transcript, word, "Kenya"))
    assert isinstance(refusal, MentionRefused)
    assert "already a mention of Kenya" in str(refusal)
    check()


def test_what_is_added_while_a_revision_is_stored_is_added_to_the_new_words():
    transcript = taken_in(1, draft(1, words="The pier is old. The ferry is new.")).transcript
    revised = draft(1, words="The ferry is late. The ferry is new. The ferry is full.")
    assert while_another_waits(lambda: taken_in(2, revised), lambda: add(transcript, "ferry", "Kenya")) == 3
    assert {mention.turn.text[mention.start : mention.end] for mention in Mention.objects.filter(code="KE")} == {"ferry"}
    check()
