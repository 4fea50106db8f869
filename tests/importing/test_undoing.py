"""Restoring an earlier revision: words, numbers, speakers and marks as they were; and undoing that."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from archive.importing import undo_revision
from archive.importing.importer import ImportRefused, import_transcript, set_state
from archive.importing.undo_revision import restore_revision
from archive.models import Mention, Record, RetiredRecord, Revision, Transcript, Turn, archive_version
from archive.signals import transcript_changed
from archive.speakers import registry
from tests import rows
from tests.importing.identity.events import paragraphs
from tests.importing.test_importing import take
from tests.importing.test_numbers import addresses, of, readings
from tests.world import FERRY, GRAIN_ANSWER, THANKS, answered, asked, news_conference, reading, said

pytestmark = pytest.mark.django_db

EVENING = reading(
    said("The brass band plays in the harbour tonight, and nobody has counted the chairs yet."),
    asked("Anything else?"),
    answered("Thank you very much."),
)


def standing(transcript: Transcript) -> dict[str, object]:
    """Return everything that an address shows: words, numbers, speakers, what editors said."""
    return {
        "records": [(record.number, record.kind, record.position) for record in transcript.records.order_by("position")],
        "turns": list(transcript.turns.order_by("position").values_list("role", "label", "speaker__name", "text", "paragraphs")),
        "marks": sorted(
            Mention.objects.filter(turn__transcript=transcript).values_list("code", "surface", "start", "rejected", "by_editor")
        ),
    }


def numbers(transcript: Transcript) -> tuple[set[int], set[int]]:
    here = set(Record.objects.filter(transcript=transcript).values_list("number", flat=True))
    return here, set(RetiredRecord.objects.filter(transcript=transcript).values_list("number", flat=True))


@pytest.fixture
def replaced() -> Transcript:
    """A transcript whose morning was replaced by an evening; an editor had struck a country out of the morning."""
    transcript = take(news_conference()).transcript
    Mention.objects.filter(code="FR").update(rejected=True)
    take(EVENING, data=b"evening")
    return transcript


def test_words_numbers_and_marks_are_as_they_were(replaced):
    again = take(news_conference(source_url="https://mfa.vaska.example/other", title="Twin"), data=b"twin").transcript
    Mention.objects.filter(turn__transcript=again, code="FR").update(rejected=True)
    restore_revision(replaced, 1)
    assert standing(replaced) == standing(again)
    assert numbers(replaced) == ({1, 2, 3, 4}, {5, 6})


def test_it_can_be_undone_in_its_turn(replaced):
    evening, morning = standing(replaced), numbers(replaced)
    restore_revision(replaced, 1)
    restore_revision(replaced, 2)
    assert (standing(replaced), numbers(replaced)) == (evening, morning)
    assert list(replaced.revisions.values_list("number", "restores")) == [(1, None), (2, None), (3, 1), (4, 2)]


def test_addresses_answer_again_with_the_same_words(replaced, client):
    address = f"{replaced.get_absolute_url()}1/"
    assert client.get(address).status_code == 410
    restore_revision(replaced, 1)
    assert "The ferry line will open in May" in client.get(address).content.decode()
    assert client.get(f"{replaced.get_absolute_url()}5/").status_code == 410


def test_the_next_revision_goes_on_with_new_numbers(replaced):
    restore_revision(replaced, 1)
    take(reading(*news_conference().turns, said("A word more about the copper bridge of the island.")), data=b"more")
    assert numbers(replaced)[0] == {1, 2, 3, 4, 7}


def test_details_are_those_of_the_revision():
    transcript = take(news_conference(place="Port Vaska")).transcript
    take(news_conference(place="Selene", title="A wrong title"), data=b"second")
    restore_revision(transcript, 1)
    transcript.refresh_from_db()
    assert (transcript.place, transcript.title) == ("Port Vaska", news_conference().title)


def test_whom_an_editor_chose_is_chosen_again():
    namesake = rows.person("Ilka Moren", "other-moren")
    transcript = take(reading(said(FERRY)), speakers={"Ilka Moren": namesake}).transcript
    take(reading(said("Nothing is left of what was said.", "Otto Brandvold", "Otto Brandvold")), data=b"second")
    stays = rows.person("Ilka A. Moren")
    registry.merge(stays, namesake)
    restore_revision(transcript, 1)
    assert Turn.objects.get(transcript=transcript).speaker == stays


def test_of_what_was_deleted_meanwhile_no_revision_is_restored(replaced):
    Transcript.objects.get(pk=replaced.pk).delete()
    with pytest.raises(ImportRefused, match="deleted in the meantime"):
        restore_revision(replaced, 1)


def test_a_withdrawn_transcript_stays_withdrawn(replaced):
    set_state(replaced, "withdrawn")
    assert restore_revision(replaced, 1).transcript.state == "withdrawn"


def test_the_world_hears_of_it_and_the_log_names_who(replaced):
    heard, editor, before = [], User.objects.create_user("vera"), archive_version.current()
    listener = lambda transcript_id, **more: heard.append(transcript_id)  # noqa: E731
    transcript_changed.connect(listener)
    restore_revision(replaced, 1, editor)
    transcript_changed.disconnect(listener)
    assert (heard, archive_version.current()) == ([replaced.pk], before + 1)
    assert LogEntry.objects.get(user=editor).change_message == "Revision 1 brought back."
    assert replaced.revisions.latest("number").created_by == editor


def test_a_fault_in_the_middle_leaves_everything_as_it_was(replaced, monkeypatch):
    before, now = standing(replaced), numbers(replaced)

    def broken(*args, **more):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("archive.importing.importer._add_revision", broken)
    with pytest.raises(RuntimeError):
        restore_revision(replaced, 1)
    assert (standing(replaced), numbers(replaced), replaced.revisions.count()) == (before, now, 2)
    assert replaced.revisions.get(number=2).standing == {}


@pytest.mark.parametrize(("number", "message"), [(2, "is the current one"), (3, "has no revision 3"), (0, "has no")])
def test_what_cannot_be_brought_back_is_said(replaced, number, message):
    with pytest.raises(ImportRefused, match=message):
        restore_revision(replaced, number)


def test_who_was_shown_an_older_state_is_told(replaced):
    take(reading(said(FERRY)), data=b"third")
    with pytest.raises(ImportRefused, match="Revision 3 has been stored in the meantime"):
        restore_revision(replaced, 1, seen=2)
    assert replaced.revisions.count() == 3


def test_a_source_url_that_another_has_now_is_refused_and_nothing_written():
    transcript = take(news_conference()).transcript
    take(news_conference(source_url="https://mfa.vaska.example/news/18", title="Moved"), data=b"second", transcript=transcript)
    take(reading(said(GRAIN_ANSWER), title="Other"), data=b"other")
    with pytest.raises(ImportRefused, match="has the source URL"):
        restore_revision(transcript, 1)
    assert transcript.revisions.count() == 2


def test_the_file_of_a_revision_undone_may_come_in_as_another_transcript():
    """Once the evening has been taken back out of the morning's transcript, its file is no longer known."""
    one = "Minister Ilka Moren’s remarks, Port Vaska, March 3, 2021\n\nQuestion: {}\n\nIlka Moren: {}\n"
    morning = one.format("What of the ferry?", " ".join(paragraphs(1, 2))).encode()
    evening = one.format("What of the concert?", " ".join(paragraphs(2, 2))).encode()
    transcript = import_transcript(morning, "a.txt").transcript
    import_transcript(evening, "b.txt", transcript=transcript)
    assert import_transcript(evening, "b.txt").status == "unchanged"
    restore_revision(transcript, 1)
    assert import_transcript(morning, "a.txt").status == "unchanged"
    assert import_transcript(evening, "b.txt").status == "created"
    assert import_transcript(evening, "b.txt").status == "unchanged"


