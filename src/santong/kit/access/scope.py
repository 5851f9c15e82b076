"""Row rules: which rows of a model a viewer may see, or act on.

`Scope` looks down the tree; `santong.kit.access.vocabulary` has the other words. They are joined by `|`:

    scope = Scope(view="clubs.view") | Upward(view="clubs.view") | Leader(view="clubs.view", owner="leader_id")
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from santong.kit.access.paths import NOTHING, below_any

if TYPE_CHECKING:
    from santong.kit.access.viewer import Viewer


class UnscopedQuery(RuntimeError):
    """A scoped model was read inside a request without saying for whom."""


@dataclass(frozen=True)
class Scope:
    """The row rule of a model: rows show to those who hold a permission at their place or above it.

    `view` is the permission that shows a row to holders on its organisation (`path` names the
    field with the materialised path). `owner` names a field with the id of the person whom the
    row is about; they see it without any permission. `everyone` opens reading to all signed-in.
    """

    view: str
    path: str = "path"
    owner: str | None = None
    everyone: bool = False

    @property
    def shown_by(self) -> str:
        """The permission that shows others the rows about a person, at the rows' place; "" when none does.

        The page that says who sees somebody goes by it. A subclass whose `rows` ask something else says it here.
        """
        return self.view

    @property
    def parts(self) -> tuple[Scope, ...]:
        """The rules that are joined in this one."""
        return (self,)

    def __or__(self, other: Scope) -> Scope:
        parts = (*self.parts, *other.parts)
        owner = next((part.owner for part in parts if part.owner), None)
        return Either(self.view, self.path, owner, any(part.everyone for part in parts), parts)

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        """The rows on which the viewer holds `permission` (None: may see).

        Whoever holds it somewhere gets the rows below those places. Their own rows elsewhere are
        found by `viewer.get`, not listed: joined by OR, they would keep the database from walking
        the index of paths, and a page of a million rows would take seconds.
        """
        if (self.everyone or not self.is_held(viewer, permission)) and permission in (None, self.view):
            return self.own(viewer)
        return below_any(self.path, viewer.paths(permission or self.view))

    def own(self, viewer: Viewer) -> Q:
        """The rows that the viewer sees for who they are. Subclasses add relations here."""
        if viewer.person_id is None:
            return NOTHING
        if self.everyone:
            return Q()
        return Q(**{self.owner: viewer.person_id}) if self.owner else NOTHING

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        """Whether the viewer has rows by a permission that they hold somewhere, not only for who they are."""
        return bool(viewer.paths(permission or self.view))

    def gives(self, permission: str) -> bool:
        """Whether somebody may have this permission on rows for who they are, without holding it at a place."""
        return False


@dataclass(frozen=True)
class Either(Scope):
    """Rules joined by `|`: a row shows when one of them shows it. `view` is the first one's."""

    parts: tuple[Scope, ...] = ()  # type: ignore[assignment]

    @property
    def shown_by(self) -> str:
        return next((part.shown_by for part in self.parts if part.shown_by), "")

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        asked = None if permission == self.view else permission
        found = NOTHING
        for part in self.parts:
            found |= part.rows(viewer, asked)
        return found if asked or self.is_held(viewer) else found | self.own(viewer)

    def own(self, viewer: Viewer) -> Q:
        found = NOTHING
        for part in self.parts:
            found |= part.own(viewer)
        return found

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return any(part.is_held(viewer, permission) for part in self.parts)

    def gives(self, permission: str) -> bool:
        return any(part.gives(permission) for part in self.parts)
