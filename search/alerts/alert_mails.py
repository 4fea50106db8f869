"""The mails of alerts, as text and HTML, with the records in them. What a stranger typed into a search is made harmless first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from html import unescape
from operator import or_
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import utf8_charset_qp
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.formats import date_format

from archive.models import Record
from archive.pages.html.formatting import counted
from archive.pages.links import address_of
from archive.text.typed_input import printable
from search.alerts.alert_links import CONFIRM_AGE, MINE_AGE, alert_token, confirm_link, mine_link, sender
from search.alerts.alert_models import Alert, AlertMail, Subscriber
from search.alerts.watching import params_of
from search.display.page_records import FoundRecord, found_records
from search.display.result_rows import read_rows
from search.display.results_page import ResultRow
from search.display.snippets import beginning
from search.engines.base import EngineAnswer, EngineHit
from search.index.facet_labels import IndexedNames, labels_of
from search.query.budget import Budget
from search.query.params import SearchParams
from search.query.syntax import parse

BESIDE_LENGTH = 200
SAID_LENGTH = 300  # characters of a search in a mail to its follower
NEUTRAL_LENGTH = 60  # the same in a mail to an unconfirmed address
SUBJECT_LENGTH = 120
HEADER_LENGTH = 900  # RFC 5322 allows 998
LONG_NUMBER = re.compile(r"\S*\d(?:\W?\d){4,}\S*")  # like a telephone number; a year is shorter
UNWANTED = re.compile(r"[^\w\s“”\"'’,\-]+")


@dataclass(frozen=True, slots=True)
class Beside:
    """The statement before or after a record: its speaker and beginning."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class MailedPassage:
    """One new record in a mail. `passage` is safe HTML with <strong> around search terms, `plain` the same with asterisks."""

    who: str
    day: str
    title: str
    about: str
    passage: str
    plain: str
    question: str
    before: Beside | None
    after: Beside | None
    permalink: str
    place: str


def passages_of(params: SearchParams, records: Sequence[int], site: str) -> list[MailedPassage]:
    """Return the public ones of these records, in order. Ten queries whatever their number."""
    query = parse(params.q, IndexedNames())
    hits = tuple(EngineHit(key, 0.0) for key in records)
    rows = read_rows(params, query, EngineAnswer(len(hits), hits, {}, {}), hits, Budget())
    beside = _neighbours([row.record_id for row in rows])
    neighbours = found_records({key for pair in beside.values() for key in pair if key})
    return [_passage(row, [neighbours.get(key or 0) for key in beside[row.record_id]], site) for row in rows]


def _neighbours(records: Collection[int]) -> Mapping[int, tuple[int | None, int | None]]:
    """Return the records before and after each of these in its transcript."""
    if not records:
        return {}
    own = list(Record.objects.filter(pk__in=records).order_by().values_list("pk", "transcript_id", "position"))
    wanted = reduce(or_, (Q(transcript_id=of, position__in=(at - 1, at + 1)) for _, of, at in own))
    beside = Record.objects.filter(wanted).order_by().values_list("transcript_id", "position", "pk")
    standing = {(of, at): pk for of, at, pk in beside}
    return {pk: (standing.get((of, at - 1)), standing.get((of, at + 1))) for pk, of, at in own}


def _passage(row: ResultRow, beside: Sequence[FoundRecord | None], site: str) -> MailedPassage:
    who = ", ".join(f"{person.name}, {person.office}" if person.office else person.name for person in row.speakers)
    before, after = (_beside(record) for record in beside)
    return MailedPassage(
        who=who,
        day=date_format(row.date, "j F Y") if row.date else "undated",
        title=row.title,
        about=" · ".join(filter(None, (row.event_label, row.place, row.source))),
        passage=row.passage.replace("<mark>", "<strong>").replace("</mark>", "</strong>"),
        plain=unescape(row.passage.replace("<mark>", "*").replace("</mark>", "*")),
        question=row.question,
        before=before,
        after=after,
        permalink=site + row.record_url,
        place=site + row.url,
    )


