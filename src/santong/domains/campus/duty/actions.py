"""Writes on week plans and duties."""

from __future__ import annotations

from datetime import date, time
from itertools import cycle
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.duty.models import KEEP, WEEK, DutyEntry, Member, PlanItem, Roster, Shift, starting
from santong.domains.campus.duty.queries import days_chosen, in_turn, members_of, swappable
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import take_back_told, tell
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, Is, Whoever, step

KEEPER = Holds(KEEP)
MOST_DAYS = 366
"""Days that are planned at once."""


def copy_week(*, acting: Viewer, place: Organisation, monday: date) -> list[int]:
    """Copy the lines of the week before a Monday into its week, but for those that stand there already."""
    acting.demand(KEEP, place.path)
    rows = PlanItem.objects.belonging_to(organisation=place)
    there = {_as_line(row) for row in rows.filter(day__gte=monday, day__lt=monday + WEEK)}
    before = rows.filter(day__gte=monday - WEEK, day__lt=monday).order_by("starts", "pk")
    wanted = [row for row in before if (row.day + WEEK, *_as_line(row)[1:]) not in there]
    if not wanted:
        raise NotPossible(_("The week before holds nothing that doesn't stand here already."))
    with transaction.atomic(), named("duty.copy_week"):
        made = PlanItem.objects.bulk_create(
            PlanItem(
                organisation=place, path=place.path, day=row.day + WEEK, begins=row.begins, ends=row.ends,
                what=row.what, where=row.where, people=row.people, starts=starting(row.day + WEEK, row.begins),
            )
            for row in wanted
        )  # fmt: skip
    return [row.pk for row in made]


def _as_line(row: PlanItem) -> tuple[Any, ...]:
    return row.day, row.begins, row.what


@step(Roster, "duty.add_member", who=KEEPER)
def add_member(*, acting: Viewer, roster: Roster, person: Person, phone: str = "") -> int:
    """Let somebody take turns, after all others."""
    members = members_of(roster)
    if person.pk in {each.person_id for each in members}:
        raise NotPossible(_("%(person)s takes turns already.") % {"person": person}, field="person")
    last = max((each.position for each in members), default=0)
    return Member.objects.create(roster=roster, person=person, phone=phone, position=last + 1).pk


@add_member.back
def _remove_member(acting: Viewer, roster: Roster, member: int) -> None:
    Member.objects.noted([member]).delete()


@step(Roster, "duty.leave_out", who=KEEPER)
def leave_out(*, acting: Viewer, roster: Roster, member: Member) -> None:
    """Let somebody take no further turns; those planned stay theirs."""
    member.delete()


def _has_no_member(acting: Viewer, roster: Roster) -> bool:
    return not Member.objects.belonging_to(roster=roster).exists()


@step(
    Roster, "duty.plan", who=KEEPER,
    unless=(Condition(_has_no_member, gettext_lazy("Nobody takes turns yet. Add people first.")),),
)  # fmt: skip
def plan(
    *, acting: Viewer, roster: Roster, first: date, last: date, which: str = "all", together: int = 1
) -> list[int]:
    """Make the shifts from `first` to `last`, `together` people each, in turn; days that have some stay as they are."""
    if last < first or (last - first).days >= MOST_DAYS:
        raise NotPossible(_("Choose a last day after the first one, a year later at most."), field="last")
    number = len(members_of(roster))
    if together > number:
        raise NotPossible(_("There are only %(n)s people.") % {"n": number}, field="together")
    rows = Shift.objects.belonging_to(roster=roster).filter(day__gte=first, day__lte=last)
    known = set(rows.values_list("day", flat=True))
    days = [day for day in days_chosen(roster.path, first, last, which) if day not in known]
    if not days:
        raise NotPossible(_("There is no day in this time that isn't planned already."), field="first")
    members = in_turn(roster, days[0])
    turns = cycle(members)
    made = Shift.objects.bulk_create(
        Shift(roster=roster, path=roster.path, day=day, person_id=next(turns).person_id)
        for day in days
        for _turn in range(together)
    )
    readers = [each.person for each in members]
    address = f"{reverse('duty:duty')}?whose=mine"
    told = gettext_lazy("Your turns on duty are planned.")
    tell(readers, told, text=roster.name, address=address, key=_plan_key(made[0].pk))
    return [row.pk for row in made]


def _plan_key(first_shift: int) -> str:
    return f"duty-plan-{first_shift}"


@plan.back
def _unplan(acting: Viewer, roster: Roster, shifts: list[int]) -> None:
    rows = Shift.objects.noted(shifts)
    if DutyEntry.objects.noted(shifts, by="shift").exists():
        raise NotPossible(_("Something stands in the log of one of these shifts. They stay."))
    rows.delete()
    take_back_told(_plan_key(shifts[0]))


def _is_over(acting: Viewer, shift: Shift) -> str:
    return _("This shift is over.") if shift.is_over else ""


