"""A school with a clerk, a principal and teachers, its county, and a document on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.campus.documents.actions import distribute, issue, sign_for, submit, write_document
from santong.domains.campus.documents.models import Delivery, Document, Incoming, Series
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.requests.public import agree
from santong.kit.access import Viewer

BODY = "为做好冬季防火工作，现通知如下。\n一、明确责任\n（一）校长负责。各部门配合。\n1.每周检查一次。\n（1）做好记录。"


@dataclass
class Office:
    """Who takes part: at the school by the lake, at its county, at another school."""

    region: Region
    teacher: Person
    clerk: Person
    principal: Person
    officer: Person
    second_officer: Person
    hill_clerk: Person
    series: Series
    county_series: Series

    def viewer(self, person: Person) -> Viewer:
        """A person in all their identities as staff."""
        return viewer_in(person, "staff")

    def client(self, person: Person) -> Any:
        """Their browser."""
        return client_of(person)

    def draft(self, title: str = "关于做好冬季防火工作的通知", **more: Any) -> Document:
        """A draft of the teacher."""
        values = {"title": title, "body": BODY, "main": "各年级", **more.pop("values", {})}
        person, place = more.pop("person", self.teacher), more.pop("place", self.region.lake)
        return write_document(acting=self.viewer(person), organisation=place, values=values, **more)

    def signed(self, **more: Any) -> Document:
        """A document that the clerk has checked and the principal signed."""
        row = self.draft(**more)
        submit(acting=self.viewer(self.teacher), document=row)
        for person in (self.clerk, self.principal):
            agree(acting=self.viewer(person), request=request_of(row))
        return again(row)

    def numbered(self, **more: Any) -> Document:
        """A document with a number."""
        row = self.signed(**more)
        issue(acting=self.viewer(self.clerk), document=row, series=self.series, issued_on=timezone.localdate())
        return again(row)

    def of_county(self, receivers: Sequence[Organisation] = (), **values: Any) -> Document:
        """A document of the county, given to schools."""
        row = self.draft(person=self.officer, place=self.region.east, values={"main": "各学校", **values})
        submit(acting=self.viewer(self.officer), document=row)
        for _stage in range(2):
            agree(acting=self.viewer(self.second_officer), request=request_of(row))
        issue(
            acting=self.viewer(self.officer),
            document=again(row),
            series=self.county_series,
            issued_on=timezone.localdate(),
        )
        row = again(row)
        if receivers:
            distribute(acting=self.viewer(self.officer), document=row, receivers=receivers)
        return again(row)

    def received(self, **values: Any) -> Incoming:
        """A document of the county for which the clerk has signed."""
        row = self.of_county([self.region.lake], **values)
        delivery = Delivery.objects.get(document=row)
        sign_for(acting=self.viewer(self.clerk), delivery=delivery)
        return Incoming.objects.get(delivery=delivery)


def again(row: Any) -> Any:
    """The row as the database has it."""
    return type(row).objects.get(pk=row.pk)


def request_of(row: Document) -> Any:
    """The request by which a document is signed."""
    return again(row).request


@pytest.fixture
def office(region: Region) -> Office:
    lake, east = region.lake, region.east
    return Office(
        region,
        teacher=somebody("subject_teacher", region.first, "teacher"),
        clerk=somebody("teaching_affairs", lake, "clerk"),
        principal=somebody("principal", lake, "principal"),
        officer=somebody("county_officer", east, "officer"),
        second_officer=somebody("county_officer", east, "second"),
        hill_clerk=somebody("teaching_affairs", region.hill, "hill"),
        series=Series.objects.create(organisation=lake, path=lake.path, code="湖小发"),
        county_series=Series.objects.create(organisation=east, path=east.path, code="东教发"),
    )
