"""Reads and checks the arguments of an OAI-PMH 2.0 request. Pure."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

LISTED = ("metadataPrefix", "from", "until", "set", "resumptionToken")
# The arguments of each verb. Lists require the prefix unless a token is given.
VERBS: Mapping[str, tuple[str, ...]] = {
    "Identify": (),
    "ListMetadataFormats": ("identifier",),
    "ListSets": ("resumptionToken",),
    "ListIdentifiers": LISTED,
    "ListRecords": LISTED,
    "GetRecord": ("identifier", "metadataPrefix"),
}
SECONDS, DAYS = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"


class OaiError(Exception):
    """A protocol error: its code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Harvest:
    """The selection of a list, and the record after which to continue: the time of its last change and its primary key."""

    prefix: str
    of_set: str = ""
    first: str = ""
    until: str = ""
    changed: str = ""
    key: int = 0

    @property
    def token(self) -> str:
        """Return the resumption token. It contains the whole selection, so that no change invalidates it."""
        values = [self.prefix, self.of_set, self.first, self.until, self.changed, self.key]
        return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode()

    @classmethod
    def of_token(cls, token: str) -> Harvest:
        """Read a token. Raises OaiError."""
        try:
            values = json.loads(base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True))
            *texts, key = values
            well_formed = len(texts) == 5 and all(isinstance(text, str) for text in texts) and type(key) is int
            if not well_formed or not 0 < key < 2**63 or dt.datetime.fromisoformat(texts[4]).tzinfo is None:
                raise ValueError(token)
            harvest = cls(texts[0], texts[1], texts[2], texts[3], texts[4], key)
            harvest.bounds()
        except (ValueError, TypeError, OaiError, RecursionError):
            raise OaiError("badResumptionToken", "This token is not one of this archive.") from None
        return harvest

    def bounds(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """Return the first moment, and the end of the selection. Raises OaiError."""
        first, until = (moment_of(typed) if typed else None for typed in (self.first, self.until))
        if first and until and (len(self.first) != len(self.until) or first > until):
            raise OaiError("badArgument", "`from` must not be later than `until`, and both must be days or both times.")
        return first, until + one_more(self.until) if until else None


def moment_of(typed: str) -> dt.datetime:
    """Read a day or a time in UTC. Raises OaiError."""
    try:
        form = SECONDS if len(typed) == 20 else DAYS
        moment = dt.datetime.strptime(typed, form).replace(tzinfo=dt.UTC)
        if moment.strftime(form).rjust(len(typed), "0") != typed or not 1000 <= moment.year <= 9998:
            raise ValueError(typed)
    except ValueError:
        message = f"“{typed[:40]}” is not a date. Write 2026-01-31 or 2026-01-31T12:00:00Z."
        raise OaiError("badArgument", message) from None
    return moment


def one_more(typed: str) -> dt.timedelta:
    """Return the length of the day or second that `until` names."""
    return dt.timedelta(seconds=1) if len(typed) == 20 else dt.timedelta(days=1)


def arguments(parameters: Mapping[str, list[str]]) -> dict[str, str]:
    """Return a request's arguments, including the verb. Raises OaiError."""
    verbs = parameters.get("verb", [])
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError("badVerb", f"The verb must be one of {', '.join(VERBS)}, and be given once.")
    verb = verbs[0]
    for name, values in parameters.items():
        if name != "verb" and name not in VERBS[verb]:
            raise OaiError("badArgument", f"{verb} takes no “{name[:40]}”.")
        if len(values) != 1 or not values[0]:
            raise OaiError("badArgument", f"“{name[:40]}” must be given once, and with a value.")
    found = {name: values[0] for name, values in parameters.items()}
    _check_together(verb, found)
    return found


def _check_together(verb: str, parameters: Mapping[str, str]) -> None:
    if "resumptionToken" in parameters:
        if len(parameters) != 2:
            raise OaiError("badArgument", "With a resumptionToken no other argument may be given.")
        return
    needed = {"GetRecord": ("identifier", "metadataPrefix"), "ListRecords": ("metadataPrefix",)}
    needed["ListIdentifiers"] = needed["ListRecords"]
    for name in needed.get(verb, ()):
        if name not in parameters:
            raise OaiError("badArgument", f"{verb} needs “{name}”.")
