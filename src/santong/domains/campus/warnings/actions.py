"""Writes: warnings are found, passed on and ended by the installation; people say what they have done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.attendance.public import last_school_days
from santong.domains.campus.warnings.models import HANDLE, RULES, EarlyWarning, WarningRule
from santong.domains.campus.warnings.sources import Found, WarningSource
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, ancestor_paths
from santong.kit.audit import named
from santong.kit.registry import registry
from santong.kit.steps import Holds, step

State = EarlyWarning.State
PASSED_ON_AFTER = 5
"""School days after which the school sees what the class teacher has done nothing about."""


def threshold_at(school: Organisation, source: WarningSource) -> tuple[int, int] | None:
    """The number and days that count at a school, None where the source is switched off there."""
    above = ancestor_paths(school.path)
    rows = WarningRule.objects.keeping_unique().filter(kind=source.name, path__in=above)
    found = max(rows, key=lambda row: len(row.path), default=None)
    if found is None:
        return source.number, source.days
    return (found.number, found.days) if found.is_on else None


def warn(school: Organisation) -> dict[str, int]:
    """Look at a school by all sources; how many warnings are new, and how many ended."""
    counted = {"new": 0, "ended": 0}
    with transaction.atomic(), named("warnings.warn"):
        for source in registry.of(WarningSource):
            threshold = threshold_at(school, source)
            found = list(source.find(school, *threshold)) if threshold else []
            _reconcile(school, source, found, counted)
        _pass_on(school)
    return counted


def _reconcile(school: Organisation, source: WarningSource, found: Iterable[Found], counted: dict[str, int]) -> None:
    by_key = {(each.place.pk, each.pupil.pk if each.pupil else None): each for each in found}
    rows = EarlyWarning.objects.inside(school).filter(kind=source.name)
    for row in rows.filter(state__in=EarlyWarning.LIVE).order_by("pk"):
        each = by_key.pop((row.place_id, row.pupil_id), None)
        if each is None:
            row.state, row.closed_on = State.ENDED, timezone.localdate()
            row.save(update_fields=["state", "closed_on"])
            counted["ended"] += 1
        elif (row.since, row.until, row.facts) != (each.since, each.until, dict(each.facts)):
            row.since, row.until, row.facts = each.since, each.until, dict(each.facts)
            row.save(update_fields=["since", "until", "facts"])
    dealt = rows.filter(state=State.CLOSED).order_by("until").values_list("place", "pupil", "until")
    known = {(place, pupil): until for place, pupil, until in dealt}
    for key, each in by_key.items():
        # What was dealt with comes again only for days that nobody knew of then.
        if key not in known or each.until > known[key]:
            EarlyWarning.objects.create(
                kind=source.name, pupil=each.pupil, school=school, place=each.place, path=each.place.path,
                since=each.since, until=each.until, facts=dict(each.facts),
                passed_on=timezone.localdate() if source.of_classes else None,
            )  # fmt: skip
            counted["new"] += 1


def _pass_on(school: Organisation) -> None:
    days = last_school_days(school.path, timezone.localdate(), PASSED_ON_AFTER + 1)
    if len(days) <= PASSED_ON_AFTER:
        return
    rows = EarlyWarning.objects.inside(school).filter(passed_on=None, state__in=EarlyWarning.WAITING)
    for row in rows.filter(found_on__lte=days[0]):
        row.passed_on = timezone.localdate()
        row.save(update_fields=["passed_on"])


@step(EarlyWarning, "warnings.see", who=Holds(HANDLE), sources=(State.OPEN,), target=State.SEEN, undo=True)
def see(*, acting: Viewer, warning: EarlyWarning) -> None:
    """Say that one has seen it."""


@step(EarlyWarning, "warnings.talk", who=Holds(HANDLE), sources=EarlyWarning.WAITING, target=State.TALKED, undo=True)
def talk(*, acting: Viewer, warning: EarlyWarning, note: str) -> None:
    """Note that one has talked to the pupil, or to whoever calls the roll."""
    warning.add_note(note)


@step(
    EarlyWarning, "warnings.help", who=Holds(HANDLE), sources=(*EarlyWarning.WAITING, State.TALKED),
    target=State.HELPED, undo=True,
)  # fmt: skip
def help_pupil(*, acting: Viewer, warning: EarlyWarning, note: str) -> None:
    """Note what help was arranged."""
    warning.add_note(note)


@step(EarlyWarning, "warnings.pass_on", who=Holds(HANDLE), sources=EarlyWarning.LIVE, undo=True)
def pass_on(*, acting: Viewer, warning: EarlyWarning) -> None:
    """Let the school see it as well, without waiting."""
    warning.passed_on = warning.passed_on or timezone.localdate()


@step(EarlyWarning, "warnings.close", who=Holds(HANDLE), sources=EarlyWarning.LIVE, target=State.CLOSED, undo=True)
def close(*, acting: Viewer, warning: EarlyWarning, note: str, is_false_alarm: bool) -> None:
    """Close it with what came of it; false alarms are counted, so that thresholds can be set better."""
    warning.add_note(note)
    warning.is_false_alarm = is_false_alarm
    warning.closed_on = timezone.localdate()


def put_rule(*, acting: Viewer, rule: WarningRule) -> WarningRule:
    """Set a threshold at a place."""
    acting.demand(RULES, rule.path)
    with transaction.atomic(), named("warnings.put_rule"):
        rule.save()
    return rule
