"""Locking resources, and giving and taking keys; for modules that sell, buy or license them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.learning.resources.indexing import refresh
from santong.domains.learning.resources.models import NOWHERE, Key, Resource
from santong.domains.learning.resources.places import demand_oversight, reach_of
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible

REASON = "the right was checked on what is locked"


def lock_resource(*, acting: Viewer, resource: Resource, lock: str) -> None:
    """Let only those open a resource who hold a key; its author and those who oversee its place always may.

    The caller sees to it that locks have names of their own, beginning with "#".
    """
    if not lock.startswith("#"):
        raise ValueError(f"a lock's name begins with #, not {lock!r}")
    with transaction.atomic(), named("resources.lock"):
        row = _locked(acting, resource)
        if row.lock not in ("", lock):
            raise NotPossible(_("It belongs to a pack or costs points already. Take it out there first."))
        _set(row, lock)
    resource.lock, resource.reach = row.lock, row.reach


def unlock_resource(*, acting: Viewer, resource: Resource) -> None:
    """Let everybody in its reach open a resource again."""
    with transaction.atomic(), named("resources.unlock"):
        row = _locked(acting, resource)
        _set(row, "")
    resource.lock, resource.reach = row.lock, row.reach


def give_key(
    *, lock: str, person_id: int | None = None, path: str = "", begins: date | None = None, ends: date | None = None
) -> Key:
    """Let a person, or everybody at and below a path, open what is behind a lock. The caller checks the right."""
    with named("resources.give_key"):
        key, _new = Key.objects.keeping_unique().update_or_create(
            lock=lock, person_id=person_id, path=path, defaults={"valid_from": begins, "valid_until": ends}
        )
    return key


def take_keys(*, lock: str, person_id: int | None = None, path: str = "", all_of_them: bool = False) -> int:
    """Take a person's or a place's key to a lock, or all of them; how many that were."""
    rows = Key.objects.unscoped(REASON).filter(lock=lock)
    with named("resources.take_key"):
        gone, _by_kind = (rows if all_of_them else rows.filter(person_id=person_id, path=path)).delete()
    return gone


def date_keys(*, lock: str, begins: date | None, ends: date | None) -> None:
    """Let all keys to a lock open from and until these days."""
    with named("resources.date_keys"):
        Key.objects.unscoped(REASON).filter(lock=lock).update(valid_from=begins, valid_until=ends)


def set_certified(*, resource_id: int, level: str) -> None:
    """Show by which level a resource is certified ("" for none). The caller checks the right."""
    with named("resources.certified"):
        Resource.objects.noted([resource_id]).update(certified=level)


def _locked(acting: Viewer, resource: Resource) -> Resource:
    row: Resource = Resource.objects.locked_for_action(resource)
    if row.author_id != acting.person_id:
        demand_oversight(acting, row)
    return row


def _set(row: Resource, lock: str) -> None:
    row.lock = lock
    # What isn't admitted, or is held back for moderation, reaches nobody whatever opens it.
    if row.reach != NOWHERE:
        row.reach = reach_of(row)
    row.save(update_fields=["lock", "reach"])
    refresh([row])