def _is_offered(acting: Viewer, shift: Shift) -> bool:
    return shift.swap_with_id is not None


def _is_not_offered(acting: Viewer, shift: Shift) -> bool:
    return shift.swap_with_id is None


OFFERED = Condition(_is_offered, gettext_lazy("A swap has been asked for already."))
NOT_OFFERED = Condition(_is_not_offered, gettext_lazy("No swap is asked for."))


def _is_asked(viewer: Viewer, shift: Shift) -> bool:
    return shift.swap_with is not None and shift.swap_with.person_id == viewer.person_id


ASKED = Whoever(_is_asked)


@step(Shift, "duty.ask_swap", who=Is("person_id"), unless=(_is_over, OFFERED))
def ask_swap(*, acting: Viewer, shift: Shift, other: Shift, reason: str) -> None:
    """Ask somebody to swap shifts; nothing changes until they agree."""
    if not swappable(shift).filter(pk=other.pk).exists():
        raise NotPossible(_("This shift can't be swapped for yours. Choose another."), field="other")
    shift.swap_with, shift.swap_because = other, reason.strip()
    _tell(other.person, gettext_lazy("Somebody asks you to swap a duty."), shift)


@step(Shift, "duty.withdraw_swap", who=Is("person_id"), unless=(NOT_OFFERED,))
def withdraw_swap(*, acting: Viewer, shift: Shift) -> None:
    """Keep one's shift after all."""
    shift.swap_with, shift.swap_because = None, ""


@step(Shift, "duty.agree_swap", who=ASKED, unless=(_is_over, NOT_OFFERED))
def agree_swap(*, acting: Viewer, shift: Shift) -> None:
    """Take each other's shift; offers that concern the other one are void."""
    other = Shift.objects.locked_for_action(shift.swap_with)
    if other.is_over:
        raise NotPossible(_("The other shift is over."))
    if _has_both(shift, other):
        raise NotPossible(_("One of you is on duty on the other day already."))
    asker = shift.person
    shift.person_id, other_person = other.person_id, shift.person_id
    other.person_id, other.swap_with, other.swap_because = other_person, None, ""
    other.save()
    shift.swap_with, shift.swap_because = None, ""
    _tell(asker, gettext_lazy("Your swap of duties is agreed."), shift)


def _has_both(shift: Shift, other: Shift) -> bool:
    """Whether the swap would put one person on the same duty twice on one day."""
    rows = Shift.objects.belonging_to(roster=shift.roster)
    first = rows.filter(day=shift.day, person_id=other.person_id).exclude(pk__in=[shift.pk, other.pk])
    second = rows.filter(day=other.day, person_id=shift.person_id).exclude(pk__in=[shift.pk, other.pk])
    return first.exists() or second.exists()


@step(Shift, "duty.refuse_swap", who=ASKED, unless=(NOT_OFFERED,))
def refuse_swap(*, acting: Viewer, shift: Shift) -> None:
    """Keep one's own shift."""
    shift.swap_with, shift.swap_because = None, ""
    _tell(shift.person, gettext_lazy("Your swap of duties was not agreed to."), shift)


@step(Shift, "duty.hand_over", who=KEEPER, unless=(_is_over,))
def hand_over(*, acting: Viewer, shift: Shift, person: Person) -> str:
    """Put somebody else on duty."""
    rows = Shift.objects.belonging_to(roster=shift.roster).filter(day=shift.day, person=person)
    if rows.exclude(pk=shift.pk).exists():
        raise NotPossible(_("%(person)s is on duty on this day already.") % {"person": person}, field="person")
    shift.person, shift.swap_with, shift.swap_because = person, None, ""
    key = f"duty-hand-over-{shift.pk}-{person.pk}"
    _tell(person, gettext_lazy("You were put on duty."), shift, key)
    return key


@hand_over.back
def _take_over(acting: Viewer, shift: Shift, key: str) -> None:
    take_back_told(key)


def _tell(person: Person, title: Any, shift: Shift, key: str | None = None) -> None:
    text = f"{shift.roster.name} {shift.day.isoformat()}"
    address = reverse("duty:duty-detail", args=[shift.pk])
    tell(person, title, text=text, address=address, key=key, again=bool(key))


def _lies_ahead(acting: Viewer, shift: Shift) -> str:
    return _("This shift hasn't begun.") if shift.day > timezone.localdate() else ""


@step(Shift, "duty.note", who=Is("person_id") | KEEPER, unless=(_lies_ahead,))
def note(*, acting: Viewer, shift: Shift, at: time, text: str) -> int:
    """Write into the log of a shift what happened."""
    row = DutyEntry.objects.create(shift=shift, at=at, text=text.strip(), person_id=acting.person_id)
    return row.pk


@note.back
def _unnote(acting: Viewer, shift: Shift, entry: int) -> None:
    DutyEntry.objects.noted([entry]).delete()
