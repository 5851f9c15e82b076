"""Row rules: which rows of a model a viewer may see, or act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from santong.kit.access.viewer import Viewer

NOTHING = Q(pk__in=[])


class UnscopedQuery(RuntimeError):
    """A scoped model was read inside a request without saying for whom."""


def below(field: str, path: str) -> Q:
    """Rows whose path is `path` or under it, as a range that an index serves.

    Paths consist of digits and capital letters, all of which sort before "~".
    """
    return Q(**{f"{field}__gte": path, f"{field}__lt": path + "~"})


@dataclass(frozen=True)
class Scope:
    """The row rule of a model.

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

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        """The rows on which the viewer holds `permission` (None: may see).

        Whoever holds it somewhere gets the rows below those places. Their own rows elsewhere are
        found by `viewer.get`, not listed: joined by OR, they would keep the database from walking
        the index of paths, and a page of a million rows would take seconds.
        """
        paths = viewer.paths(permission or self.view)
        if (self.everyone or not paths) and permission in (None, self.view):
            return self.own(viewer)
        found = NOTHING
        for path in paths:
            found |= below(self.path, path)
        return found

    def own(self, viewer: Viewer) -> Q:
        """The rows that the viewer sees for who they are. Subclasses add relations here."""
        if viewer.person_id is None:
            return NOTHING
        if self.everyone:
            return Q()
        return Q(**{self.owner: viewer.person_id}) if self.owner else NOTHING
