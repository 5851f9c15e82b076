"""A city with a county, two schools, authors, reviewers and a textbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client

from santong.domains.learning.resources.actions.catalogue import PlannedUnit, add_textbook, add_units
from santong.domains.learning.resources.actions.drafting import draft
from santong.domains.learning.resources.actions.reviewing import CHECKLIST, admit, submit
from santong.domains.learning.resources.models import Node, Resource, Review, Textbook
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.files.public import Blob, File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import (
    Organisation,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM, Grant, Viewer

FACTS = {
    "title": "一元一次方程 课件", "kind": "slides", "stage": "junior", "subject": "数学", "grade": 7, "licence": "own",
    "language": "zh-CN", "audience": "school", "for_pupils": True, "keywords": "方程", "summary": "", "points": [],
}  # fmt: skip


@dataclass
class Cast:
    """The places and people of a test."""

    city: Organisation
    county: Organisation
    school: Organisation
    other: Organisation
    school_class: Organisation
    people: dict[str, Person]
    book: Textbook

    def viewer(self, name: str) -> Viewer:
        """A person of the cast as viewer."""
        rows = list(Appointment.objects.filter(person=self.people[name]))
        category = {"pupil": "pupil"}.get(name, "staff")
        grants = tuple(Grant(row.role, row.path) for row in rows)
        return Viewer(self.people[name].pk, grants, category, name)

    def client(self, name: str) -> Client:
        """A person of the cast, signed in."""
        return client_of(self.people[name])

    def node(self, name: str) -> Node:
        """A unit or lesson of the textbook."""
        return Node.objects.get(textbook=self.book, name=name)

    def file(self, name: str = "课件.pptx", owner: str = "author") -> File:
        """A file without stored bytes: enough for everything but opening it."""
        number = Blob.objects.count() + 1
        blob = Blob.objects.create(
            sha256=f"{number:064x}", size=10, media_type="text/plain", kind="text", name=f"x{number}"
        )
        person = self.people[owner]
        return File.objects.create(
            owner=person, path=person.path, name=name, kind="text", size=10, state="ready", blob=blob
        )

    def draft(self, author: str = "author", **facts: object) -> Resource:
        """A draft with one file."""
        return draft(
            acting=self.viewer(author), facts={**FACTS, **facts}, files=[self.file(owner=author)], home=self.school
        )

    def admitted(self, author: str = "author", **facts: object) -> Resource:
        """A resource that every level has admitted."""
        row = self.draft(author, **facts)
        submit(acting=self.viewer(author), resource=row)
        while review := Review.objects.filter(resource=row, state="waiting").first():
            admit(acting=SYSTEM, review=review, answers=dict.fromkeys(CHECKLIST, True))
        row.refresh_from_db()
        return row


@pytest.fixture
def cast(db) -> Cast:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="云岭市教育局", parent=None)
    county = create_organisation(acting=SYSTEM, kind="county_bureau", name="云州区教育局", parent=city)
    school = create_school(acting=SYSTEM, name="甲中学", parent=county, code="3199000001", education_type="311")
    other = create_school(acting=SYSTEM, name="乙中学", parent=county, code="3199000002", education_type="311")
    grade = create_grade(acting=SYSTEM, school=school, stage="junior", level=7, school_year=2026)
    (school_class,) = create_classes(acting=SYSTEM, grade=grade, numbers=[1])
    places = {
        "author": ("subject_teacher", school_class),
        "colleague": ("subject_teacher", school),
        "affairs": ("teaching_affairs", school),
        "stranger": ("subject_teacher", other),
        "officer": ("county_officer", county),
        "bureau": ("bureau_officer", city),
        "pupil": ("pupil", school_class),
    }
    people = {name: somebody(role, place, name) for name, (role, place) in places.items() if role != "pupil"}
    people["pupil"] = Person.objects.create_person(username="pupil", name="学生", path=school.path)
    Appointment.objects.create(person=people["pupil"], role="pupil", organisation=school_class, path=school_class.path)
    book = Textbook(stage="junior", subject="数学", edition="人教版", volume="七年级上册", grade=7, term=1, year=2024)
    add_textbook(acting=SYSTEM, textbook=book)
    add_units(
        acting=SYSTEM,
        textbook=book,
        units=[PlannedUnit("一元一次方程", ["从算式到方程", "移项"]), PlannedUnit("几何图形初步", ["角"])],
    )
    return Cast(city, county, school, other, school_class, people, book)


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    """An empty storage."""
    settings.HOME = tmp_path
    place = {"location": str(tmp_path / "files")}
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    assert "default" in storages.backends
    return tmp_path
