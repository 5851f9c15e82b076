"""Classes counted by how many pupils they have."""

from __future__ import annotations

import pytest

from santong.domains.campus.students.measures import CLASS_SIZES
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.access.testing import Region
from santong.domains.platform.identity.public import Person
from santong.kit.measures.public import count

pytestmark = pytest.mark.django_db


def fill(region: Region, number: int) -> None:
    """So many pupils into the first class at the lake."""
    people = Person.objects.bulk_create(
        Person(username=f"c{at}", name="学生", path=region.lake.path) for at in range(number)
    )
    Pupil.objects.bulk_create(
        Pupil(person=person, school=region.lake, school_class=region.first, path=region.first.path) for person in people
    )


@pytest.mark.parametrize(
    ("pupils", "bands"), [(40, ("40", "45", "1000")), (45, ("45", "1000")), (46, ("1000",)), (0, ())]
)
def test_a_class_stands_in_every_band_that_it_fits(region: Region, pupils: int, bands: tuple[str, ...]) -> None:
    fill(region, pupils)
    found = {value: numbers[0] for (path, by, value), numbers in count(CLASS_SIZES).items() if by and numbers[0]}
    assert found == {f"primary-{band}": 1 for band in bands}
