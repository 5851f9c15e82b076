"""A county with a round for first graders: two schools, districts, three families, who reviews."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.enrolment import applying, reviewing, running
from santong.domains.campus.enrolment.models import Application, District, Round
from santong.domains.campus.students.public import NewGuardian, NewPupil, Pupil, enrol, link_guardians
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, make_region, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.jobs.testing import run_due
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex

NUMBER = "7 3 9"
BORN = date(2020, 10, 1)


def day(offset: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=offset)


def id_number(serial: int, born: date = BORN) -> str:
    """An invented identity number."""
    return make_identity_number("990102", born, Sex.MALE, serial).number


def draft_round(place: Organisation, title: str = "小学新生招生", **more: Any) -> Round:
    """A draft whose days are open today."""
    facts = {
        "stage": "primary", "begins": 2027, "authority": "县教发〔2027〕3号", "contact": "基教股 0990-1234567",
        "opens_on": day(-1), "closes_on": day(5), "reviewed_by": day(9), "results_on": day(12), "confirm_by": day(20),
        "born_from": date(2020, 9, 1), "born_until": date(2021, 8, 31), "asks": ",hukou,property,work,sibling,",
    }  # fmt: skip
    row = Round(place=place, path=place.path, title=title, **{**facts, **more})
    return running.put_round(acting=SYSTEM, round=row)


def child_of(region: Region, name: str, serial: int, school: Organisation, parent: Person) -> Person:
    """A child on the roll of a school in another county, with a guardian: the kindergarten's, say."""
    child = Person.objects.create_person(
        username=f"child{serial}", name=name, path=school.path, birth_date=BORN, sex="1"
    )
    child.set_id_number(id_number(serial))
    child.save()
    pupil = enrol(acting=SYSTEM, school=school, drafts=[NewPupil(child, None)], day=date(2026, 9, 1))[0]
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupil, parent, "52")])
    return child


@dataclass
class Cast:
    """Who takes part."""

    region: Region
    officer: Person
    reviewer: Person
    mother: Person
    child: Person
    round: Round
    numbers: list[int] = field(default_factory=lambda: list(range(100, 500)))

    @property
    def county(self) -> Viewer:
        return viewer_in(self.officer, "staff")

    @property
    def affairs(self) -> Viewer:
        return viewer_in(self.reviewer, "staff")

    @property
    def family(self) -> Viewer:
        return viewer_in(self.mother, "parent")

    def said(self, *wishes: Organisation, **more: Any) -> applying.Said:
        facts = {"area": "滨河路", "number": 12, "evidence": ["hukou", "property"], **more}
        return applying.Said(wishes=list(wishes) or [self.region.lake], **facts)

    def apply(self, *wishes: Organisation, **more: Any) -> Application:
        """The mother applies for her child."""
        return applying.apply(
            acting=self.family, round=self.round, child=self.child, said=self.said(*wishes, **more)
        )  # fmt: skip

    def stranger(self, *wishes: Organisation, serial: int | None = None, **more: Any) -> Application:
        """A family without an account applies for a new child."""
        serial = self.numbers.pop(0) if serial is None else serial
        child = applying.NewChild(f"新生{serial}", id_number(serial), "1", BORN)
        contact = applying.Contact(f"家长{serial}", f"138{serial:08}", f"code-{serial}")
        from santong.kit.access import NOBODY

        return applying.apply(
            acting=NOBODY, round=self.round, child=child, said=self.said(*wishes, **more), contact=contact
        )

    def accept_all(self) -> None:
        for row in Application.objects.filter(state=Application.State.SUBMITTED):
            reviewing.accept(acting=self.county, application=row)

    def over(self) -> None:
        """The time for applications is over."""
        Round.objects.filter(pk=self.round.pk).update_quietly(
            opens_on=day(-9), closes_on=day(-3), reviewed_by=day(-2), results_on=day(0), confirm_by=day(7)
        )
        self.round.refresh_from_db()

    def draw(self) -> Round:
        """The list is published, a number drawn, the lots have fallen."""
        self.over()
        running.publish_list(acting=self.county, round=self.round)
        running.draw(acting=self.county, round=self.round, drawn=NUMBER, drawn_how="福彩3D第2027101期")
        assert [str(job.state) for job in run_due()]
        self.round.refresh_from_db()
        return self.round

    def publish(self) -> Round:
        self.draw()
        running.publish_result(acting=self.county, round=self.round)
        return self.round

    def client(self, person: Person) -> Client:
        return client_of(person)


def make_cast() -> Cast:
    """The county East with a round that is open."""
    region = make_region()
    officer = somebody("county_officer", region.east, "county")
    reviewer = somebody("teaching_affairs", region.lake, "affairs")
    mother = Person.objects.create_person(username="mother", name="母亲", path=region.hill.path)
    child = child_of(region, "陈小禾", 1, region.hill, mother)
    Pupil.objects.filter(person=child).update_quietly(status="graduated")
    for area, first, last, school in (
        ("滨河路", 1, 99_999, region.lake), ("东关社区", 1, 50, region.lake), ("东关社区", 30, 80, region.hill),
    ):  # fmt: skip
        District.objects.create(
            place=region.east, path=region.east.path, stage="primary", area=area, first=first, last=last, school=school
        )
    round = draft_round(region.east)
    county = viewer_in(officer, "staff")
    running.add_category(
        acting=county, round=round, name="户籍与房产一致", needs=["hukou", "property"], in_district=True, within="lot"
    )
    running.add_category(
        acting=county, round=round, name="随迁子女", needs=["work"], in_district=False, within="lot"
    )  # fmt: skip
    running.plan_school(acting=county, round=round, school=region.lake, places=3)
    running.plan_school(acting=county, round=round, school=region.hill, places=4)
    running.open_round(acting=county, round=round)
    return Cast(region, officer, reviewer, mother, child, round)


@pytest.fixture
def cast(db: Any) -> Cast:
    return make_cast()


@pytest.fixture
def phone() -> Callable[[], Client]:
    """A browser of somebody who isn't signed in."""
    return Client
