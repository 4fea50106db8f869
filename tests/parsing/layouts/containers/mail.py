"""Mails, saved pages, and dumps of bytes."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from email.policy import SMTP

from tests.parsing.layouts.containers import html
from tests.parsing.layouts.lines import text_of
from tests.parsing.layouts.model import Page

SENT_AFTER = 1
BOUNDARY = "----=_NextPart_000_0001"


def render(page: Page) -> tuple[str, bytes]:
    """Return a message that was sent the day after the event; its subject is the title."""
    options = page.layout["container"].data
    message = EmailMessage(policy=SMTP)
    sent = dt.datetime.combine(page.day + dt.timedelta(SENT_AFTER), dt.time(10, 0), dt.UTC)
    message["From"] = "Press Office <press@harbour.example>"
    message["To"] = "desk@archive.example"
    message["Subject"] = page.gold["title"]
    message["Date"] = sent
    message["Message-ID"] = "<90001@harbour.example>"
    if options.get("part") == "html":
        message.set_content(_page(page), subtype="html", cte=options["transfer"])
    else:
        message.set_content(text_of(page), cte=options["transfer"])
    if options.get("both"):
        message.add_alternative(_page(page), subtype="html", cte=options["transfer"])
        message.set_boundary(BOUNDARY)
    return "eml", message.as_bytes()


def _page(page: Page) -> str:
    return html.WHOLE["page"](page, html.body(page, {}))


def render_mhtml(page: Page) -> tuple[str, bytes]:
    """Return a page as a browser saves it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://harbour.example/press/1"
    message["Subject"] = page.gold["title"]
    message["Date"] = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
    message.set_content(_page(page), subtype="html", cte="quoted-printable")
    message["Content-Location"] = "https://harbour.example/press/1"
    message.make_related(boundary=BOUNDARY)
    message.set_param("type", "text/html")
    return "mhtml", message.as_bytes()


def render_dump(page: Page) -> tuple[str, bytes]:
    """Return a page as a Python program printed its bytes."""
    part = html.body(page, {"bold": ("<strong>", "</strong>"), "whole": "fragment"})
    talk = f'<div class="field-body">\n{part["above"]}\n{part["talk"]}\n{part["below"]}</div>'
    return "html", f"<h1>{part['title']}</h1>\n{talk.encode()!r}\n".encode()
