"""Reads: one's inbox, a notice as its reader sees it, who has answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from santong.domains.platform.files.public import Shown, show_several
from santong.domains.platform.notices.audience import STAFF, label_of, parts_of
from santong.domains.platform.notices.models import Attachment, AudiencePart, Notice, Recipient
from santong.kit.access import Grant, Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.registry import Label

State = Notice.State
THERE = (State.SENT, State.WITHDRAWN)


def inbox(viewer: Viewer) -> QuerySet[Recipient]:
    """What the viewer got, the latest first."""
    rows: QuerySet[Recipient] = Recipient.objects.visible_to(viewer)
    return rows.filter(notice__state__in=THERE).select_related("notice__organisation", "notice__author").order_by("-pk")


def to_acknowledge(viewer: Viewer) -> QuerySet[Recipient]:
    """The notices that wait for the viewer's acknowledgement."""
    rows: QuerySet[Recipient] = Recipient.objects.visible_to(viewer)
    return rows.filter(settled=False, acknowledged=False, notice__wants_receipt=True, notice__state=State.SENT)


def unread(rows: QuerySet) -> QuerySet:
    """Of an inbox what hasn't been put away."""
    return rows.filter(settled=False)


def attachments_of(viewer: Viewer, notice: Notice) -> list[Shown]:
    """The files that go with a notice, as far as the viewer may read them."""
    rows = Attachment.objects.belonging_to(notice=notice).order_by("position", "pk")
    shown = show_several(viewer, keys := list(rows.values_list("file_id", flat=True)))
    return [shown[key] for key in keys if key in shown]


def readable_through_notices(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Of these files those of notices that the viewer got and that are still there, or that they may send."""
    got = Recipient.objects.of_acting(viewer).filter(notice__state=State.SENT).values("notice")
    sent = Notice.objects.visible_to(viewer).values("pk")
    rows = Attachment.objects.numbers_only().filter(Q(notice__in=got) | Q(notice__in=sent), file_id__in=file_ids)
    return list(rows.values_list("file_id", flat=True))


def why_mine(viewer: Viewer, notice: Notice) -> list[tuple[str, Label]]:
    """Through which parts of its audience a notice came to the viewer: place and role."""
    return [
        (part.organisation.name, label_of(part.role))
        for part in parts_of(notice)
        if part.organisation and any(_reaches(part, grant) for grant in viewer.grants)
    ]


def _reaches(part: AudiencePart, grant: Grant) -> bool:
    return grant.path.startswith(part.path) and _is_of(part.role, grant.role)


def _is_of(chosen: str, role: str) -> bool:
    known = roles_by_name().get(role)
    return chosen == role or (chosen == STAFF and known is not None and known.category == STAFF)


@dataclass(frozen=True)
class Receipts:
    """How many have acknowledged of how many; `lacking` names the first of those who haven't, once the day is over."""

    number: int
    acknowledged: int
    lacking: list[Recipient]
    more: bool

    @property
    def open(self) -> int:
        """How many haven't."""
        return self.number - self.acknowledged


LISTED = 200
"""Names that the page shows; more say nothing more."""


def receipts_of(notice: Notice) -> Receipts:
    """Who has acknowledged: numbers while there is time, names afterwards. In the order of names, never of speed."""
    rows = Recipient.objects.belonging_to(notice=notice)
    lacking = rows.filter(acknowledged=False)
    number, missing = rows.count(), lacking.count()
    names = (
        list(lacking.select_related("person").order_by("person__pinyin", "pk")[: LISTED + 1]) if notice.is_over else []
    )
    return Receipts(number, number - missing, names[:LISTED], len(names) > LISTED)


def recipients_after(notice_id: int, last: int, most: int, *, reminded: bool = False) -> list[int]:
    """The next people who got a notice, in the order of their keys; of those `reminded` who still haven't answered."""
    rows = Recipient.objects.noted([notice_id], by="notice_id").filter(person__gt=last)
    if reminded:
        rows = rows.filter(reminded=True, acknowledged=False)
    return list(rows.order_by("person").values_list("person", flat=True)[:most])


def no_longer_told(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of some (notice, person) those who needn't be told any more: it was withdrawn, or they have put it away."""
    notices = {notice for notice, _person in pairs}
    there = set(Notice.objects.noted(notices).filter(state=State.SENT).values_list("pk", flat=True))
    rows = Recipient.objects.noted(notices, by="notice_id").filter(person__in={person for _n, person in pairs})
    waiting = set(rows.filter(settled=False).values_list("notice_id", "person_id"))
    return {pair for pair in pairs if pair[0] not in there or pair not in waiting}


def unread_since(people: Collection[int], moment: datetime) -> dict[int, int]:
    """How many notices each of some people got since a moment and hasn't put away; those without any are missing."""
    rows = Recipient.objects.noted(people, by="person_id").filter(
        settled=False, notice__state=State.SENT, notice__sent_at__gte=moment
    )
    return dict(rows.order_by().values_list("person").annotate(n=Count("pk")).values_list("person", "n"))