def test_a_paragraph_that_went_and_came_again_gets_back_the_number_it_had():
    first = reading(said("\n\n".join(paragraphs(1, 3))))
    transcript = take(first).transcript
    stood = standing(transcript)
    take(reading(said("\n\n".join(paragraphs(1, 2)))), data=b"second")
    take(first, data=b"third")
    assert standing(transcript) != stood
    assert "Paragraphs that get their old numbers back: 1." in undo_revision.undoing(transcript, 1).in_words()
    restore_revision(transcript, 1)
    assert standing(transcript) == stood


def test_a_corrected_file_that_was_undone_is_still_of_its_transcript():
    transcript = take(reading(*(said(text) for text in paragraphs(3, 5)), source_url=None)).transcript
    take(reading(*(said(text) for text in paragraphs(3, 6)), source_url=None), data=b"second")
    restore_revision(transcript, 1)
    assert import_transcript(b"second", "b.txt").status == "unchanged"


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(readings, min_size=2, max_size=4), st.data())
def test_any_revision_comes_back_exactly_whether_its_standing_was_kept_or_not(revisions, data):
    """Revisions older than this version of Chancery have no standing; their numbers are worked out from the readings."""
    address = f"https://mfa.vaska.example/{next(addresses)}"
    stood = {}
    for turns in revisions:
        outcome = import_transcript(f"{address} {len(stood)}".encode(), "x.txt", parsed=of(turns, address))
        last = outcome.transcript.revisions.latest("number").number
        stood[last] = standing(outcome.transcript)
    if data.draw(st.booleans()):
        Revision.objects.filter(transcript=outcome.transcript).update(standing={})
    for number in data.draw(st.lists(st.sampled_from(sorted(stood)), min_size=1, max_size=3)):
        try:
            restore_revision(outcome.transcript, number)
        except ImportRefused:
            assert standing(outcome.transcript) == stood[number]
        assert standing(outcome.transcript) == stood[number]
        here, gone = numbers(outcome.transcript)
        following = Transcript.objects.get(pk=outcome.transcript.pk).next_record
        assert here | gone == set(range(1, following)) and not here & gone


