"""Panels on the pages of moving classes and teaching groups."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices.models import KEEP, GroupMember, MovingPlan, TeachingGroup
from santong.domains.campus.choices.moving_queries import by_band, groups_of, members_of, sizes_of
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel

MOST_NAMED = 200


def _forming(request: Request, row: MovingPlan) -> dict[str, Any] | None:
    return {} if row.state == MovingPlan.State.SEARCHING else None


def _bands(request: Request, row: MovingPlan) -> dict[str, Any]:
    groups, sizes = groups_of(row), sizes_of(row)
    bands = [(band, [(each, sizes[each.pk]) for each in own]) for band, own in by_band(groups)]
    number = members_of(row).values("pupil").distinct().order_by().count()
    return {"bands": bands, "number": number, "groups": len(groups), "keeps": request.viewer.can(KEEP, row.path)}


def _clashes(request: Request, row: MovingPlan) -> dict[str, Any] | None:
    if not row.runs:
        return None
    found = list(members_of(row).filter(group=None))
    return {"lines": [(each, cause(each)) for each in found[:MOST_NAMED]], "number": len(found)}


def cause(member: GroupMember) -> str:
    """Why somebody has no group of a subject, in words."""
    said = {"subject": member.subject, "others": member.beside}
    if member.full and member.beside:
        return _t("The groups of %(subject)s are full, or lie beside %(others)s.") % said
    if member.full:
        return _t("The groups of %(subject)s are full.") % said
    if member.beside:
        return _t("All groups of %(subject)s lie beside %(others)s.") % said
    return _t("Came after the groups were formed.")


def _moves(request: Request, row: MovingPlan) -> dict[str, Any] | None:
    found = list(members_of(row).exclude(was=""))
    return {"moves": found[:MOST_NAMED], "number": len(found)} if found else None


def _members(request: Request, row: TeachingGroup) -> dict[str, Any] | None:
    viewer = request.viewer
    rows = GroupMember.objects.visible_to(viewer).filter(group=row)
    members = list(rows.select_related("pupil__person", "pupil__school_class").order_by("path", "pk"))
    return {"members": members} if members else None


FORMING = TemplatePanel(_("Teaching groups"), template="choices/forming.html", context=_forming)
BANDS = TemplatePanel(_("Groups by band"), template="choices/bands.html", context=_bands)
CLASHES = TemplatePanel(_("Pupils without a group"), KEEP, template="choices/clashes.html", context=_clashes)
MOVES = TemplatePanel(_("Other group than before"), KEEP, template="choices/moves.html", context=_moves)
MEMBERS = TemplatePanel(_("Who is in it"), template="choices/members.html", context=_members)
