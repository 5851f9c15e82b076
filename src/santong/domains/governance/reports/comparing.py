"""Holding sealed figures against today's facts: what has changed since is noted and shown, and never changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.reports import words
from santong.domains.governance.reports.actions import present_values
from santong.domains.governance.reports.filling import WORDS, Bound, Values, fill, sum_up
from santong.domains.governance.reports.models import Edition, LaterChange, Level, Report, Round
from santong.domains.governance.reports.queries import (
    bound_of,
    confirmed_below,
    counted_for,
    schools_in,
    sealed_of,
    summed_by,
)
from santong.kit.audit import named
from santong.kit.jobs.public import job

LOOKED_AT = timedelta(days=400)
"""How long sealed reports are held against the facts every night."""
COVERS = "*"
"""The code under which it is noted that a report below has a further edition."""
Part = Report.Part


@dataclass(frozen=True)
class Change:
    """A figure that gives something else by now; `seen_at` None: it was noticed just now."""

    code: str
    was: str
    now: str
    seen_at: datetime | None = None


def differences(content: Mapping[str, Any], values: Values, bound: Sequence[Bound]) -> list[Change]:
    """The fields of a sealed content that the present values contradict."""
    fields = {each.code: each for each in bound}
    found = []
    for sealed in content["values"]:
        each = fields.get(sealed["code"])
        if each is None or each.is_words:
            continue
        now = words.sealed(each, values.get(each.code, {"s": WORDS}))
        if now != sealed["value"]:
            found.append(Change(each.code, sealed["value"], now))
    return found


def superseded(content: Mapping[str, Any], below: Iterable[Report]) -> list[Change]:
    """The reports that a content covers of which there is a further edition, and those that came later."""
    covered = {each["place_key"]: each["edition"] for each in content["covers"]}
    found = []
    for each in below:
        was = covered.get(each.place_id, 0)
        if not each.is_open and each.edition != was:
            found.append(Change(COVERS, f"{each.place.name} {was}"[:60], f"{each.place.name} {each.edition}"[:60]))
    return found


def changes_now(report: Report) -> list[Change]:
    """What an edition says otherwise than the facts of this moment; noted changes with the moment they were seen."""
    sealed = sealed_of(report)
    if sealed is None or report.is_open:
        return []
    bound = bound_of(report.round)
    if report.part == Part.OWN:
        found = differences(sealed.content, present_values(report, bound), bound)
    else:
        found = _changes_of_sum(report, sealed, bound)
    seen = {(row.code, row.now): row.seen_at for row in LaterChange.objects.belonging_to(edition=sealed).order_by("pk")}
    return [Change(each.code, each.was, each.now, seen.get((each.code, each.now))) for each in found]


def _changes_of_sum(report: Report, sealed: Edition, bound: Sequence[Bound]) -> list[Change]:
    values = sum_up(bound, [each.values for each in confirmed_below(report)])
    return [*differences(sealed.content, values, bound), *superseded(sealed.content, summed_by(report))]


def history_of(report: Report) -> list[LaterChange]:
    """All that was noted about the editions of a report, the newest first."""
    editions = Edition.objects.belonging_to(report=report)
    rows = LaterChange.objects.belonging_to(edition__in=editions).select_related("edition")
    return list(rows.order_by("-seen_at", "-pk")[:200])


@job(title=_("Hold sealed reports against the facts"), queue="long")
def look_again() -> int:
    """Note what has changed since reports were sealed; how many changes were new."""
    since: date = timezone.localdate() - LOOKED_AT
    rows = Round.objects.by_installation().filter(last__gte=since).select_related("template", "version", "place")
    return sum(look_at_round(row) for row in rows.order_by("pk"))


def look_at_round(row: Round) -> int:
    """The same for all reports of a round."""
    bound = bound_of(row)
    reports = Report.objects.belonging_to(round=row).exclude(state__in=Report.OPEN).select_related("place", "round")
    own = [each for each in reports if each.part == Part.OWN]
    values = _present(row, own, bound)
    sealed = _sealed(list(reports))
    found = {each.pk: differences(sealed[each.pk].content, values[each.pk], bound) for each in own}
    for each in reports:
        if each.part != Part.OWN:
            found[each.pk] = _changes_of_sum(each, sealed[each.pk], bound)
    return _note({sealed[key].pk: (sealed[key], changes) for key, changes in found.items()})


def _present(row: Round, own: Sequence[Report], bound: Sequence[Bound]) -> dict[int, Values]:
    if row.template.level == Level.SCHOOL:
        found = fill(bound, [each.place for each in own], counted_for(row), row.path)
        return {each.pk: found[each.place_id] for each in own}
    schools = schools_in(row.path, row.last)
    by_school = fill(bound, schools, counted_for(row), row.path)
    return {
        each.pk: sum_up(bound, [by_school[one.pk] for one in schools if one.path.startswith(each.path)]) for each in own
    }


def _sealed(reports: Sequence[Report]) -> dict[int, Edition]:
    rows = Edition.objects.belonging_to(report__in=list(reports)).order_by("number")
    return {row.report_id: row for row in rows}


def _note(found: Mapping[int, tuple[Edition, Sequence[Change]]]) -> int:
    """Keep what wasn't known: each change once, and that a figure is as it was again."""
    rows = LaterChange.objects.belonging_to(edition__in=[edition for edition, _changes in found.values()])
    last: dict[tuple[int, str], str] = {}
    was: dict[tuple[int, str], str] = {}
    for row in rows.order_by("pk"):
        last[row.edition_id, _key(row.code, row.now)] = row.now
        was[row.edition_id, _key(row.code, row.now)] = row.was
    made = []
    for key, (edition, changes) in found.items():
        present = {_key(each.code, each.now): each for each in changes}
        made += [
            LaterChange(edition=edition, code=each.code, was=each.was, now=each.now)
            for code, each in present.items() if last.get((key, code)) != each.now
        ]  # fmt: skip
        made += [
            LaterChange(edition=edition, code=code, was=was[at, code], now=was[at, code])
            for (at, code), now in last.items()
            if at == key and code not in present and now != was[at, code] and not code.startswith(COVERS)
        ]
    with named("reports.note_changes"):
        LaterChange.objects.bulk_create(made)
    return len(made)


def _key(code: str, now: str) -> str:
    """Figures by their code; covered reports by the place, too."""
    return code if code != COVERS else f"{COVERS}{now.rpartition(' ')[0]}"
