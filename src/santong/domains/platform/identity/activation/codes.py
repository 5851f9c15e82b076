"""Activation codes: how they are made, written, kept and found again."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from santong.domains.platform.identity.models import ActivationCode

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which look like others in print."""
LENGTH = 12
"""59 bits: more than anybody can try."""
GROUP = 4
PURPOSE = "activation"


class BadCode(Exception):
    """The code opens nothing; the text says why and what to do."""


def new_code() -> str:
    """A random code as it is printed: ABCD-EFGH-JKMN."""
    code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def index_of(code: str) -> str:
    """The digest that a code is kept as; width, case, blanks and dashes don't count."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c.isalnum())
    return str(settings.FIELD_KEYS.index(plain, PURPOSE))


def open_code(typed: str) -> ActivationCode:
    """The open code that was typed, with its person; raises `BadCode`."""
    rows = ActivationCode.objects.unscoped("whoever holds the code was given it").select_related("person")
    found: ActivationCode | None = rows.filter(code_index=index_of(typed)).first()
    if found is None:
        raise BadCode(_("No slip has this code. Compare it with the slip letter by letter and type it again."))
    return checked(found, timezone.now())


def open_codes() -> QuerySet[ActivationCode]:
    """Codes that still work. Of whom is the caller's to say."""
    rows = ActivationCode.objects.unscoped("codes of people whose accounts the viewer keeps")
    found: QuerySet[ActivationCode] = rows.filter(used_at=None, voided_at=None, expires_at__gt=timezone.now())
    return found


def checked(code: ActivationCode, now: datetime) -> ActivationCode:
    """The code if it is open and its person may sign in; raises `BadCode`."""
    if code.used_at is not None:
        day = date_format(timezone.localtime(code.used_at), "SHORT_DATE_FORMAT")
        text = _(
            "This code was used on %(day)s. Sign in with the password chosen then; if that wasn't you, "
            "tell your school at once."
        )
        raise BadCode(text % {"day": day})
    if code.voided_at is not None:
        text = _(
            "This slip is void: a newer one has been printed, or the account has got another role since. Use the newer "
            "one, or ask for it."
        )
        raise BadCode(text)
    if code.expires_at <= now:
        day = date_format(timezone.localtime(code.expires_at), "SHORT_DATE_FORMAT")
        raise BadCode(_("This code expired on %(day)s. Ask your school for a new slip.") % {"day": day})
    if not code.person.is_active:
        raise BadCode(_("This account is switched off. Ask your school or bureau to switch it on."))
    return code
