"""The text of every warning for editors, by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from archive.parsing.parsed import ParseWarning

# By code; if a code has several texts, a word after the slash distinguishes them.
TEXTS: Mapping[str, str] = {
    # Title, day and other metadata
    "no-title": "no title was found above the text; enter one",
    "no-date": "the day of the event was not found; enter it",
    "date-guessed/posting": "the day {day} is from the {where}, which may be that of posting",
    "date-guessed/two-ways": "the day of posting was read as {day}; it may be {either}",
    "date-guessed/forms": "“{printed}” may be {either}; {day} was taken",
    "date-guessed/two-days": "the line has two days, {day} and {other}; {day} was taken for the day of the event",
    "date-guessed/weekday": "the day of the week beside “{printed}” is not that of {day}, a {day:%A}",
    "date-guessed/calendar": "“{printed}” was taken for a year of another calendar, and so for {day}",
    "several-days/span": "the line names the days from {day} to {last}; the first was taken for the day of the event",
    "several-days/later": "{other} was taken for a day of posting or correction, {day} for the day of the event",
    "date-unlikely/future": "the day {day} is in the future; correct it",
    "date-unlikely/early": "the day {day} is before {earliest}; correct it",
    "date-unlikely/none": "“{printed}” is not a day of the calendar; enter the right day",
    "detail-left-out": "{label}: the file has “{shown}”, which was left out. {why}",
    # Speakers
    "nobody-speaks": "nobody speaks in this text; it is kept as a document without speakers",
    "no-speaker": "the text does not say who speaks; enter the speaker",
    "label-seen-once": "“{label}” stands before a colon once and was read as a speaker",
    "possible-label": "“{label}” may be a speaker's label but was read as text{times}",
    "misprinted-label": "“{label}” was taken for a misprint; the speaker is {name}",
    "possible-namesakes": "{name} is “{first}” before and “{other}” here: perhaps two persons of one name",
    "possible-namesakes/elsewhere": "“{name}” is {here} here and {there} elsewhere: perhaps two persons of one name.",
    "speaker-by-surname": "“{name}” is assumed to be the person of that name in other transcripts of this source.",
    "unattributed-text/doubted": "this text has no label but may begin with one or hold one; it was kept without a speaker",
    "unattributed-text/taken": "this text has no label; it was taken for words of {name}",
    "unattributed-text/kept": "this text has no label; it was kept without a speaker",
    "unattributed-text/table": "the table has no lines between its rows: "
    "whether this text belongs to the label above or below it is a guess",
    "answer-without-question": "an answer stands before any question",
    "question-without-answer": "there are questions but no answers",
    # Damaged or unreadable text
    "damaged-text/line": "{bad} characters of this line could not be read",
    "damaged-text/more": "characters of {more} more lines could not be read",
    "damaged-text/unknown": "the encoding of this file was not recognised; it was read as cp1252",
    "damaged-text/rival": "the file does not say its encoding; it was read as {encoding}, "
    "but {rival} fits nearly as well: {difference}",
    "damaged-text/signs": "the file does not say its encoding; it was read as {encoding}, in which signs stand within its words",
    "damaged-text/zeros": "{zeros} zero bytes stand in this file and were left out",
    "damaged-text/places": "{bad} places of the file are not valid {encoding}; they are shown as \ufffd",
    "damaged-text/utf-8": "{stray} bytes of this UTF-8 file are broken; "
    "quotes and dashes of windows-1252 were read as such, others as \ufffd",
    "second-language": "from here on there is text in another language ({language})",
    "several-mails": "a second mail with a transcript begins here; separate them",
    "not-read/mail": "this mail of {words} words was left out; another one is longer",
    "not-read/mail-file": "the mail also holds {name}, which was not read; import it by itself",
    "not-read/mail-part": "the mail also holds {name}",
    "not-read/mail-text": "the mail also has a text of {words} words, which was left out: “{start} …”",
    "not-read/sign": "a sign of the font {font} cannot be written as a letter",
    "not-read/object": "{what} stands here and is not read; save it as a separate file",
    "not-read/table": "a table, figure or list was left out",
    "not-read/pdf-note": "page {page} has {what} that was not read{said}",
    "not-read/pdf-field": "the form field “{field}” holds “{value}”, which was not read",
    "not-read/pdf-file": "the file “{file}” is attached to the PDF and was not read; import it by itself",
    "not-read/pdf-more": "the PDF has {more} more notes and form fields, which were not read",
    "unread-picture": "a large picture stands here{told}; text in it is not read",
    "page-without-text/scan": "{pages} has no text; it is a scan; run the file through text recognition (OCR)",
    "page-without-text/scans": "{pages} have no text; they are scans; run the file through text recognition (OCR)",
    "page-without-text/picture": "{pages} holds a picture and hardly any text; it may be a scan",
    "page-without-text/pictures": "{pages} hold pictures and hardly any text; they may be scans",
    # Text left out or included
    "note-left-out": "a note is not part of the talk and was left out",
    "note-left-out/numbered": "{kind} {number} is not part of the talk and was left out",
    "note-left-out/beside": "{what} was left out",
    "comment-left-out": "a comment in the margin was left out",
    "box-left-out": "a text box beside the text was left out",
    "page-head": "the {what} of the pages was left out",
    "hidden-text/page": "text that the page hides was left out",
    "hidden-text/word": "hidden text was left out",
    "hidden-text/read": "the page hides its text until a script shows it; the hidden text was read",
    "struck-text": "text that is struck through was read: “{text}”",
    "tracked-changes": "the file holds tracked changes ({changes}); it was read as if all were accepted",
    "list-numbers": "Word numbers paragraphs in a form (“{format}”) that Chancery does not know; they were numbered 1, 2, 3",
    # Added by the import
    "title-from-file-name": "The file has no title; its name is used instead.",
    "title-cut": "The title has more than {length:,} characters; its end is in the original only.",
    "place-cut": "The place has more than {length:,} characters; its end is in the original only.",
    "source-url": "“{address}” is not a valid address; it was left out.",
    "same-title": "Another transcript has this title and day ({address}), with other words. "
    "If this is a correction of that one, upload it from its page.",
    "nearly-same-words": "It has nearly the same words ({percent} %) as “{other}” ({address}).",
}
# The last warning of a code with too many.
MORE = "there are {more} more of this kind from here on"


def warning_text(key: str, /, **fields: object) -> str:
    """Return the text of a warning with its fields filled in. Raises KeyError for a missing key or field."""
    return TEXTS[key].format(**fields)


def warning(key: str, line: int | None = None, /, **fields: object) -> ParseWarning:
    """Return a warning. `key` is one of TEXTS, `line` counts from 1."""
    return ParseWarning(key.partition("/")[0], warning_text(key, **fields), line)


def stored_warning(key: str, /, **fields: object) -> dict[str, object]:
    """Return a warning about a whole file, in a transcript's stored form."""
    return asdict(warning(key, None, **fields))
