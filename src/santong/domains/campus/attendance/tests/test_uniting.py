"""A pupil who was entered twice: what was said of both is kept when they are made one, and comes back."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from santong.domains.campus.attendance.actions import call_roll
from santong.domains.campus.attendance.leaves import ask_leave
from santong.domains.campus.attendance.models import Presence, PupilLeave
from santong.domains.campus.attendance.tests.conftest import Cast
from santong.domains.campus.students.public import NewPupil, Pupil, enrol
from santong.domains.platform.duplicates.actions import merge, suspect, take_back
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


def again(cast: Cast) -> Pupil:
    """The first pupil once more, in the second class."""
    known = cast.pupils[0].person
    person = Person.objects.create_person(username="again", name=known.name, path=cast.region.lake.path)
    Person.objects.filter(pk__in=[known.pk, person.pk]).update(birth_date=date(2016, 9, 3))
    drafts = [NewPupil(person, cast.region.second, "", "")]
    return enrol(acting=SYSTEM, school=cast.region.lake, drafts=drafts, day=timezone.localdate())[0]


def test_words_and_leave_of_both_are_kept(cast: Cast):
    twice = again(cast)
    cast.call(_0="absent")
    call_roll(
        acting=cast.viewer("other"), school_class=cast.region.second, day=cast.today, session=0,
        said={twice.pk: "late"},
    )  # fmt: skip
    cast.ask(by="head", number=0)
    ask_leave(acting=cast.viewer("other"), pupil=twice, kind="personal", since=cast.today, until=cast.today)
    before = sorted(Presence.objects.values_list("pk", "pupil", "state", "source"))

    pair = suspect(acting=SYSTEM, first=cast.pupils[0].person, second=twice.person)
    merger = merge(acting=SYSTEM, suspicion=pair, kept=cast.pupils[0].person, answers={})
    assert not Pupil.objects.filter(pk=twice.pk).exists()
    assert set(Presence.objects.values_list("pupil", flat=True)) == {cast.pupils[0].pk}
    assert set(PupilLeave.objects.values_list("pupil", flat=True)) == {cast.pupils[0].pk}
    assert cast.state(0).state in ("absent", "late", "on_leave")

    take_back(acting=SYSTEM, merger=merger)
    assert sorted(Presence.objects.values_list("pk", "pupil", "state", "source")) == before
