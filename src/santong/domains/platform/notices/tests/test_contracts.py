"""What the pages of notices keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from santong.domains.platform.access.testing import OwnPagesContract, PagesContract, Region, somebody
from santong.domains.platform.notices.models import Notice, Recipient
from santong.domains.platform.notices.views import InboxPages, SentPages


def _notice(region: Region, number: int, **fields: Any) -> Notice:
    author = somebody("principal", region.lake, f"writer{number}")
    return Notice.objects.create(
        title=f"Notice {number}", organisation=region.lake, path=region.lake.path, author=author, **fields
    )


class TestSentNotices(PagesContract):
    pages = SentPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Notice:
        return _notice(region, number)

    def typed(self) -> dict[str, Any]:
        here = {"sender": "Lake", "sender-key": self.region.lake.pk, "place": "Lake", "place-key": self.region.lake.pk}
        return {"title": "Meeting", "who": ["parent"], **here}

    def changed(self) -> dict[str, str]:
        return {"text": "On Friday"}


class TestInbox(OwnPagesContract):
    pages = InboxPages
    keeper = "parent"

    @classmethod
    def make(cls, region: Region, number: int) -> Recipient:
        return Recipient.objects.create(
            notice=_notice(region, number, state="sent", sent_at=timezone.now()), person=cls.owner
        )
