"""Relations that rest on roles alone: bureaus with those in charge of their schools, and help from a school's IT."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.conversations.relations import PARENT, STAFF, Contact, ContactsFrom, Wanted
from santong.domains.platform.identity.public import called
from santong.domains.platform.organisations.public import schools_of
from santong.kit.access import Viewer, ancestor_paths, below_any
from santong.kit.access.roles import roles_by_name

OFFICERS = ("county_officer", "bureau_officer")
IN_CHARGE = ("principal", "school_it", "teaching_affairs")
HELPER = "school_it"


def _held(roles: Collection[str], viewer: Viewer, wanted: Wanted) -> QuerySet[Appointment]:
    """The appointments to roles in force today of those who are asked for, never the viewer's own."""
    rows = Appointment.objects.numbers_only().on(timezone.localdate())
    rows = rows.filter(role__in=roles, person__is_active=True).exclude(person=viewer.person_id)
    if wanted.only is not None:
        rows = rows.filter(person__in=wanted.only)
    return rows.filter(called(wanted.text, "person__")) if wanted.text else rows


def _paths(viewer: Viewer, roles: Collection[str]) -> list[str]:
    return [grant.path for grant in viewer.grants if grant.role in roles]


def _as_contacts(rows: QuerySet[Appointment], most: int, *, at_school: bool = False) -> Iterable[Contact]:
    """Each person once, at the first place where they hold a role; `at_school` names the school around it."""
    columns = ("person_id", "person__name", "role", "organisation_id", "path", "organisation__name")
    found = list(rows.order_by("path", "person__pinyin", "person_id").values_list(*columns)[: most * 4])
    schools = schools_of({path for *_rest, path, _place in found}) if at_school else {}
    seen: set[int] = set()
    for person, name, role, place, path, place_name in found:
        if person in seen or len(seen) >= most:
            continue
        seen.add(person)
        known, school = roles_by_name()[role], schools.get(path)
        at = (school.pk, school.path) if school else (place, path)
        yield Contact(person, name, known.category, *at, note=f"{known.label} · {place_name}")


def in_charge(viewer: Viewer, wanted: Wanted) -> Iterable[Contact]:
    """Officers find those in charge of the schools below them, and the other way round; it stands at the school."""
    if viewer.category != STAFF:
        return
    below = _paths(viewer, OFFICERS)
    if below:
        rows = _held(IN_CHARGE, viewer, wanted).filter(below_any("path", below))
        yield from _as_contacts(rows, wanted.most)
    schools = _paths(viewer, IN_CHARGE)
    above = {above for path in schools for above in ancestor_paths(path)}
    if above:
        rows = _held(OFFICERS, viewer, wanted).filter(path__in=above)
        stands = _first_school(schools)
        for each in _as_contacts(rows, wanted.most):
            if stands is not None:
                yield Contact(each.person, each.name, each.category, *stands, note=each.note)


def _first_school(paths: Collection[str]) -> tuple[int, str] | None:
    """The place at which somebody's relation with their bureaus stands: their first school."""
    schools = schools_of(paths)
    first = schools.get(min(paths)) if paths else None
    return (first.pk, first.path) if first else None


def help_from_it(viewer: Viewer, wanted: Wanted) -> Iterable[Contact]:
    """Staff and parents find those who look after accounts and devices at their school, and these find them."""
    if viewer.category not in (STAFF, PARENT):
        return
    helped = _paths(viewer, (HELPER,))
    seen = set()
    if helped:
        roles = [role.name for role in roles_by_name().values() if role.category in (STAFF, PARENT)]
        for each in _as_contacts(
            _held(roles, viewer, wanted).filter(below_any("path", helped)), wanted.most, at_school=True
        ):
            seen.add(each.person)
            yield each
    schools = {school.path for school in schools_of({grant.path for grant in viewer.grants}).values()}
    if schools:
        rows = _held((HELPER,), viewer, wanted).filter(path__in=schools).exclude(person__in=seen)
        yield from _as_contacts(rows, wanted.most)


IN_CHARGE_OF_SCHOOLS = ContactsFrom("in_charge", _("Bureau and schools"), in_charge, order=60)
HELP = ContactsFrom("help", _("Help from the school's IT"), help_from_it, order=50)
