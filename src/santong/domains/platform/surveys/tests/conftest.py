from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.surveys.actions import add_audience, change_questions, open_survey, put_survey
from santong.domains.platform.surveys.content import Condition, Field, Test, with_field
from santong.domains.platform.surveys.jobs import deliver
from santong.domains.platform.surveys.models import Asked, Survey
from santong.kit.access import Viewer

GOING = Field("f1", "choice", "Are you coming along?", required=True, options=(("o1", "Yes"), ("o2", "No")))
WHY = Field("f2", "text", "Why not?", required=True, show=Condition("all", (Test("f1", "is", "o2"),)))
MARK = Field("f3", "scale", "How much do you look forward to it?", low="not", high="very")
QUESTIONS = (GOING, WHY, MARK)


@dataclass
class Cast:
    """A class teacher and a principal at the lake, an officer of the county, parents, a colleague next door."""

    region: Region
    people: dict[str, Person]
    kept: dict[str, Any] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        person = self.people[name]
        category = "parent" if name in ("ann", "bob", "cleo", "dan", "eve", "fay") else "staff"
        return viewer_in(person, category)

    def client(self, name: str) -> Client:
        return client_of(self.people[name])

    def place(self, name: str) -> Any:
        return {"teacher": self.region.first, "principal": self.region.lake, "officer": self.region.east}[name]

    def draft(
        self,
        *,
        by: str = "teacher",
        roles: Sequence[str] = ("parent",),
        questions: Sequence[Field] = QUESTIONS,
        **fields: Any,
    ) -> Survey:
        given = {"title": "Spring trip", "closes_on": timezone.localdate() + timedelta(days=7), **fields}
        if given.get("is_anonymous"):
            given |= {"may_correct": False}
        survey = put_survey(acting=self.viewer(by), survey=Survey(organisation=self.place(by), **given))
        for each in questions:
            self.add(survey, each, by=by)
        if roles:
            add_audience(acting=self.viewer(by), survey=survey, organisation=self.place(by), roles=roles, people=())
        return survey

    def add(self, survey: Survey, question: Field, *, by: str = "teacher") -> None:
        change_questions(
            acting=self.viewer(by),
            survey=survey,
            change=lambda now: with_field(now, replace(question, name=f"f{now.next}")),
        )

    def opened(self, **fields: Any) -> Survey:
        """A survey that was opened and has reached everybody."""
        by = fields.get("by", "teacher")
        survey = self.draft(**fields)
        open_survey(acting=self.viewer(by), survey=survey)
        deliver.func(survey_id=survey.pk)
        survey.refresh_from_db()
        return survey

    def asked(self, survey: Survey, name: str) -> Asked:
        return Asked.objects.get(survey=survey, person=self.people[name])


@pytest.fixture
def cast(region) -> Cast:
    people = {
        "principal": somebody("principal", region.lake, "principal"),
        "teacher": somebody("class_teacher", region.first, "teacher"),
        "other": somebody("class_teacher", region.second, "other"),
        "officer": somebody("county_officer", region.east, "officer"),
        "subject": somebody("subject_teacher", region.lake, "subject"),
    }
    for name in ("ann", "bob", "cleo", "dan", "eve", "fay"):
        people[name] = somebody("parent", region.first, name)
    return Cast(region, people)
