"""Reads on rules: what may be read, whom a rule asks, and who hasn't answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from santong.domains.campus.rules.models import KEEP, READ, Acknowledgement, Regulation, Status, Version
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, below
from santong.kit.access.roles import roles_by_name

Audience, Kind = Regulation.Audience, Organisation.Kind
TEACHERS = ("class_teacher", "subject_teacher")
LEADERS = ("bureau_officer", "county_officer", "principal", "school_it", "teaching_affairs")


def roles_of(audience: str) -> tuple[str, ...]:
    """The roles that an audience consists of."""
    if audience == Audience.TEACHERS:
        return TEACHERS
    if audience == Audience.LEADERS:
        return LEADERS
    if audience == Audience.STAFF:
        return tuple(role.name for role in roles_by_name().values() if role.category == "staff")
    return ()


def asking(viewer: Viewer) -> QuerySet[Regulation]:
    """The rules in force that ask a viewer and that they haven't acknowledged in the present version."""
    held = {grant.role for grant in viewer.grants}
    audiences = [audience for audience in Audience if held & set(roles_of(audience))]
    rows = Regulation.objects.visible_to(viewer).standing(Status.IN_FORCE)  # type: ignore[attr-defined]
    asked = rows.filter(audience__in=audiences, place_path__in=viewer.places_above(READ))
    given = Acknowledgement.objects.of_acting(viewer).filter(regulation=OuterRef("pk"), given=True)
    found: QuerySet[Regulation] = asked.filter(~Exists(given.filter(version=OuterRef("version"))))
    return found


def asks(viewer: Viewer, row: Regulation) -> bool:
    """Whether a rule asks a viewer, answered or not."""
    roles = roles_of(row.audience)
    standing = row.is_published and row.status in (Status.IN_FORCE, Status.COMING)
    return standing and any(g.role in roles and g.path.startswith(row.place_path) for g in viewer.grants)


def has_acknowledged(viewer: Viewer, row: Regulation) -> bool:
    """Whether a viewer has acknowledged the present version."""
    rows = Acknowledgement.objects.of_acting(viewer)
    return bool(rows.filter(regulation=row, version=row.version, given=True).exists())


def people_asked(row: Regulation) -> QuerySet[Person]:
    """Everybody whom a rule asks today."""
    held = Appointment.objects.numbers_only().on(timezone.localdate())
    held = held.filter(below("path", row.place_path), role__in=roles_of(row.audience))
    people = Person.objects.numbers_only()
    return people.filter(pk__in=held.values("person"), is_active=True)


def given_by(row: Regulation) -> QuerySet[Acknowledgement]:
    """The acknowledgements of the present version."""
    return Acknowledgement.objects.belonging_to(regulation=row).filter(version=row.version, given=True)


def answers(row: Regulation) -> tuple[int, int]:
    """How many have acknowledged the present version, of how many."""
    asked = people_asked(row)
    return asked.filter(pk__in=given_by(row).values("person")).count(), asked.count()


def lacking(viewer: Viewer, row: Regulation) -> QuerySet[Person]:
    """Those who haven't acknowledged the present version, for whoever keeps the rule."""
    viewer.demand(KEEP, row.path)
    keys = people_asked(row).exclude(pk__in=given_by(row).values("person")).values_list("pk", flat=True)
    return Person.objects.noted(keys).order_by("path", "pk")


def replaceable(row: Regulation) -> QuerySet[Regulation]:
    """The published rules of the same place whose place a rule may take."""
    rows = Regulation.objects.belonging_to(issuer=row.issuer).filter(is_published=True, repealed_on=None)
    return rows.exclude(pk=row.pk).order_by("title", "pk")


def versions_of(row: Regulation) -> list[Version]:
    """All versions, the latest first."""
    return list(Version.objects.belonging_to(regulation=row).select_related("person").order_by("-number"))


def readable_through_rules(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Of these files those of rules that the viewer reads, in any version."""
    seen = Regulation.objects.visible_to(viewer).values("pk")
    now = Regulation.objects.numbers_only().filter(pk__in=seen, file__in=file_ids).values_list("file_id", flat=True)
    before = Version.objects.numbers_only().filter(Q(regulation__in=seen), file__in=file_ids)
    return [*now, *before.values_list("file_id", flat=True)]
