"""Days in many languages, calendars and orders: read back, or doubted, never silently another."""

from __future__ import annotations

import datetime as dt

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.parsing import parse_transcript
from archive.parsing.metadata.dates import find_date, find_dates
from archive.parsing.parsed import from_dict, to_dict

TODAY = dt.date(2026, 11, 27)
SEVENTH = dt.date(2021, 3, 7)
TALK = "\n\nQuestion: What of it?\n\nBrindle Vashka: It is hard.\n\nQuestion: Why?\n\nBrindle Vashka: Because.\n"


def read(title, above="Ministry of External Affairs of Quorvania", below="", talk=TALK):
    text = "\n\n".join(part for part in (above, title, below) if part) + talk
    return parse_transcript(text.encode(), "talk.txt", TODAY)


def event(day, **more):
    return read(f"Minister Brindle Vashka's news conference, Quorville, {day}", **more)


def codes(reading):
    return {warning.code for warning in reading.warnings}


def told(reading):
    return " ".join(warning.message for warning in reading.warnings if warning.code.startswith("date-"))


@pytest.mark.parametrize(
    "printed",
    [
        "07/03/2021",
        "7/3/2021",
        "٧/٣/٢٠٢١",
        "७/३/२०२१",
        "０７/０３/２０２１",
        "7／3／2021",
        "７／３／２０２１",
        "07 / 03 / 2021",
        "7 - 3 - 2021",
        "07-03-2021",
        "07/03/21",
    ],
)
def test_a_day_of_two_orders_is_doubted_and_both_are_named(printed):
    reading = event(printed)
    assert {reading.date, *reading.other_days} >= {SEVENTH, dt.date(2021, 7, 3)}
    assert "date-guessed" in codes(reading)
    assert "2021-03-07" in told(reading) and "2021-07-03" in told(reading)
    assert reading.confidence < 1
    assert from_dict(to_dict(reading)) == reading


def test_a_year_of_two_digits_may_be_in_three_places():
    reading = event("03-07-21")
    orders = {SEVENTH, dt.date(2021, 7, 3), dt.date(2003, 7, 21)}
    assert {reading.date, *reading.other_days} == orders | {reading.date.replace(year=reading.date.year - 100)}


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("U.S. Department of State", dt.date(2021, 7, 3)),
        ("The White House", dt.date(2021, 7, 3)),
        ("Ministry of Foreign Affairs of the Republic of Singapore", SEVENTH),
        ("Australian Government, Department of Foreign Affairs", SEVENTH),
    ],
)
def test_the_publisher_tells_the_order(above, day):
    reading = event("07/03/2021" if day == SEVENTH else "07/03/2021", above=above)
    assert (reading.date, reading.other_days, codes(reading) & {"date-guessed"}) == (day, (), set())


@pytest.mark.parametrize("above", ["Embassy of Canada", "Department of Foreign Affairs, Republic of the Philippines"])
def test_where_both_orders_are_written_the_day_is_doubted(above):
    assert "date-guessed" in codes(event("07/03/2021", above=above))


@pytest.mark.parametrize(
    ("below", "day"),
    [
        ("Previous conference: 13/02/2021", SEVENTH),
        ("Previous conference: 02/13/2021", dt.date(2021, 7, 3)),
        ("Quorville, 7 March 2021", SEVENTH),
        ("Quorville, July 3, 2021", dt.date(2021, 7, 3)),
    ],
)
def test_other_days_of_the_document_tell_the_order(below, day):
    reading = event("07/03/2021", below=below)
    assert (reading.date, reading.other_days) == (day, ())


def test_days_that_contradict_each_other_tell_nothing():
    assert "date-guessed" in codes(event("07/03/2021", below="Before: 13/02/2021, then 02/14/2021"))


def test_the_day_of_the_week_tells_the_order():
    assert event("Sunday, 07/03/2021").date == SEVENTH
    assert event("Saturday 07/03/2021").date == dt.date(2021, 7, 3)
    assert codes(event("Sunday, 07/03/2021")) & {"date-guessed"} == set()


def test_the_language_tells_the_order():
    talk = "\n\nQuestion : Que dites-vous de la paix ?\n\nBrindle Vashka : "
    talk += "Nous sommes pour la paix et pour les accords que nous avons.\n"
    reading = read("Conférence de presse du ministre, Quorville, 07/03/2021", above="", talk=talk)
    assert (reading.language, reading.date, reading.other_days) == ("fr", SEVENTH, ())


@pytest.mark.parametrize("printed", ["7.3.2021", "07.03.2021", "2021-03-07", "2021/03/07", "2021.03.07", "7.III.2021"])
def test_dots_and_years_first_leave_no_doubt(printed):
    reading = event(printed)
    assert (reading.date, codes(reading) & {"date-guessed"}) == (SEVENTH, set())


