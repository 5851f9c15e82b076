"""A task of the county that two schools lead, and those who take part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from santong.domains.campus.supervision import actions
from santong.domains.campus.supervision.models import Assignment, Milestone, SupervisedTask
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer


def day(days: int) -> date:
    """A day from today on."""
    return timezone.localdate() + timedelta(days=days)


def draft(place: Organisation, title: str = "安全自查", days: int = 10) -> SupervisedTask:
    """A task that a place is about to issue."""
    return SupervisedTask.objects.create(issuer=place, path=place.path, title=title, aim="全部查完", due=day(days))


@dataclass
class Cast:
    """Who takes part."""

    region: Region
    officer: Person
    principal: Person
    other: Person
    teacher: Person
    task: SupervisedTask

    def viewer(self, person: Person) -> Viewer:
        """A person in all their identities as staff."""
        return viewer_in(person, "staff")

    @property
    def county(self) -> Viewer:
        return self.viewer(self.officer)

    @property
    def lead(self) -> Viewer:
        return self.viewer(self.principal)

    def at(self, place: Organisation) -> Assignment:
        """What a place leads of the task."""
        return Assignment.objects.select_related("task").get(task=self.task, organisation=place)


@pytest.fixture
def cast(region: Region) -> Cast:
    officer = somebody("county_officer", region.east, "officer")
    found = Cast(
        region,
        officer,
        principal=somebody("principal", region.lake, "principal"),
        other=somebody("principal", region.hill, "other"),
        teacher=somebody("class_teacher", region.first, "teacher"),
        task=draft(region.east),
    )
    # Whose record the school keeps: who works there is found by that.
    Person.objects.filter(pk=found.teacher.pk).update(path=region.lake.path)
    found.task.person = officer
    found.task.save()
    Milestone.objects.create(task=found.task, title="自查", due=day(3))
    Milestone.objects.create(task=found.task, title="整改", due=day(9))
    actions.add_group(acting=found.county, task=found.task, place=region.east, kind="school")
    actions.issue(acting=found.county, task=found.task)
    return found
