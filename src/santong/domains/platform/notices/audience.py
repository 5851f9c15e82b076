"""Whom a notice is for: the people behind what was chosen, their number, and who of them is hard to reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.audience_kinds import (
    MOST_TILES,
    Child,
    Children,
    ChildrenOf,
    ChildrenReached,
    Missing,
    Unreached,
)
from santong.domains.platform.notices.models import AudiencePart, ChosenPart, Notice
from santong.kit.access import NOTHING, Viewer, below, below_any
from santong.kit.access.roles import roles_by_name
from santong.kit.registry import Label, registry

STAFF = "staff"
"""Stands for all roles of staff."""


@dataclass(frozen=True)
class Audience:
    """How many people a notice is for, by role, for which children, and who is missing."""

    number: int
    by_role: list[tuple[Label, int]]
    missing: list[Missing]
    children: Children


def label_of(role: str) -> Label:
    """A role of an audience in words."""
    if role == STAFF:
        return _("Everybody on the staff")
    known = roles_by_name()
    return known[role].label if role in known else role


PARENT = "parent"
FAMILIES = (PARENT, "pupil")


def choices(paths: Iterable[str]) -> list[tuple[str, Label]]:
    """Whom one can choose at places: families first, all staff, then the roles that somebody holds there."""
    held = (
        Appointment.objects.numbers_only()
        .filter(below_any("path", paths))
        .order_by()
        .values_list("role", flat=True)
        .distinct()
    )
    others = sorted(set(held) & set(_roles(STAFF)), key=_roles(STAFF).index)
    return [(name, label_of(name)) for name in (*FAMILIES, STAFF, *others)]


def parts_of(notice: Notice) -> list[AudiencePart]:
    """What was chosen, in the order of choosing."""
    rows = AudiencePart.objects.belonging_to(notice=notice).select_related("organisation", "person")
    return list(rows.order_by("pk"))


def people_for(notice: Notice) -> QuerySet:
    """The keys of the people whom a notice is for today, each once, in their order."""
    return people_of(parts_of(notice))


def people_of(parts: Iterable[ChosenPart]) -> QuerySet:
    """The keys of the people behind parts, saved or not, each once, in their order."""
    return _people(parts).filter(is_active=True).order_by("pk").values_list("pk", flat=True)


def _people(parts: Iterable[ChosenPart]) -> QuerySet:
    held = _appointments(parts).values("person_id")
    named = [part.person_id for part in parts if part.person_id]
    rows: QuerySet = Person.objects.numbers_only().filter(Q(pk__in=held) | Q(pk__in=named))
    return rows


@dataclass(frozen=True)
class Reached:
    """Somebody whom parts reach: through which place, as what ("staff", "pupil", "parent"), and for which child."""

    person: int
    path: str
    category: str
    child: int | None = None


def reached_by(parts: Iterable[ChosenPart]) -> list[Reached]:
    """Whom parts reach today, parents once for each of their children there; the innermost place of each."""
    chosen = list(parts)
    found: dict[tuple[int, int | None], Reached] = {}
    roles = roles_by_name()
    held = _appointments(chosen).filter(person__is_active=True).order_by("person_id", "path")
    for person, role, path in held.values_list("person_id", "role", "path"):
        found[person, None] = Reached(person, path, roles[role].category)
    found |= _for_children(chosen, found)
    named = [part.person_id for part in chosen if part.person_id]
    people = Person.objects.numbers_only().filter(pk__in=named, is_active=True).order_by("pk")
    for person, path in people.values_list("pk", "path"):
        if not any(key == person for key, _child in found):
            found[person, None] = Reached(person, path, STAFF)
    return list(found.values())


def _for_children(
    parts: list[ChosenPart], found: dict[tuple[int, int | None], Reached]
) -> dict[tuple[int, int | None], Reached]:
    """Parents for each child; who is reached as a parent alone isn't reached a second time without one."""
    children: dict[tuple[int, int | None], Reached] = {}
    if not (paths := _places(parts, PARENT)):
        return children
    for each in registry.of(ChildrenOf):
        for guardian, child, path in each.pairs(paths):
            children[guardian, child] = Reached(guardian, path, PARENT, child)
    for guardian, _child in children:
        alone = found.get((guardian, None))
        if alone is not None and alone.category == PARENT:
            del found[guardian, None]
    return children


def number_for(notice: Notice) -> int:
    """How many people a notice is for today."""
    return people_for(notice).order_by().count()


NEW = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(must_change_password=True)


def audience_of(viewer: Viewer, parts: Sequence[ChosenPart]) -> Audience:
    """How many people parts are, for which children, and who is missing, for whoever is about to send."""
    active = Q(is_active=True)
    numbers = _people(parts).aggregate(
        number=Count("pk", filter=active), new=Count("pk", filter=active & NEW), off=Count("pk", filter=~active)
    )
    missing = [
        Missing(_("accounts are switched off: they get nothing"), numbers["off"]),
        Missing(_("haven't activated their account yet: they see it when they have"), numbers["new"]),
    ]
    children = Children(list(_children(viewer, parts)))
    missing += _missing(viewer, parts, children)
    return Audience(numbers["number"], _by_role(parts), [each for each in missing if each.number], children)


def _appointments(parts: Iterable[ChosenPart]) -> QuerySet:
    chosen = NOTHING
    for part in parts:
        if part.organisation_id:
            chosen |= below("path", part.path) & Q(role__in=_roles(part.role))
    rows: QuerySet = Appointment.objects.numbers_only().on(timezone.localdate()).filter(chosen)
    return rows


def _roles(role: str) -> list[str]:
    if role != STAFF:
        return [role]
    return [each.name for each in roles_by_name().values() if each.category == STAFF]


def _by_role(parts: Sequence[ChosenPart]) -> list[tuple[Label, int]]:
    """How many hold each role, when there are several."""
    if {part.role for part in parts} <= {parts[0].role} - {STAFF}:
        return []
    rows = _appointments(parts).filter(person__is_active=True).values_list("role")
    counted = rows.annotate(n=Count("person", distinct=True)).order_by("-n", "role")
    return [(label_of(role), number) for role, number in counted]


def _missing(viewer: Viewer, parts: Sequence[ChosenPart], children: Children) -> Iterable[Missing]:
    for each in registry.of(Unreached):
        if each.by_child and children.tiles:
            continue
        if paths := _places(parts, each.role):
            yield from each.find(viewer, paths)


def _children(viewer: Viewer, parts: Sequence[ChosenPart]) -> Iterable[Child]:
    """Each child once, when families are told; none when they are too many to be looked at."""
    if not (paths := _places(parts, PARENT)):
        return
    found = [child for each in registry.of(ChildrenReached) for child in each.find(viewer, paths, MOST_TILES)]
    if len(found) <= MOST_TILES:
        yield from found


def _places(parts: Iterable[ChosenPart], role: str) -> list[str]:
    return [part.path for part in parts if part.role == role]
