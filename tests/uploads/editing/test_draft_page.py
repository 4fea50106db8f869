"""A draft is corrected on its page, without JavaScript: every button a form post that saves everything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.models import Source, Speaker, Transcript, Turn, Upload
from archive.speakers import authority_table
from archive.speakers.registry import add_alias
from archive.uploads.draft_reading import with_usable_details
from archive.uploads.editing.draft import Draft
from tests import rows
from tests.admin.desk import TALK, drop, file, filled_in, page_of, press, said

pytestmark = pytest.mark.django_db


def draft_of(upload: Upload) -> Draft:
    upload.refresh_from_db()
    return Draft.from_json(upload.draft)


def shown(client, upload: Upload) -> str:
    return client.get(page_of(upload)).content.decode()


def roles(upload: Upload) -> list[str]:
    return [turn.role for turn in draft_of(upload).reading.turns]


def test_the_details_are_filled_in_from_the_file(signed_in, upload):
    fields = filled_in(signed_in.get(page_of(upload)))
    found = {name: fields[name] for name in ("date", "place", "kind", "language", "publisher", "source_url")}
    assert found == {
        "date": "2021-03-03",
        "place": "Port Vaska",
        "kind": "news_conference",
        "language": "en",
        "publisher": "Ministry of Foreign Affairs of Vaska",
        "source_url": "https://mfa.vaska.example/news/17",
    }


def test_it_says_where_in_the_file_a_detail_was_found(signed_in, upload):
    where = draft_of(upload).reading.found["source_url"]
    assert f"found: {where}" in shown(signed_in, upload)


def test_it_shows_the_turns_in_order_with_their_records(signed_in, upload):
    preview = signed_in.get(page_of(upload)).context["preview"]
    assert [(view.role, bool(view.opens)) for view in preview.turns] == [
        ("Statement", True),
        ("Question", True),
        ("Answer", False),
        ("Question", True),
        ("Answer", False),
    ]
    assert (preview.statements, preview.pairs) == (1, 2)


def test_it_marks_and_lists_the_countries_found(signed_in, upload):
    answer = signed_in.get(page_of(upload))
    assert '<mark class="country country-named" title="France (named)">France</mark>' in answer.content.decode()
    assert [(place.code, place.layer) for place in answer.context["preview"].countries] == [
        ("FR", "named"),
        ("RS", "seat of government"),
    ]


def test_words_of_the_file_are_never_markup(signed_in):
    drop(signed_in, file(TALK.replace("Good morning.", "Good <script>alert(1)</script> <b>morning</b>.")))
    page = shown(signed_in, Upload.objects.get())
    assert "<script>alert" not in page
    assert "<b>morning" not in page


def test_a_changed_detail_is_kept(signed_in, upload):
    press(signed_in, upload, "save", place="Old Harbour")
    reading = draft_of(upload).reading
    assert (reading.place, reading.found["place"]) == ("Old Harbour", "an editor")


def test_a_detail_that_is_emptied_is_unknown(signed_in, upload):
    press(signed_in, upload, "save", date="", place="")
    assert (draft_of(upload).reading.date, draft_of(upload).reading.place) == (None, None)


def test_the_list_follows_the_draft(signed_in, upload):
    press(signed_in, upload, "save", title="Another title")
    upload.refresh_from_db()
    assert upload.summary["title"] == "Another title"


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("date", "3 Marhc 2021", "Enter a valid date"),
        ("source_url", "no address at all", "Enter a valid URL"),
        ("language", "English", "Give the language as its code"),
        ("kind", "picnic", "Select a valid choice"),
    ],
)
def test_a_detail_that_cannot_be_is_said_at_its_field_and_stays_there(signed_in, upload, field, typed, message):
    answer = press(signed_in, upload, "save", **{field: typed, "place": "Old Harbour"})
    page = answer.content.decode()
    assert message in page
    assert typed in page or field == "kind"
    assert draft_of(upload).reading.place == "Old Harbour"


def test_nothing_is_published_while_a_detail_is_wrong(signed_in, upload):
    press(signed_in, upload, "publish", date="3 Marhc 2021")
    assert not Transcript.objects.exists()


def test_a_role_is_changed_and_pairs_follow(signed_in, upload):
    press(signed_in, upload, "save", turn_3_role="statement")
    assert roles(upload) == ["statement", "question", "answer", "statement", "answer"]
    assert [pair.questions for pair in draft_of(upload).reading.pairs] == [(1,)]


def test_label_person_and_office_are_changed(signed_in, upload):
    press(signed_in, upload, "save", turn_1_label="Harbour Daily", turn_1_speaker="Jon Ask", turn_1_office="correspondent")
    turn = draft_of(upload).reading.turns[1]
    assert (turn.label, turn.speaker, turn.office) == ("Harbour Daily", "Jon Ask", "correspondent")


def test_a_name_that_is_too_long_is_refused_and_the_rest_saved(signed_in, upload):
    answer = press(signed_in, upload, "save", turn_1_label="x" * 301, turn_3_role="statement")
    assert "Turn 2: its label has 301 characters; at most 300" in said(answer)
    assert roles(upload)[3] == "statement"


def test_a_turn_is_merged_with_the_one_before(signed_in, upload):
    press(signed_in, upload, "merge:2", turn_2_label="Question")
    turns = draft_of(upload).reading.turns
    assert len(turns) == 4
    assert turns[1].text.split("\n\n")[:2] == [
        "When does the ferry line open, and who pays for the harbour?",
        "We signed the papers in Belgrade last week.",
    ]


def test_a_turn_is_split_between_two_paragraphs(signed_in, upload):
    answer = press(signed_in, upload, "split:2:1")
    turns = draft_of(upload).reading.turns
    assert turns[2].text == "We signed the papers in Belgrade last week."
    assert turns[3].text.startswith("Nothing stands")
    assert answer.redirect_chain[-1][0].endswith("#turn-3")


def test_a_turn_is_left_out_and_put_back(signed_in, upload):
    press(signed_in, upload, "leave:0")
    reading = draft_of(upload).reading
    assert (len(reading.turns), reading.skipped[-1].reason) == (4, "left out by an editor")
    press(signed_in, upload, f"back:{len(reading.skipped) - 1}")
    assert draft_of(upload).reading.turns[0].text.startswith("Good morning.")


def test_a_button_saves_what_else_was_filled_in(signed_in, upload):
    press(signed_in, upload, "merge:2", place="Old Harbour", turn_4_role="statement")
    reading = draft_of(upload).reading
    assert (reading.place, reading.turns[3].role) == ("Old Harbour", "statement")


def test_the_last_change_of_turns_is_undone(signed_in, upload):
    before = draft_of(upload).reading
    press(signed_in, upload, "merge:2")
    press(signed_in, upload, "undo")
    assert draft_of(upload).reading == before


def test_starting_again_from_the_file_drops_every_correction(signed_in, upload):
    before = draft_of(upload).reading
    press(signed_in, upload, "merge:2", place="Old Harbour")
    press(signed_in, upload, "again")
    assert draft_of(upload).reading == before


def test_starting_again_can_be_undone(signed_in, upload):
    press(signed_in, upload, "save", place="Old Harbour")
    press(signed_in, upload, "again")
    press(signed_in, upload, "undo")
    assert draft_of(upload).reading.place == "Old Harbour"


@pytest.mark.parametrize(
    "do", ["merge:0", "merge:99", "split:2:0", "split:2:9", "leave:99", "leave:-1", "back:99", "merge", "split:x"]
)
def test_a_step_on_what_is_not_there_changes_nothing(signed_in, upload, do):
    before = draft_of(upload).reading
    answer = press(signed_in, upload, do)
    assert answer.status_code == 200
    assert "no longer exists" in said(answer)
    assert draft_of(upload).reading == before


def test_a_page_that_grew_stale_overwrites_nothing(signed_in, upload):
    old = filled_in(signed_in.get(page_of(upload)))
    press(signed_in, upload, "save", place="Old Harbour")
    answer = signed_in.post(page_of(upload), {**old, "place": "Elsewhere", "do": "save"}, follow=True)
    assert "changed in another window" in said(answer)
    assert draft_of(upload).reading.place == "Old Harbour"


def in_background(client, upload: Upload, fields: dict[str, str]):
    return client.post(page_of(upload), {**fields, "do": "save"}, headers={"accept": "application/json"})


def test_the_page_saves_in_the_background(signed_in, upload):
    fields = filled_in(signed_in.get(page_of(upload)))
    answer = in_background(signed_in, upload, {**fields, "place": "Old Harbour"})
    told = answer.json()
    assert {name: told[name] for name in ("edits", "errors", "fields", "values")} == {
        "edits": 1,
        "errors": [],
        "fields": {},
        "values": {},
    }
    assert draft_of(upload).reading.place == "Old Harbour"


def test_saving_in_the_background_says_what_could_not_be_saved(signed_in, upload):
    fields = filled_in(signed_in.get(page_of(upload)))
    assert "date" in in_background(signed_in, upload, {**fields, "date": "soon"}).json()["fields"]


def test_a_field_changed_in_two_windows_is_not_overwritten_in_the_background(signed_in, upload):
    fields = filled_in(signed_in.get(page_of(upload)))
    press(signed_in, upload, "save", place="Old Harbour")
    answer = in_background(signed_in, upload, {**fields, "place": "Elsewhere"})
    assert answer.status_code == 409
    assert "you typed “Elsewhere”" in answer.json()["error"]
    assert draft_of(upload).reading.place == "Old Harbour"


def known(name: str, *also: str) -> Speaker:
    speaker = rows.person(name)
    for one in (name, *also):
        add_alias(speaker, one)
    return speaker


def person(client, upload: Upload, name: str = "Ilka Moren"):
    return next(person for person in client.get(page_of(upload)).context["people"] if person.name == name)


def test_a_name_that_nobody_has_will_be_a_new_speaker(signed_in, upload):
    found = person(signed_in, upload)
    assert (found.known, found.close, found.is_new) == (None, (), True)


def test_a_surname_that_the_authority_table_knows_is_that_person(signed_in):
    authority_table.load("person,aliases,office,country,from,to,source\nIlka Moren,,President,FR,2018,2025,https://example.org\n")
    talk = """Remarks at the Old Harbour, 3 March 2021

