"""Whether anybody gained somebody else's account or identity: told from the data, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator

from santong.domains.campus.people.actions import withdraw_adoption
from santong.domains.campus.people.models import Adoption
from santong.domains.campus.staff.models import Staff
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.models import ActivationCode, Person
from santong.kit.access import SYSTEM
from tests.takeover.cast import World
from tests.takeover.comparing import Facts

REASON = "the judge of an attack"


def everybody(world: World) -> dict[str, int]:
    """Victims and attackers, by username."""
    names = [*(victim.username for victim in world.victims), *world.attackers.values()]
    rows = Person.objects.unscoped(REASON).filter(username__in=names)
    return dict(rows.values_list("username", "pk"))


def withdraw_requests() -> None:
    """Nobody asks any longer for anybody, so that the next attacker confirms no more than they asked for themselves.

    Confirming what somebody else asked for is what those who keep a record are there for.
    """
    for row in Adoption.objects.unscoped(REASON).filter(state=Adoption.State.ASKED):
        withdraw_adoption(acting=SYSTEM, adoption=row)


def facts(people: Mapping[str, int]) -> Facts:
    """What makes the accounts of some people theirs, as JSON can hold it; by name."""
    return {name: _facts(pk) for name, pk in people.items()}


def _facts(pk: int) -> list[Any]:
    person = Person.objects.unscoped(REASON).get(pk=pk)
    return [
        [person.password, person.path, person.is_active, person.id_number_index, person.phone_index],
        _rows(Appointment, "role", "path", person=pk, valid_until=None),
        _rows(Appointment, "role", "path", person=pk, valid_until__isnull=False),
        _rows(Guardianship, "child_id", guardian=pk, ended_on=None),
        _rows(Pupil, "path", person=pk, status="enrolled"),
        _rows(Staff, "path", person=pk, status="active"),
        sorted(Authenticator.objects.filter(user_id=pk).values_list("type", flat=True)),
        ActivationCode.objects.unscoped(REASON).filter(person_id=pk).count(),
        Adoption.objects.unscoped(REASON).filter(person_id=pk).exclude(state="asked").count(),
    ]


def _rows(model: Any, *columns: str, **which: Any) -> list[Any]:
    rows = model.objects.unscoped(REASON).filter(**which).order_by("pk").values_list(*columns)
    return [[str(value) for value in row] for row in rows]
