"""Results that give credits: those of examinations that say so, once they are released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams.events import ResultsPublished
from santong.domains.campus.exams.models import Examination, ExamResult
from santong.domains.platform.credits.public import CreditSource, Fact, compute_soon
from santong.kit.events import subscribe

NAME = "exams"


def _results(people: Sequence[int]) -> Iterator[tuple[int, Fact]]:
    rows = ExamResult.objects.noted(people, by="pupil__person_id").filter(
        paper__released_at__isnull=False, paper__examination__gives_credits=True,
        paper__examination__removed_at=None, is_absent=False,
    )  # fmt: skip
    columns = rows.order_by("paper__examination__first", "pk").values_list(
        "pupil__person_id", "points", "paper__full", "paper__subject", "paper__examination__first",
        "paper__examination_id",
    )  # fmt: skip
    for person, points, full, subject, day, examination in columns:
        # Whoever wasn't absent has points.
        share = round(100 * float(points or 0) / full, 2)
        yield person, Fact("", day, NAME, str(examination), subject=subject, points=share)


def _compute(event: ResultsPublished) -> None:
    for row in Examination.objects.noted([event.examination_id]):
        if row.gives_credits:
            compute_soon(row.path)


subscribe(ResultsPublished, _compute)
EXAMINED = CreditSource(NAME, _("Examination"), _results, lambda key: reverse("exams:examinations-detail", args=[key]))
