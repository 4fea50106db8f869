"""The pages of alerts: request, confirm, change, end.

A signed link is itself the permission, without a cookie: a mail program that ends an alert with one click (RFC 8058) sends none.
All changes need POST, so that programs that follow every link in a mail change nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial, wraps
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.pages.links import address_of
from archive.serving.visitors import address_of_visitor
from search.alerts import subscribing
from search.alerts.alert_links import (
    CONFIRM_AGE,
    MINE_AGE,
    alert_token,
    mine_link,
    read_alert_token,
    read_confirm,
    read_mine,
    site_address,
)
from search.alerts.alert_mails import AlertMessage, all_alerts, confirmation
from search.alerts.alert_models import Alert, Subscriber
from search.alerts.shown_alerts import RHYTHMS, preview_of, shown_alerts
from search.alerts.subscribing import AlertRefused
from search.alerts.watching import followed
from search.index.facet_labels import IndexedNames
from search.index.repairing import told_while_repaired
from search.query.params import SearchParams
from search.query.typed_filters import with_typed_filters

ENDED = "This alert has ended. Nothing more is sent for it."
OLD_LINK = "This link is wrong, or too old, or its alert has ended."
NOT_SENT = "The mail could not be sent, because the mail server does not answer. Nothing was changed. Please try again later."
MAILED = (
    f"If the address has alerts, a mail with a link to them is on its way to {{}}. The link works for {MINE_AGE // 3600} hours."
)
TO_CONFIRM = (
    "A mail is on its way to {}. Open the link in it and confirm the alert; nothing else is sent before. "
    f"The link works for {CONFIRM_AGE // 3600} hours."
)
FORGOTTEN = "The address and all its alerts are deleted. Nothing more is sent to it."
FAILED = "A mail of the alerts could not be sent: %s. Check EMAIL_URL and EMAIL_FROM."
View = Callable[..., HttpResponseBase]
log = logging.getLogger(__name__)


def page(view: View) -> View:
    """Accept GET and POST, and forbid caching: the answer is about one reader."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return answer


def message_page(
    request: HttpRequest, heading: str, text: str, status: int = 200, link: tuple[str, str] | None = None
) -> HttpResponse:
    """Answer with a page that has a single message."""
    return render(request, "alert_said.html", {"heading": heading, "text": text, "link": link}, status=status)


@page
@told_while_repaired
def alert_new(request: HttpRequest) -> HttpResponse:
    """Show what an alert of a search would send, and take an address for it."""
    _must_be_on()
    params = followed(with_typed_filters(SearchParams.from_querydict(request.GET), IndexedNames()))
    refused = None
    if request.method == "POST":
        try:
            return _asked(request, params)
        except AlertRefused as fault:
            refused = fault
    context = {
        "params": params,
        "preview": preview_of(params),
        "refused": refused,
        "typed": request.POST.get("address", "")[: subscribing.ADDRESS_LENGTH],
        "rhythm": _rhythm(request),
        "rhythms": RHYTHMS,
        "prints": _prints(),
    }
    return render(request, "alert_new.html", context, status=refused.status if refused else 200)


def _asked(request: HttpRequest, params: SearchParams) -> HttpResponse:
    if params.unreadable:
        raise AlertRefused("This search cannot be read. Change it first.")
    address = subscribing.address_typed(request.POST.get("address", ""))
    alert = subscribing.ask_for(params, address, _rhythm(request), address_of_visitor(request))
    if not _mailed(confirmation(alert, _rhythm(request), site_address(request))):
        return message_page(request, "The mail could not be sent", NOT_SENT, status=503)
    return message_page(request, "Check your mail", TO_CONFIRM.format(address), link=(params.url(), "Back to the results"))


@csrf_exempt
@page
@told_while_repaired
def alert_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the alert is wanted, and start it."""
    asked = read_confirm(token)
    alert = Alert.objects.select_related("search").filter(pk=asked.alert).first() if asked else None
    if asked is None or alert is None:
        return message_page(request, "This link does not work", OLD_LINK, status=404)
    if request.method == "POST" and (alert := subscribing.confirm(asked.alert, asked.rhythm)):
        return render(request, "alert_one.html", _one(alert, "The alert is confirmed."))
    return render(request, "alert_confirm.html", {"one": shown_alerts([alert])[0], "rhythm": asked.rhythm})


@csrf_exempt
@page
def alert(request: HttpRequest, token: str) -> HttpResponse:
    """Show one alert, and change it."""
    found = _alert_of(token)
    if found is None:
        return message_page(request, "This alert has ended", ENDED)
    if request.method == "POST":
        if not _change(found, request.POST.get("do", "")):
            return message_page(request, "The alert has ended", ENDED)
        return redirect("alert", token)
    return render(request, "alert_one.html", _one(found))


@csrf_exempt
@page
def alert_off(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to end an alert, and end it: by the button, or by a mail program's one click."""
    found = _alert_of(token)
    if found is not None and request.method != "POST":
        return render(request, "alert_off.html", {"one": shown_alerts([found])[0]})
    if found is not None:
        subscribing.end(found)
    return message_page(request, "The alert has ended", ENDED)


