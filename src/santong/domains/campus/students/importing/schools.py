"""Into which school is imported, and which of its classes a row means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import (
    ClassProfile,
    GradeProfile,
    Organisation,
    SchoolContextForm,
    Stage,
    classes_of,
    create_class,
    create_classes,
    create_grade,
    grades_of,
    levels_of,
    school_year_of,
)
from santong.kit.access import Viewer
from santong.kit.imports.written import Written
from santong.lib.class_names import ClassName

ClassKey = tuple[int, int | None, str]
"""Level, number and label of a class."""


class PupilSchoolForm(SchoolContextForm):
    """The school, and whether its grades and classes are made from the sheet."""

    permission = "pupils.change"
    create_classes = forms.BooleanField(
        label=_("Add the grades and classes that the sheet names and the school lacks"), required=False, initial=True
    )


@dataclass
class SchoolClasses:
    """The classes of a school by key and by cohort, for the rows of one chunk."""

    school: Organisation
    by_key: dict[ClassKey, Organisation]
    by_cohort: dict[ClassKey, list[Organisation]]

    @classmethod
    def of(cls, school: Organisation) -> SchoolClasses:
        """As the database holds them now."""
        by_key: dict[ClassKey, Organisation] = {}
        by_cohort: dict[ClassKey, list[Organisation]] = {}
        for row in classes_of(school):
            profile = row.class_profile
            assert row.parent is not None, "a class stands in a grade"
            by_key[row.parent.grade.level, profile.number, profile.label] = row
            by_cohort.setdefault((profile.entry_year, profile.number, profile.label), []).append(row)
        return cls(school, by_key, by_cohort)

    def find(self, wanted: ClassName) -> Organisation | None:
        """The class that a cell names; a cohort that two stages share names none."""
        if wanted.grade is not None:
            return self.by_key.get((int(wanted.grade), wanted.number, wanted.label))
        found = self.by_cohort.get((wanted.cohort or 0, wanted.number, wanted.label), [])
        return found[0] if len(found) == 1 else None

    def named(self, name: str) -> Organisation | None:
        """The class that is called exactly so."""
        return next((row for row in self.by_key.values() if row.name == name), None)


def class_label(wanted: ClassName) -> ClassKey | None:
    """The key of a class named by its grade, None for one named by its cohort."""
    return None if wanted.grade is None else (int(wanted.grade), wanted.number, wanted.label)


def can_be_made(wanted: ClassName) -> bool:
    """Whether a missing class can be added: its grade must be named."""
    return wanted.grade is not None


def make_missing(acting: Viewer, school: Organisation, wanted: Iterable[ClassName]) -> list[Written]:
    """Add the grades and classes that a school lacks; answers what the undo needs."""
    classes = SchoolClasses.of(school)
    missing = {(int(each.grade), each.number, each.label) for each in wanted if each.grade and not classes.find(each)}
    grades = {grade.grade.level: grade for grade in grades_of(school)}
    written: list[Written] = []
    for level, keys in groupby(sorted(missing, key=lambda key: (key[0], key[1] or 0, key[2])), key=itemgetter(0)):
        if level not in grades:
            grades[level] = _make_grade(acting, school, level)
            written += [_made(Organisation, grades[level].pk), _made(GradeProfile, grades[level].pk)]
        for made in _make_classes(acting, grades[level], list(keys)):
            written += [_made(Organisation, made.pk), _made(ClassProfile, made.pk)]
    return written


def _make_classes(acting: Viewer, grade: Organisation, keys: Sequence[ClassKey]) -> list[Organisation]:
    """The classes of one grade: those with nothing but a number at once."""
    plain = [number for _level, number, label in keys if number is not None and not label]
    made = create_classes(acting=acting, grade=grade, numbers=plain) if plain else []
    for _level, number, label in keys:
        if number is None or label:
            made.append(create_class(acting=acting, grade=grade, number=number, label=label))
    return made


def _make_grade(acting: Viewer, school: Organisation, level: int) -> Organisation:
    year = school_year_of(timezone.localdate())
    return create_grade(acting=acting, school=school, stage=stage_of(school, level), level=level, school_year=year)


def stage_of(school: Organisation, level: int) -> str:
    """The stage of a level in a school: one that it teaches, else the ordinary one."""
    stages = school.school.stage_list
    taught = [stage for stage in stages if level in levels_of(stage)]
    ordinary = [stage for stage in Stage if level in levels_of(stage)]
    return (taught or ordinary or [Stage.PRESCHOOL])[0]


def _made(model: type[Any], key: int) -> Written:
    return Written(model._meta.label_lower, key, None, {})
