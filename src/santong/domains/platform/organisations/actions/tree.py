"""Adding to the tree, changing and renaming what is in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from santong.domains.platform.organisations.events import OrganisationChanged, OrganisationCreated, OrganisationRenamed
from santong.domains.platform.organisations.models import Kind, Organisation, OrganisationName, SchoolProfile
from santong.domains.platform.organisations.models.tree import day_before
from santong.kit.access import LEVEL, Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.lib.base36 import base36, from_base36

NAMING = frozenset({"name", "short_name", "code"})
"""Fields whose former values are kept with their dates."""


def next_path(parent: Organisation | None) -> str:
    """The first free path below `parent`; paths of removed organisations are never reused."""
    return next_paths(parent, 1)[0]


def next_paths(parent: Organisation | None, count: int) -> list[str]:
    """The first `count` free paths below `parent`."""
    prefix = parent.path if parent else ""
    last = (
        Organisation.with_removed.open_to_everyone()
        .filter(parent=parent)
        .order_by("-path")
        .values_list("path", flat=True)
        .first()
    )
    number = from_base36(last[-LEVEL:]) + 1 if last else 1
    return [prefix + base36(number + offset, LEVEL) for offset in range(count)]


def lock(organisation: Organisation) -> None:
    """Serialise the writers below an organisation, so that two don't take the same path."""
    Organisation.with_removed.locked_for_action(organisation)


def create_organisation(
    *, acting: Viewer, kind: str, name: str, parent: Organisation | None, **fields: Any
) -> Organisation:
    """Add an organisation below `parent` (None: a root, for set-up only).

    Schools, grades and classes have actions of their own that also fill their profile; a school
    added here gets an empty one.
    """
    if parent is not None:
        acting.demand("organisations.change", parent.path)
    with transaction.atomic(), named("organisations.create"):
        if parent is not None:
            lock(parent)
        row = Organisation.objects.create(kind=kind, name=name, parent=parent, path=next_path(parent), **fields)
        if kind == Kind.SCHOOL:
            SchoolProfile.objects.create(organisation=row)
        emit(OrganisationCreated(row.pk))
    return row


def change_organisation(*, acting: Viewer, organisation: Organisation, **fields: Any) -> Organisation:
    """Write new values into an organisation's fields; its place in the tree stays.

    A new name or code is a correction here: to keep the old one in the history, use
    `rename_organisation`.
    """
    acting.demand("organisations.change", organisation.path)
    for name, value in fields.items():
        setattr(organisation, name, value)
    with transaction.atomic(), named("organisations.change"):
        organisation.save(update_fields=list(fields))
        emit(OrganisationChanged(organisation.pk))
    return organisation


def rename_organisation(
    *,
    acting: Viewer,
    organisation: Organisation,
    name: str,
    short_name: str | None = None,
    code: str | None = None,
    on: date | None = None,
) -> OrganisationName:
    """Give an organisation a new name from a day on; the old one is kept with its last day.

    `short_name` and `code` None stay as they are.
    """
    acting.demand("organisations.change", organisation.path)
    with transaction.atomic(), named("organisations.rename"):
        former = OrganisationName.objects.create(
            organisation=organisation,
            name=organisation.name,
            short_name=organisation.short_name,
            code=organisation.code,
            valid_until=day_before(on or timezone.localdate()),
        )
        given = {"name": name, "short_name": short_name, "code": code}
        changed = {field: value for field, value in given.items() if value is not None}
        for field, value in changed.items():
            setattr(organisation, field, value)
        organisation.save(update_fields=list(changed))
        emit(OrganisationRenamed(organisation.pk, former.name, name))
    return former
