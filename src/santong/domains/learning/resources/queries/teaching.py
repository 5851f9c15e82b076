"""What a teacher needs next: the lesson that follows in each class, and what there is for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from santong.domains.campus.timetable.public import Lesson, own_lessons
from santong.domains.learning.resources.models import Node, Progress, Resource, Textbook
from santong.domains.learning.resources.queries.finding import in_nodes
from santong.domains.platform.access.public import Taught, taught_by
from santong.domains.platform.calendars.public import week_of
from santong.domains.platform.organisations.public import GradeProfile, SchoolProfile, grade_name
from santong.kit.access import Viewer

MOST_LESSONS = 4
MOST_RESOURCES = 3
AHEAD = timedelta(days=4)
"""The same days as the card of lessons looks at, so that both read one plan."""


@dataclass(frozen=True)
class NextLesson:
    """A lesson that comes next in some classes, with the best resources for it.

    `soonest` is the first of the next days on which the timetable has it, None where it has none.
    """

    subject: str
    grade: str
    classes: list[Taught]
    node: Node
    resources: list[Resource]
    soonest: Lesson | None = None

    @property
    def class_names(self) -> str:
        """The classes in one line."""
        return "、".join(each.class_name for each in self.classes)


def next_lessons(viewer: Viewer) -> list[NextLesson]:
    """The lessons that a teacher gives next, the soonest first; empty for who teaches nothing."""
    if viewer.person_id is None:
        return []
    groups: dict[tuple[str, int, int], tuple[Node, list[Taught]]] = {}
    taught = taught_by(viewer.person_id)
    progress = _progress(viewer)
    for each in taught:
        node = progress.get((each.class_id, each.subject)) or planned_node(each)
        if node is not None:
            groups.setdefault((each.subject, each.level, node.pk), (node, []))[1].append(each)
    coming = _coming(viewer)
    found = [
        NextLesson(subject, grade_name(level), classes, node, [], _soonest(coming, classes))
        for (subject, level, _node), (node, classes) in groups.items()
    ]
    found.sort(key=lambda each: each.soonest.place[1:] if each.soonest is not None else (date.max, 0))
    return [
        replace(each, resources=list(in_nodes(viewer, _with_unit(each.node))[:MOST_RESOURCES]))
        for each in found[:MOST_LESSONS]
    ]


def _coming(viewer: Viewer) -> dict[tuple[int, str], Lesson]:
    """The next lesson of each class and subject that a viewer teaches, of those that aren't over."""
    now = timezone.now()
    today = timezone.localdate(now)
    found: dict[tuple[int, str], Lesson] = {}
    for each in own_lessons(viewer, today, today + AHEAD):
        if each.held and (each.end is None or each.end > now):
            found.setdefault((each.school_class.pk, each.subject), each)
    return found


def _soonest(coming: Mapping[tuple[int, str], Lesson], classes: Sequence[Taught]) -> Lesson | None:
    found = [coming[key] for each in classes if (key := (each.class_id, each.subject)) in coming]
    return min(found, key=lambda each: each.place[1:], default=None)


def own_stages(viewer: Viewer) -> list[str]:
    """The stages of the viewer's schools, those of the classes that they teach or attend first."""
    paths = viewer.places_above()
    grades = GradeProfile.objects.open_to_everyone().filter(organisation__path__in=paths)
    schools = SchoolProfile.objects.open_to_everyone().filter(organisation__path__in=paths)
    found = [grade.stage for grade in grades]
    return list(dict.fromkeys([*found, *(stage for school in schools for stage in school.stage_list)]))


def planned_node(taught: Taught) -> Node | None:
    """The lesson that the teaching week suggests: as far through the volume as the term has gone."""
    today = timezone.localdate()
    week = week_of(taught.class_path, today)
    term = week.term.number if week else (2 if 2 <= today.month <= 8 else 1)
    book = current_textbook(taught.subject, taught.stage, taught.level, term)
    if book is None:
        return None
    rows = Node.objects.open_to_everyone().filter(textbook=book, kind=Node.Kind.LESSON)
    lessons = list(rows.select_related("parent", "textbook").order_by("position"))
    share = (week.number - 1) / max(week.total, 1) if week else 0.0
    return lessons[min(int(share * len(lessons)), len(lessons) - 1)] if lessons else None


def current_textbook(subject: str, stage: str, level: int, term: int) -> Textbook | None:
    """The volume of a subject for a grade and term, in the edition with the latest revision."""
    rows = Textbook.objects.open_to_everyone().filter(
        subject=subject, stage=stage, grade=level, is_current=True, term__in=(term, 0)
    )
    return rows.order_by("-term", "-year", "edition").first()


def own_classes(viewer: Viewer) -> list[Taught]:
    """The classes that the viewer teaches, each once."""
    found = {each.class_id: each for each in taught_by(viewer.person_id or 0)}
    return list(found.values())


def classes_for(viewer: Viewer, textbook: Textbook) -> list[Taught]:
    """The viewer's classes in which a textbook may be used."""
    return [
        each
        for each in taught_by(viewer.person_id or 0)
        if each.subject == textbook.subject and each.level == textbook.grade
    ]


def _progress(viewer: Viewer) -> dict[tuple[int, str], Node]:
    rows = Progress.objects.visible_to(viewer).select_related("node__parent", "node__textbook")
    return {(row.school_class_id, row.subject): row.node for row in rows}


def _with_unit(node: Node) -> list[Node]:
    return [node, node.parent] if node.parent else [node]
