"""The second factor: a time-based code of an app, or a recovery code. django-otp stores both."""

from __future__ import annotations

import base64
import io
import secrets
import time

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

OPTIONAL, SUPERUSERS, ALL = "optional", "superusers", "all"
CHOICES = (OPTIONAL, SUPERUSERS, ALL)
KEY_BYTES = 20
STEP = 30  # seconds that a code is valid; one step before and after is accepted too
RECOVERY_CODES = 10


def is_required_of(user: User) -> bool:
    """Tell whether this account needs a second factor."""
    return bool(settings.SECOND_FACTOR == ALL or (settings.SECOND_FACTOR == SUPERUSERS and user.is_superuser))


def has_one(user: User) -> bool:
    """Tell whether an account has an app set up."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def is_right(user: User, typed: str) -> bool:
    """Tell whether a code is right: of the app, or a recovery code. Each counts once."""
    code = "".join(typed.split()).replace("-", "").lower()
    kind = TOTPDevice if code.isascii() and code.isdecimal() else StaticDevice
    with transaction.atomic():  # of two requests with the same code, one waits and is refused
        devices = kind.objects.select_for_update().filter(user=user, confirmed=True)
        return any(bool(_by_this_clock(device).verify_token(code)) for device in devices)


def _by_this_clock(device: TOTPDevice | StaticDevice) -> TOTPDevice | StaticDevice:
    """Return a device that the clock, set back since its last use, does not keep waiting. The pauses between codes stay."""
    now = timezone.now()
    if device.throttling_failure_timestamp and device.throttling_failure_timestamp > now:
        device.throttling_failure_timestamp = now
        device.save(update_fields=["throttling_failure_timestamp"])
    if isinstance(device, TOTPDevice):
        newest = int(now.timestamp()) // STEP + device.drift + device.tolerance  # the newest code that may count now
        if device.last_t > newest:
            device.last_t = newest - 2 * device.tolerance - 1
    return device


def new_key() -> str:
    """Return a new secret for an app, in hexadecimal."""
    return secrets.token_hex(KEY_BYTES)


def typed_key(key: str) -> str:
    """Return a secret for typing into an app, in groups of four letters."""
    letters = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def picture(user: User, key: str) -> SafeString:
    """Return the QR code for the app, as SVG without styles."""
    device = TOTPDevice(user=user, key=key)
    out = io.BytesIO()
    segno.make(device.config_url, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, light="white"
    )
    return mark_safe(out.getvalue().decode())  # generated here, from a percent-encoded address


def set_up(user: User, key: str, code: str) -> list[str] | None:
    """Replace the app if its first code is right, and return new recovery codes; None if the code is wrong."""
    clock = TOTP(bytes.fromhex(key), STEP)
    clock.time = time.time()
    bare = "".join(code.split())
    if not (bare.isascii() and bare.isdecimal() and clock.verify(int(bare), tolerance=1)):
        return None
    TOTPDevice.objects.filter(user=user).delete()
    TOTPDevice.objects.create(user=user, name="App", key=key, confirmed=True, last_t=clock.t())
    return new_recovery_codes(user)


def new_recovery_codes(user: User) -> list[str]:
    """Replace the recovery codes. They are shown only once."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Recovery codes", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user: User) -> int:
    """Return the number of unused recovery codes."""
    left: int = StaticToken.objects.filter(device__user=user).count()
    return left


def remove(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
