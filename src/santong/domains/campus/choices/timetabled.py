"""What the timetable asks of moving classes: groups in force with those who teach them, and who is in which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from santong.domains.campus.choices.models import GroupMember, MovingPlan, TeachingGroup
from santong.domains.campus.students.public import Pupil
from santong.domains.campus.timetable.public import Group, GroupSource
from santong.domains.platform.organisations.public import Organisation


def groups_in_force(school: Organisation) -> list[Group]:
    """The groups in force at a school that have a band and pupils, band by band."""
    rows = TeachingGroup.objects.inside(school).filter(
        plan__state=MovingPlan.State.IN_FORCE, plan__removed_at=None, band__isnull=False
    )
    rows = rows.select_related("teacher__person", "teacher__school", "room__building")
    found = list(rows.order_by("plan", "band", "subject", "level", "number"))
    keys = classes_of_groups([each.pk for each in found])
    wanted = {key for own in keys.values() for key in own}
    classes = {row.pk: row for row in Organisation.objects.noted(wanted).select_related("parent").order_by("path")}
    return [_group(school, each, [row for key, row in classes.items() if key in keys[each.pk]])
            for each in found if each.pk in keys]  # fmt: skip


def _group(school: Organisation, row: TeachingGroup, classes: list[Organisation]) -> Group:
    grades = {each.parent_id: each.parent for each in classes}
    [grade] = grades.values() if len(grades) == 1 else [None]
    return Group(
        row.pk, str(row), row.subject, row.level, f"{row.plan_id}-{row.band}", grade or school, classes, row.teacher,
        row.room,
    )  # fmt: skip


def classes_of_groups(keys: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The keys of the classes with pupils in each of some groups; a group without any isn't in it."""
    rows = GroupMember.objects.noted(keys, by="group_id").filter(pupil__status__in=Pupil.PRESENT)
    found: dict[int, set[int]] = defaultdict(set)
    for group, school_class in rows.values_list("group", "pupil__school_class").distinct():
        if school_class is not None:
            found[group].add(school_class)
    return {group: frozenset(own) for group, own in found.items()}


def keys_of_class(school_class: int) -> frozenset[int]:
    """The groups in which pupils of a class are."""
    rows = GroupMember.objects.noted([school_class], by="pupil__school_class_id").exclude(group=None)
    return frozenset(rows.values_list("group", flat=True).distinct())


def keys_of_pupil(pupil: int) -> frozenset[int]:
    """The groups in which a pupil is."""
    rows = GroupMember.objects.noted([pupil], by="pupil_id").exclude(group=None)
    return frozenset(rows.values_list("group", flat=True))


def pupils_of_group(group: int) -> list[Pupil]:
    """Who is in a group, by class and name."""
    rows = GroupMember.objects.noted([group], by="group_id").select_related("pupil__person", "pupil__school_class")
    found = [row.pupil for row in rows if row.pupil.status in Pupil.PRESENT]
    return sorted(found, key=lambda row: (row.path, row.person.pinyin, row.pk))


SOURCE = GroupSource(groups_in_force, classes_of_groups, keys_of_class, keys_of_pupil, pupils_of_group)
