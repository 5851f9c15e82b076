"""The job that searches a timetable: it has a process do it, and writes what that finds into a draft."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.teaching_plans.building import (
    SchoolPlan,
    course_name,
    placement_of,
    plan_of,
    slots_from,
    week_of,
)
from santong.domains.campus.teaching_plans.models import Search
from santong.domains.campus.timetable.public import Timetable, fill, slots_of
from santong.kit.jobs.public import Cancelled, JobFailed, Outcome, job, progress
from santong.lib.timetabling.checking import check
from santong.lib.timetabling.solving import Contradicted, Ended, Found, Missing, News, SolverDied, solve

State = Search.State
WRITE_EVERY = 10.0
"""Seconds between two tables that are written; the first one is written at once, the last one always."""
LONGEST_CURVE = 400


@job(title=gettext_lazy("Search a timetable"), queue="long", retries=1)
def search_timetable(search_id: int) -> Outcome:
    """Search until the time is over or somebody stops it; after a crash it goes on from the best one written."""
    search = Search.objects.by_installation().select_related("school", "base", "draft").get(pk=search_id)
    if not search.is_going_on:
        return Outcome(_("The search was stopped before it began."))
    week = week_of(search.school)
    if week is None:
        search.note(state=State.FAILED)
        raise JobFailed(_("The school day has no lessons yet. Enter its periods in the calendar first."))
    plan = plan_of(search.school, week, base=search.base, relaxed=search.relaxed)
    if found := check(plan.problem):
        return _impossible(search, {"problems": [_told(each) for each in found]})
    search.note(state=State.RUNNING)
    return _searched(Work(search, plan))


@dataclass
class Work:
    """A search under way; `best` is the best table, not written yet where it is newer than `written`."""

    search: Search
    plan: SchoolPlan
    before: float = 0.0
    best: Found | None = None
    written: float = 0.0
    unwritten: bool = False
    curve: list[list[float]] = field(default_factory=list)

    def take(self, found: Found) -> None:
        """A better table."""
        self.best, self.unwritten = found, True
        self.curve.append([round(self.before + found.seconds, 1), found.cost])
        if self.search.draft is None or time.monotonic() - self.written > WRITE_EVERY:
            self.write()

    def write(self) -> None:
        """Write the best table into the draft, and how far it is."""
        if self.best is None or not self.unwritten:
            return
        with transaction.atomic():
            self._write(self.best)
        self.unwritten, self.written = False, time.monotonic()

    def _write(self, best: Found) -> None:
        search, acting = self.search, progress.viewer()
        if search.draft is None:
            draft = Timetable.objects.create(
                school=search.school, path=search.path, name=search.name, since=search.since
            )
            search.draft = draft
            search.note(draft_id=draft.pk)
        locked = {(lock.course, lock.time) for lock in self.plan.problem.locks}
        fill(
            acting=acting, timetable=search.draft, slots=slots_from(self.plan, best.table, search.draft, locked=locked)
        )
        self.note(cost=best.cost, missing=0)

    def note(self, **values: Any) -> None:
        """Write down how far it is."""
        curve = self.curve if len(self.curve) <= LONGEST_CURVE else [*self.curve[:1], *self.curve[-LONGEST_CURVE:]]
        self.search.note(curve=curve, **values)


def _searched(work: Work) -> Outcome:
    search = work.search
    work.before, work.curve = search.spent, list(search.curve)
    start = search.draft or search.base
    before: Sequence[Sequence[int]] = placement_of(work.plan, slots_of(start)) if start is not None else ()
    left = max(1.0, search.seconds - search.spent)
    try:
        for news in solve(work.plan.problem, seconds=left, seed=search.seed, before=before):
            progress.check_cancelled()
            if isinstance(news, Contradicted):
                report = {"contradiction": list(news.rules), "of": list(news.of), "minimal": news.is_minimal}
                return _impossible(search, report)
            _noted(work, news)
    except Cancelled:
        work.write()
        search.note(state=State.STOPPED)
        raise
    except SolverDied as died:
        search.note(state=State.FAILED)
        raise JobFailed(_("The search broke off; what it had found is kept. Search again.")) from died
    finally:
        work.write()
    return _over(work)


def _noted(work: Work, news: News) -> None:
    if isinstance(news, Found):
        work.take(news)
        work.note(spent=work.before + news.seconds)
        progress.report(1, 0, _("A timetable is there; it gets better."))
    elif isinstance(news, Missing):
        work.note(missing=news.lessons, spent=work.before + news.seconds)
        progress.report(0, 0, _lacking(news.lessons))
    elif isinstance(news, Ended) and news.unplaced:
        names = [course_name(work.plan, each) for each in news.unplaced]
        work.note(report={"unplaced": names})


def _lacking(lessons: int) -> str:
    return ngettext("%(n)s lesson has no time yet", "%(n)s lessons have no time yet", lessons) % {"n": lessons}


def _over(work: Work) -> Outcome:
    search = work.search
    search.note(state=State.DONE)
    if search.draft_id is None:
        return Outcome(
            _("No timetable was found in this time."), "teaching_plans:timetable-searches-detail", None, [search.pk]
        )
    return Outcome(_("A timetable is there as a draft."), "timetable:timetables-detail", None, [search.draft_id])


def _impossible(search: Search, report: dict[str, Any]) -> Outcome:
    search.note(state=State.IMPOSSIBLE, report=report)
    return Outcome(_("There can be no such timetable."), "teaching_plans:timetable-searches-detail", None, [search.pk])


def _told(problem: Any) -> dict[str, Any]:
    """A problem as a row of JSON keeps it."""
    return {"kind": type(problem).__name__, **{name: getattr(problem, name) for name in problem.__dataclass_fields__}}
