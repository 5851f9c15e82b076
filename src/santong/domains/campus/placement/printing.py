"""What hangs at the school's door: the list before the draw, the classes after it."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.placement.models import VIEW, Placement
from santong.domains.campus.placement.queries import classes_drawn, pupils_of
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def poster(acting: Viewer, row: Placement) -> Sheet:
    """Codes alone: the sheet hangs where everybody passes."""
    title = gettext("Class placement of %(grade)s") % {"grade": row.grade}
    classes = classes_drawn(row) if row.is_over else []
    pupils = [] if classes else list(pupils_of(row))
    number = sum(len(each.pupils) for each in classes) or len(pupils)
    context = {"row": row, "classes": classes, "pupils": pupils, "number": number}
    return Sheet(title, issuer=row.school.name, rows=number, context=context)


def _is_public(row: Placement) -> bool:
    return not row.is_draft


POSTER = Printable(
    "class-placement", _("Notice to hang up"), "placement.Placement", "placement/print/poster.html", permission=VIEW,
    content=poster, applies=_is_public,
)  # fmt: skip
