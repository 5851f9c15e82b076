"""Who is asking, and what they may do where.

A viewer holds *grants*: a role on an organisation, given as the organisation's path in the tree.
A role on an organisation reaches everything below it, so a check is a comparison of prefixes.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404

from santong.kit.access.paths import ancestor_paths, outermost
from santong.kit.access.roles import permissions_of, roles_with

if TYPE_CHECKING:
    from santong.kit.models import ScopedModel

    ScopedModelT = TypeVar("ScopedModelT", bound=ScopedModel)


@dataclass(frozen=True)
class Grant:
    """A role held on the organisation at `path`, and on all below it."""

    role: str
    path: str


@dataclass(frozen=True)
class Viewer:
    """A person in one of their identities, or nobody (`person_id` is None)."""

    person_id: int | None = None
    grants: tuple[Grant, ...] = ()
    category: str = ""
    name: str = ""

    @cached_property
    def _paths_by_permission(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for grant in self.grants:
            for permission in permissions_of(grant.role):
                found.setdefault(permission, set()).add(grant.path)
        return {name: outermost(paths) for name, paths in found.items()}

    def paths(self, permission: str) -> tuple[str, ...]:
        """The outermost paths at which the viewer holds a permission."""
        roles_with(permission)
        return self._paths_by_permission.get(permission, ())

    def can(self, permission: str, at: str | None = None) -> bool:
        """Whether the permission is held on the organisation at path `at` (None: anywhere)."""
        paths = self.paths(permission)
        if at is None:
            return bool(paths)
        return any(at.startswith(path) for path in paths)

    def places_above(self, permission: str = "") -> list[str]:
        """The paths of all places where the viewer stands, and of all above them, in tree order.

        With a permission only those where it is held count; a place inside another counts for itself.
        """
        if permission:
            held = [grant.path for grant in self.grants if permission in permissions_of(grant.role)]
            standing = {*held, *self.paths(permission)}
        else:
            standing = {grant.path for grant in self.grants}
        return sorted({above for path in standing for above in ancestor_paths(path)})

    def may(self, permission: str, row: ScopedModel, place: str | None) -> bool:
        """Whether the viewer has a permission on a row: at its place, or for who they are to it."""
        if self.can(permission, place):
            return True
        model = type(row)
        return model.scope.gives(permission) and model.objects.visible_to(self, permission).filter(pk=row.pk).exists()

    def demand(self, permission: str, at: str | None = None) -> None:
        """Refuse with 403 unless the permission is held."""
        if not self.can(permission, at):
            raise PermissionDenied(permission)

    def get(self, model: type[ScopedModelT], pk: Any, permission: str | None = None) -> ScopedModelT:
        """Fetch a row for this viewer: 404 when they can't see it, 403 when they see it but may not."""
        row = model.objects.visible_to(self).filter(pk=pk).first()
        if row is None:
            row = model.objects.of_acting(self).filter(pk=pk).first()
        if row is None:
            raise Http404(model._meta.label)
        if permission and not model.objects.visible_to(self, permission).filter(pk=pk).exists():
            raise PermissionDenied(permission)
        return row


class SystemViewer(Viewer):
    """Set-up, commands and jobs that act for the installation itself: may everything."""

    def paths(self, permission: str) -> tuple[str, ...]:
        roles_with(permission)
        return ("",)


NOBODY = Viewer()
SYSTEM = SystemViewer(name="system")


current_viewer: ContextVar[Viewer | None] = ContextVar("current_viewer", default=None)
"""The viewer of the request being served; None outside requests (jobs, commands, tests)."""