PRESIDENT MOREN: Good morning. The ferry line will open in May, and we share the costs.

Q: When does it open?

PRESIDENT MOREN: In May, as I said.
"""
    drop(signed_in, file(talk))
    upload = Upload.objects.get()
    found = person(signed_in, upload, "PRESIDENT MOREN")
    assert (found.full, found.known, found.is_new) == ("Ilka Moren", None, True)
    assert "by the table of office holders Ilka Moren" in signed_in.get(page_of(upload)).content.decode()
    speaker = known("Ilka Moren")
    assert person(signed_in, upload, "PRESIDENT MOREN").known == speaker
    press(signed_in, upload, "publish")
    assert {turn.speaker for turn in Turn.objects.filter(label="PRESIDENT MOREN")} == {speaker}


def test_a_known_name_is_that_speaker(signed_in, upload):
    speaker = known("Ilka Moren")
    assert person(signed_in, upload).known == speaker


def test_a_name_much_like_a_known_one_must_be_decided(signed_in, upload):
    speaker = known("Ilka Morenn")
    found = person(signed_in, upload)
    assert (found.close, found.is_open) == ((speaker,), True)
    assert "Say who “Ilka Moren” is" in said(press(signed_in, upload, "publish"))
    assert not Transcript.objects.exists()


def test_it_says_how_much_alike_two_names_are(signed_in, upload):
    known("Ilka Morenn")
    assert "is Ilka Morenn, a name 95 % alike" in " ".join(signed_in.get(page_of(upload)).content.decode().split())


def test_an_initial_is_like_the_name(signed_in, upload):
    speaker = rows.person("I. Moren")
    add_alias(speaker, "I. Moren", scope="harbour-daily")
    assert person(signed_in, upload).close == (speaker,)


def test_a_name_is_mapped_to_a_known_speaker(signed_in, upload):
    speaker = known("Ilka Morenn")
    press(signed_in, upload, "publish", speaker_0=str(speaker.pk))
    assert set(Transcript.objects.get().turns.exclude(speaker=None).values_list("speaker", flat=True)) == {speaker.pk}
    assert Speaker.objects.count() == 1


def test_a_name_is_confirmed_to_be_somebody_else(signed_in, upload):
    known("Ilka Morenn")
    press(signed_in, upload, "publish", speaker_0="new")
    assert set(Speaker.objects.values_list("name", flat=True)) == {"Ilka Moren", "Ilka Morenn"}


def test_a_known_name_may_be_another_person_of_that_name(signed_in, upload):
    namesake = known("Ilka Moren")
    press(signed_in, upload, "publish", speaker_0="new")
    assert Speaker.objects.filter(name="Ilka Moren").count() == 2
    assert not namesake.turns.exists()


def test_a_name_is_mapped_by_typing_whom_it_means(signed_in, upload):
    speaker = known("Someone Else Entirely")
    press(signed_in, upload, "save", speaker_0="other", speaker_0_other="someone else entirely")
    assert person(signed_in, upload).picked == speaker


def test_typing_somebody_unknown_is_refused(signed_in, upload):
    answer = press(signed_in, upload, "save", speaker_0="other", speaker_0_other="Nobody Atall")
    assert "no speaker is known as “Nobody Atall”" in said(answer)


def test_a_name_is_changed_wherever_it_stands(signed_in, upload):
    press(signed_in, upload, "save", speaker_0_name="Ilka Morén")
    assert {turn.speaker for turn in draft_of(upload).reading.turns} == {None, "Ilka Morén"}


def test_a_choice_follows_the_name_as_it_is_changed(signed_in, upload):
    speaker = known("Someone Else Entirely")
    press(signed_in, upload, "save", speaker_0=str(speaker.pk), speaker_0_name="Ilka Morén")
    assert person(signed_in, upload, "Ilka Morén").picked == speaker


def test_publishers_that_are_known_are_offered(signed_in, upload):
    Source.objects.create(name="Ministry of Samples", slug="ministry-of-samples")
    assert '<option value="Ministry of Samples">' in shown(signed_in, upload)


def test_the_page_costs_a_bounded_number_of_queries(signed_in, upload, django_assert_max_num_queries):
    known("Ilka Morenn")
    with django_assert_max_num_queries(20):
        signed_in.get(page_of(upload))


def test_saving_costs_a_bounded_number_of_queries(signed_in, upload, django_assert_max_num_queries):
    fields = filled_in(signed_in.get(page_of(upload)))
    with django_assert_max_num_queries(12):
        signed_in.post(page_of(upload), {**fields, "do": "save"})


def test_a_new_label_says_who_speaks(signed_in, upload):
    press(signed_in, upload, "save", turn_1_label="Ilka Moren")
    assert draft_of(upload).reading.turns[1].speaker == "Ilka Moren"


def test_a_person_that_is_typed_counts_more_than_the_label(signed_in, upload):
    press(signed_in, upload, "save", turn_1_label="The Minister", turn_1_speaker="Jon Ask")
    assert draft_of(upload).reading.turns[1].speaker == "Jon Ask"


def test_saving_in_the_background_tells_the_page_what_a_new_label_says(signed_in, upload):
    fields = filled_in(signed_in.get(page_of(upload)))
    answer = in_background(signed_in, upload, {**fields, "turn-1-label": "Ilka Moren"})
    assert answer.json()["values"] == {"turn-1-speaker": "Ilka Moren"}


def test_a_detail_of_the_file_that_no_field_takes_is_left_out_and_named(signed_in):
    drop(signed_in, file(TALK.replace("https://mfa.vaska.example/news/17", "https://no host/17")))
    upload = Upload.objects.get()
    reading = with_usable_details(replace(draft_of(upload).reading, source_url="../57027.html", place="x" * 301))
    assert (reading.source_url, reading.place) == (None, None)
    assert [warning.message.split(" the file has")[0] for warning in reading.warnings[-2:]] == [
        "Place:",
        "Address at the publisher:",
    ]
