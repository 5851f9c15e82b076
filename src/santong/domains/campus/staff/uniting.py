"""What becomes of employments when two people turn out to be one."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from santong.domains.campus.staff.actions import change_counts
from santong.domains.campus.staff.models import Staff, Teaching
from santong.domains.platform.duplicates.public import Fact, MergeRule, Merging, Receipt, Rows, hand_over
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import add_count

ROWS = (Rows("staff.staff"),)
FACTS = ("stage", "on_establishment", "subjects", "ethnic_group", "joined_on")
"""What one employment may know and the other not."""


def _hand_over(merging: Merging) -> Receipt:
    """Two employments at one school become one; those elsewhere follow as they are."""
    mine = {row.school_id: row for row in Staff.objects.belonging_to(person=merging.kept)}
    uncounted = []
    for row in Staff.objects.belonging_to(person=merging.dropped):
        twin = mine.get(row.school_id)
        if twin is not None:
            uncounted += _join(*_by_use(twin, row))
            row = Staff.objects.belonging_to(person__in=merging.both).get(school_id=row.school_id)
        row.person = merging.kept
        row.save(update_fields=["person"])
    return {"uncounted": uncounted}


def _by_use(one: Staff, other: Staff) -> tuple[Staff, Staff]:
    """The employment that goes on, and the one that is dropped: whoever still works there."""
    return (other, one) if one.status == Staff.Status.LEFT != other.status else (one, other)


def _join(stays: Staff, goes: Staff) -> list[list[object]]:
    hand_over(goes, stays)
    for name in FACTS:
        if stays.__dict__[name] in (None, "") and goes.__dict__[name] not in (None, ""):
            setattr(stays, name, goes.__dict__[name])
    is_counted = goes.status == Staff.Status.ACTIVE
    if is_counted:
        change_counts([goes], -1)
    path, was_teacher = goes.path, goes.is_teacher
    goes.delete()
    stays.save()
    return [[path, was_teacher]] if is_counted else []


def _take_back(receipt: Receipt) -> None:
    for path, was_teacher in receipt.get("uncounted", ()):
        add_count(what="staff", path=path, change=1)
        if was_teacher:
            add_count(what="teachers", path=path, change=1)


def _facts(person: Person) -> Iterable[Fact]:
    jobs = Staff.objects.belonging_to(person=person).select_related("school")
    teaching = Teaching.objects.belonging_to(staff__person=person).filter(until=None).select_related("school_class")
    return [
        (_("Employed at"), "；".join(f"{job.school.name} · {job.get_status_display()}" for job in jobs)),
        (_("Subjects"), "；".join(job.subjects for job in jobs if job.subjects)),
        (_("Teaches"), "；".join(f"{row.school_class.name} · {row}" for row in teaching)),
    ]


RULE = MergeRule("staff", rows=ROWS, hand_over=_hand_over, take_back=_take_back, facts=_facts, order=20)