def test_it_says_beforehand_what_it_would_change(replaced):
    change = undo_revision.undoing(replaced, 1)
    assert [number for number, _ in change.back] == [1, 2, 3, 4]
    assert [record.number for record in change.losses.records] == [5, 6]
    assert (change.kept, change.changed, change.details) == (0, (), ())
    assert replaced.revisions.count() == 2


def run(*arguments: object, **options) -> str:
    out = StringIO()
    call_command("restore_revision", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("way", ["{slug}", "/t/{slug}/", "https://archive.example/t/{slug}/", "t/{slug}"])
def test_the_command_takes_an_address(replaced, way):
    said_so = run(way.format(slug=replaced.slug), 1)
    assert "Records that come back: 1, 2, 3 and 4." in said_so
    assert f"Revision 1 is current again, as revision 3: {replaced.get_absolute_url()}" in said_so
    assert numbers(replaced)[0] == {1, 2, 3, 4}


def test_a_dry_run_of_the_command_changes_nothing(replaced):
    assert "Dry run: nothing was changed." in run(replaced.slug, 1, dry_run=True)
    assert replaced.revisions.count() == 2


@pytest.mark.parametrize(
    ("slug", "number", "message"), [("nowhere", 1, "There is no transcript"), (None, 9, "has no revision 9")]
)
def test_the_command_says_what_is_not_there(replaced, slug, number, message):
    with pytest.raises(CommandError, match=message):
        run(slug or replaced.slug, number)


def test_export_and_import_keep_what_can_be_brought_back(replaced, tmp_path: Path):
    before = standing(replaced)
    call_command("export_archive", str(tmp_path / "a.zip"), stdout=StringIO())
    call_command("import_archive", str(tmp_path / "a.zip"), replace=True, stdout=StringIO())
    transcript = Transcript.objects.get()
    assert standing(transcript) == before
    restore_revision(transcript, 1)
    assert THANKS in transcript.turns.values_list("text", flat=True)
    assert Mention.objects.get(turn__transcript=transcript, code="FR").rejected
