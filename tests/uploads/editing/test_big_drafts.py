"""A draft too long for one page: paging, navigation, and every correction across pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.models import Transcript, Upload
from archive.parsing.parsed import ParsedTurn, ParseWarning
from archive.uploads.editing import draft_pages, edits
from archive.uploads.editing.draft import Draft
from archive.uploads.receiving import save
from tests.admin.desk import drop, file, filled_in, page_of, said

pytestmark = pytest.mark.django_db
PAIRS = 130


def long_talk(pairs: int = PAIRS) -> str:
    said = "".join(f"Question: What of item {n}?\n\nHefty Bulk: Item {n} is heavy.\n\n" for n in range(pairs))
    return f"Ministry of Bulk of Quorvania\n\nMinister Hefty Bulk’s news conference, Quorville, June 9, 2020\n\n{said}"


@pytest.fixture
def long(signed_in):
    drop(signed_in, file(long_talk(), "bulk.txt"))
    return Upload.objects.get()


def draft_of(upload: Upload) -> Draft:
    upload.refresh_from_db()
    return Draft.from_json(upload.draft)


def turns(upload: Upload) -> tuple[ParsedTurn, ...]:
    return draft_of(upload).reading.turns


def shown(answer) -> list[int]:
    return [view.index for view in answer.context["preview"].turns]


def page(client, upload: Upload, number: int):
    return client.get(page_of(upload), {"page": number})


def press_on(client, upload: Upload, number: int, do: str, **changes):
    """Press a button of one page, after changing some fields of it; names have _ for -."""
    fields = filled_in(page(client, upload, number)) | {name.replace("_", "-"): value for name, value in changes.items()}
    return client.post(f"{page_of(upload)}?page={number}", {**fields, "do": do}, follow=True)


def test_a_page_has_a_hundred_turns_and_the_pages_together_all(signed_in, long):
    pages = [shown(page(signed_in, long, number)) for number in (1, 2, 3)]
    assert [len(some) for some in pages] == [100, 100, 60]
    assert sum(pages, []) == list(range(260))


@pytest.mark.parametrize(("asked", "first"), [("0", 0), ("-1", 0), ("²", 0), ("x", 0), ("٣", 200), ("999999999999", 200)])
def test_any_page_that_is_asked_for_is_some_page(signed_in, long, asked, first):
    assert shown(page(signed_in, long, asked))[0] == first


@pytest.mark.parametrize(
    ("do", "field", "leads"),
    [
        ("page:3", {}, "?page=3"),
        ("page", {"go_page": "2"}, "?page=2"),
        ("turn", {"go_turn": "250"}, "?page=3#turn-249"),
        ("save", {"go_turn": "101"}, "?page=2#turn-100"),
        ("turn:5", {}, "#turn-4"),
        ("turn", {"go_turn": "9999"}, "?page=3#turn-259"),
    ],
)
def test_going_to_another_page_saves_what_was_typed(signed_in, long, do, field, leads):
    answer = press_on(signed_in, long, 1, do, turn_3_office="porter", place="Old Harbour", **field)
    assert answer.redirect_chain[-1][0] == page_of(long) + leads
    reading = draft_of(long).reading
    assert (reading.turns[3].office, reading.place) == ("porter", "Old Harbour")


def test_only_what_is_posted_changes(signed_in, long):
    before = turns(long)
    signed_in.post(page_of(long), {"edits": "0", "do": "save", "turn-240-role": "statement"})
    after = turns(long)
    assert after[240].role == "statement"
    assert after[:240] + after[241:] == before[:240] + before[241:]


def test_turns_are_merged_and_split_on_a_later_page(signed_in, long):
    answer = press_on(signed_in, long, 3, "merge:201", turn_201_label="Question")
    assert len(turns(long)) == 259
    assert answer.redirect_chain[-1][0].endswith("?page=3#turn-200")
    press_on(signed_in, long, 3, "split:200:1")
    assert len(turns(long)) == 260
    assert [turn.text for turn in turns(long)[200:202]] == ["What of item 100?", "Item 100 is heavy."]


def test_the_first_turn_of_a_page_merges_with_the_last_of_the_page_before(signed_in, long):
    answer = press_on(signed_in, long, 2, "merge:100", turn_100_label="Hefty Bulk")
    assert turns(long)[99].text.endswith("What of item 50?")
    assert answer.redirect_chain[-1][0].endswith("/change/#turn-99")


def test_a_step_on_one_page_is_undone_on_another(signed_in, long):
    before = draft_of(long).reading
    press_on(signed_in, long, 3, "leave:250")
    assert len(turns(long)) == 259
    press_on(signed_in, long, 1, "undo")
    assert draft_of(long).reading == before


def test_all_of_a_label_are_relabelled_at_once(signed_in, long):
    press_on(signed_in, long, 2, "alike:101", turn_101_label="Minister Bulk", turn_101_office="Minister")
    changed = [turn for turn in turns(long) if turn.label == "Minister Bulk"]
    assert (len(changed), {turn.office for turn in changed}) == (PAIRS, {"Minister"})


def test_a_name_is_changed_on_every_page(signed_in, long):
    press_on(signed_in, long, 2, "save", speaker_0_name="Hefty Bulke")
    assert {turn.speaker for turn in turns(long)} == {None, "Hefty Bulke"}


def test_words_are_found_on_every_page(signed_in, long):
    answer = press_on(signed_in, long, 1, "find", find="ITEM 120 is")
    assert answer.context["place"].found == [241]
    assert "is in 1 turn." in answer.content.decode()
    assert 'value="turn:242"' in answer.content.decode()


def test_enter_in_the_field_for_finding_finds(signed_in, long):
    answer = press_on(signed_in, long, 1, "save", find="item 7?")
    assert answer.context["place"].find == "item 7?"


def warned(upload: Upload, *places: int) -> None:
    draft = draft_of(upload)
    lines = [draft.reading.turns[place].line for place in places]
    doubts = tuple(ParseWarning("doubt", f"Doubt at {line}.", line) for line in lines)
    save(upload, replace(draft, reading=replace(draft.reading, warnings=doubts)))


def test_the_next_warning_is_led_to_from_every_page(signed_in, long):
    warned(long, 3, 150, 151)
    assert page(signed_in, long, 1).context["place"].next_warned == 150
    assert page(signed_in, long, 3).context["place"].next_warned == 3
    answer = press_on(signed_in, long, 1, "turn:151", turn_3_office="porter")
    assert answer.redirect_chain[-1][0].endswith("?page=2#turn-150")
    views = {view.index: view for view in answer.context["preview"].turns}
    assert (len(views[150].warnings), views[150].next_warned) == (1, 151)


def test_thousands_of_warnings_are_not_all_on_a_page(signed_in, long):
    warned(long, *range(260))
    answer = page(signed_in, long, 3)
    listed = answer.context["preview"].warnings
    assert (len(listed), answer.context["preview"].more_warnings) == (100, 160)
    assert {view.turn for view in listed} >= set(range(200, 260))


def test_a_turn_too_long_for_a_page_goes_on_over_several(signed_in, long):
    paragraphs = "\n\n".join(f"Paragraph {n} {'word ' * 200}." for n in range(400))
    draft = draft_of(long)
    turns = [*draft.reading.turns[:10], replace(draft.reading.turns[10], text=paragraphs), *draft.reading.turns[11:]]
    save(long, replace(draft, reading=edits.with_turns(draft.reading, turns)))
    answers = [page(signed_in, long, number) for number in range(1, 6)]
    assert all(len(answer.content) < 1_000_000 for answer in answers)
    told = "".join(answer.content.decode() for answer in answers)
    assert all(f"Paragraph {n} " in told for n in range(400))
    assert told.count('name="turn-10-label"') == 1


def test_a_paragraph_without_end_is_cut_for_showing_and_kept(signed_in, long):
    draft = draft_of(long)
    save(long, replace(draft, reading=edits.with_turns(draft.reading, [replace(draft.reading.turns[0], text="word " * 400_000)])))
    answer = page(signed_in, long, 1)
    assert len(answer.content) < 300_000
    assert "characters of this paragraph; all are kept" in answer.content.decode()
    assert len(turns(long)[0].text) == 2_000_000


@pytest.mark.parametrize("number", [0, 1, 99, 100, 101, 250])
def test_pages_hold_every_turn_once(number):
    some = [ParsedTurn(None, None, "statement", "word") for _ in range(number)]
    pages = draft_pages.pages_of(some)
    assert [piece.turn for one in pages for piece in one] == list(range(number))


def test_a_long_draft_is_published_whole(signed_in, long):
    press_on(signed_in, long, 2, "publish", turn_101_office="Minister")
    transcript = Transcript.objects.get()
    assert (transcript.turns.count(), transcript.turns.exclude(office="").count()) == (260, 1)


def test_a_page_costs_at_most_fifteen_queries(signed_in, long, django_assert_max_num_queries):
    signed_in.get(page_of(long))
    with django_assert_max_num_queries(15):
        page(signed_in, long, 2)


def test_two_windows_on_two_pages_both_save(signed_in, long):
    one, other = filled_in(page(signed_in, long, 1)), filled_in(page(signed_in, long, 3))
    signed_in.post(page_of(long), {**one, "turn-2-role": "statement", "do": "save"})
    answer = signed_in.post(page_of(long), {**other, "turn-250-office": "porter", "do": "save"}, follow=True)
    assert "changed in another window" in said(answer)
    assert (turns(long)[2].role, turns(long)[250].office) == ("statement", "porter")


def test_what_was_typed_follows_a_turn_that_another_window_moved(signed_in, long):
    old = filled_in(page(signed_in, long, 3))
    press_on(signed_in, long, 1, "leave:0")
    signed_in.post(page_of(long), {**old, "turn-250-office": "porter", "do": "save"}, follow=True)
    assert [index for index, turn in enumerate(turns(long)) if turn.office == "porter"] == [249]


def test_a_button_follows_its_turn_too(signed_in, long):
    old = filled_in(page(signed_in, long, 3))
    gone = turns(long)[250].text
    press_on(signed_in, long, 1, "leave:0")
    signed_in.post(page_of(long), {**old, "do": "leave:250"}, follow=True)
    assert draft_of(long).reading.skipped[-1].text.endswith(gone)


def test_what_was_typed_for_a_turn_that_is_gone_is_told(signed_in, long):
    old = filled_in(page(signed_in, long, 3))
    press_on(signed_in, long, 3, "leave:250")
    answer = signed_in.post(page_of(long), {**old, "turn-250-office": "porter", "do": "save"}, follow=True)
    assert "Turn 251 no longer exists" in said(answer)
    assert "office “porter”" in said(answer)


@pytest.mark.parametrize("do", ["undo", "again", "publish", "keep", "back:0", "split:250:1"])
def test_a_stale_page_does_nothing_that_was_not_looked_at(signed_in, long, do):
    old = filled_in(page(signed_in, long, 3))
    press_on(signed_in, long, 3, "merge:251")
    count = len(turns(long))
    answer = signed_in.post(page_of(long), {**old, "turn-230-office": "porter", "do": do}, follow=True)
    assert "press it again" in said(answer)
    assert (len(turns(long)), turns(long)[230].office) == (count, "porter")
    assert not Transcript.objects.exists()


def test_a_field_saved_in_the_background_can_be_set_back(signed_in, long):
    fields = filled_in(page(signed_in, long, 1))
    first = signed_in.post(page_of(long), {**fields, "turn-3-office": "porter"}, headers={"accept": "application/json"}).json()
    fields |= first["bases"] | {"edits": str(first["edits"])}
    signed_in.post(page_of(long), {**fields, "turn-3-office": ""}, headers={"accept": "application/json"})
    assert turns(long)[3].office is None


def test_a_draft_kept_by_an_earlier_version_can_be_stepped_back(signed_in, long):
    from archive.parsing.parsed import to_dict

    before = draft_of(long).reading
    old = replace(draft_of(long), reading=edits.leave_out(before, 5)).to_json() | {"before": to_dict(before)}
    Upload.objects.update(draft=old)
    press_on(signed_in, long, 1, "undo")
    assert draft_of(long).reading == before


def test_a_step_back_is_kept_as_a_difference(signed_in, long):
    press_on(signed_in, long, 1, "merge:5")
    long.refresh_from_db()
    assert len(str(long.draft["before"])) < 2000


def test_more_fields_than_are_taken_get_a_page_that_says_so(signed_in, long, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    answer = signed_in.post(page_of(long), {f"field-{n}": "x" for n in range(60)})
    assert answer.status_code == 413
    assert "more than 50 fields" in answer.content.decode()
    assert "DATA_UPLOAD_MAX_NUMBER_FIELDS" in answer.content.decode()


def test_more_text_than_is_taken_gets_a_page_that_says_so(signed_in, long, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = signed_in.post(page_of(long), "title=" + "x" * 2000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "more than 1000\xa0bytes of text" in answer.content.decode()


def test_the_page_s_script_gets_the_same_in_a_line(signed_in, long, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    sent = {f"field-{n}": "x" for n in range(60)}
    answer = signed_in.post(page_of(long), sent, headers={"accept": "application/json"})
    assert "more than 50 fields" in answer.json()["error"]
