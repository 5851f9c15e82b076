"""Why somebody sees a person, and what a person may do: from the same data that checks use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.queries import active_appointments
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import ancestor_paths
from santong.kit.access import Scope
from santong.kit.access.roles import Permission, permissions_by_name, permissions_of, roles_with, unknown_permission
from santong.kit.models import ScopedModel
from santong.kit.registry import Declared, Label, registry

MOST_PATHS = 50
MOST_WITNESSES = 500


@dataclass(frozen=True)
class Record:
    """What is kept about a person in one table: where, and with which permission it is seen."""

    label: str
    permission: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Witness:
    """Somebody who sees a person: by an appointment, or by kinship (then `why` says which)."""

    person: Person
    appointment: Appointment | None
    records: tuple[str, ...]
    why: Label = ""


@dataclass(frozen=True)
class Ability:
    """A permission that a person holds, and the appointments that give it."""

    permission: Permission
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True)
class Kin(Declared):
    """People who see somebody for who they are: `find(person_id)` gives (person_id, why).

    For guardians and the like, who hold no appointment.
    """

    find: Callable[[int], Iterable[tuple[int, Label]]]


@dataclass(frozen=True)
class RecordElsewhere(Declared):
    """What is kept about people in no table with a row rule.

    `places(person_id)` are paths at which the permission shows it.
    """

    label: Label
    permission: str
    places: Callable[[int], Iterable[str]]

    def faults(self) -> Iterable[str]:
        """A permission that nobody declares."""
        return unknown_permission(self, self.permission)


def _kin_of(person_id: int) -> Iterator[tuple[int, Label]]:
    for each in registry.of(Kin):
        yield from each.find(person_id)


def is_kin(person_id: int, other_id: int | None) -> bool:
    """Whether `other_id` sees a person for who they are."""
    return other_id is not None and any(kin == other_id for kin, _why in _kin_of(person_id))


def records_of(person: Person) -> list[Record]:
    """Everything kept about a person that is seen by permission."""
    kept = ((str(each.label), each.permission, tuple(each.places(person.pk))) for each in registry.of(RecordElsewhere))
    return [*_rows_of(person), *(Record(*one) for one in kept if one[2])]


def _rows_of(person: Person) -> list[Record]:
    found = []
    for model, scope in _told_by_permission():
        rows = model.objects.unscoped("the page that says who sees them").filter(**{str(scope.owner): person.pk})
        paths = rows.order_by().values_list(scope.path, flat=True).distinct()[:MOST_PATHS]
        places = tuple(path for path in paths if path)
        if places:
            found.append(Record(str(model._meta.verbose_name), scope.shown_by, places))
    return found


def _told_by_permission() -> Iterator[tuple[type[ScopedModel], Scope]]:
    """The rules by which rows about a person show to others; some tables are their owners' alone."""
    for model in apps.get_models():
        if issubclass(model, ScopedModel) and not model._meta.proxy and not model.scope.everyone:
            yield from ((model, scope) for scope in model.scope.parts if _is_seen_by_permission(model, scope))


def _is_seen_by_permission(model: type[ScopedModel], scope: Scope) -> bool:
    """Whether rows about a person hang on a place."""
    columns = {column.name for column in model._meta.get_fields()}
    return bool(scope.owner and scope.shown_by) and scope.path.partition("__")[0] in columns


def witnesses_of(person: Person) -> list[Witness]:
    """Everybody who sees something about a person today, with the reason; the highest first."""
    records = records_of(person)
    places = {path for record in records for path in record.paths}
    above = {path for place in places for path in ancestor_paths(place)}
    roles = {role for record in records for role in roles_with(record.permission)}
    rows = (
        Appointment.objects.unscoped("the page that says who sees a person")
        .filter(role__in=roles, path__in=above)
        .on(timezone.localdate())
        .select_related("person", "organisation", "delegated_from__person")
        .order_by("path", "role", "id")[:MOST_WITNESSES]
    )
    seen = [Witness(row.person, row, _seen_by(row, records)) for row in rows if row.person_id != person.pk]
    return [witness for witness in seen if witness.records] + list(_relatives(person))


def _seen_by(row: Appointment, records: Iterable[Record]) -> tuple[str, ...]:
    held = permissions_of(row.role)
    return tuple(
        record.label
        for record in records
        if record.permission in held and any(path.startswith(row.path) for path in record.paths)
    )


def _relatives(person: Person) -> Iterator[Witness]:
    reasons = dict(_kin_of(person.pk))
    for other in Person.objects.noted(list(reasons)):
        yield Witness(other, None, (), reasons[other.pk])


def abilities_of(person_id: int) -> list[Ability]:
    """What a person may do today, by permission, each with the appointments that give it."""
    appointments = active_appointments(person_id)
    found = []
    for permission in permissions_by_name().values():
        giving = tuple(row for row in appointments if row.role in permission.roles)
        if giving:
            found.append(Ability(permission, giving))
    return found
