"""The second factor: who needs one, who has one, until when the password alone does, and what may be removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from santong.domains.platform.identity.http import PersonRequest
from santong.domains.platform.identity.models import Person
from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.audit import named

HAS_ONE = "second_factor"
BY_SLIP = "second_factor_by_slip"
"""In the session of somebody who came in by an activation slip: more than the password vouches for them."""
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
DAY = timedelta(days=1)
CODES_SHOWN_FOR = timedelta(minutes=10)


class State(StrEnum):
    """Whether a second factor is lacking: not at all, for some days more, or so that nothing else opens."""

    FINE = "fine"
    SOON = "soon"
    NOW = "now"


@dataclass(frozen=True)
class Need:
    """What the person has to do. `until` ends the time with the password alone; `may_set_up` in this session."""

    state: State
    until: datetime | None = None
    may_set_up: bool = True

    @property
    def days(self) -> int:
        """Days left, a begun one counted whole."""
        return 0 if self.until is None else max(0, -((timezone.now() - self.until) // DAY))


FINE = Need(State.FINE)


def is_strong(viewer: Viewer) -> bool:
    """Whether a role that the viewer acts in asks for a second factor."""
    return any(roles_by_name()[grant.role].strong for grant in viewer.grants)


def is_required(viewer: Viewer) -> bool:
    """Strong roles need one, except in the demonstration, which anybody enters with one click."""
    return is_strong(viewer) and not settings.DEMO


def count_of(person_id: int) -> int:
    """How many authenticator apps and passkeys a person has."""
    return Authenticator.objects.filter(user_id=person_id, type__in=FACTORS).count()


def has_factor(person: str) -> Exists:
    """For queries: whether the person whose key stands in the field `person` has a second factor."""
    return Exists(Authenticator.objects.filter(user_id=OuterRef(person), type__in=FACTORS))


def need_of(request: PersonRequest) -> Need:
    """What the person of a request has to do; a session asks the database until there is a factor."""
    if not is_required(request.viewer) or request.session.get(HAS_ONE):
        return FINE
    person = request.user
    if count_of(person.pk):
        request.session[HAS_ONE] = True
        return FINE
    if person.second_factor_by is None:
        give_time(person, settings.SECOND_FACTOR_DAYS)
    until = person.second_factor_by
    if until is not None and until > timezone.now():
        return Need(State.SOON, until)
    return Need(State.NOW, until, may_set_up=bool(request.session.get(BY_SLIP)))


def codes_are_new(person_id: int) -> bool:
    """Whether the recovery codes were made a moment ago: they are shown then, to be printed, and never again."""
    rows = Authenticator.objects.filter(user_id=person_id, type=Authenticator.Type.RECOVERY_CODES)
    return rows.filter(created_at__gt=timezone.now() - CODES_SHOWN_FOR).exists()


def give_time(person: Person, days: int) -> None:
    """Let the password alone do for so many days from now."""
    person.second_factor_by = timezone.now() + days * DAY
    with named("identity.give_time"):
        person.save(update_fields=["second_factor_by"])


def came_by_slip(request: HttpRequest) -> None:
    """Note that the session that has just begun was opened with a slip."""
    if request.user.is_authenticated:
        request.session[BY_SLIP] = True


def names_of_factors(person_id: int) -> list[str]:
    """What a person has, in words; recovery codes go with the others."""
    names = {Authenticator.Type.TOTP: gettext("Authenticator app"), Authenticator.Type.WEBAUTHN: gettext("Passkey")}
    types = Authenticator.objects.filter(user_id=person_id, type__in=FACTORS).order_by("type", "pk")
    return [names[Authenticator.Type(row.type)] for row in types]


def may_remove_one(viewer: Viewer) -> bool:
    """Whether the viewer keeps enough: a strong role can't give up its last second factor."""
    return viewer.person_id is not None and (not is_required(viewer) or count_of(viewer.person_id) > 1)
