"""What the pages of own entries and feeds keep, as all declared pages do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import OwnPagesContract, Region
from santong.domains.platform.agenda.actions import open_feed
from santong.domains.platform.agenda.models import Feed, PersonalEntry
from santong.domains.platform.agenda.pages import EntryPages, FeedPages


class TestEntries(OwnPagesContract):
    pages = EntryPages
    keeper = "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> PersonalEntry:
        begins = timezone.now() + timedelta(days=number)
        return PersonalEntry.objects.create(
            person=cls.owner, title=f"事项{number}", begins=begins, ends=begins + timedelta(hours=1)
        )

    def typed(self) -> dict[str, Any]:
        return {"title": "开会", "day": "2026-12-01", "time_from": "09:00", "time_until": "10:00"}

    def changed(self) -> dict[str, Any]:
        return {"where": "会议室", "repeats": "weekly"}


class TestFeeds(OwnPagesContract):
    pages = FeedPages
    keeper = "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Feed:
        return open_feed(acting=viewer_in(cls.owner, "staff"), name=f"手机{number}", way="address", kinds=["own"])[0]
