"""The words in which models say who sees their rows, beside `Scope`; what is joined by `|` adds up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q

from santong.kit.access.paths import NOTHING
from santong.kit.access.scope import Scope

if TYPE_CHECKING:
    from santong.kit.access.viewer import Viewer
    from santong.kit.models import ScopedModel


@dataclass(frozen=True)
class Upward(Scope):
    """Rows of a place show to everybody below it who holds `view`: a school's clubs to its class teachers.

    Nobody may do more to them than look. `when` narrows the rows (published ones only). `placed_by` is for rows
    whose places stand in another table: its label and its field that points here.
    """

    when: Q | None = None
    placed_by: tuple[str, str] | None = None

    @property
    def shown_by(self) -> str:
        """Nobody's: what a place shows to those below it is no record about a person."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view) or not viewer.can(self.view):
            return NOTHING
        found = Q() if viewer.can(self.view, "") else self._reached(viewer)
        return found if self.when is None else found & self.when

    def _reached(self, viewer: Viewer) -> Q:
        above = Q(**{f"{self.path}__in": viewer.places_above(self.view)})
        if self.placed_by is None:
            return above
        label, field = self.placed_by
        return Q(pk__in=apps.get_model(label)._base_manager.filter(above).values(field))


@dataclass(frozen=True)
class Published(Scope):
    """Rows of a place show to holders of `view` there or above it once they are published: `when` says which are.

    Nobody may do more to them than look. Together with `Upward` they show to everybody in the line of the tree.
    """

    when: Q | None = None

    @property
    def shown_by(self) -> str:
        """Nobody's: what is published is no record about a person."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view):
            return NOTHING
        found = super().rows(viewer, permission)
        return found if self.when is None else found & self.when


@dataclass(frozen=True)
class Exactly(Scope):
    """Rows show at exactly the places where somebody holds `view`: a county doesn't do its schools' work."""

    when: Q | None = None

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        paths = viewer.paths(permission or self.view)
        found = Q() if "" in paths else Q(**{f"{self.path}__in": paths}) if paths else NOTHING
        return found if self.when is None or not paths else found & self.when


@dataclass(frozen=True)
class Anywhere(Scope):
    """Rows of the whole installation, which have no place: whoever holds a permission anywhere has them all."""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        return Q() if viewer.can(permission or self.view) else NOTHING


@dataclass(frozen=True)
class Shipped(Scope):
    """Rows without a place came with the product: whoever holds `view` anywhere reads them, nobody changes them."""

    @property
    def shown_by(self) -> str:
        """Nobody's: these rows are about no person."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view) or not viewer.can(self.view):
            return NOTHING
        return Q(**{self.path: ""})


@dataclass(frozen=True)
class Holder(Scope):
    """Rows about a person show to that person: `owner` names the field with the person's id.

    `may` are the permissions that they have on these rows without holding them at a place. `listed` is False for
    tables so large that those who see rows by their place find their own only through `viewer.get`.
    """

    owner: str | None = "person_id"
    may: tuple[str, ...] = ()
    listed: bool = True

    @property
    def shown_by(self) -> str:
        """Nobody's: these rows show to the person alone."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission in (None, self.view):
            return self.own(viewer) if self.listed else NOTHING
        return self.own(viewer) if self.gives(permission or "") else NOTHING

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return False

    def gives(self, permission: str) -> bool:
        return permission in self.may


@dataclass(frozen=True)
class Leader(Holder):
    """Rows show to whoever leads them, and `may` says what they do there."""

    owner: str | None = "leader_id"


@dataclass(frozen=True)
class Through(Scope):
    """A row shows to those who see the row that it belongs to; `parent` names the key to it."""

    parent: str = ""
    of: str = ""
    """The parent's table, as "app.Model"."""

    @property
    def _parents(self) -> type[ScopedModel]:
        return apps.get_model(self.of)

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        seen = self._parents.objects.visible_to(viewer, None if permission == self.view else permission)
        return Q(**{f"{self.parent}__in": seen.values("pk")})

    def own(self, viewer: Viewer) -> Q:
        found = self._parents.objects.of_acting(viewer)
        return Q(**{f"{self.parent}__in": found.values("pk")})

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return self._parents.scope.is_held(viewer, permission)

    def gives(self, permission: str) -> bool:
        return self._parents.scope.gives(permission)
