"""What is counted of schools with multimedia: in some room, in every classroom that is in use."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from santong.domains.campus.assets.measures import MEASURES
from santong.domains.campus.assets.tests.conftest import BOARD, Cast, asset
from santong.domains.campus.places.public import Room
from santong.kit.measures.public import count

pytestmark = pytest.mark.django_db
[SCHOOLS] = [each for each in MEASURES if each.name == "multimedia_schools"]


def extents(cast: Cast) -> dict[str, int]:
    found = count(SCHOOLS)
    return {value: numbers[0] for (path, _by, value), numbers in found.items() if path == cast.region.lake.path}


def test_a_school_has_multimedia_in_some_room_or_in_every_classroom(cast: Cast) -> None:
    school = cast.region.lake
    Room.objects.by_installation().filter(school=school, kind="classroom").exclude(pk=cast.room.pk).update(
        until=timezone.localdate() - timedelta(days=1)
    )
    Room.objects.by_installation().filter(pk=cast.room.pk).update(kind="classroom")
    asset(school, "黑板", kind=BOARD, room=cast.room, use="classroom")
    assert extents(cast) == {"": 1, "any": 1, "all": 1}
    another = Room.objects.create(school=school, path=school.path, name="302", kind="classroom")
    assert extents(cast) == {"": 1, "any": 1}
    another.until = timezone.localdate() - timedelta(days=1)
    another.save()
    assert extents(cast) == {"": 1, "any": 1, "all": 1}