@pytest.mark.parametrize(
    "line",
    [
        "March 7, 2021 (corrected March 9, 2021)",
        "7 March 2021, updated 9 March 2021",
        "7 March 2021 (as of 9 March 2021)",
        "7 March 2021 — posted on Tuesday, 9 March 2021",
        "7 March 2021 | Embargoed until 10:00 am, 9 March 2021",
        "released 9 March 2021, held 7 March 2021",
        "9 March 2021 (revised), 7 March 2021",
        "7 mars 2021 (mis à jour le 9 mars 2021)",
        "7. März 2021 (Stand: 9. März 2021)",
        "7 de marzo de 2021 (actualizado el 9 de marzo de 2021)",
        "7 марта 2021 года (обновлено 9 марта 2021 года)",
        "7 березня 2021 року (оновлено 9 березня 2021 року)",
        "7 Μαρτίου 2021 (ενημερώθηκε στις 9 Μαρτίου 2021)",
        "7 marca 2021 (zaktualizowano 9 marca 2021)",
        "7 Mart 2021 (güncelleme: 9 Mart 2021)",
        "٧ مارس ٢٠٢١ (تم التحديث في ٩ مارس ٢٠٢١)",
        "2021年3月7日（2021年3月9日更新）",
        "2021年3月7日（更新于2021年3月9日）",
    ],
)
def test_a_day_of_correcting_or_posting_does_not_win(line):
    assert event(line).date == SEVENTH


def test_a_day_of_posting_alone_is_doubted():
    for line in ("Released on March 9, 2021", "Embargoed until March 9, 2021", "Actualizado el 9 de marzo de 2021"):
        reading = read("Minister Brindle Vashka's news conference", below=line)
        assert (reading.date, reading.published) == (dt.date(2021, 3, 9),) * 2
        assert "date-guessed" in codes(reading)


def test_two_days_in_a_line_are_doubted():
    reading = read("Remarks on the treaty of 5 May 2015, Quorville, 7 March 2021")
    assert (reading.date, reading.other_days) == (SEVENTH, (dt.date(2015, 5, 5),))
    assert "2015-05-05" in told(reading)


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        ("7–8 March 2021", SEVENTH),
        ("7, 8 and 9 March 2021", SEVENTH),
        ("March 7-8, 2021", SEVENTH),
        ("31 March – 2 April 2021", dt.date(2021, 3, 31)),
        ("March 30-April 2, 2021", dt.date(2021, 3, 30)),
        ("30 December 2021 – 2 January 2022", dt.date(2021, 12, 30)),
        ("30 December – 2 January 2022", dt.date(2021, 12, 30)),
        ("December 30, 2021 to January 2, 2022", dt.date(2021, 12, 30)),
        ("du 7 au 8 mars 2021", SEVENTH),
        ("7.–8. März 2021", SEVENTH),
        ("vom 7. bis 8. März 2021", SEVENTH),
        ("del 7 al 8 de marzo de 2021", SEVENTH),
        ("с 7 по 8 марта 2021 года", SEVENTH),
        ("Sunday 7 to Monday 8 March 2021", SEVENTH),
        ("31.03.–02.04.2021", dt.date(2021, 3, 31)),
        ("31/3/2021 – 2/4/2021", dt.date(2021, 3, 31)),
        ("2021-03-31 – 2021-04-02", dt.date(2021, 3, 31)),
        ("2021年3月7日至8日", SEVENTH),
    ],
)
def test_a_span_gives_its_first_day(printed, first):
    assert find_date(printed) == first
    assert event(printed).date == first


def test_a_number_before_a_dash_is_no_span():
    assert find_date("No. 12 - 7 March 2021") == SEVENTH
    assert find_date("Room 5, 7 March 2021") == SEVENTH


@pytest.mark.parametrize(
    "printed",
    ["31 February 2021", "February 30, 2021", "2021-02-31", "31.04.2021", "31 février 2021", "7 March 0021", "March 7, 0015"],
)
def test_a_day_that_no_calendar_has_is_told(printed):
    reading = event(printed)
    assert reading.date is None
    assert {"date-unlikely", "no-date"} <= codes(reading)
    assert printed in told(reading)


@pytest.mark.parametrize("printed", ["7 March 2121", "2999-01-01", "29 November 2026", "7 March 1621"])
def test_a_day_in_the_future_or_long_ago_is_told(printed):
    assert "date-unlikely" in codes(event(printed))


@pytest.mark.parametrize("printed", ["28 November 2026", "7 March 1821"])
def test_tomorrow_and_the_century_before_last_are_not_told(printed):
    assert "date-unlikely" not in codes(event(printed))


@pytest.mark.parametrize("printed", ["le 7 mars 2021", "du 7 au 9 mars 2021", "den 7. März 2021", "from 7 to 9 March 2021"])
def test_the_little_word_before_a_day_is_no_part_of_the_place(printed):
    reading = event(printed)
    assert (reading.date, reading.place) == (SEVENTH, "Quorville")


