"""Benefit evaluation as cost per use: what equipment costs in a month for each day on which somebody used the platform.

Both sides come from what is known: prices from the register of assets, use from learning records. Where either isn't
known, the cost per use isn't either; a school without a register doesn't cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from santong.domains.governance.evaluation.models import VIEW
from santong.domains.governance.evaluation.queries import span_for
from santong.domains.governance.indicators.public import RollUp, Unit
from santong.domains.governance.reports.public import Bound, Span, Values, bind, counted_now, fill, with_unit
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer

LIFE_MONTHS = 72
"""Months over which the price of equipment is spread: six years, the least for computers by the depreciation table of
the government accounting standard 3 (待核)."""
FIELDS: Sequence[Mapping[str, Any]] = tuple(
    {"section": "", "kind": kind, "unit": unit, "roll_up": roll_up, "digits": digits, "code": code, "label": code,
     "binding": binding}
    for code, kind, binding, unit, roll_up, digits in (
        ("COST", "fact", "教学仪器设备值", Unit.YUAN, RollUp.SUM, 0),
        ("USES", "fact", "活动人日", Unit.COUNT, RollUp.SUM, 0),
        ("EACH", "formula", f"COST / {LIFE_MONTHS} / USES", Unit.YUAN, RollUp.SUM, 2),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Benefit:
    """What stands of a school: cost, uses and cost per use, in words, "unknown" where that isn't known."""

    place: Organisation
    cost: str
    uses: str
    each: str
    is_known: bool


def schools_seen(viewer: Viewer) -> QuerySet[Organisation]:
    """The open schools whose evaluation a viewer sees, in tree order."""
    rows = Organisation.objects.visible_to(viewer, VIEW).filter(kind=Organisation.Kind.SCHOOL)
    return rows.open_on(timezone.localdate()).order_by("path")  # type: ignore[attr-defined,no-any-return]


def last_month() -> Span:
    """The month that use is taken from."""
    return span_for(timezone.localdate())


def benefits(schools: Sequence[Organisation]) -> list[Benefit]:
    """What stands of each of these schools."""
    span = last_month()
    bound = bind(FIELDS, span)
    values = fill(bound, schools, counted_now(span), "")
    return [_benefit(each, bound, values[each.pk]) for each in schools]


def _benefit(place: Organisation, bound: Sequence[Bound], values: Values) -> Benefit:
    said = {each.code: _said(each, values[each.code]) for each in bound}
    return Benefit(place, said["COST"], said["USES"], said["EACH"], values["EACH"].get("v") is not None)


def _said(each: Bound, value: Mapping[str, Any]) -> str:
    return pgettext("evaluation", "unknown") if value.get("v") is None else with_unit(each, value)


def sheet(rows: Sequence[Benefit]) -> list[list[Any]]:
    """The same as a table, heads first."""
    heads = [_("School"), _("Equipment at purchase price"), _("Days of use in the month"), _("Cost per use")]
    return [heads, *([each.place.name, each.cost, each.uses, each.each] for each in rows)]
