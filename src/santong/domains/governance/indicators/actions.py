"""Writes on indicators and plans: put down, published, copied, retired; targets and milestones set."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.governance.indicators.cases import objection
from santong.domains.governance.indicators.jobs import compute_indicator
from santong.domains.governance.indicators.models import (
    DEFINING,
    WRITE,
    Indicator,
    IndicatorVersion,
    Plan,
    PlanMilestone,
    Result,
    Target,
)
from santong.domains.governance.indicators.reading import faults, read_definition
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, Whoever, step

WRITER = Holds(WRITE)


def _writes_somewhere(viewer: Viewer, row: Any) -> bool:
    return viewer.can(WRITE)


ANY_WRITER = Whoever(_writes_somewhere)


def put_indicator(*, acting: Viewer, indicator: Indicator) -> Indicator:
    """Write an indicator down, or change its draft; what is published stays as it is until the next version."""
    _demand_place(acting, indicator.place)
    found = faults(indicator)
    if found:
        field, words = next(iter(found.items()))
        raise NotPossible(words, field=field)
    with transaction.atomic(), named("indicators.put"):
        indicator.path = indicator.place.path if indicator.place else ""
        indicator.save()
    return indicator


def _demand_place(acting: Viewer, place: Organisation | None) -> None:
    # What came with the product stands at no place, and nobody changes it.
    acting.demand(WRITE, place.path if place else "")


def _not_ready(acting: Viewer, indicator: Indicator) -> str:
    found = faults(indicator)
    return next(iter(found.values())) if found else objection(read_definition(indicator))


def _unchanged(acting: Viewer, indicator: Indicator) -> str:
    last = IndicatorVersion.objects.belonging_to(indicator=indicator).order_by("-number").first()
    if last is not None and all(getattr(last, name) == getattr(indicator, name) for name in DEFINING):
        return _("Nothing has changed since the last version.")
    return ""


@step(Indicator, "indicators.publish", who=WRITER, unless=(_unchanged, _not_ready))
def publish(*, acting: Viewer, indicator: Indicator, from_month: date, note: str = "") -> int:
    """Let the present wording hold from a month on; the months before keep the version that they have."""
    month = from_month.replace(day=1)
    last = IndicatorVersion.objects.belonging_to(indicator=indicator).order_by("-number").first()
    if last is not None and month <= last.from_month:
        raise NotPossible(_("The version before holds from then on. Choose a later month."), field="from_month")
    indicator.number += 1
    indicator.is_published, indicator.retired_from = True, None
    values = {name: getattr(indicator, name) for name in DEFINING}
    made = IndicatorVersion.objects.create(
        indicator=indicator, number=indicator.number, from_month=month, note=note.strip(), **values
    )
    start(compute_indicator, {"indicator": indicator.pk, "since": str(month)}, acting=acting, path=indicator.path)
    return made.pk


@publish.back
def _unpublish(acting: Viewer, indicator: Indicator, version: int) -> None:
    if Target.objects.belonging_to(indicator=indicator).exists() and indicator.number == 1:
        raise NotPossible(_("A plan has targets for it by now. Take them out there first."))
    rows = Result.objects.filter(version=version)
    rows._raw_delete(rows.db)  # type: ignore[attr-defined]
    IndicatorVersion.objects.noted([version]).delete()


def _is_not_published(acting: Viewer, indicator: Indicator) -> str:
    return "" if indicator.is_published else _("It isn't published.")


def _is_retired(acting: Viewer, indicator: Indicator) -> str:
    return _("It is retired already.") if indicator.retired_from else ""


@step(Indicator, "indicators.retire", who=WRITER, unless=(_is_not_published, _is_retired), undo=True)
def retire(*, acting: Viewer, indicator: Indicator, from_month: date) -> None:
    """Compute it no longer from a month on; what was computed stays."""
    indicator.retired_from = from_month.replace(day=1)


@step(Indicator, "indicators.copy", who=ANY_WRITER, saves=False)
def copy_indicator(*, acting: Viewer, indicator: Indicator, place: Organisation, code: str) -> int:
    """Make a draft of a bureau's own out of an indicator."""
    _demand_place(acting, place)
    if Indicator.objects.belonging_to(place=place).filter(code=code).exists():
        raise NotPossible(_("There is an indicator with this code already."), field="code")
    values = {name: getattr(indicator, name) for name in (*DEFINING, "topic")}
    made = Indicator(place=place, path=place.path, code=code, copied_from=indicator, **values)
    made.save()
    return made.pk


@copy_indicator.back
def _drop_copy(acting: Viewer, indicator: Indicator, key: int) -> None:
    [copy] = Indicator.objects.noted([key])
    if copy.is_published:
        raise NotPossible(_("The copy is published by now. Retire it instead."))
    copy.delete()


