from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.queries import active_appointments
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.actions import add_audience, put_notice, send_notice
from santong.domains.platform.notices.jobs import deliver
from santong.domains.platform.notices.models import Notice, Recipient
from santong.kit.access import Grant, Viewer


def viewer_of(person: Person) -> Viewer:
    grants = tuple(Grant(row.role, row.path) for row in active_appointments(person.pk))
    return Viewer(person_id=person.pk, category="staff", grants=grants, name=person.name)


@dataclass
class Cast:
    """A principal and a class teacher at the lake, three parents of its first class, one of its second."""

    region: Region
    people: dict[str, Person]

    def viewer(self, name: str) -> Viewer:
        return viewer_of(self.people[name])

    def client(self, name: str) -> Client:
        return client_of(self.people[name])

    def draft(self, *, by: str = "teacher", roles: tuple[str, ...] = ("parent",), **fields: object) -> Notice:
        place = self.region.first if by == "teacher" else self.region.lake
        notice = Notice(title="Influenza", text="1. Stay at home", organisation=place, **fields)
        put_notice(acting=self.viewer(by), notice=notice)
        if roles:
            add_audience(acting=self.viewer(by), notice=notice, organisation=place, roles=roles, people=())
        return notice

    def sent(self, *, by: str = "teacher", roles: tuple[str, ...] = ("parent",), **fields: object) -> Notice:
        """A notice that went out and that everybody has."""
        notice = self.draft(by=by, roles=roles, **fields)
        send_notice(acting=self.viewer(by), notice=notice)
        go_out(notice)
        return notice

    def asking(self, **fields: object) -> Notice:
        """A notice that asks for an acknowledgement until in three days."""
        return self.sent(wants_receipt=True, deadline=timezone.localdate() + timedelta(days=3), **fields)

    def received(self, notice: Notice, name: str) -> Recipient:
        return Recipient.objects.get(notice=notice, person=self.people[name])


def go_out(notice: Notice) -> None:
    """Let the moment come at which a notice goes out, and deliver it."""
    Notice.objects.filter(pk=notice.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    deliver.func(notice_id=notice.pk)
    notice.refresh_from_db()


@pytest.fixture
def cast(region) -> Cast:
    people = {
        "principal": somebody("principal", region.lake, "principal"),
        "teacher": somebody("class_teacher", region.first, "teacher"),
        "other": somebody("class_teacher", region.second, "other"),
        "ann": somebody("parent", region.first, "ann"),
        "bob": somebody("parent", region.first, "bob"),
        "cleo": somebody("parent", region.first, "cleo"),
        "dan": somebody("parent", region.second, "dan"),
    }
    return Cast(region, people)
