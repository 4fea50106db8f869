"""What an editor corrects in a draft is used for the next files of its source. All texts are invented."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from archive.importing.importer import import_transcript
from archive.models import LearntRule, Source, SourceProfile, Transcript, Upload
from archive.parsing import TranscriptError, parse_transcript
from archive.parsing.profile.profile_rules import LayoutRule
from archive.uploads import learnt_reading
from archive.uploads.editing.draft import Draft
from archive.uploads.layout_teaching import remember, tried
from archive.uploads.learnt_reading import BY_PROFILE, read_learnt
from tests.admin.desk import drop, file, page_of, press, said

pytestmark = pytest.mark.django_db

HEAD = "Ministry of Harbours of Vaska\n\nPress conference {number}, Port Vaska, March {number}, 2021\n\n"
FIRST = (
    HEAD.format(number=3)
    + """Ilka Moren § Good morning. The ferry line will open in May, as we have said before.

Tide Post § When will the night ferry sail to the islands?

Ilka Moren § It will sail in the second week of May, and the ports pay for it.

Northwire § Who pays for the light on the long pier of the town?

Ilka Moren § The towns do. The light has burnt for a hundred years.
"""
)
SECOND = (
    HEAD.format(number=9)
    + """Oren Castel § Good evening. The light is mended, and the storm has done no other harm.

Coast Radio § Was it the storm that broke the lamp, or was it age?

Oren Castel § It was the sea, which came over the wall that night.

Tide Post § Will the new lamp last for as long as the old one did?

