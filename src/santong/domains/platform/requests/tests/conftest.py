"""A kind of request, a path, and the people who decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from santong.domains.platform.access.public import identities_of
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.requests.actions import put_draft, send
from santong.domains.platform.requests.engine.stages import Decider, How, Source, Stage
from santong.domains.platform.requests.fields import FieldKind, RequestField
from santong.domains.platform.requests.kinds import RequestKind
from santong.domains.platform.requests.models import Request
from santong.kit.access import Grant, Viewer
from santong.kit.registry import registry

HEAD = Stage("教务处", (Decider(Source.ROLE, "teaching_affairs"),), hours=8)
PRINCIPAL = Stage("校长", (Decider(Source.ROLE, "principal"),), condition="天数 > 3")
ALL = Stage("会签", (Decider(Source.ROLE, "teaching_affairs"), Decider(Source.ROLE, "principal")), How.ALL)

TRIP = RequestKind(
    "trip",
    "出行",
    fields=(
        RequestField("why", FieldKind.TEXT, "事由"),
        RequestField("days", FieldKind.NUMBER, "天数"),
    ),
    path=(HEAD, PRINCIPAL),
)
AGREED = RequestKind("agreed", "会签单", fields=TRIP.fields, path=(HEAD, ALL))


def viewer(person: Person) -> Viewer:
    """A person in all their identities as staff."""
    grants = tuple(Grant(role, each.path) for each in identities_of(person.pk) for role in each.roles)
    return Viewer(person.pk, grants, "staff", person.name)


@dataclass(frozen=True)
class Office:
    """The people of the school at the lake, as they ask and decide."""

    region: Region
    teacher: Person
    head: Person
    principal: Person
    officer: Person
    colleague: Person

    def ask(self, days: int = 1, *, kind: RequestKind = TRIP, person: Person | None = None) -> Request:
        """A request of the teacher that is on its way."""
        acting = viewer(person or self.teacher)
        values = {"why": "家访", "days": days}
        row = put_draft(acting=acting, kind=kind, organisation=self.region.lake, values=values)
        send(acting=acting, request=row)
        return row


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    with registry.declaring(TRIP, AGREED):
        yield


@pytest.fixture
def office(region: Region) -> Office:
    lake = region.lake
    return Office(
        region,
        teacher=somebody("subject_teacher", lake, "teacher"),
        head=somebody("teaching_affairs", lake, "head"),
        principal=somebody("principal", lake, "principal"),
        officer=somebody("county_officer", region.east, "officer"),
        colleague=somebody("subject_teacher", lake, "colleague"),
    )


__all__ = ["client_of"]
