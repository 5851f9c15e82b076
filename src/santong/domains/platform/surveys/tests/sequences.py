"""What can be done with surveys, and taken back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.platform.organisations.tests.sequences import schools
from santong.domains.platform.surveys.actions import (
    add_audience,
    change_questions,
    close_survey,
    offer_survey,
    open_survey,
    put_survey,
)
from santong.domains.platform.surveys.content import Field, with_field
from santong.domains.platform.surveys.jobs import deliver
from santong.domains.platform.surveys.models import Survey
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, one, present, taken

QUESTION = Field("f1", "yes_no", "电脑够用吗？")


def a_survey(region: Region, choosing: Choosing) -> Done:
    """A school asks its class teachers something, and opens it."""
    day = timezone.localdate() + timedelta(days=7)
    row = put_survey(
        acting=region.viewer, survey=Survey(organisation=one(schools(), choosing), title="电脑", closes_on=day)
    )
    change_questions(acting=region.viewer, survey=row, change=lambda now: with_field(now, QUESTION))
    add_audience(
        acting=region.viewer, survey=row, organisation=row.organisation, roles=["class_teacher"], people=[region.person]
    )
    back = taken(region.viewer, open_survey, row)
    deliver.func(survey_id=row.pk)
    return Done("a survey", back, is_exact=False)


def _open(region: Region, choosing: Choosing) -> Survey:
    if not present(Survey, state="open"):
        a_survey(region, choosing)
    found: Survey = one(present(Survey, state="open"), choosing)
    return found


def closed(region: Region, choosing: Choosing) -> Done:
    """A survey is closed."""
    row = _open(region, choosing)
    return Done("a survey closed", taken(region.viewer, close_survey, row), is_exact=False)


def offered(region: Region, choosing: Choosing) -> Done:
    """A survey is offered as a template."""
    row = _open(region, choosing)
    return Done("a survey offered", taken(region.viewer, offer_survey, row))


STEPS: tuple[Step, ...] = (a_survey, closed, offered)
REFUSALS = (NotPossible,)
