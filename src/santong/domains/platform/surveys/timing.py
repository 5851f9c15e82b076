"""How long answers take, without whose they were: a form carries the moment it was shown, signed."""

from __future__ import annotations

import math
import time

from django.core.signing import BadSignature, Signer
from django.db.models import F

from santong.domains.platform.surveys.models import AnsweringTime, Survey

LONGEST = 60
"""Minutes that are believed: after that somebody did something else in between."""
SALT = "surveys.shown"


def stamp() -> str:
    """What a form carries to be timed by."""
    return Signer(salt=SALT).sign(f"{time.time():.0f}")


def minutes_since(stamped: str) -> int | None:
    """Whole minutes since a form was shown, begun ones counted; None for what isn't believed."""
    try:
        shown = float(Signer(salt=SALT).unsign(stamped))
    except (BadSignature, ValueError):
        return None
    minutes = math.ceil((time.time() - shown) / 60)
    return max(minutes, 1) if minutes <= LONGEST else None


def note(survey: Survey, stamped: str) -> None:
    """Count the time of an answer."""
    minutes = minutes_since(stamped)
    if minutes is None:
        return
    rows = AnsweringTime.objects.filter(survey=survey, minutes=minutes)
    if not rows.update(number=F("number") + 1):
        AnsweringTime.objects.get_or_create(survey=survey, minutes=minutes)
        rows.update(number=F("number") + 1)


def median_minutes(survey: Survey) -> int | None:
    """The median time of all answers in minutes, None while nothing was measured."""
    counted = list(AnsweringTime.objects.filter(survey=survey).order_by("minutes").values_list("minutes", "number"))
    half, passed = math.ceil(sum(number for _minutes, number in counted) / 2), 0
    for minutes, number in counted:
        passed += number
        if passed >= half:
            return minutes
    return None
