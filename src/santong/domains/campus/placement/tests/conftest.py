"""A grade of the lake with pupils in one class, who are to be placed into two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.placement.actions import draw, publish, put_placement
from santong.domains.campus.placement.models import Placement
from santong.domains.campus.students.public import NewGuardian, NewPupil, Pupil, enrol, link_guardians
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.jobs.testing import run_due

NUMBER = "7 3 9"


def add_pupils(school: Organisation, school_class: Organisation | None, count: int, prefix: str) -> list[Pupil]:
    """Pupils, boys and girls in turn; every third boards."""
    people = [
        Person.objects.create_person(
            username=f"{prefix}{n}", name=f"学生{prefix}{n}", path=school.path, sex="12"[n % 2]
        )
        for n in range(count)
    ]
    drafts = [
        NewPupil(person, school_class, traits=",boarder," if n % 3 == 0 else "") for n, person in enumerate(people)
    ]
    return enrol(acting=SYSTEM, school=school, drafts=drafts, day=date(2026, 9, 1))


@dataclass
class Cast:
    """Who takes part."""

    region: Region
    keeper: Person
    parent: Person
    pupils: list[Pupil]
    placement: Placement

    @property
    def affairs(self) -> Viewer:
        return viewer_in(self.keeper, "staff")

    @property
    def client(self) -> Client:
        return client_of(self.keeper)

    @property
    def url(self) -> str:
        return f"/class-placements/{self.placement.pk}/"

    def publish(self) -> Placement:
        publish(acting=self.affairs, placement=self.placement)
        return self.placement

    def draw(self, drawn: str = NUMBER) -> Placement:
        draw(acting=self.affairs, placement=self.placement, drawn=drawn, drawn_how="福彩3D第2026321期")
        assert [str(job.state) for job in run_due()]
        self.placement.refresh_from_db()
        return self.placement


@pytest.fixture
def cast(region: Region) -> Cast:
    keeper = somebody("teaching_affairs", region.lake, "affairs")
    pupils = add_pupils(region.lake, region.first, 12, "a")
    parent = Person.objects.create_person(username="mother", name="母亲", path=region.lake.path)
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupils[0], parent, "52")])
    placement = begin(region, viewer_in(keeper, "staff"))
    return Cast(region, keeper, parent, pupils, placement)


def begin(region: Region, viewer: Viewer, **more: object) -> Placement:
    """A placement of the lake's grade."""
    return put_placement(acting=viewer, placement=Placement(grade=region.grade, school=region.lake, **more))


def today() -> date:
    """The day of the tests."""
    return timezone.localdate()