def test_a_wrong_day_of_the_week_is_told():
    assert "day of the week" in told(event("Monday, 7 March 2021"))
    assert told(event("Sunday, 7 March 2021")) == ""
    assert "day of the week" in told(event("понедельник, 7 марта 2021"))


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("令和3年3月7日", SEVENTH),
        ("令和元年五月一日", dt.date(2019, 5, 1)),
        ("平成23年3月11日", dt.date(2011, 3, 11)),
        ("昭和64年1月7日", dt.date(1989, 1, 7)),
        ("民國110年3月7日", SEVENTH),
        ("二〇二一年三月七日", SEVENTH),
        ("7 มีนาคม พ.ศ. 2564", SEVENTH),
        ("๗ มีนาคม ๒๕๖๔", SEVENTH),
        ("7 March 2564 B.E.", SEVENTH),
        ("۱۷ اسفند ۱۳۹۹", SEVENTH),
        ("23 رجب 1442 هـ", SEVENTH),
        ("2024.12.19", dt.date(2024, 12, 19)),
        ("2024. 12. 19.", dt.date(2024, 12, 19)),
        ("2024년 12월 19일", dt.date(2024, 12, 19)),
        ("19.XII.2024", dt.date(2024, 12, 19)),
        ("1er mars 2021", dt.date(2021, 3, 1)),
        ("March 1st, 2021", dt.date(2021, 3, 1)),
        ("7-го марта 2021", SEVENTH),
        ("ngày 7 tháng 3 năm 2021", SEVENTH),
        ("7 במרץ 2021", SEVENTH),
        ("2021. március 7.", SEVENTH),
        ("2021. gada 7. marts", SEVENTH),
        ("２０２１．３．７", SEVENTH),
        ("07-Mar-21", SEVENTH),
        ("ΑΘΗΝΑ, 7 ΜΑΡΤΙΟΥ 2021", SEVENTH),
        ("7 листопада 2021", dt.date(2021, 11, 7)),
    ],
)
def test_other_calendars_and_forms(printed, day):
    assert find_date(printed) == day


@pytest.mark.parametrize(
    "printed", ["Version 1.2.10", "10.0.0.1", "555-12-34", "2020-21", "tel. 03-07-21-44", "3/4", "1 234 567"]
)
def test_other_numbers_are_no_days(printed):
    assert list(find_dates(printed)) == []


LANGUAGES = (
    "en en_GB fr de es pt it nl pl cs sk hu ro sv nb da fi el tr ru uk be sr sr_Latn hr bg ar fa he hi id ms vi ko ja zh th"
    " ca sl lt et"
)


@settings(max_examples=400, deadline=None)
@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2026, 11, 1)),
    st.sampled_from(LANGUAGES.split()),
    st.sampled_from(["long", "full", "d MMMM y", "d. MMMM y", "dd/MM/y", "MM/dd/y", "d.M.y", "y-MM-dd", "d MMM y", "dd-MM-yy"]),
)
def test_a_day_in_any_style_is_read_back_or_doubted(day, language, style):
    printed = format_date(day, style, locale=language)
    if style == "dd-MM-yy" and day.year < 1950:
        return  # two digits of a year mean 1950 to 2049, as docs/parsing.md says
    reading = event(printed)
    assert reading.date == day or codes(reading) & {"date-guessed", "date-unlikely", "no-date"}, (printed, reading.date)


@settings(max_examples=200, deadline=None)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2026, 11, 1)), st.sampled_from(LANGUAGES.split()))
def test_a_day_with_its_month_in_words_is_read(day, language):
    printed = format_date(day, "long", locale=language)
    readings = [found for one in find_dates(printed) for found in (one.readings.values() or [one.day])]
    assert day in readings, printed


@pytest.mark.parametrize(
    ("printed", "day", "other"),
    [
        ("March 7–9, 2021", SEVENTH, "2021-03-09"),
        ("28 February – 1 March 2021", dt.date(2021, 2, 28), "2021-03-01"),
        ("March 7, 2021 (corrected March 9, 2021)", SEVENTH, "2021-03-09"),
        ("7 March 2021, updated 9 March 2021", SEVENTH, "2021-03-09"),
    ],
)
def test_the_days_of_a_line_that_were_not_taken_are_told(printed, day, other):
    reading = event(printed)
    [said] = [warning.message for warning in reading.warnings if warning.code == "several-days"]
    assert (reading.date, other in said) == (day, True)


@pytest.mark.parametrize("printed", ["March 7, 2021", "Sunday, 7 March 2021", "2021-03-07"])
def test_a_line_of_one_day_tells_of_no_other(printed):
    assert "several-days" not in codes(event(printed))


@pytest.mark.parametrize("line", ["20210307", "Date: 20210307", "  20210307  ", "２０２１０３０７", "٢٠٢١٠٣٠٧"])
def test_eight_digits_alone_on_their_line_are_a_day(line):
    reading = read("Minister Brindle Vashka's news conference", below=line)
    assert (reading.date, codes(reading)) == (SEVENTH, set())


@pytest.mark.parametrize("line", ["No. 20210307", "20210307-4", "20211307", "20210332", "Tel. 20210307", "120210307"])
def test_eight_digits_beside_others_or_out_of_range_are_no_day(line):
    assert find_date(line) is None


def test_eight_digits_of_a_day_that_does_not_exist_are_told():
    assert "no-date" in codes(read("Minister Brindle Vashka's news conference", below="20210231"))
