"""From the plan to the roll: what families, schools and bureaus do one after the other."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from santong.domains.campus.enrolment import applying, reviewing, running
from santong.domains.campus.enrolment.models import Application, Category, Round
from santong.domains.campus.enrolment.queries import findings, place_in_queue, wishes_of
from santong.domains.campus.enrolment.tests.conftest import Cast, day, draft_round, id_number
from santong.domains.campus.enrolment.words import next_of, reason_of
from santong.domains.campus.students.public import Guardianship, Pupil
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.models import Notice
from santong.domains.platform.organisations.public import grades_of
from santong.kit.access import NOBODY, SYSTEM
from santong.kit.refusals import NotPossible
from santong.lib.school_admission import admitted_by

State = Application.State


def test_from_the_application_to_the_roll(cast: Cast):
    mine = cast.apply()
    assert (mine.state, mine.name, mine.position) == (State.SUBMITTED, "陈小禾", 1)
    others = [cast.stranger(cast.region.lake, cast.region.hill) for _ in range(4)]
    assert [place_in_queue(each) for each in (mine, *others)] == [1, 2, 3, 4, 5]
    assert "1" in next_of(mine)
    cast.accept_all()
    round = cast.draw()
    assert round.state == Round.State.PROPOSED
    rows = {row.pk: row for row in Application.objects.filter(round=round)}
    at_lake = [row for row in rows.values() if row.proposed_id == cast.region.lake.pk]
    at_hill = [row for row in rows.values() if row.proposed_id == cast.region.hill.pk]
    assert (len(at_lake), len(at_hill)) == (3, 2)
    running.publish_result(acting=cast.county, round=round)
    assert Notice.objects.filter(title__contains="school").count() == 1 or Notice.objects.exists()
    mine.refresh_from_db()
    assert mine.state == State.ADMITTED
    assert reason_of(mine)
    applying.confirm(acting=cast.family, application=mine)
    new = next(row for row in at_lake if row.pk != mine.pk)
    new.refresh_from_db()
    applying.confirm(acting=_bearer(new), application=new)
    reviewing.enter(acting=cast.affairs, application=new)
    pupil = Pupil.objects.get(person__name=new.name)
    assert (pupil.school, pupil.school_class, pupil.status) == (cast.region.lake, None, "enrolled")
    link = Guardianship.objects.get(child=pupil.person)
    assert link.guardian.name == new.guardian_name
    assert not link.guardian.is_activated
    # The grade of next year is made when that year begins: until then it would move up with the others.
    assert [grade.grade.entry_year for grade in grades_of(cast.region.lake)] == [2026]
    if mine.school_id == cast.region.lake.pk:
        reviewing.enter(acting=cast.affairs, application=mine)
    else:
        affairs = viewer_in(_affairs_at_hill(cast), "staff")
        reviewing.enter(acting=affairs, application=mine)
    assert Pupil.objects.get(person=cast.child).school_id == mine.school_id
    assert Guardianship.objects.filter(child=cast.child).count() == 1


def _bearer(row: Application):
    from santong.domains.campus.enrolment.relation import Bearer

    return Bearer(application_id=row.pk)


def _affairs_at_hill(cast: Cast) -> Person:
    from santong.domains.platform.access.testing import somebody

    return somebody("teaching_affairs", cast.region.hill, "affairs-hill")


def test_the_record_gives_the_same_places(cast: Cast):
    for _ in range(5):
        cast.stranger(cast.region.lake, cast.region.hill)
    cast.accept_all()
    round = cast.draw()
    from santong.domains.campus.enrolment.drawing import record_of

    again = {each.code: each.school for each in admitted_by(record_of(round))}
    rows = Application.objects.filter(round=round)
    assert again == {row.code: str(row.proposed_id or "") for row in rows}
    assert "新生" not in str(record_of(round))
