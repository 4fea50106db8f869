"""How a transcript gets in, and what a corrected one keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from archive.importing.importer import ImportRefused, Outcome, announce, import_transcript, set_state
from archive.models import (
    Mention,
    Original,
    QAPair,
    Record,
    RetiredRecord,
    Revision,
    Source,
    Speaker,
    Statement,
    Transcript,
    Turn,
    archive_version,
)
from archive.parsing.parsed import ParsedTranscript
from archive.signals import transcript_changed
from tests import rows
from tests.world import (
    FERRY,
    FERRY_ANSWER,
    GRAIN,
    GRAIN_ANSWER,
    THANKS,
    answered,
    asked,
    news_conference,
    reading,
    said,
)

pytestmark = pytest.mark.django_db


def take(parsed: ParsedTranscript, data: bytes = b"first", **more) -> Outcome:
    return import_transcript(data, "moren_2021.txt", parsed=parsed, **more)


def numbers(transcript: Transcript) -> dict[str, int]:
    """Return the number of each record by the first words in it."""
    return {record.turns.first().text[:12]: record.number for record in transcript.records.all()}


@pytest.fixture
def changes():
    heard: list[int] = []

    def hear(sender, transcript_id, **more):
        heard.append(transcript_id)

    transcript_changed.connect(hear)
    yield heard
    transcript_changed.disconnect(hear)


def test_every_statement_and_every_pair_becomes_a_record():
    outcome = take(news_conference())
    assert (outcome.status, outcome.records) == ("created", 4)
    assert [(record.kind, record.number) for record in outcome.transcript.records.all()] == [
        ("statement", 1),
        ("qa_pair", 2),
        ("qa_pair", 3),
        ("statement", 4),
    ]
    assert (Statement.objects.count(), QAPair.objects.count()) == (2, 2)


def test_a_question_without_answer_is_a_pair_all_the_same():
    transcript = take(reading(said(FERRY), asked("And the price?"), asked(GRAIN))).transcript
    assert [[turn.text for turn in record.turns.all()] for record in transcript.records.all()] == [
        [FERRY],
        ["And the price?", GRAIN],
    ]


def test_the_text_of_a_document_is_one_statement_by_nobody():
    body = f"{FERRY}\n\n{THANKS}"
    take(reading(kind="document", body=body))
    turn = Turn.objects.get()
    assert (turn.record.kind, turn.text, turn.speaker, turn.paragraphs) == ("statement", body, None, [1, 2])
    assert len(Revision.objects.get().content["turns"]) == 1


def test_the_file_is_kept_byte_for_byte_under_its_checksum():
    take(news_conference(), data=b"\xff\x00 as it came")
    assert bytes(Original.objects.get().data) == b"\xff\x00 as it came"


def test_paragraphs_are_numbered_through_the_transcript():
    take(news_conference())
    assert [turn.paragraphs for turn in Turn.objects.all()] == [[1], [2], [3, 4], [5], [6], [7]]


def test_mentions_are_found_in_every_turn():
    take(news_conference())
    assert {(mention.code, mention.surface) for mention in Mention.objects.all()} >= {("FR", "France")}
    assert all(mention.turn.text[mention.start : mention.end] == mention.surface for mention in Mention.objects.all())


def test_an_unnamed_label_has_no_speaker_and_a_named_one_has():
    take(reading(asked("Why?"), asked("When?", "China Daily", "China Daily"), answered("Soon.")))
    assert sorted(speaker.name for speaker in Speaker.objects.all()) == ["China Daily", "Ilka Moren"]
    assert [turn.speaker and turn.speaker.name for turn in Turn.objects.all()] == [None, "China Daily", "Ilka Moren"]


def test_the_publisher_becomes_the_source_once():
    take(news_conference())
    take(news_conference(source_url=None, title="Another event"), data=b"other")
    assert [source.name for source in Source.objects.all()] == ["Ministry of Foreign Affairs of Vaska"]


def test_the_address_says_date_and_title():
    slug = take(news_conference()).transcript.slug
    assert slug == "2021-03-03-foreign-minister-ilka-morens-news-conference-port-vaska-3-march-2021"


def test_a_file_without_title_goes_by_its_name_and_says_so():
    transcript = take(news_conference(title=None)).transcript
    assert transcript.title == "moren 2021"
    assert [warning["code"] for warning in transcript.warnings] == ["title-from-file-name"]


def test_the_same_bytes_change_nothing():
    first = take(news_conference())
    before = archive_version.current()
    again = import_transcript(b"first", "renamed.txt")
    assert (again.status, again.transcript, again.records) == ("unchanged", first.transcript, 4)
    assert (archive_version.current(), Revision.objects.count()) == (before, 1)


def test_bytes_of_an_older_revision_change_nothing():
    take(news_conference())
    take(news_conference(place="Vaska"), data=b"second")
    assert import_transcript(b"first", "moren.txt").status == "unchanged"
    assert Revision.objects.count() == 2


def test_changed_bytes_of_the_same_url_are_a_new_revision():
    first = take(news_conference())
    second = take(news_conference(title="A corrected title"), data=b"second")
    assert (second.status, second.transcript) == ("revised", first.transcript)
    assert second.transcript.slug == first.transcript.slug
    assert [(each.number, each.content["title"]) for each in Revision.objects.all()][1] == (2, "A corrected title")


def test_without_url_title_and_date_say_that_it_is_the_same():
    first = take(news_conference(source_url=None))
    second = take(news_conference(source_url=None, title=first.transcript.title.upper()), data=b"second")
    assert second.transcript == first.transcript


def test_the_same_title_and_date_with_other_words_is_another_transcript():
    first = take(reading(said(FERRY), source_url=None))
    second = take(reading(said(GRAIN_ANSWER), source_url=None), data=b"second")
    assert second.status == "created"
    assert second.transcript.slug == f"{first.transcript.slug}-2"


def test_two_urls_are_two_transcripts_whatever_they_say():
    take(news_conference())
    assert take(news_conference(source_url="https://mfa.vaska.example/news/18"), data=b"second").status == "created"


def test_records_and_paragraphs_that_stay_keep_their_numbers():
    before = numbers(take(news_conference()).transcript)
    new = reading(
        said("Good morning."),
        said(FERRY),
        asked(GRAIN),
        answered(GRAIN_ANSWER),
        asked("When does it open?"),
        answered(FERRY_ANSWER),
    )
    after = numbers(take(new, data=b"second").transcript)
    assert {words: after[words] for words in after if words in before} == {
        "The ferry li": 1,
        "Will the gra": 3,
        "When does it": 2,
    }
    assert after["Good morning"] == 5
    assert [turn.paragraphs for turn in Turn.objects.all()] == [[8], [1], [5], [6], [2], [3, 4]]


def test_a_record_that_is_gone_says_what_replaced_it():
    take(news_conference())
    merged = reading(said(f"{FERRY}\n\n{THANKS}"), asked("When does it open?"), answered(FERRY_ANSWER))
    transcript = take(merged, data=b"second").transcript
    retired = {each.number: each.replaced_by and each.replaced_by.number for each in RetiredRecord.objects.all()}
    assert (numbers(transcript), retired) == ({"The ferry li": 1, "When does it": 2}, {3: None, 4: 1})


def test_a_retired_record_leads_on_when_its_successor_is_gone_too():
    take(news_conference())
    take(reading(said(FERRY), said(f"{GRAIN_ANSWER} {THANKS} {THANKS.upper()} {GRAIN_ANSWER}")), data=b"second")
    take(reading(said(f"{FERRY} {GRAIN_ANSWER} {FERRY_ANSWER} {THANKS}")), data=b"third")
    left = Record.objects.get()
    assert all(each.replaced_by in (left, None) for each in RetiredRecord.objects.all())


def test_numbers_are_never_given_twice():
    take(news_conference())
    take(reading(said(FERRY)), data=b"second")
    transcript = take(news_conference(), data=b"third").transcript
    assert sorted(numbers(transcript).values()) == [1, 5, 6, 7]


def test_what_an_editor_said_of_mentions_outlives_a_correction():
    take(news_conference())
    Mention.objects.filter(code="FR").update(rejected=True)
    turn = Turn.objects.get(text=THANKS)
    start = THANKS.index("customs")
    Mention.objects.create(
        turn=turn,
        record=turn.record,
        code="XK",
        layer="seat",
        surface="customs",
        start=start,
        end=start + 7,
        rule="editor",
        by_editor=True,
    )
    corrected = replace(
        news_conference(), turns=(said(f"Welcome.\n\n{FERRY}"), *news_conference().turns[1:5], said(f"Well. {THANKS}"))
    )
    take(corrected, data=b"second")
    assert [(m.code, m.rejected, m.by_editor, m.start) for m in Mention.objects.filter(code__in=["FR", "XK"])] == [
        ("FR", True, False, 10 + FERRY.index("France")),
        ("XK", False, True, 6 + start),
    ]


def test_an_editors_choice_of_speaker_outlives_a_correction():
    moren = rows.person("Ilka Moren")
    take(reading(said(FERRY, "MINISTER MOREN", "MINISTER MOREN")), speakers={"MINISTER MOREN": moren})
    take(reading(said(FERRY + " Good.", "MINISTER MOREN", "MINISTER MOREN")), data=b"second")
    assert Turn.objects.get().speaker == moren


def test_what_an_editor_changed_stays_unless_the_file_changes_it():
    transcript = take(news_conference()).transcript
    Transcript.objects.filter(pk=transcript.pk).update(place="Old Harbour", title="Better title")
    take(news_conference(title="The file's new title"), data=b"second")
    transcript.refresh_from_db()
    assert (transcript.place, transcript.title) == ("Old Harbour", "The file's new title")


def test_a_corrected_reading_of_the_same_bytes_is_a_revision():
    take(news_conference())
    assert take(reading(said(FERRY))).status == "revised"
    assert take(reading(said(FERRY))).status == "unchanged"
    assert Original.objects.count() == 1


def test_a_withdrawn_transcript_stays_withdrawn_when_it_is_revised():
    transcript = take(news_conference()).transcript
    set_state(transcript, "withdrawn")
    assert take(reading(said(FERRY)), data=b"second").transcript.state == "withdrawn"


def test_the_world_hears_of_every_change_within_its_transaction(changes):
    transcript = take(news_conference()).transcript
    import_transcript(b"first", "moren.txt")
    set_state(transcript, "withdrawn")
    set_state(transcript, "withdrawn")
    assert changes == [transcript.pk, transcript.pk]


def test_the_version_grows_only_when_the_public_sees_something_else():
    transcript = take(news_conference(), state="draft").transcript
    assert archive_version.current() == 0
    set_state(transcript, "published")
    assert archive_version.current() == 1
    announce([transcript.pk])
    assert archive_version.current() == 2


def test_the_version_grows_when_what_is_deleted_was_published_after_it_was_read():
    transcript = take(news_conference(), state="draft").transcript
    set_state(Transcript.objects.get(), "published")
    transcript.delete()
    assert archive_version.current() == 2


def test_the_state_of_what_was_deleted_meanwhile_is_not_changed():
    transcript = take(news_conference()).transcript
    Transcript.objects.get().delete()
    with pytest.raises(ImportRefused, match="deleted in the meantime"):
        set_state(transcript, "withdrawn")


def test_a_users_import_is_in_the_admin_log():
    editor = User.objects.create_user("editor")
    transcript = take(news_conference(), user=editor).transcript
    set_state(transcript, "withdrawn", editor)
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
        "Imported “moren_2021.txt” (created).",
        "State: published → withdrawn.",
    ]
    assert Revision.objects.get().created_by == editor


@pytest.mark.parametrize(
    ("parsed", "message"),
    [
        (reading(), "No speech was found"),
        (reading(said(" \n")), "Turn 1 has no text"),
        (reading(said("a\x00b")), "NUL character"),
        (reading(said(FERRY, "x" * 301, "Ilka Moren")), "Turn 1: its label is longer"),
        (reading(said(FERRY), pairs=(((0,), (7,)),)), "must name existing turns"),
        (reading(said(FERRY), kind="party"), "not a kind of event"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_nothing_is_written(parsed, message):
    with pytest.raises(ImportRefused, match=message):
        take(parsed)
    assert not Original.objects.exists() and not Source.objects.exists()


def test_bytes_of_one_transcript_cannot_revise_another():
    take(news_conference())
    other = take(reading(said(GRAIN_ANSWER), source_url=None, title="Another"), data=b"other").transcript
    with pytest.raises(ImportRefused, match="already in the archive"):
        take(news_conference(), transcript=other)


def test_a_source_url_of_another_transcript_is_refused():
    take(news_conference())
    other = take(reading(said(GRAIN_ANSWER), source_url=None, title="Another"), data=b"other").transcript
    with pytest.raises(ImportRefused, match="has the source URL"):
        take(news_conference(title="Another"), data=b"third", transcript=other)


def test_an_address_that_is_none_is_left_out_with_a_warning():
    transcript = take(news_conference(source_url="see our site")).transcript
    assert (transcript.source_url, [warning["code"] for warning in transcript.warnings]) == ("", ["source-url"])
