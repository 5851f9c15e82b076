"""What the pages of surveys keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from santong.domains.platform.access.testing import OwnPagesContract, PagesContract, Region, somebody
from santong.domains.platform.surveys.content import Content, Field, Section, to_json
from santong.domains.platform.surveys.models import Answer, Asked, Survey, Version
from santong.domains.platform.surveys.views.answering import ToAnswerPages
from santong.domains.platform.surveys.views.asking import SurveyPages
from santong.domains.platform.surveys.views.results import AnswerPages

QUESTIONS = Content((Section("", "", (Field("f1", "text", "Why?"),)),), 2)


def _survey(region: Region, number: int, **fields: Any) -> Survey:
    author = somebody("principal", region.lake, f"asker{number}")
    survey = Survey.objects.create(
        title=f"Survey {number}", organisation=region.lake, path=region.lake.path, author=author, **fields
    )
    state = Version.State.IN_FORCE if survey.state != "draft" else Version.State.DRAFT
    Version.objects.create(survey=survey, number=1, content=to_json(QUESTIONS), state=state)
    return survey


def _open() -> dict[str, Any]:
    return {"state": "open", "opens_on": timezone.localdate(), "closes_on": timezone.localdate()}


class TestSurveys(PagesContract):
    pages = SurveyPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Survey:
        return _survey(region, number)

    def typed(self) -> dict[str, Any]:
        here = {"asked_by": "Lake", "asked_by-key": self.region.lake.pk}
        return {"title": "Computers", "frequency": "once", **here}

    def changed(self) -> dict[str, str]:
        return {"text": "For the budget"}


class TestToAnswer(OwnPagesContract):
    pages = ToAnswerPages
    keeper = "parent"

    @classmethod
    def make(cls, region: Region, number: int) -> Asked:
        survey = _survey(region, number, **_open())
        return Asked.objects.create(survey=survey, person=cls.owner, path=region.first.path, category="parent")


class TestAnswers(PagesContract):
    pages = AnswerPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Answer:
        survey = _survey(region, number, **_open())
        version = Version.objects.get(survey=survey)
        return Answer.objects.create(
            survey=survey,
            version=version,
            person=somebody("subject_teacher", region.lake, f"teacher{number}"),
            path=region.lake.path,
            values={"f1": "Because"},
            state="sent",
            sent_on=timezone.localdate(),
        )
