"""Writes on the organisation tree."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from santong.domains.platform.organisations.models import LEVEL, Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.lib.base36 import base36, from_base36


def next_path(parent: Organisation | None) -> str:
    """The first free path below `parent`; paths of removed organisations are never reused."""
    prefix = parent.path if parent else ""
    last = (
        Organisation.with_removed.unscoped("paths are unique over all organisations")
        .filter(parent=parent)
        .order_by("-path")
        .values_list("path", flat=True)
        .first()
    )
    number = from_base36(last[-LEVEL:]) + 1 if last else 1
    return prefix + base36(number, LEVEL)


def create_organisation(
    *, acting: Viewer, kind: str, name: str, parent: Organisation | None, **fields: Any
) -> Organisation:
    """Add an organisation below `parent` (None: a root, for set-up only)."""
    if parent is not None:
        acting.demand("organisations.change", parent.path)
    with transaction.atomic(), named("organisations.create"):
        if parent is not None:
            # Serialises siblings, so that two writers don't take the same path.
            Organisation.with_removed.unscoped("lock").select_for_update().get(pk=parent.pk)
        return Organisation.objects.create(kind=kind, name=name, parent=parent, path=next_path(parent), **fields)


def change_organisation(*, acting: Viewer, organisation: Organisation, **fields: Any) -> Organisation:
    """Write new values into an organisation's fields; its place in the tree stays."""
    acting.demand("organisations.change", organisation.path)
    for name, value in fields.items():
        setattr(organisation, name, value)
    with named("organisations.change"):
        organisation.save(update_fields=list(fields))
    return organisation
