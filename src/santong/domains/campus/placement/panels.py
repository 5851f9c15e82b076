"""Panels on the page of a placement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.placement.models import KEEP, SUBJECTS, PlacedPupil, Placement
from santong.domains.campus.placement.queries import (
    classes_drawn,
    own_children,
    pairs_of,
    pupils_of,
    subjects_with_results,
)
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel


def _drawing(request: Request, row: Placement) -> dict[str, Any] | None:
    return {} if row.state == Placement.State.DRAWING else None


def _mine(request: Request, row: Placement) -> dict[str, Any] | None:
    children = own_children(request.viewer, row)
    return {"children": children} if children else None


def _classes(request: Request, row: Placement) -> dict[str, Any] | None:
    if not row.is_over:
        return None
    keeps = request.viewer.can(KEEP, row.path)
    subjects = subjects_with_results(row) if keeps and row.weighs_results else [None] * len(SUBJECTS)
    found = classes_drawn(row)
    return {
        "classes": found,
        "keeps": keeps,
        "subjects": [name for name in subjects if name is not None],
        "rows": [(each, _shown(each.means, subjects)) for each in found],
    }


def _shown(means: Sequence[Any], subjects: Sequence[Any]) -> list[Any]:
    return [mean for mean, name in zip(means, subjects, strict=True) if name is not None]


def _list(request: Request, row: Placement) -> dict[str, Any] | None:
    if row.is_over:
        return None
    pupils = list(pupils_of(row))
    keeps = request.viewer.can(KEEP, row.path)
    return {"pupils": pupils, "keeps": keeps, "subjects": [_name(name) for name in SUBJECTS], "names": SUBJECTS}


def _name(field: str) -> Any:
    return PlacedPupil._meta.get_field(field).verbose_name  # type: ignore[union-attr]


def _pairs(request: Request, row: Placement) -> dict[str, Any] | None:
    pairs = list(pairs_of(row))
    return {"pairs": pairs} if pairs else None


def _proof(request: Request, row: Placement) -> dict[str, Any] | None:
    return None if row.is_draft else {}


DRAWING = TemplatePanel(_("The draw"), template="placement/drawing.html", context=_drawing)
MINE = TemplatePanel(_("My children"), template="placement/mine.html", context=_mine)
CLASSES = TemplatePanel(_("Classes by lot"), template="placement/classes.html", context=_classes)
LIST = TemplatePanel(_("The list"), template="placement/list.html", context=_list)
PAIRS = TemplatePanel(_("Together and apart"), KEEP, template="placement/pairs.html", context=_pairs)
PROOF = TemplatePanel(_("Checking the draw"), side=True, template="placement/proof.html", context=_proof)
