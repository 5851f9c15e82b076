"""Writes: beginning and stopping a search for a timetable, relaxing a rule in it, the rules a school begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.campus.teaching_plans.building import lines_of, rules_of, week_of
from santong.domains.campus.teaching_plans.by_hand import Changes, board_of, changes_for, exchanged
from santong.domains.campus.teaching_plans.jobs import search_timetable
from santong.domains.campus.teaching_plans.models import CHANGE, Move, Rule, Search
from santong.domains.campus.teaching_plans.usual import usual_rules
from santong.domains.campus.timetable.public import Slot, Timetable, rearrange, slots_of
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.jobs.public import Job, cancel, start
from santong.kit.refusals import NotPossible

State = Search.State


def begin_search(*, acting: Viewer, search: Search) -> Search:
    """Write a search down and have it done in the background; a school has one at a time."""
    acting.demand(CHANGE, search.path)
    with transaction.atomic(), named("teaching_plans.search"):
        Organisation.objects.locked_for_action(search.school)
        _demand_ready(search)
        search.save()
        job = start(
            search_timetable, {"search_id": search.pk}, acting=acting, path=search.path, subject=search.name,
            key=f"timetable-search-{search.pk}",
        )  # fmt: skip
        search.note(job=job.pk)
    return search


def _demand_ready(search: Search) -> None:
    school = search.school
    if week_of(school) is None:
        raise NotPossible(_("The school day has no lessons yet. Enter its periods in the calendar first."))
    if not lines_of(school):
        raise NotPossible(_("The teaching plan is empty. Enter what is to be taught, or import it."))
    if Search.objects.belonging_to(school=school).filter(state__in=Search.GOING_ON).exists():
        raise NotPossible(_("A search is going on for this school. Stop it first, or wait until it is over."))


def stop_search(*, acting: Viewer, search: Search) -> None:
    """Stop a search; the best timetable that it has found stays as a draft."""
    acting.demand(CHANGE, search.path)
    with transaction.atomic(), named("teaching_plans.stop"):
        now = Search.objects.locked_for_action(search)
        if not now.is_going_on:
            raise NotPossible(_("This search is over already."))
        now.state = State.STOPPED
        now.save(update_fields=["state"])
    for job in Job.objects.noted([now.job] if now.job else []):
        cancel(job, acting=job.viewer)


def search_again(*, acting: Viewer, search: Search, relax: int | None = None, seconds: int | None = None) -> Search:
    """A new search like another one, in which one more rule only should hold; the rule itself stays as it is."""
    relaxed = [*search.relaxed, *([relax] if relax is not None else [])]
    again = Search(
        school=search.school, path=search.path, name=search.name, since=search.since,
        seconds=seconds or search.seconds, seed=search.seed, relaxed=sorted(set(relaxed)),
        base=search.draft or search.base,
    )  # fmt: skip
    return begin_search(acting=acting, search=again)


def take_usual_rules(*, acting: Viewer, school: Organisation) -> Sequence[Rule]:
    """Give a school the rules that schools of its kind usually have, as far as it doesn't have them."""
    acting.demand(CHANGE, school.path)
    with transaction.atomic(), named("teaching_plans.usual_rules"):
        there = {_content(each) for each in rules_of(school)}
        new = [rule for rule in usual_rules(school, lines_of(school)) if _content(rule) not in there]
        return Rule.objects.bulk_create(new)


def _content(rule: Rule) -> tuple[Any, ...]:
    return (rule.kind, rule.place_id, rule.subject, rule.teacher_id, rule.other_subject, rule.room_kind,
            rule.weekdays, rule.periods)  # fmt: skip


def move_lesson(*, acting: Viewer, timetable: Timetable, slot: Slot, weekday: int, period: int) -> Move:
    """Put a lesson of a draft elsewhere, or have it change places with what is there; noted, to be taken back."""
    acting.demand(CHANGE, timetable.path)
    with transaction.atomic(), named("teaching_plans.move"):
        now = Timetable.objects.locked_for_action(timetable)
        board = board_of(now, None)
        picked = next((each for each in board.slots if each.pk == slot.pk), None)
        if picked is None:
            raise NotPossible(_("This lesson is no longer there. Look at the draft again."))
        changes = changes_for(board, picked, weekday, period)
        if isinstance(changes, str):
            raise NotPossible(changes)
        rows = (row for row, _values in changes)
        groups = [list(own) for _of, own in groupby(rows, lambda row: (row.school_class_id, row.group))]
        was = [[group[0].weekday, group[0].period] for group in groups]
        lessons = [[row.pk for row in group] for group in groups]
        rearrange(acting=acting, timetable=now, changes=changes)
        return Move.objects.create(timetable=now, path=now.path, person_id=acting.person_id, lessons=lessons, was=was)


def take_move_back(*, acting: Viewer, timetable: Timetable) -> None:
    """Take the last move in a draft back, and with the next call the one before it."""
    acting.demand(CHANGE, timetable.path)
    with transaction.atomic(), named("teaching_plans.move_back"):
        now = Timetable.objects.locked_for_action(timetable)
        move = Move.objects.belonging_to(timetable=now).order_by("-pk").first()
        if move is None:
            raise NotPossible(_("There is no move to take back."))
        rows = {row.pk: row for row in slots_of(now)}
        if any(key not in rows for group in move.lessons for key in group):
            raise NotPossible(_("This can't be taken back: a lesson of it is gone since."))
        rearrange(acting=acting, timetable=now, changes=_back(move, rows))
        move.delete()


def _back(move: Move, rows: Mapping[int, Slot]) -> Changes:
    changes: Changes = []
    for keys, (weekday, period) in zip(move.lessons, move.was, strict=True):
        group = [rows[key] for key in keys]
        changes += exchanged(*group) if len(group) == 2 else [(group[0], {"weekday": weekday, "period": period})]
    return changes


def lock_lesson(*, acting: Viewer, slot: Slot, locked: bool) -> None:
    """Lock a lesson of a draft in its place, or unlock it."""
    acting.demand(CHANGE, slot.timetable.path)
    with transaction.atomic(), named("teaching_plans.lock"):
        rearrange(acting=acting, timetable=slot.timetable, changes=[(slot, {"locked": locked})])
