"""Which roles stand where, who may appoint to them, and which must not meet in one person."""

from __future__ import annotations

from types import MappingProxyType

from django.db.models import QuerySet
from django.utils import timezone

from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.access.roles import Role, roles_by_name

SEPARATED = frozenset({"region_administrator", "security_officer", "auditor"})
"""Kept apart by the graded protection of level 3: who administers, who secures and who audits."""

Kind = Organisation.Kind
_BUREAUS = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU)
_WITHIN_SCHOOLS = (Kind.SCHOOL, Kind.DEPARTMENT, Kind.RESEARCH_GROUP, Kind.GRADE, Kind.CLASS)
_PLACES = MappingProxyType(
    {
        "region_administrator": (Kind.CITY_BUREAU,),
        "security_officer": (Kind.CITY_BUREAU,),
        "auditor": (Kind.CITY_BUREAU,),
        "bureau_officer": (Kind.CITY_BUREAU,),
        "county_officer": (Kind.COUNTY_BUREAU,),
        "inspector": (*_BUREAUS, Kind.UNION),
        "principal": (Kind.SCHOOL,),
        "school_it": (Kind.SCHOOL,),
        "teaching_affairs": (Kind.SCHOOL,),
        "class_teacher": (Kind.CLASS,),
        "subject_teacher": _WITHIN_SCHOOLS,
        "enterprise_tutor": _WITHIN_SCHOOLS,
        "pupil": (Kind.CLASS, Kind.SCHOOL),
        "parent": (Kind.CLASS, Kind.SCHOOL),
    }
)
_NEEDED = MappingProxyType(
    {
        "principal": "appointments.lead",
        "school_it": "appointments.lead",
        "teaching_affairs": "appointments.change",
        "class_teacher": "appointments.change",
        "subject_teacher": "appointments.change",
        "enterprise_tutor": "appointments.change",
    }
)
FROM_FACTS = frozenset({"pupil", "parent"})
"""Nobody is appointed to these by hand: they follow from the school roll and from kinship."""


def fits(role: str, organisation: Organisation) -> bool:
    """Whether a role makes sense on an organisation; a module's own roles fit anywhere."""
    places = _PLACES.get(role)
    return places is None or organisation.kind in places


def needed_permission(role: str) -> str:
    """The permission with which somebody may appoint to a role."""
    return _NEEDED.get(role, "appointments.region")


def may_give(viewer: Viewer, role: str, organisation: Organisation | None = None) -> bool:
    """Whether a viewer may appoint to a role by hand on an organisation, or anywhere."""
    fitting = role not in FROM_FACTS and (organisation is None or fits(role, organisation))
    return fitting and viewer.can(needed_permission(role), organisation.path if organisation else None)


def roles_given(viewer: Viewer, organisation: Organisation | None = None) -> list[Role]:
    """The roles to which a viewer may appoint on an organisation, or anywhere."""
    return [role for role in roles_by_name().values() if may_give(viewer, role.name, organisation)]


def appointable(viewer: Viewer, role: str) -> QuerySet[Organisation]:
    """Where a viewer may appoint to a role; to any, for "" and unknown ones."""
    known = role in roles_by_name() and role not in FROM_FACTS
    rows = Organisation.objects.visible_to(viewer, needed_permission(role) if known else "appointments.change")
    places = _PLACES.get(role) if known else None
    open_rows = rows.exclude(valid_until__lt=timezone.localdate())
    return open_rows.filter(kind__in=places) if places else open_rows
