"""Two people turn out to be one: paths, requests on their way and what was filled in name whoever is kept."""

from __future__ import annotations

import pytest

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.duplicates.actions import merge, suspect, take_back
from santong.domains.platform.identity.public import Person
from santong.domains.platform.requests.actions import draw_path, put_draft, put_in_force, seat_everybody_anew
from santong.domains.platform.requests.engine.case import next_holders
from santong.domains.platform.requests.engine.stages import Decider, How, Source, Stage
from santong.domains.platform.requests.models import PathVersion, Request
from santong.domains.platform.requests.storing import load
from santong.domains.platform.requests.tests.conftest import TRIP, Office, viewer
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


def drawn(office: Office, *people: Person) -> PathVersion:
    stage = Stage("会签", (Decider(Source.PEOPLE, people=tuple(each.pk for each in people)),), How.ALL)
    version = draw_path(acting=SYSTEM, kind=TRIP, organisation=office.region.lake, stages=[stage])
    put_in_force(acting=SYSTEM, version=version)
    return version


def people_of(row: PathVersion | Request) -> list[int]:
    row.refresh_from_db()
    return list(row.stages[0]["deciders"][0]["people"])


def united(kept: Person, dropped: Person):
    pair = suspect(acting=SYSTEM, first=kept, second=dropped)
    return merge(acting=SYSTEM, suspicion=pair, kept=kept, answers={})


def test_whoever_is_kept_decides_where_the_other_was_named(office: Office):
    twin = somebody("subject_teacher", office.region.lake, "twin")
    version, row = drawn(office, twin, office.head), office.ask(1)
    merger = united(office.colleague, twin)
    assert people_of(version) == people_of(row) == [office.colleague.pk, office.head.pk]
    seat_everybody_anew()
    row.refresh_from_db()
    assert set(next_holders(load(row).case)) == {office.colleague.pk, office.head.pk}
    take_back(acting=SYSTEM, merger=merger)
    assert people_of(version) == people_of(row) == [twin.pk, office.head.pk]


def test_who_was_named_twice_is_named_once(office: Office):
    twin = somebody("subject_teacher", office.region.lake, "twin")
    version = drawn(office, twin, office.colleague)
    merger = united(office.colleague, twin)
    assert people_of(version) == [office.colleague.pk]
    take_back(acting=SYSTEM, merger=merger)
    assert people_of(version) == [twin.pk, office.colleague.pk]


def test_what_was_filled_in_names_whoever_is_kept(office: Office):
    twin = somebody("subject_teacher", office.region.lake, "twin")
    values = {"why": "代课", "who": {"id": twin.pk, "name": twin.name}}
    row = put_draft(acting=viewer(office.teacher), kind=TRIP, organisation=office.region.lake, values=values)
    other = {"why": "代课", "who": {"id": office.head.pk, "name": office.head.name}}
    untouched = put_draft(acting=viewer(office.teacher), kind=TRIP, organisation=office.region.lake, values=other)
    united(office.colleague, twin)
    for each in (row, untouched):
        each.refresh_from_db()
    assert row.values["who"]["id"] == office.colleague.pk and untouched.values == other


def test_a_path_that_was_drawn_anew_meanwhile_stays_when_the_merger_is_taken_back(office: Office):
    twin = somebody("subject_teacher", office.region.lake, "twin")
    version = drawn(office, twin)
    merger = united(office.colleague, twin)
    version.stages = [{**version.stages[0], "deciders": [], "title": "另一级"}]
    version.save()
    take_back(acting=SYSTEM, merger=merger)
    version.refresh_from_db()
    assert version.stages[0]["title"] == "另一级"