@page
def alerts(request: HttpRequest) -> HttpResponse:
    """Mail a link to all alerts of an address to that address."""
    _must_be_on()
    refused = None
    if request.method == "POST":
        try:
            address = subscribing.address_typed(request.POST.get("address", ""))
            subscriber = subscribing.ask_for_link(address, address_of_visitor(request))
        except AlertRefused as fault:
            refused = fault
        else:
            if not mail_unseen(partial(all_alerts, subscriber, site_address(request)) if subscriber else None):
                return message_page(request, "The mail could not be sent", NOT_SENT, status=503)
            return message_page(request, "Check your mail", MAILED.format(address))
    context = {"refused": refused, "typed": request.POST.get("address", "")[: subscribing.ADDRESS_LENGTH], "prints": _prints()}
    return render(request, "alerts.html", context, status=refused.status if refused else 200)


@csrf_exempt
@page
def alerts_mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show all alerts of an address, change them, and delete the address."""
    key = read_mine(token)
    subscriber = Subscriber.objects.filter(pk=key).first() if key else None
    if subscriber is None:
        return message_page(request, "This link does not work", OLD_LINK, status=404)
    if request.method == "POST":
        if request.POST.get("do") == "forget":
            subscribing.forget(subscriber)
            return message_page(request, "Everything is deleted", FORGOTTEN)
        chosen = subscribing.one_of(subscriber, request.POST.get("alert", ""))
        if chosen is not None:
            _change(chosen, request.POST.get("do", ""))
        return (
            redirect(mine_link(subscriber))
            if Subscriber.objects.filter(pk=subscriber.pk).exists()
            else message_page(request, "No alerts are left", "Your last alert has ended, and your address is deleted.")
        )
    found = subscriber.alerts.select_related("search")
    context = {"subscriber": subscriber, "alerts": shown_alerts(found)}
    return render(request, "alerts_mine.html", context)


def _one(found: Alert, done: str = "") -> dict[str, Any]:
    """Return the context of one alert's page. Its buttons never post to the confirmation address."""
    action = address_of("alert", alert_token(found))
    return {"one": shown_alerts([found])[0], "done": done, "action": action}


def _change(found: Alert, do: str) -> bool:
    """Carry out a known action on an alert; tell whether the alert still exists."""
    if do == "off":
        subscribing.end(found)
        return False
    if do == "pause":
        subscribing.pause(found)
    elif do in ("resume", "skip"):
        subscribing.resume(found, skip=do == "skip")
    else:
        subscribing.change_rhythm(found, do)
    return True


def _alert_of(token: str) -> Alert | None:
    """Return the alert for a token, None if it has ended; 404 for a wrong token."""
    key = read_alert_token(token)
    if key is None:
        raise Http404("No such alert.")
    return Alert.objects.select_related("search").filter(pk=key).first()


def _must_be_on() -> None:
    if not settings.ALERTS:
        raise Http404("This site sends no alerts.")


def _rhythm(request: HttpRequest) -> str:
    rhythm = request.POST.get("rhythm", "")
    return rhythm if rhythm in RHYTHMS else "weekly"


def _prints() -> bool:
    """Tell whether mails are only printed on the server's console."""
    return str(settings.EMAIL_BACKEND).endswith("console.EmailBackend")


def _mailed(message: AlertMessage) -> bool:
    return _works(message.send)


def _works(step: Callable[[], object]) -> bool:
    """Take a step that needs the mail server; log why it failed."""
    try:
        step()
    except (SMTPException, OSError) as fault:
        log.error(FAILED, fault)
        return False
    return True


def mail_unseen(write: Callable[[], AlertMessage] | None) -> bool:
    """Send a mail, or none, so that neither time nor a fault tells which. Tell whether the mail server answers."""
    server = get_connection()
    if not _works(server.open):
        return False
    beside(partial(_works, partial(_finish, server, write)))
    return True


def _finish(server: BaseEmailBackend, write: Callable[[], AlertMessage] | None) -> None:
    with closing(server):
        if write is not None:
            server.send_messages([write()])


def beside(work: Callable[[], object]) -> None:
    """Work in a thread of its own, for which a server that stops waits. Its connection to the database goes back at the end."""

    def run() -> None:
        with closing(connection):
            work()

    threading.Thread(target=run, name="mail").start()
