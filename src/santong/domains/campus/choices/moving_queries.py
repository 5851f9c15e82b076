"""Reads on moving classes: groups, who is in them, who has none and why, one's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import QuerySet

from santong.domains.campus.choices.models import Chooser, GroupMember, MovingPlan, TeachingGroup
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Pupil

Subject = tuple[str, str]
"""A subject and its level."""


def groups_of(plan: MovingPlan) -> list[TeachingGroup]:
    """The groups of a plan, by subject, level and number."""
    rows = TeachingGroup.objects.belonging_to(plan=plan).select_related("teacher__person", "room__building")
    return list(rows.order_by("subject", "level", "number"))


def members_of(plan: MovingPlan) -> QuerySet[GroupMember]:
    """The places of all pupils in a plan, by class and name."""
    rows = GroupMember.objects.belonging_to(plan=plan)
    rows = rows.select_related("pupil__person", "pupil__school_class", "group")
    found: QuerySet[GroupMember] = rows.order_by("path", "pupil__person__pinyin", "pupil", "pk")
    return found


def sizes_of(plan: MovingPlan) -> Counter[int]:
    """How many are in each group."""
    rows = GroupMember.objects.belonging_to(plan=plan).exclude(group=None)
    return Counter(rows.values_list("group", flat=True))


def members_of_group(group: TeachingGroup) -> list[GroupMember]:
    """Who is in a group, by class and name; whoever may see it, the caller asks."""
    rows = GroupMember.objects.belonging_to(group=group).select_related("pupil__person", "pupil__school_class")
    return list(rows.order_by("path", "pupil__person__pinyin", "pk"))


def own_groups(chooser: Chooser, *, all_plans: bool = False) -> list[GroupMember]:
    """The groups of a pupil in the moving classes of a choice, once they are in force."""
    rows = GroupMember.objects.belonging_to(pupil=chooser.pupil).filter(
        plan__round=chooser.round, plan__removed_at=None, plan__runs__gte=1
    )
    if not all_plans:
        rows = rows.filter(plan__state=MovingPlan.State.IN_FORCE)
    return list(rows.select_related("group__teacher__person", "group__room__building").order_by("subject"))


def groups_of_pupil(pupil: Pupil) -> list[TeachingGroup]:
    """The groups in force in which a pupil is, by band."""
    rows = GroupMember.objects.belonging_to(pupil=pupil).filter(
        plan__state=MovingPlan.State.IN_FORCE, plan__removed_at=None, group__isnull=False
    )
    rows = rows.select_related("group__teacher__person", "group__room__building", "group__plan")
    return [each.group for each in rows.order_by("group__band", "subject") if each.group is not None]


def groups_of_teacher(staff: Staff) -> list[TeachingGroup]:
    """The groups in force that somebody teaches, by band."""
    rows = TeachingGroup.objects.belonging_to(teacher=staff).filter(
        plan__state=MovingPlan.State.IN_FORCE, plan__removed_at=None
    )
    return list(rows.select_related("room__building", "plan").order_by("band", "subject", "number"))


def by_band(groups: Sequence[TeachingGroup]) -> list[tuple[int | None, list[TeachingGroup]]]:
    """Groups band by band; those without one last."""
    bands = sorted({each.band for each in groups}, key=lambda band: (band is None, band))
    return [(band, [each for each in groups if each.band == band]) for band in bands]
