"""Taking the teaching groups of a school over into its plan: a line for each, in one act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.teaching_plans.building import lines_of
from santong.domains.campus.teaching_plans.models import CHANGE, MOST_LESSONS, PlanLine
from santong.domains.campus.timetable.public import LONGEST_GROUP, Group, groups_of_school
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible

USUAL = 3
"""Lessons a week of a group whose subject isn't in the plan yet."""
Kind = tuple[int, str, str]
"""A grade, a subject and a level: groups of one kind have equally many lessons."""


def kind_of(group: Group) -> Kind:
    """Of which kind a group is."""
    return (group.place.pk, group.subject, group.level)


@dataclass(frozen=True)
class TakenOver:
    """The lines that were made, those that were changed (with the lessons they had), and those that ended."""

    made: list[int]
    changed: list[tuple[int, int]]
    ended: list[int]


def lines_of_groups(school: Organisation) -> dict[int, PlanLine]:
    """The lines of teaching groups of a school, by the keys of the groups."""
    rows = PlanLine.objects.belonging_to(school=school).exclude(group=0).select_related("place")
    return {row.group: row for row in rows.order_by("pk")}


def without_group(school: Organisation) -> list[PlanLine]:
    """Lines of groups that are no longer in force: they aren't put into a timetable any more."""
    there = {each.key for each in groups_of_school(school)}
    return [row for key, row in lines_of_groups(school).items() if key not in there]


def take_over_groups(
    *, acting: Viewer, school: Organisation, lessons: Mapping[Kind, int], ends_classes: bool
) -> TakenOver:
    """Give every group in force a line with as many lessons as its kind has, and drop lines of those that are gone.

    `ends_classes`: what whole classes have of these subjects in the plan ends.
    """
    acting.demand(CHANGE, school.path)
    with transaction.atomic(), named("teaching_plans.take_over_groups"):
        Organisation.objects.locked_for_action(school)
        groups = [each for each in groups_of_school(school) if kind_of(each) in lessons]
        if not groups:
            raise NotPossible(_("No teaching groups are in force. Have moving classes formed and put in force first."))
        there, found = lines_of_groups(school), TakenOver([], [], [])
        rooms = {(row.place_id, row.subject): str(row.room_kind) for row in lines_of(school)}
        for group in groups:
            _put_line(school, group, lessons[kind_of(group)], there.get(group.key), rooms, found)
        ended = without_group(school) + (_of_classes(school, groups) if ends_classes else [])
        found.ended.extend(row.pk for row in ended)
        PlanLine.objects.again(ended).remove()
    return found


def _put_line(
    school: Organisation, group: Group, lessons: int, row: PlanLine | None, rooms: Mapping[tuple[int, str], str],
    found: TakenOver,
) -> None:  # fmt: skip
    if row is not None:
        if row.lessons != lessons:
            found.changed.append((row.pk, row.lessons))
            row.lessons, row.doubles = lessons, min(row.doubles, lessons // 2)
            row.save(update_fields=["lessons", "doubles"])
        return
    line = PlanLine.objects.create(
        school=school, place=group.place, path=group.place.path, subject=group.subject, lessons=lessons,
        group=group.key, group_name=group.name[:LONGEST_GROUP],
        room_kind="" if group.room is not None else rooms.get((group.place.pk, group.subject), ""),
    )  # fmt: skip
    found.made.append(line.pk)


def _of_classes(school: Organisation, groups: Collection[Group]) -> list[PlanLine]:
    """The lines of whole classes of the grades and subjects that groups have now."""
    subjects = {(each.place.path, each.subject) for each in groups}
    return [row for row in lines_of(school)
            if any(row.path.startswith(path) and row.subject == subject for path, subject in subjects)]  # fmt: skip


def take_back(*, acting: Viewer, school: Organisation, taken: TakenOver) -> None:
    """Have the plan as it was before the groups were taken over."""
    acting.demand(CHANGE, school.path)
    with transaction.atomic(), named("teaching_plans.take_over_groups"):
        PlanLine.objects.noted(taken.made).filter(school=school).remove()
        before = dict(taken.changed)
        for row in PlanLine.objects.noted(before).filter(school=school):
            row.lessons, row.doubles = before[row.pk], min(row.doubles, before[row.pk] // 2)
            row.save(update_fields=["lessons", "doubles"])
        PlanLine.with_removed.noted(taken.ended).filter(school=school).restore()


class GroupsForm(forms.Form):
    """How many lessons a week the groups of each kind have."""

    ends_classes = forms.BooleanField(
        label=gettext_lazy("End what whole classes have of these subjects"), required=False, initial=True,
        help_text=gettext_lazy("The plan has these subjects for whole classes. Their pupils have them in groups now."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, school: Organisation) -> None:
        super().__init__(data)
        self.groups = groups_of_school(school)
        self.kinds: dict[Kind, list[Group]] = {}
        for each in self.groups:
            self.kinds.setdefault(kind_of(each), []).append(each)
        there = lines_of_groups(school)
        planned = {(row.place_id, row.subject): row.lessons for row in lines_of(school)}
        for number, (kind, own) in enumerate(self.kinds.items()):
            line = next((there[each.key] for each in own if each.key in there), None)
            self.fields[f"lessons-{number}"] = forms.IntegerField(
                min_value=1, max_value=MOST_LESSONS, label=f"{own[0].place} {kind[1]}",
                initial=line.lessons if line is not None else planned.get(kind[:2], USUAL),
                help_text="、".join(_said(each) for each in own),
            )  # fmt: skip
        if not _of_classes(school, self.groups):
            del self.fields["ends_classes"]
        self.order_fields([*(name for name in self.fields if name != "ends_classes"), "ends_classes"])

    def lessons(self) -> dict[Kind, int]:
        """What was entered, by kind."""
        return {kind: self.cleaned_data[f"lessons-{number}"] for number, kind in enumerate(self.kinds)}


def _said(group: Group) -> str:
    """A group, and who teaches it."""
    teacher = str(group.teacher) if group.teacher is not None else _("nobody")
    return f"{group.name} {teacher}"
