"""Use in classes is counted by itself, and seen from the city down to the class."""

from __future__ import annotations

from random import Random

import pytest

from santong.domains.learning.coverage.actions import count_use
from santong.domains.learning.coverage.demo import fill_uses
from santong.domains.learning.coverage.models import ClassUse
from santong.domains.learning.coverage.queries import COLUMNS
from santong.domains.learning.resources.public import ResourceViewed
from santong.domains.learning.resources.tests.conftest import cast  # noqa: F401  (fixture)
from santong.domains.platform.access.public import Taught, TeachingSource
from santong.domains.platform.access.testing import signed_in
from santong.kit.demo import Region
from santong.kit.events import emit
from santong.kit.measures.public import recount
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(cast):  # noqa: F811
    """Teaches mathematics in the one class."""
    person, place = cast.people["colleague"], cast.school_class
    taught = Taught(place.pk, place.name, place.path, "数学", "junior", 7)
    with registry.declaring(TeachingSource(find=lambda key: [taught] if key == person.pk else [])):
        yield person


def test_a_use_is_counted_for_the_classes_it_is_for(cast, colleague):  # noqa: F811
    fitting, other = cast.admitted(), cast.admitted(title="英语", subject="英语")
    assert count_use(resource_id=fitting.pk, person_id=colleague.pk) == 1
    assert count_use(resource_id=fitting.pk, person_id=colleague.pk) == 1
    assert count_use(resource_id=other.pk, person_id=colleague.pk) == 0
    assert count_use(resource_id=fitting.pk, person_id=cast.people["pupil"].pk) == 0
    assert count_use(resource_id=0, person_id=colleague.pk) == 0
    row = ClassUse.objects.get()
    assert (row.uses, row.path, row.subject) == (2, cast.school_class.path, "数学")


def test_opening_a_resource_counts(cast, colleague, django_capture_on_commit_callbacks):  # noqa: F811
    row = cast.admitted()
    with django_capture_on_commit_callbacks(execute=True):
        emit(ResourceViewed(row.pk, colleague.pk, row.title))
    assert ClassUse.objects.get().uses == 1


def test_the_page_leads_from_the_city_to_the_class(cast, colleague):  # noqa: F811
    row = cast.admitted()
    count_use(resource_id=row.pk, person_id=colleague.pk)
    bureau = cast.client("bureau")
    assert "还没有统计" in bureau.get("/coverage/").content.decode()
    for each in COLUMNS:
        recount(each)
    top = bureau.get("/coverage/")
    assert [(line.place, line.covered, line.classes, line.share, line.resources) for line in top.context["lines"]] == [
        (cast.county, 1, 1, 100, 1)
    ]
    county = bureau.get(f"/coverage/?place={cast.county.pk}")
    assert [(line.place, line.share) for line in county.context["lines"]] == [(cast.school, 100), (cast.other, 0)]
    school = bureau.get(f"/coverage/?place={cast.school.pk}&subject=数学")
    assert [(line.place, line.teachers, line.uses) for line in school.context["lines"]] == [(cast.school_class, 1, 1)]
    assert school.context["chart"]["categories"] == ["数学"]
    text = school.content.decode()
    assert cast.people["colleague"].name not in text and "1 / 1" not in text
    assert bureau.get(f"/coverage/?place={cast.school.pk}&subject=英语").context["total"].uses == 0
    for subject, covered in (("数学", 1), ("英语", 0)):
        found = bureau.get(f"/coverage/?place={cast.county.pk}&subject={subject}").context["total"]
        assert (found.covered, found.classes, found.teachers) == (covered, total_classes(cast), covered)


def total_classes(cast) -> int:  # noqa: F811
    """The classes of the county, whatever was used in them."""
    return cast.client("bureau").get(f"/coverage/?place={cast.county.pk}").context["total"].classes


def test_a_principal_sees_the_school_only(cast, colleague):  # noqa: F811
    row = cast.admitted()
    count_use(resource_id=row.pk, person_id=colleague.pk)
    principal = signed_in("principal", cast.school)
    assert principal.get("/coverage/").context["total"].covered == 1
    assert row.title in principal.get("/coverage/").content.decode()
    for place in (cast.other.pk, cast.county.pk, "x", "9" * 30):
        assert principal.get(f"/coverage/?place={place}").status_code == 404
    assert signed_in("principal", cast.other, "p2").get("/coverage/").context["total"].covered == 0


def test_teachers_are_refused(cast):  # noqa: F811
    for address in ("/coverage/", "/coverage/export/"):
        assert cast.client("author").get(address).status_code == 403


def test_the_export_has_what_the_page_shows(cast, colleague):  # noqa: F811
    count_use(resource_id=cast.admitted().pk, person_id=colleague.pk)
    for each in COLUMNS:
        recount(each)
    answer = cast.client("bureau").get("/coverage/export/?format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == f"{cast.county.name},1,1,100,1,1,1"


def test_the_demonstration_has_uses(cast, colleague):  # noqa: F811
    cast.admitted()
    for seed in range(5):  # each teacher is left out one time in three
        fill_uses(Region(say=lambda text: None, random=Random(seed)))
        if ClassUse.objects.exists():
            break
    used = ClassUse.objects.all()
    assert used and all(row.subject == "数学" and row.path == cast.school_class.path for row in used)


def test_each_number_says_what_it_counts(cast):  # noqa: F811
    bureau = cast.client("bureau")
    assert "本地入库资源" in bureau.get("/coverage/").content.decode()
    missing = bureau.get("/resources/missing/").content.decode()
    assert "单元可用资源" in missing and "已入库资源" not in missing