Oren Castel § It will, if the keepers are given what they need.
"""
)


def draft_of(upload: Upload) -> Draft:
    return Draft.from_json(upload.draft)


def labels(upload: Upload) -> list[str | None]:
    upload.refresh_from_db()
    return [turn.label for turn in draft_of(upload).reading.turns]


def marked(client, upload: Upload, turn: int, line: int, what: str, label: str = ""):
    fields = {f"mark-{turn}-line": str(line), f"mark-{turn}-is": what, f"mark-{turn}-label": label}
    return press(client, upload, f"mark:{turn}", **fields)


@pytest.fixture
def taught(signed_in) -> SourceProfile:
    """The layout of a source after one corrected file was published."""
    drop(signed_in, file(FIRST, "first.txt"))
    upload = Upload.objects.get()
    assert len(labels(upload)) == 1  # the parser alone
    for label in ("Ilka Moren", "Tide Post", "Ilka Moren", "Northwire", "Ilka Moren"):
        last = len(labels(upload)) - 1
        lines = draft_of(upload).reading.turns[last].text.split("\n\n")
        line = next(number for number, text in enumerate(lines) if text.startswith(f"{label} §"))
        marked(signed_in, upload, last, line, "label", label)
    press(signed_in, upload, "publish")
    return SourceProfile.objects.get()


def test_a_correction_becomes_the_layout_of_its_source(taught):
    assert taught.corrections == 1
    assert taught.source == Transcript.objects.get().source
    assert "A speaker’s label is set as “Name § words”, of at most 6 words." in [str(rule) for rule in taught.rules.all()]


def test_the_next_file_of_the_source_is_read_by_it_and_the_page_says_so(signed_in, taught):
    answer = drop(signed_in, file(SECOND, "second.txt"))
    upload = Upload.objects.get()
    assert labels(upload) == ["Oren Castel", "Coast Radio", "Oren Castel", "Tide Post", "Oren Castel"]
    page = answer.content.decode()
    assert "learnt from 1 correction" in page
    assert "Read without" in page


def test_the_other_reading_is_one_button_away_and_undone_by_another(signed_in, taught):
    drop(signed_in, file(SECOND, "second.txt"))
    upload = Upload.objects.get()
    answer = press(signed_in, upload, "again:without")
    assert len(labels(upload)) == 1
    assert "Read with it" in answer.content.decode()
    press(signed_in, upload, "again:with")
    assert len(labels(upload)) == 5
    press(signed_in, upload, "undo")
    assert len(labels(upload)) == 1


def test_what_is_switched_off_is_not_used(signed_in, taught):
    SourceProfile.objects.update(is_used=False)
    answer = drop(signed_in, file(SECOND, "second.txt"))
    assert len(labels(Upload.objects.get())) == 1
    assert "switched off" in answer.content.decode()


def test_a_rule_that_is_switched_off_is_not_used_and_stays_off(signed_in, taught):
    LearntRule.objects.filter(kind="label").update(is_used=False)
    assert len(read_learnt(SECOND.encode(), "second.txt").turns) <= 1
    remember(taught.source, [rule.as_rule() for rule in taught.rules.all()])
    assert not LearntRule.objects.get(kind="label").is_used
    assert SourceProfile.objects.get().corrections == 2


def test_the_command_reads_by_it_too_unless_told_not_to(taught, tmp_path, capsys):
    path = tmp_path / "second.txt"
    path.write_text(SECOND)
    call_command("import_transcripts", str(path), "--without-profile", "--dry-run")
    call_command("import_transcripts", str(path))
    told = capsys.readouterr().out
    assert "1 record" in told.splitlines()[0]
    stored = Transcript.objects.get(title__contains="9")
    assert stored.turns.count() == 5


def test_a_reading_by_a_layout_says_so(taught):
    assert read_learnt(SECOND.encode(), "second.txt").found[BY_PROFILE] == "learnt from 1 correction"
    assert BY_PROFILE not in read_learnt(SECOND.encode(), "second.txt", by_profile=False).found


def test_a_layout_that_breaks_the_reader_costs_no_file(taught, monkeypatch):
    def breaking(data, name="", authority=None, rules=()):
        if rules:
            raise TranscriptError("reading it takes too long")
        return parse_transcript(data, name)

    monkeypatch.setattr(learnt_reading, "parse_confined", breaking)
    assert BY_PROFILE not in read_learnt(SECOND.encode(), "second.txt").found


def test_other_sources_are_read_as_before(taught):
    other = SECOND.replace("Ministry of Harbours of Vaska", "Ministry of Mines of Orla")
    assert BY_PROFILE not in read_learnt(other.encode(), "other.txt").found


def test_a_layout_that_reads_what_is_published_worse_is_not_used_and_says_so(signed_in, db):
    text = (
        HEAD.format(number=4) + "Ms Varga: Good morning to all of you.\n\nQuestion: Why is it closed?\n\nMs Varga: It is old.\n"
    )
    outcome = import_transcript(text.encode(), "plain.txt")
    profile = remember(outcome.transcript.source, [LayoutRule("no-label", "Ms Varga"), LayoutRule("no-label", "Question")])
    assert "Press conference 4" in profile.hindrance
    words = ["Ms Varga: The pier is mended now.", "Question: Who paid?", "Ms Varga: The ports of the south paid for all of it."]
    drop(signed_in, file(HEAD.format(number=5) + "\n\n".join(words), "next.txt"))
    upload = Upload.objects.get()
    assert labels(upload) == ["Ms Varga", "Question", "Ms Varga"]
    page = signed_in.get(page_of(upload)).content.decode()
    assert "It would read worse than now" in page
    profile.rules.all().delete()
    assert tried(profile).hindrance == ""


def test_a_file_that_is_published_as_read_teaches_nothing(signed_in, upload):
    press(signed_in, upload, "publish")
    assert not SourceProfile.objects.exists()


def test_rules_are_changed_in_the_admin_and_bad_ones_refused(signed_in, taught):
    address = f"/admin/archive/sourceprofile/{taught.pk}/change/"
    page = signed_in.get(address).content.decode()
    assert "A speaker’s label is set as" in page
    rule = taught.rules.get(kind="label")
    others = list(taught.rules.exclude(pk=rule.pk))
    form = {"is_used": "on", "rules-TOTAL_FORMS": str(1 + len(others)), "rules-INITIAL_FORMS": str(1 + len(others))}
    for number, row in enumerate([rule, *others]):
        form |= {f"rules-{number}-id": str(row.pk), f"rules-{number}-profile": str(taught.pk), f"rules-{number}-is_used": "on"}
        form |= {f"rules-{number}-kind": row.kind, f"rules-{number}-text": row.text}
    refused = signed_in.post(address, {**form, "rules-0-text": "no name"})
    assert "A label’s rule shows the label as {name}" in refused.content.decode()
    signed_in.post(address, {**form, "rules-0-text": "{name:6} § {words}"})
    rule.refresh_from_db()
    assert rule.text == "{name:6} § {words}"


def test_a_mark_that_cannot_be_is_refused_with_what_to_do(signed_in, upload):
    assert "No day was found" in said(marked(signed_in, upload, 1, 0, "day"))
    assert "nothing in brackets" in said(marked(signed_in, upload, 1, 0, "notes"))
    assert "no longer exists" in said(marked(signed_in, upload, 1, 77, "page"))
    assert "does not begin with" in said(marked(signed_in, upload, 1, 0, "label", "Somebody Else"))


def test_what_is_left_out_can_be_the_title_or_the_day(signed_in, upload):
    skipped = [piece.text for piece in draft_of(upload).reading.skipped]
    press(signed_in, upload, f"titled:{skipped.index('Ministry of Foreign Affairs of Vaska')}")
    upload.refresh_from_db()
    assert draft_of(upload).reading.title == "Ministry of Foreign Affairs of Vaska"


def test_a_source_that_goes_takes_its_layout_along(taught):
    Transcript.objects.all().delete()
    Source.objects.all().delete()
    assert not LearntRule.objects.exists()
