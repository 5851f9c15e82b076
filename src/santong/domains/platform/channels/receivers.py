"""What channels hear of: people got a notice, were reminded of one, others did something to their account."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.platform.channels.jobs import tell_recipients
from santong.domains.platform.channels.kinds import Kind
from santong.domains.platform.channels.spreading import note, open_media, spread
from santong.domains.platform.channels.telling import announce
from santong.domains.platform.identity.public import AccountTouched, Person
from santong.domains.platform.notices.public import ANSWER, WAITING, Notice, NoticeGiven, NoticeReminded
from santong.kit.access import SYSTEM
from santong.kit.events import subscribe
from santong.kit.jobs.public import start

FEW = 200
"""People who are told in the transaction in which they got something; more are told by a job."""
KINDS = {ANSWER: Kind.ANSWERS, WAITING: Kind.WAITING}
TOUCHED = gettext_lazy("Others did something to your account. See what it was.")


def connect() -> None:
    """Called once at start-up. Inside the transaction: what is told in the product is told outside, or neither is."""
    subscribe(NoticeGiven, hear_of_notice, inside=True)
    subscribe(NoticeReminded, hear_of_reminder, inside=True)
    subscribe(AccountTouched, hear_of_account, inside=True)


def hear_of_notice(event: NoticeGiven) -> None:
    """Tell those who got it where they want to be told."""
    if not open_media():
        return
    notice = _notice(event.notice_id)
    kind = Kind.RECEIPTS if notice.wants_receipt else KINDS.get(event.kind, Kind.DIGEST)
    message, _is_new = note(
        kind, notice.title, _link(notice), notice_id=notice.pk, is_urgent=notice.is_important, key=f"notice-{notice.pk}"
    )
    if event.people is None or len(event.people) > FEW:
        _by_job(message.pk)
    else:
        spread(message, event.people)


def hear_of_reminder(event: NoticeReminded) -> None:
    """Tell those who were asked once more; only in working hours, whatever else is urgent."""
    if not open_media():
        return
    notice = _notice(event.notice_id)
    message, _is_new = note(
        Kind.RECEIPTS, notice.title, _link(notice), notice_id=notice.pk, working_at=notice.path,
        key=f"reminder-{notice.pk}",
    )  # fmt: skip
    _by_job(message.pk, reminded=True)


def hear_of_account(event: AccountTouched) -> None:
    """Tell the holders, at any hour: if it wasn't meant so, each hour counts."""
    if not open_media():
        return
    people = Person.objects.noted(event.people)
    announce(people, Kind.SECURITY, TOUCHED, address=reverse("account_security"), is_urgent=True)


def _by_job(message: int, **more: Any) -> None:
    start(tell_recipients, {"message": message, **more}, acting=SYSTEM)


def _notice(key: int) -> Notice:
    found: Notice = Notice.objects.noted([key]).get()
    return found


def _link(notice: Notice) -> str:
    """Where one goes on."""
    return notice.address or reverse("notices:of", args=[notice.pk])
