"""A grade of the lake whose pupils choose, with those who arrange it, lead a class, bring a child up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.choices.actions import (
    announce,
    close,
    draw,
    hand_in,
    offer_combinations,
    open_final,
    put_offer,
    put_round,
)
from santong.domains.campus.choices.combinations import COMBINATIONS, short
from santong.domains.campus.choices.models import ChoiceRound, Chooser, Offer
from santong.domains.campus.students.public import NewGuardian, NewPupil, Pupil, enrol, link_guardians
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.jobs.testing import run_due

NUMBER = "7 3 9"


def today() -> date:
    """The day of the tests."""
    return timezone.localdate()


def add_pupils(school: Organisation, school_class: Organisation, count: int, prefix: str) -> list[Pupil]:
    """Pupils of a class."""
    people = [
        Person.objects.create_person(username=f"{prefix}{n}", name=f"学生{prefix}{n}", path=school_class.path)
        for n in range(count)
    ]
    drafts = [NewPupil(person, school_class) for person in people]
    return enrol(acting=SYSTEM, school=school, drafts=drafts, day=date(2026, 9, 1))


def begin(region: Region, acting: Viewer = SYSTEM, **more: Any) -> ChoiceRound:
    """A choice of the lake's grade that ends today."""
    given = {"name": "社团课", "final_until": today(), **more}
    row = ChoiceRound(school=region.lake, **given)
    return put_round(acting=acting, row=row, grades=[region.grade])


def offer(row: ChoiceRound, name: str, **more: Any) -> Offer:
    """Something to choose."""
    return put_offer(acting=SYSTEM, offer=Offer(round=row, name=name, **more))


@dataclass
class Cast:
    """Who takes part."""

    region: Region
    keeper: Person
    leader: Person
    parent: Person
    pupils: list[Pupil]

    @property
    def affairs(self) -> Viewer:
        return viewer_in(self.keeper, "staff")

    @property
    def client(self) -> Client:
        return client_of(self.keeper)

    def viewer(self, number: int) -> Viewer:
        """A pupil, acting."""
        return viewer_in(self.pupils[number].person, "pupil")

    def chooser(self, row: ChoiceRound, number: int) -> Chooser:
        """What a pupil chooses in a round."""
        return Chooser.objects.select_related("round", "pupil__person").get(round=row, pupil=self.pupils[number])

    def wish(self, row: ChoiceRound, number: int, offers: Sequence[Offer]) -> Chooser:
        """Hand wishes in as a pupil."""
        found = self.chooser(row, number)
        hand_in(acting=self.viewer(number), row=found, offers=list(offers))
        return found

    def draw(self, row: ChoiceRound) -> ChoiceRound:
        """Close a choice, draw, and wait until the places are given."""
        row.refresh_from_db()
        close(acting=self.affairs, row=row)
        draw(acting=self.affairs, row=row, drawn=NUMBER, drawn_how="福彩3D第2026321期")
        run_due()
        row.refresh_from_db()
        return row

    def combined(self, wished: Sequence[int]) -> ChoiceRound:
        """A 3+1+2 that was announced: each pupil gets the combination with the number."""
        row = begin(self.region, self.affairs, name="选科", kind="combination", ranked=1)
        offer_combinations(acting=self.affairs, row=row, offered=[short(each) for each in COMBINATIONS])
        open_final(acting=self.affairs, row=row)
        offers = list(Offer.objects.filter(round=row).order_by("pk"))
        for number, combination in enumerate(wished):
            self.wish(row, number, [offers[combination]])
        self.draw(row)
        announce(acting=self.affairs, row=row, keeps_small=True)
        return row


@pytest.fixture
def cast(region: Region) -> Cast:
    keeper = somebody("teaching_affairs", region.lake, "affairs")
    leader = somebody("class_teacher", region.first, "leader")
    pupils = [*add_pupils(region.lake, region.first, 7, "a"), *add_pupils(region.lake, region.second, 5, "b")]
    parent = Person.objects.create_person(username="mother", name="母亲", path=region.lake.path)
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupils[0], parent, "52")])
    return Cast(region, keeper, leader, parent, pupils)


@pytest.fixture
def clubs(cast: Cast) -> tuple[ChoiceRound, list[Offer]]:
    """A final choice that is on: three clubs with few places."""
    row = begin(cast.region, cast.affairs)
    offers = [
        offer(row, "合唱", most=3, least=2, time="周三"),
        offer(row, "足球", most=4, least=2, time="周三"),
        offer(row, "书法", most=4, least=2, time="周五"),
    ]
    open_final(acting=cast.affairs, row=row)
    return row, offers


YESTERDAY = timedelta(days=1)
