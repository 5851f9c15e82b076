"""Reads that need no scope, by names that say why rows may be read that a viewer doesn't see.

The list is closed: each name holds what it says. Whatever fits none of them is `unscoped(reason)`, and how many of
those there are may only fall (`tests/guards/test_unscoped.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.query import ModelIterable

from santong.kit.access import UnscopedQuery, Viewer, below, current_viewer

if TYPE_CHECKING:
    from santong.kit.models.base import ScopedModel


class NamedReads:
    """The named reads of a queryset of scoped models."""

    if TYPE_CHECKING:
        model: type[ScopedModel]
        _numbers_only: bool

        def unscoped(self, reason: str) -> Self: ...

        def filter(self, *args: Any, **kwargs: Any) -> Self: ...

        def select_for_update(self, of: tuple[str, ...] = ()) -> Self: ...

        def get(self, **kwargs: Any) -> Any: ...

    def of_acting(self, viewer: Viewer) -> Self:
        """The viewer's own rows: what they see for who they are, wherever it is."""
        return self.unscoped("of the viewer's own").filter(self.model.scope.own(viewer))

    def belonging_to(self, **rows: models.Model | Iterable[models.Model] | models.QuerySet[Any, Any]) -> Self:
        """Rows that belong to rows in hand: `Seat.objects.belonging_to(pack=pack)`.

        Whoever fetched those was allowed to; so a value is a row, rows, or a query with a scope of its own. A key
        that came with a request is none of them.
        """
        asked: dict[str, Any] = {}
        for name, value in rows.items():
            _demand_in_hand(name, value)
            of_many = isinstance(value, models.QuerySet | list | tuple | set | frozenset) and not name.endswith("__in")
            asked[f"{name}__in" if of_many else name] = value
        return self.unscoped("of rows in hand").filter(**asked)

    def inside(self, place: Any) -> Self:
        """Rows that stand at a place in hand or below it."""
        _demand_in_hand("place", place)
        return self.unscoped("inside a place in hand").filter(below(self.model.scope.path, place.path))

    def noted(self, keys: Iterable[Any], by: str = "pk") -> Self:
        """Rows whose keys the product wrote down itself: in another row, a receipt, an event, a job's arguments.

        `by` names the field that holds them, where it isn't the primary key. Whoever takes back or goes on was asked
        for the right. Text, as requests bring it, is refused.
        """
        kept = list(keys)
        if any(isinstance(key, str) for key in kept):
            raise TypeError("a key that was written down is no text")
        return self.unscoped("keys that were written down").filter(**{f"{by}__in": kept})

    def keeping_unique(self) -> Self:
        """All rows, to find or make the one that a constraint allows: `get_or_create`, `update_or_create`."""
        return self.unscoped("one row for a key, whoever sees it")

    def again(self, rows: Iterable[ScopedModel]) -> Self:
        """The same rows once more, as the database has them now."""
        return self.unscoped("rows in hand").filter(pk__in=[row.pk for row in rows])

    def locked_for_action(self, row: Any) -> Any:
        """A row in hand as the database has it now, locked until the transaction ends.

        Raises the model's `DoesNotExist` when it is gone.
        """
        _demand_in_hand("row", row)
        return self.unscoped("a row in hand").select_for_update(of=("self",)).get(pk=row.pk)

    def open_to_everyone(self) -> Self:
        """All rows of a table that its scope opens to everybody signed in, or that calls itself `public`."""
        if not (self.model.scope.everyone or self.model.public):
            raise TypeError(f"{self.model._meta.label} isn't open to everyone")
        return self.unscoped("open to everyone")

    def numbers_only(self) -> Self:
        """All rows, to be counted, compared or looked for; they can't be fetched."""
        found = self.unscoped("numbers only")
        found._numbers_only = True
        return found

    def by_installation(self) -> Self:
        """All rows, for what the installation does itself: commands, jobs, start-up, the demonstration.

        Refuses inside a request.
        """
        if current_viewer.get() is not None:
            raise UnscopedQuery(f"{self.model._meta.label} was read by the installation inside a request")
        return self.unscoped("the installation itself")


def _demand_in_hand(name: str, value: Any) -> None:
    if isinstance(value, models.QuerySet):
        if not getattr(value, "_scope_known", True):
            raise UnscopedQuery(f"{name} is a query without a scope of its own")
        return
    for row in value if isinstance(value, list | tuple | set | frozenset) else (value,):
        if not isinstance(row, models.Model) or row.pk is None:
            raise TypeError(f"{name} is no row in hand: {type(row).__name__}")


def gives_rows(query: models.QuerySet[Any]) -> bool:
    """Whether a query gives whole rows, not values of them."""
    return issubclass(query._iterable_class, ModelIterable)  # type: ignore[attr-defined]
