"""Declaring a document that is made of a row, and the button for it on the row's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from santong.kit.access import Viewer
from santong.kit.access.roles import unknown_permission
from santong.kit.printing.press import STYLE
from santong.kit.registry import Label, Named, registry


@dataclass(frozen=True)
class Sheet:
    """What a document says: its heading, whose document it is (the school), and what its template gets.

    `rows` is how many lines of people or things it holds; many are printed by a background job.
    """

    title: str
    issuer: str = ""
    rows: int = 1
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Printable(Named):
    """A document about a row of `model` ("organisations.Organisation"), with a button on the row's page.

        Printable("class-roster", _("Roster"), "organisations.Organisation", "students/print/roster.html",
                  permission="pupils.view", content=roster, applies=is_class)

    `content(acting, row)` reads what stands in it, by `acting`'s rights, and records what it shows in clear.
    `permission` is demanded at the row's path. `template` extends `printing/document.html`. `paper` is a size of CSS,
    `style` the sheet of a document that has a layout of its own; such ones are short, and made while one waits.
    """

    name: str
    label: Label
    model: str
    template: str
    permission: str
    content: Callable[[Viewer, Any], Sheet]
    applies: Callable[[Any], bool] = lambda row: True
    paper: str = "A4"
    landscape: bool = False
    style: Path = STYLE
    icon: str = "printer"
    order: int = 100

    def faults(self) -> Iterator[str]:
        """A model that isn't there, a permission that nobody declares."""
        yield from unknown_permission(self, self.permission)
        if self.model not in {model._meta.label for model in apps.get_models()}:
            yield f"printable {self.name!r} is about {self.model!r}, and no model is called so"

    @property
    def row_model(self) -> Any:
        """The model whose rows it is about."""
        return apps.get_model(self.model)

    def shown_to(self, viewer: Viewer, row: Any) -> bool:
        """Whether the viewer may print it of this row."""
        return self.applies(row) and viewer.may(self.permission, row, row.path)


@dataclass(frozen=True)
class PrintButton:
    """A button as the template shows it."""

    label: Label
    url: str
    icon: str


def buttons_of(model: type[Model], viewer: Viewer, row: Any) -> list[PrintButton]:
    """What the viewer may print of a row."""
    label = model._meta.concrete_model._meta.label  # type: ignore[union-attr]
    found = [each for each in registry.of(Printable) if each.model == label and each.shown_to(viewer, row)]
    return [PrintButton(each.label, reverse("printing:print", args=[each.name, row.pk]), each.icon) for each in found]
