"""The declared pages of documents."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from santong.domains.campus.documents.actions import archive_incoming, close, register
from santong.domains.campus.documents.models import Delivery, Document, Incoming, Number, Series
from santong.domains.campus.documents.pages import (
    ArchivePages,
    DeliveryPages,
    DocumentPages,
    IncomingPages,
    NumberPages,
    SeriesPages,
)
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import PagesContract, Region, somebody
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer


def clerk_of(region: Region) -> Viewer:
    """A clerk of the school at the lake, the same one each time."""
    found = Person.objects.filter(username="keeps").first()
    return viewer_in(found or somebody("teaching_affairs", region.lake, "keeps"), "staff")


def entry(region: Region, number: int) -> Incoming:
    """A letter on paper, registered."""
    values = {"sender": "县卫生健康局", "title": f"关于筛查的函{number}", "kind": "letter"}
    return register(acting=clerk_of(region), organisation=region.lake, values=values)


def document(region: Region, number: int, **more: Any) -> Document:
    """A signed document, made without its way."""
    clerk = clerk_of(region)
    return Document.objects.create(
        organisation=more.pop("place", region.lake), path=more.pop("path", region.lake.path), title=f"通知{number}",
        body="正文", main="各年级", drafter_id=clerk.person_id, state="signed", signed_at=timezone.now(), **more,
    )  # fmt: skip


class TestDocuments(PagesContract):
    pages = DocumentPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Document:
        return document(region, number)

    def typed(self) -> dict[str, Any]:
        return {"kind": "notice", "urgency": "usual", "title": "关于放假的通知", "main": "各年级", "body": "正文。"}


class TestIncoming(PagesContract):
    pages = IncomingPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Incoming:
        return entry(region, number)

    def typed(self) -> dict[str, Any]:
        return {
            "sender": "县体育局", "kind": "letter", "title": "关于借用操场的函", "urgency": "usual",
            "received_on": timezone.localdate().isoformat(),
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"title": "关于借用体育馆的函"}


class TestDeliveries(PagesContract):
    pages = DeliveryPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Delivery:
        sent = document(region, number, place=region.east, path=region.east.path)
        return Delivery.objects.create(
            document=sent, organisation=region.lake, path=region.lake.path, title=sent.title, sender="East",
            number_text=f"东教发〔2026〕{number}号",
        )  # fmt: skip


class TestNumbers(PagesContract):
    pages = NumberPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Number:
        series, _new = Series.objects.get_or_create(
            organisation=region.lake, code="湖小发", defaults={"path": region.lake.path}
        )
        return Number.objects.create(
            series=series, path=series.path, year=2026, number=number + 1, day="2026-11-30", void_because="纸质用号"
        )


class TestSeries(PagesContract):
    pages = SeriesPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Series:
        return Series.objects.create(organisation=region.lake, path=region.lake.path, code=f"湖小发{number}")

    def typed(self) -> dict[str, Any]:
        return {"code": "湖函", "first_number": "1", "is_open": "on"}

    def changed(self) -> dict[str, Any]:
        return {"about": "函件"}


class TestArchive(PagesContract):
    pages = ArchivePages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        row, clerk = entry(region, number), clerk_of(region)
        close(acting=clerk, incoming=row)
        archive_incoming(acting=clerk, incoming=row, retention="ten")
        return row.archived
