"""Schools with their profile."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from santong.domains.platform.organisations.actions.tree import create_organisation
from santong.domains.platform.organisations.events import OrganisationChanged
from santong.domains.platform.organisations.models import Kind, Organisation, SchoolProfile
from santong.domains.platform.organisations.school_types import stages_of_type
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit

PROFILE = frozenset(
    {
        "education_type",
        "ownership",
        "area",
        "address",
        "postal_code",
        "latitude",
        "longitude",
        "office_phone",
        "website",
        "established",
    }
)
"""The facts kept in the profile; all others belong to the organisation."""


def create_school(*, acting: Viewer, name: str, parent: Organisation, code: str = "", **fields: Any) -> Organisation:
    """Add a school below a bureau (or below the school that runs it) with its profile.

    `fields` are fields of `Organisation` and of `SchoolProfile`; the stages follow from
    `education_type`.
    """
    profile, rest = _split(fields)
    with transaction.atomic():
        school = create_organisation(acting=acting, kind=Kind.SCHOOL, name=name, parent=parent, code=code, **rest)
        _write_profile(school.school, profile)
    return school


def change_school(*, acting: Viewer, organisation: Organisation, **fields: Any) -> Organisation:
    """Correct or complete what is known about a school."""
    acting.demand("organisations.change", organisation.path)
    profile, rest = _split(fields)
    with transaction.atomic(), named("organisations.change"):
        for name, value in rest.items():
            setattr(organisation, name, value)
        organisation.save(update_fields=list(rest))
        _write_profile(organisation.school, profile)
        emit(OrganisationChanged(organisation.pk))
    return organisation


def _split(fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    profile = {name: value for name, value in fields.items() if name in PROFILE}
    return profile, {name: value for name, value in fields.items() if name not in PROFILE}


def _write_profile(profile: SchoolProfile, fields: dict[str, Any]) -> None:
    if not fields:
        return
    for name, value in fields.items():
        setattr(profile, name, value)
    if "education_type" in fields:
        profile.stages = stages_of_type(profile.education_type)
    profile.save()