def put_plan(*, acting: Viewer, plan: Plan) -> Plan:
    """Write a plan down, or change what stands about it."""
    _demand_place(acting, plan.place)
    with transaction.atomic(), named("indicators.put_plan"):
        plan.path = plan.place.path if plan.place else ""
        plan.save()
    return plan


@step(Plan, "indicators.copy_plan", who=ANY_WRITER, saves=False)
def copy_plan(*, acting: Viewer, plan: Plan, place: Organisation, name: str, since: date, until: date) -> int:
    """Make a plan of a bureau's own out of another one, with its targets; their years go with the first day."""
    _demand_place(acting, place)
    if until < since:
        raise NotPossible(_("The last day lies before the first one."), field="until")
    kept = ("authority", "aims", "owners", "evidence", "mark")
    made = Plan(place=place, path=place.path, name=name, since=since, until=until, copied_from=plan,
                **{field: getattr(plan, field) for field in kept})  # fmt: skip
    made.save()
    later = since.year - plan.since.year
    targets = list(Target.objects.belonging_to(plan=plan))
    Target.objects.bulk_create(
        Target(plan=made, indicator_id=row.indicator_id, year=row.year + later, applies_to=row.applies_to,
               value=row.value, upper=row.upper, mark=row.mark)
        for row in targets
    )  # fmt: skip
    milestones = list(PlanMilestone.objects.belonging_to(plan=plan))
    PlanMilestone.objects.bulk_create(
        PlanMilestone(plan=made, day=_later(row.day, later), title=row.title) for row in milestones
    )
    return made.pk


def _later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28 if day.month == 2 else day.day))


@copy_plan.back
def _drop_plan(acting: Viewer, plan: Plan, key: int) -> None:
    [copy] = Plan.objects.noted([key])
    copy.delete()


@step(Plan, "indicators.set_target", who=WRITER)
def set_target(
    *, acting: Viewer, plan: Plan, indicator: Indicator, year: int, applies_to: str, value: float,
    upper: float | None = None, mark: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Set what an indicator should be by the end of a year; a target for the same is replaced."""
    if upper is not None and upper < value:
        raise NotPossible(_("The upper end lies below the lower one."), field="upper")
    if not plan.path.startswith(indicator.path):
        raise NotPossible(_("This indicator is kept by another bureau. Copy it first."), field="indicator")
    rows = Target.objects.belonging_to(plan=plan, indicator=indicator)
    row = rows.filter(year=year, applies_to=applies_to).first()
    before = None if row is None else {"value": row.value, "upper": row.upper, "mark": row.mark}
    if row is None:
        row = Target(plan=plan, indicator=indicator, year=year, applies_to=applies_to)
    row.value, row.upper, row.mark = value, upper, mark.strip()
    row.save()
    return {"key": row.pk, "before": before}


@set_target.back
def _unset_target(acting: Viewer, plan: Plan, done: dict[str, Any]) -> None:
    [row] = Target.objects.noted([done["key"]])
    if done["before"] is None:
        row.delete()
        return
    for name, value in done["before"].items():
        setattr(row, name, value)
    row.save()


@step(Plan, "indicators.drop_target", who=WRITER)
def drop_target(*, acting: Viewer, plan: Plan, target: Target) -> dict[str, Any]:
    """Take a target out of a plan."""
    kept = {name: getattr(target, name) for name in ("indicator_id", "year", "applies_to", "value", "upper", "mark")}
    target.delete()
    return kept


@drop_target.back
def _put_target_back(acting: Viewer, plan: Plan, kept: dict[str, Any]) -> None:
    Target(plan=plan, **kept).save()


@step(Plan, "indicators.add_milestone", who=WRITER)
def add_milestone(*, acting: Viewer, plan: Plan, day: date, title: str) -> int:
    """Name a date on the way, and what is there by then."""
    if not plan.since <= day <= plan.until:
        raise NotPossible(_("That lies outside of the days of the plan."), field="day")
    return PlanMilestone.objects.create(plan=plan, day=day, title=title.strip()).pk


@add_milestone.back
def _drop_milestone(acting: Viewer, plan: Plan, key: int) -> None:
    PlanMilestone.objects.noted([key]).delete()


@step(Plan, "indicators.reach_milestone", who=WRITER)
def reach_milestone(*, acting: Viewer, plan: Plan, milestone: PlanMilestone, day: date) -> int:
    """Note that a milestone was reached."""
    if day > timezone.localdate():
        raise NotPossible(_("That day is still to come."), field="day")
    milestone.reached_on = day
    milestone.save()
    return milestone.pk


@reach_milestone.back
def _unreach(acting: Viewer, plan: Plan, key: int) -> None:
    [row] = PlanMilestone.objects.noted([key])
    row.reached_on = None
    row.save()