def _beside(record: FoundRecord | None) -> Beside | None:
    if record is None or not record.turns:
        return None
    turn = record.turns[0]
    return Beside(turn.speaker[0] or ("Question" if turn.role == "question" else ""), beginning(turn.text, BESIDE_LENGTH))


class AlertMessage(EmailMultiAlternatives):
    """A mail whose long headers, including addresses, stay on one line: some programs miss an address on a second line."""

    def message(self, **kwargs: Any) -> Any:
        """Return the message to send."""
        made = super().message(**kwargs)
        made.policy = made.policy.clone(max_line_length=HEADER_LENGTH)
        return made


def said_of(params: SearchParams) -> str:
    """Return a search in words, with the names of its values: `with “grain”, by Jane Doe`; for all records, that."""
    return params.in_words(labels_of(dict(params.chosen)))


def neutral(words: str) -> str:
    """Return a search in words safe for someone who did not ask for it: shortened, without addresses or telephone numbers."""
    plain = " ".join(UNWANTED.sub(" ", LONG_NUMBER.sub(" ", printable(words))).split())
    return shortened(plain, NEUTRAL_LENGTH)


def shortened(text: str, length: int) -> str:
    """Return a text on one line, cut at a word."""
    line = printable(text)
    return line if len(line) <= length else line[:length].rpartition(" ")[0].rstrip(" ,") + " …"


def confirmation(alert: Alert, rhythm: str, site: str) -> AlertMessage:
    """Return the mail that asks an address to confirm an alert."""
    described = neutral(said_of(params_of(alert.search)))
    context = {
        "said": described,
        "rhythm": rhythm,
        "link": site + confirm_link(alert, rhythm),
        "hours": CONFIRM_AGE // 3600,
        "repeated": alert.state != Alert.State.ASKED,
    }
    return _mail(alert.subscriber.address, f"Confirm your alert from {settings.SITE_NAME}", "alert_confirmation", context, site)


def all_alerts(subscriber: Subscriber, site: str) -> AlertMessage:
    """Return the mail with the link to all alerts of an address."""
    context = {"link": site + mine_link(subscriber), "hours": MINE_AGE // 3600}
    return _mail(subscriber.address, f"Your alerts from {settings.SITE_NAME}", "alert_link", context, site)


def new_records(mail: AlertMail, records: Sequence[MailedPassage], left: int, site: str) -> AlertMessage:
    """Return a mail with new records. `left` is the number left for the next one."""
    alert = mail.alert
    params = params_of(alert.search)
    described = shortened(said_of(params), SAID_LENGTH)
    token = alert_token(alert)
    off = site + address_of("alert_off", token)
    context = {
        "said": described,
        "records": records,
        "left": left,
        "rhythm": alert.rhythm,
        "confirmed": date_format(alert.confirmed_at, "j F Y") if alert.confirmed_at else "",
        "results": site + params.url(),
        "change": site + address_of("alert", token),
        "off": off,
    }
    headers = {
        "Message-ID": mail.message_id,
        "List-Unsubscribe": f"<{off}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"Alerts <alerts.{site.partition('://')[2].partition(':')[0]}>",
    }
    subject = f"{counted(len(records), 'new record')} {described}".strip()
    return _mail(alert.subscriber.address, subject, "alert_records", context, site, headers)


def _mail(
    to: str, subject: str, template: str, context: Mapping[str, Any], site: str, headers: Mapping[str, str] | None = None
) -> AlertMessage:
    """Return a mail with both parts. Every line is ASCII and within the length limit of mail."""
    whole = {**context, "site": site, "site_name": settings.SITE_NAME}
    message = AlertMessage(
        shortened(subject, SUBJECT_LENGTH),
        render_to_string(f"{template}.txt", whole),
        sender(),
        [to],
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )
    message.encoding = utf8_charset_qp
    message.attach_alternative(render_to_string(f"{template}.mail.html", whole), "text/html")
    return message
