"""How a module lets people talk about its rows.

    MODULE = Module(…, declares=(*discussed("clubs.Club", "clubs:clubs-detail"), …))

puts the discussion on the page of every club: whoever sees a club reads and writes there, its followers are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.public import Level
from santong.kit.access import Viewer, below_any
from santong.kit.access.roles import unknown_permission
from santong.kit.registry import Declared, registry

OVERSEE = "discussion.oversee"


@dataclass(frozen=True)
class Discussed(Declared):
    """Rows of `model` ("clubs.Club") that people comment on, with files, and follow. `page` names their address.

    Who sees a row reads and writes; `read` demands a permission at the row's place beside that. `objection(viewer,
    row)` says why nothing can be written now, "" when it can. Holders of `oversee` at the place that `overseen_at`
    names take comments out. `author` names the field with the person whose row it is: they follow it, and corrections
    go to them where `corrections` are possible. `history` is the permission with which the audit record's own words
    stand between the comments ("" leaves them out). `seen` answers the rows that a viewer may open, where that is
    more, or less, than the table's own rule. `level` is the one that let a row in: moderators of it decide. `called`
    says what a row is called in notices and to moderators. `write_at` and `change_at` name addresses of the module's
    own for writing and for removing.
    """

    model: str
    page: str | Callable[[Any], str]
    author: str = ""
    read: str = ""
    oversee: str = OVERSEE
    history: str = OVERSEE
    attachments: bool = True
    corrections: bool = False
    objection: Callable[[Viewer, Any], str] = lambda viewer, row: ""
    overseen_at: Callable[[Any], str] = lambda row: str(row.path)
    seen: Callable[[Viewer], QuerySet[Any]] | None = None
    level: Callable[[Any], Level] = lambda row: Level.SCHOOL
    called: Callable[[Any], str] = str
    write_at: str = ""
    change_at: str = ""

    def faults(self) -> Iterator[str]:
        """A model that isn't there, a permission or an author that nobody declares."""
        for permission in (self.read, self.oversee, self.history):
            yield from unknown_permission(self, permission or None)
        if self.model not in {model._meta.label for model in apps.get_models()}:
            yield f"{self.model!r} is discussed, and no model is called so"
        elif self.author and self.author not in {field.attname for field in self.rows_of._meta.concrete_fields}:
            yield f"{self.model!r} has no field {self.author!r} with its author"

    @property
    def table(self) -> str:
        """The model as rows name it: "clubs.club"."""
        return self.model.lower()

    @property
    def rows_of(self) -> Any:
        """The model's class."""
        return apps.get_model(self.model)

    def visible(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows whose discussion a viewer reads."""
        rows = self.seen(viewer) if self.seen else self._shown(viewer)
        return rows.filter(below_any("path", viewer.paths(self.read))) if self.read else rows

    def _shown(self, viewer: Viewer) -> QuerySet[Any]:
        rows = self.rows_of.objects
        return rows.visible_to(viewer) | rows.of_acting(viewer)

    def seen_keys(self, viewer: Viewer) -> QuerySet[Any]:
        """The keys of those rows, as a subquery."""
        return self.visible(viewer).order_by().values("pk")

    def keys_by(self, person: int | None) -> QuerySet[Any]:
        """The keys of the rows of one author, as a subquery."""
        return self.rows_of._base_manager.filter(**{self.author: person or 0}).order_by().values("pk")

    def author_of(self, row: Any) -> int | None:
        """The person whose row it is; None when nobody's."""
        return getattr(row, self.author) if self.author else None

    def oversees(self, viewer: Viewer, row: Any) -> bool:
        """Whether a viewer may take comments out."""
        return viewer.can(self.oversee, self.overseen_at(row))

    def address(self, row: Any) -> str:
        """The page of a row."""
        return self.page(row) if callable(self.page) else reverse(self.page, args=[row.pk])

    def writing_address(self, row: Any) -> str:
        """Where a comment is sent to."""
        own = self.write_at
        return reverse(own, args=[row.pk]) if own else reverse("discussion:write", args=[self.table, row.pk])

    def changing_address(self, row: Any, comment: int) -> str:
        """Where a comment is removed, or a correction settled."""
        own = self.change_at
        return reverse(own, args=[row.pk, comment]) if own else reverse("discussion:change", args=[comment])


def discussed_kinds() -> Sequence[Discussed]:
    """Everything that is discussed."""
    return registry.of(Discussed)


def kind_named(table: str) -> Discussed:
    """The declaration of a table ("clubs.club"); 404 for what isn't discussed."""
    found = next((kind for kind in discussed_kinds() if kind.table == table), None)
    if found is None:
        raise Http404(table)
    return found


def label_of(row: Model) -> str:
    """How rows name the table of a row."""
    return str(row._meta.concrete_model._meta.label_lower)  # type: ignore[union-attr]


def kind_of(row: Model) -> Discussed:
    """The declaration of a row's table; 404 for what isn't discussed."""
    return kind_named(label_of(row))


def row_for(viewer: Viewer, table: str, key: int) -> Any:
    """A row whose discussion the viewer reads; else 404."""
    found = kind_named(table).visible(viewer).filter(pk=key).first()
    if found is None:
        raise Http404(f"{table} {key}")
    return found


PANEL_TITLE = _("Discussion")
