"""Who lags behind a plan, indicator by indicator."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from santong.domains.governance.indicators.kinds import Level, Light
from santong.domains.governance.indicators.lights import light_of, target_for
from santong.domains.governance.indicators.models import PlaceOfMonth, Plan, Result, Target
from santong.domains.governance.indicators.queries import Child, Kind, Line, board, hide_small, targets_of
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, below


def plan_watch(viewer: Viewer, plan: Plan, month: date) -> list[tuple[Line, list[Child]]]:
    """Each indicator of a plan at the plan's place, with the places right below that lag."""
    place = plan.place
    if place is None:
        return []
    found = board(viewer, place, month, plan.pk)
    keys = set(Target.objects.belonging_to(plan=plan).values_list("indicator_id", flat=True))
    lines = [line for line in found.lines if line.indicator.pk in keys]
    results = _below(viewer, place, month, [line.indicator.pk for line in lines if not line.waits_for])
    lagging = _lagging(lines, results, targets_of([plan], keys), plan, month)
    places = Organisation.with_removed.open_to_everyone().in_bulk(
        {row.place for several in lagging.values() for row, _target in several}
    )
    return [
        (
            line,
            [
                Child(places[row.place], row, None, Light.BEHIND, target)
                for row, target in lagging.get(line.indicator.pk, ())
                if row.place in places
            ],
        )
        for line in lines
    ]


def _lagging(
    lines: Iterable[Line], results: Mapping[int, list[Result]], targets: Mapping[tuple[int, int], list[Target]],
    plan: Plan, month: date,
) -> dict[int, list[tuple[Result, Target | None]]]:  # fmt: skip
    """The results that lag behind a plan, by indicator, in the order of the tree."""
    keys = {row.place for several in results.values() for row in several}
    stood = {each.place: each for each in PlaceOfMonth.objects.filter(month=month, place__in=keys)}
    found: dict[int, list[tuple[Result, Target | None]]] = {}
    for line in lines:
        of_plan = targets.get((plan.pk, line.indicator.pk), ())
        for row in results.get(line.indicator.pk, ()):
            target = target_for(of_plan, month.year, stood.get(row.place))
            if light_of(line.version, target, row) == Light.BEHIND:
                found.setdefault(line.indicator.pk, []).append((row, target))
    return found


def _below(viewer: Viewer, place: Organisation, month: date, indicators: Collection[int]) -> dict[int, list[Result]]:
    """The results of counties (else of schools) below a place, by indicator."""
    rows = Result.objects.filter(below("path", place.path), month=month, indicator__in=list(indicators))
    rows = rows.exclude(place=place.pk).select_related("version").order_by("path")
    if place.kind == Kind.CITY_BUREAU:
        rows = rows.filter(level=Level.COUNTY)
    found: dict[int, list[Result]] = {}
    for row in rows:
        found.setdefault(row.indicator_id, []).append(row)
    for several in found.values():
        hide_small(viewer, place, several)
    return found
