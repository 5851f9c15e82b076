"""A school whose pupils and staff collect credits. Who they are says a declaration, as campus modules make one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.credits.actions import publish, put_course, put_scheme
from santong.domains.platform.credits.computing import recompute
from santong.domains.platform.credits.jobs import find_effects
from santong.domains.platform.credits.models import Category, Course, Scheme, Standing
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import (
    Organisation,
    classes_of,
    create_classes,
    create_grade,
)
from santong.kit.access import SYSTEM, Viewer

BEGAN = date(2024, 9, 1)
NOW = date(2026, 11, 10)


def scheme_of(place: Organisation, name: str = "高中方案", **more: object) -> Scheme:
    """A draft with two categories and three courses."""
    given = {"kind": "senior", "total": Decimal(20), "authority": "测试文件", **more}
    row = put_scheme(acting=SYSTEM, scheme=Scheme(place=place, name=name, **given))
    must = Category.objects.create(scheme=row, name="必修", floor=Decimal(12))
    free = Category.objects.create(scheme=row, name="选修", floor=Decimal(4))
    for code, course, category, worth, required, semester in (
        ("YW1", "语文一", must, 6, True, 1),
        ("SX1", "数学一", must, 6, True, 2),
        ("XB", "校本课程", free, 8, False, 0),
    ):
        put_course(
            acting=SYSTEM,
            course=Course(
                scheme=row, category=category, code=code, name=course, credits=Decimal(worth), required=required,
                semester=semester, subject="语文" if code == "YW1" else "",
            ),
        )  # fmt: skip
    return row


def published(place: Organisation, **more: object) -> Scheme:
    """A scheme that is in force."""
    row = scheme_of(place, **more)
    find_effects(row)
    publish(acting=SYSTEM, scheme=row, from_day=date(2020, 1, 1))
    return row


def enrol_pupils(region: Region, number: int, prefix: str = "p") -> tuple[Organisation, list[Person]]:
    """A senior class of the lake with pupils."""
    from santong.domains.campus.students.public import NewPupil, enrol

    grade = create_grade(acting=SYSTEM, school=region.lake, stage="senior", level=12, school_year=2026)
    create_classes(acting=SYSTEM, grade=grade, numbers=[1])
    [school_class] = [each for each in classes_of(region.lake) if each.path.startswith(grade.path)]
    people = [
        Person.objects.create_person(username=f"{prefix}{n}", name=f"学生{n}", path=school_class.path)
        for n in range(number)
    ]
    drafts = [NewPupil(person, school_class) for person in people]
    enrol(acting=SYSTEM, school=region.lake, drafts=drafts, day=date(2026, 9, 1))
    return school_class, people


@dataclass
class Cast:
    """Who takes part."""

    region: Region
    school_class: Organisation
    pupils: list[Person]
    keeper: Person
    leader: Person
    parent: Person
    scheme: Scheme

    @property
    def affairs(self) -> Viewer:
        return viewer_in(self.keeper, "staff")

    @property
    def client(self) -> Client:
        return client_of(self.keeper)

    def standing(self, number: int) -> Standing:
        """How a pupil stands, as it is stored."""
        return Standing.objects.select_related("person", "place").get(person=self.pupils[number])


@pytest.fixture
def cast(region: Region, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    from santong.domains.campus.students.public import NewGuardian, Pupil, link_guardians

    for module in ("computing", "models"):
        monkeypatch.setattr(f"santong.domains.platform.credits.{module}.today", lambda: NOW)
    school_class, pupils = enrol_pupils(region, 3)
    keeper = somebody("teaching_affairs", region.lake, "affairs")
    leader = somebody("class_teacher", school_class, "leader")
    parent = Person.objects.create_person(username="mother", name="母亲", path=region.lake.path)
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(Pupil.objects.get(person=pupils[0]), parent, "52")])
    scheme = published(region.east)
    recompute([region.lake.path])
    return Cast(region, school_class, pupils, keeper, leader, parent, scheme)
