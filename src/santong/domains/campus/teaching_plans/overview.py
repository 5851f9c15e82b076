"""The plan of a school beside those who teach it: what each class has, who lacks, who has how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.teaching_plans.building import lines_of, lines_of_classes, teachers_in
from santong.domains.campus.teaching_plans.groups import group_lines
from santong.domains.campus.teaching_plans.models import PlanLine
from santong.domains.campus.timetable.public import Slot
from santong.domains.platform.organisations.public import Organisation, classes_of, grades_of


@dataclass(frozen=True)
class Cell:
    """What a class has of a subject; without `staff` nobody is known who teaches it."""

    lines: Sequence[PlanLine]
    staff: Staff | None

    @property
    def lessons(self) -> float:
        """Lessons in a week, half of those of every other week."""
        return sum(weekly(line) for line in self.lines)


@dataclass(frozen=True)
class GradePlan:
    """A grade: a row of cells for each subject, and the sum of each class."""

    grade: Organisation
    classes: Sequence[Organisation]
    rows: Sequence[tuple[str, Sequence[Cell | None]]]
    sums: Sequence[float]


@dataclass(frozen=True)
class Overview:
    """The chosen grade, the sums of those who teach, classes and subjects without anybody."""

    grades: Sequence[Organisation]
    chosen: GradePlan | None
    teachers: Sequence[tuple[Staff, float]]
    lacking: Sequence[tuple[Organisation, str]]


def weekly(line: PlanLine) -> float:
    """The lessons of a line in an average week."""
    return line.lessons if line.rhythm == Slot.Rhythm.EVERY else line.lessons / 2


def overview_of(school: Organisation, grade: int | None) -> Overview:
    """The plan of a school, one grade of it in full; the first unless another is asked for."""
    classes = [row for row in classes_of(school) if row.parent is not None]
    plans = lines_of_classes(classes, lines_of(school))
    known = teachers_in(school)
    cells: dict[tuple[int, str], Cell] = {}
    load: dict[Staff, float] = defaultdict(float)
    counted: set[tuple[int, int, int]] = set()
    for school_class, lines in plans.items():
        for subject in dict.fromkeys(line.subject for line in lines):
            own = [line for line in lines if line.subject == subject]
            cell = Cell(own, known.of(school_class, subject))
            cells[school_class.pk, subject] = cell
            if cell.staff is not None:
                load[cell.staff] += _new(cell, school_class, counted)
    for group, line in group_lines(school):
        if group.teacher is not None:
            load[group.teacher] += weekly(line)
    grades = [row for row in grades_of(school) if any(each.parent_id == row.pk for each in classes)]
    chosen = next((row for row in grades if row.pk == grade), grades[0] if grades else None)
    lacking = [
        (each, subject)
        for each in classes
        for subject in dict.fromkeys(line.subject for line in plans[each])
        if cells[each.pk, subject].staff is None
    ]
    whole = _grade_plan(chosen, [each for each in classes if each.parent_id == chosen.pk], cells) if chosen else None
    return Overview(grades, whole, sorted(load.items(), key=lambda pair: (pair[0].person.pinyin, pair[0].pk)), lacking)


def _new(cell: Cell, school_class: Organisation, counted: set[tuple[int, int, int]]) -> float:
    """The lessons that weren't counted with another class already, which has them together with this one."""
    found = 0.0
    for line in cell.lines:
        key = (line.pk, cell.staff.pk if cell.staff else 0, school_class.parent_id if line.joined else -school_class.pk)
        found += weekly(line) if key not in counted else 0
        counted.add(key)  # type: ignore[arg-type]
    return found


def _grade_plan(grade: Organisation, classes: Sequence[Organisation], cells: dict[tuple[int, str], Cell]) -> GradePlan:
    own = {each.pk for each in classes}
    subjects = dict.fromkeys(subject for key, subject in cells if key in own)
    rows = [(subject, [cells.get((each.pk, subject)) for each in classes]) for subject in subjects]
    sums = [sum(cell.lessons for (key, _subject), cell in cells.items() if key == each.pk) for each in classes]
    return GradePlan(grade, classes, rows, sums)
