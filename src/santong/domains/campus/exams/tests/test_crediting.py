"""Results count for credits where the examination says so, from their release on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from santong.domains.campus.exams.crediting import EXAMINED
from santong.domains.campus.exams.models import ExamResult
from santong.domains.campus.exams.releasing import hold_results, release_results
from santong.domains.campus.exams.tests.conftest import Cast
from santong.domains.platform.credits.jobs import compute_credits
from santong.kit.access import SYSTEM
from santong.kit.jobs.testing import run_due


@pytest.mark.parametrize("counts", [True, False])
def test_results_that_count_are_told_while_they_are_released(
    cast: Cast, counts: bool, django_capture_on_commit_callbacks: object
) -> None:
    cast.publish()
    row, paper = cast.examination, cast.paper("语文")
    row.gives_credits = counts
    row.save()
    for pupil, points, absent in ((cast.pupils[0], Decimal("45"), False), (cast.pupils[1], None, True)):
        ExamResult.objects.create(
            paper=paper, pupil=pupil, school_class_id=pupil.school_class_id, path=pupil.path, points=points,
            is_absent=absent,
        )  # fmt: skip
    people = [pupil.person_id for pupil in cast.pupils[:2]]
    assert not list(EXAMINED.find(people))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        release_results(acting=SYSTEM, examination=row, paper=paper)
    found = list(EXAMINED.find(people))
    if not counts:
        assert not found
        return
    [(person, fact)] = found
    assert (person, fact.subject, fact.points, fact.on) == (people[0], "语文", 45.0 * 100 / paper.full, row.first)
    assert f"/{row.pk}/" in EXAMINED.address(fact.key)
    assert [each.result.task_path for each in run_due() if each.path == row.path] == [compute_credits.module_path]
    hold_results(acting=SYSTEM, examination=row, paper=paper)
    assert not list(EXAMINED.find(people))
