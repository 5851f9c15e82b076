"""What is published stays as it was taught: days that can't change, undo that says why it can't."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from santong.domains.campus.timetable.actions import copy, publish
from santong.domains.campus.timetable.models import Timetable
from santong.domains.campus.timetable.tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast: Cast) -> tuple[Cast, Timetable]:
    """The timetable in force, and a draft with one lesson for the same first day."""
    cast.slot(cast.region.first, 1, 1, "语文", teacher=cast.first)
    draft = copy(acting=cast.viewer, timetable=cast.timetable, name="另一版", since=cast.timetable.since)
    return cast, draft


def again(row: Timetable) -> Timetable:
    return Timetable.with_removed.by_installation().get(pk=row.pk)


def test_the_first_day_of_a_published_timetable_stays(two: tuple[Cast, Timetable]):
    cast, draft = two
    client, page = cast.client(), f"/timetables/{cast.timetable.pk}/edit/"
    assert 'name="since"' not in client.get(page).content.decode()
    typed = {"name": "本学期", "since": str(cast.monday), "until": str(cast.monday + timedelta(days=60))}
    assert client.post(page, typed).status_code == 302
    assert again(cast.timetable).since == cast.timetable.since
    assert client.post(page, {"name": "本学期", "until": "2001-01-01"}).status_code == 422
    assert 'name="since"' in client.get(f"/timetables/{draft.pk}/edit/").content.decode()


def take_back(cast: Cast, address: str) -> int:
    """What the undo answers that the step at an address offered, after the draft was published in its place."""
    client = cast.client()
    assert client.post(address).status_code == 302
    publish(acting=cast.viewer, timetable=again(Timetable.objects.by_installation().get(name="另一版")))
    step = re.search(r'action="(/kit/undo/[^"]+)"', client.get("/timetables/").content.decode())
    assert step is not None, "the message offers to take it back"
    return int(client.post(step[1], follow=True).status_code)


def test_taking_a_withdrawal_back_says_that_another_holds_by_now(two: tuple[Cast, Timetable]):
    cast, draft = two
    assert take_back(cast, f"/timetables/{cast.timetable.pk}/withdraw/") == 200
    assert (again(cast.timetable).state, again(draft).state) == ("draft", "published")


def test_a_removed_timetable_comes_back_only_where_its_day_is_free(two: tuple[Cast, Timetable]):
    cast, draft = two
    assert take_back(cast, f"/timetables/{cast.timetable.pk}/remove/") == 200
    assert again(cast.timetable).removed_at is not None and again(draft).state == "published"
