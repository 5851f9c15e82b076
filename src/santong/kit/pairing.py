"""Devices that nobody signs in at: each gets a credential of its own, and shows a code until somebody enters it.

    class Device(Paired):
        screen = models.ForeignKey(Screen, models.CASCADE, null=True, related_name="devices")

A browser on a wall gets a cookie that goes to the addresses of its player alone (`new_paired`, `set_cookie`) and a code
of eight characters. Whoever looks after the place enters that code (`claim`); until then the credential opens nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.models.credentials import Credential, digest, new_key
from santong.kit.rates import seconds_to_wait
from santong.kit.refusals import NotPossible

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Characters that nobody mistakes for each other on a panel three metres away."""
CODE_LENGTH = 8
CODE_LASTS = timedelta(minutes=15)
RENEWED_EVERY = timedelta(days=30)
LASTS = timedelta(days=400)
"""How long a browser keeps a cookie at most; a device that was off for longer is paired anew."""
TRIES_PER_MINUTE = 10
WHY = "devices are recognised before there is a viewer"
UNCLAIMED_FOR = timedelta(days=1)


class Paired(Credential):
    """A device. Until somebody has entered its `code` it belongs to nothing and sees nothing.

    `belongs` names the key to what it shows, whose path it bears.
    """

    belongs: ClassVar[str] = "screen"

    code = models.CharField(max_length=CODE_LENGTH, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    renewed_at = models.DateTimeField(default=timezone.now, editable=False)

    audit_hidden = Credential.audit_hidden | {"code"}

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


def new_code() -> str:
    """A code that is shown for some minutes: 40 bits, of which a person may try ten a minute."""
    return "".join(secrets.choice(ALPHABET) for _number in range(CODE_LENGTH))


def new_paired(model: type[Paired], *, verb: str) -> tuple[Any, str]:
    """A device that belongs to nothing yet, with a code to be entered; and the text of its cookie, nowhere kept.

    `verb` is what the audit record calls it.
    """
    device = model(key=new_key(), path="")
    secret = device.new_secret()
    _give_code(device)
    with transaction.atomic(), named(verb):
        device.save()
    return device, f"{device.key}.{secret}"


def renew_code(device: Paired) -> None:
    """Give a device that nobody has claimed another code, once the present one is over."""
    if not device.code or device.code_until is None or device.code_until <= timezone.now():
        _give_code(device)
        type(device).objects.again([device]).update_quietly(code=device.code, code_until=device.code_until)


def _give_code(device: Paired) -> None:
    device.code, device.code_until = new_code(), timezone.now() + CODE_LASTS


def device_by(model: type[Paired], cookie: str, now: datetime, *, only: Sequence[str] = ()) -> Any:
    """The device that a cookie belongs to, with what it shows; None for a wrong cookie, a device that was locked out,
    and one whose row was removed. `only` names the columns that are read.
    """
    key, _dot, secret = cookie.partition(".")
    if not (key.isascii() and key.isalnum() and secret):
        return None
    rows = model.objects.unscoped(WHY).select_related(model.belongs).only(*only)
    device = rows.filter(key=key[:40], revoked=None).first()
    if device is None or not device.knows(secret, now):
        return None
    row = getattr(device, model.belongs)
    return None if row is not None and row.removed_at is not None else device


def renewed_cookie(device: Paired, cookie: str, now: datetime) -> str:
    """The text of a new cookie once the present one is old; "" otherwise.

    The old secret stays good until the new one is used for the first time, however long the device is off meanwhile:
    an answer can be lost.
    """
    secret = cookie.partition(".")[2]
    given = digest(secret)
    rows = type(device).objects.again([device])
    if given == device.digest and device.previous_digest:
        rows.update_quietly(previous_digest="", previous_until=None)
    if given == device.digest and device.renewed_at > now - RENEWED_EVERY:
        return ""
    fresh = device.new_secret()
    rows.update_quietly(digest=device.digest, previous_digest=given, previous_until=now + LASTS, renewed_at=now)
    return f"{device.key}.{fresh}"


def forget_unclaimed(model: type[Paired], now: datetime) -> int:
    """Delete devices that nobody has claimed for a day; returns how many."""
    rows = model.objects.by_installation().filter(**{model.belongs: None}, created__lt=now - UNCLAIMED_FOR)
    return int(rows.delete()[0])


def claim(*, acting: Viewer, model: type[Paired], row: Any, code: str) -> Any:
    """Let the device that shows a code be that of a row; the one that the row had before sees nothing any more.

    Raises `NotPossible` for a code that no device shows, and for more than ten tries a minute.
    """
    # The platform itself guesses no codes.
    if acting.person_id is not None and seconds_to_wait(f"screen-code-{acting.person_id}", TRIES_PER_MINUTE):
        raise NotPossible(_("That were many codes in a minute. Wait a moment, then try again."), field="code")
    written = "".join(each for each in code.upper() if each.isalnum())
    rows = model.objects.keeping_unique().filter(
        **{model.belongs: None}, revoked=None, code_until__gt=timezone.now(), code=written
    )
    device = rows.first() if written else None
    if device is None:
        raise NotPossible(
            _("No panel shows this code now. Look at the panel: a code lasts 15 minutes, then it shows another."),
            field="code",
        )
    lock_out(model=model, row=row)
    setattr(device, model.belongs, row)
    device.path, device.code, device.code_until = row.path, "", None
    device.save(update_fields=[model.belongs, "path", "code", "code_until"])
    return device


def lock_out(*, model: type[Paired], row: Any) -> None:
    """Let the device of a row see nothing any more."""
    model.objects.belonging_to(**{model.belongs: row}).filter(revoked=None).update(revoked=timezone.now())


def set_cookie(answer: HttpResponse, name: str, value: str, path: str) -> None:
    """Give a device its credential, for the addresses of its player and no other."""
    answer.set_cookie(
        name, value, max_age=LASTS, path=path, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )
