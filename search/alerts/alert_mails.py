"""The mails of alerts, as text and HTML. What a stranger typed into a search is made harmless before it is mailed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import utf8_charset_qp
from django.template.loader import render_to_string
from django.utils.formats import date_format

from archive.pages.links import address_of
from archive.pages.templating import counted
from archive.text.typed_input import printable
from search.alerts.alert_links import CONFIRM_AGE, MINE_AGE, alert_token, confirm_link, mine_link, sender
from search.alerts.alert_models import Alert, AlertMail, Subscriber
from search.alerts.mail_records import MailedPassage
from search.alerts.watching import params_of
from search.index.facet_labels import labels_of
from search.query.params import SearchParams

SAID_LENGTH = 300  # characters of a search in a mail to its follower
NEUTRAL_LENGTH = 60  # the same in a mail to an unconfirmed address
SUBJECT_LENGTH = 120
HEADER_LENGTH = 900  # RFC 5322 allows 998
LONG_NUMBER = re.compile(r"\S*\d(?:\W?\d){4,}\S*")  # like a telephone number; a year is shorter
UNWANTED = re.compile(r"[^\w\s“”\"'’,\-]+")


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


def neutral(said: str) -> str:
    """Return a search in words safe for someone who did not ask for it: shortened, without addresses or telephone numbers."""
    plain = " ".join(UNWANTED.sub(" ", LONG_NUMBER.sub(" ", printable(said))).split())
    return shortened(plain, NEUTRAL_LENGTH)


def shortened(text: str, length: int) -> str:
    """Return a text on one line, cut at a word."""
    line = printable(text)
    return line if len(line) <= length else line[:length].rpartition(" ")[0].rstrip(" ,") + " …"


def confirmation(alert: Alert, rhythm: str, site: str) -> AlertMessage:
    """Return the mail that asks an address to confirm an alert."""
    said = neutral(said_of(params_of(alert.search)))
    context = {
        "said": said,
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
    said = shortened(said_of(params), SAID_LENGTH)
    token = alert_token(alert)
    off = site + address_of("alert_off", token)
    context = {
        "said": said,
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
    subject = f"{counted(len(records), 'new record')} {said}".strip()
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
