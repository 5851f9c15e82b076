"""Organisations over the API: all of them, schools with their profile, classes."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from santong.domains.platform.organisations.filters import OrganisationFilter
from santong.domains.platform.organisations.models import Kind, Organisation, School
from santong.domains.platform.organisations.school_views import SchoolPages
from santong.domains.platform.organisations.tree_queries import path_within
from santong.domains.platform.organisations.views import OrganisationPages
from santong.kit.access import Viewer
from santong.kit.api.resources import Resource, add_resource
from santong.kit.pages import FilterSet, SearchFilter

router = Router(tags=[gettext_noop("Organisations")])


class OrganisationOut(Schema):
    """A node of the tree. `parent` and `merged_into` are ids; `division` is a code of GB/T 2260."""

    id: int
    kind: str
    name: str
    short_name: str
    code: str
    parent: int | None
    division: str
    status: str
    valid_from: date | None
    valid_until: date | None
    merged_into: int | None


class SchoolOut(OrganisationOut):
    """A school. `education_type` and `area` are codes of the code tables of these names."""

    education_type: str
    stages: list[str]
    ownership: str
    area: str
    address: str
    postal_code: str
    latitude: float | None
    longitude: float | None
    office_phone: str
    website: str
    established: date | None
    pupils: int
    staff: int


class ClassOut(OrganisationOut):
    """An administrative class; `parent` is its grade, `class_type` a code of the table of this name."""

    entry_year: int
    number: int | None
    label: str
    class_type: str
    room: str


class ClassFilter(FilterSet):
    """By name and entry year."""

    q = SearchFilter("name")
    entry_year = django_filters.NumberFilter(
        field_name="class_profile__entry_year", label=_("entry year"), min_value=1900, max_value=2200
    )

    class Meta:
        model = Organisation
        fields: list[str] = []


def _facts(row: Organisation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "name": row.name,
        "short_name": row.short_name,
        "code": row.code,
        "parent": row.parent_id,
        "division": row.division,
        "status": row.status,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "merged_into": row.merged_into_id,
    }


def _organisation(row: Organisation, viewer: Viewer) -> OrganisationOut:
    return OrganisationOut(**_facts(row))


def _school(row: Any, viewer: Viewer) -> SchoolOut:
    profile = row.school
    return SchoolOut(
        **_facts(row),
        education_type=profile.education_type,
        stages=[stage.value for stage in profile.stage_list],
        ownership=profile.ownership,
        area=profile.area,
        address=profile.address,
        postal_code=profile.postal_code,
        latitude=profile.latitude,
        longitude=profile.longitude,
        office_phone=profile.office_phone,
        website=profile.website,
        established=profile.established,
        pupils=row.pupil_total,
        staff=row.staff_total,
    )


def _class(row: Organisation, viewer: Viewer) -> ClassOut:
    profile = row.class_profile
    return ClassOut(
        **_facts(row),
        entry_year=profile.entry_year,
        number=profile.number,
        label=profile.label,
        class_type=profile.class_type,
        room=profile.room,
    )


def _classes(viewer: Viewer) -> QuerySet:
    return Organisation.objects.visible_to(viewer).filter(kind=Kind.CLASS).select_related("class_profile")


ORGANISATIONS = Resource(
    name="organisations",
    schema=OrganisationOut,
    shape=_organisation,
    model=Organisation,
    rows=OrganisationPages().rows,
    summaries=(gettext_noop("Organisations of every kind, in the order of the tree"), gettext_noop("One organisation")),
    filterset=OrganisationFilter,
    place=path_within,
)
SCHOOLS = Resource(
    name="schools",
    schema=SchoolOut,
    shape=_school,
    model=School,
    rows=SchoolPages().rows,
    summaries=(gettext_noop("Schools with their profile"), gettext_noop("One school")),
    filterset=SchoolPages.filterset,
    place=path_within,
)
CLASSES = Resource(
    name="classes",
    schema=ClassOut,
    shape=_class,
    model=Organisation,
    rows=_classes,
    summaries=(gettext_noop("Administrative classes"), gettext_noop("One class")),
    filterset=ClassFilter,
    place=path_within,
)
for each in (ORGANISATIONS, SCHOOLS, CLASSES):
    add_resource(router, each)
