from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from santong.domains.platform.access.testing import Region, somebody
from santong.domains.platform.channels import sealing
from santong.domains.platform.channels.actions import set_up_channel
from santong.domains.platform.channels.kinds import Kind
from santong.domains.platform.channels.models import Address, Channel, Delivery, Times, Wish
from santong.domains.platform.channels.starting import send
from santong.domains.platform.channels.tests.standins import MailServer, Web
from santong.domains.platform.notices.tests.conftest import Cast as NoticesCast
from santong.kit.access import SYSTEM

NEVER_QUIET = {"quiet_from": "00:00", "quiet_until": "00:00"}


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


@dataclass
class Cast(NoticesCast):
    """The cast of notices, and what channels add: channels that are on, addresses that are confirmed."""

    on: list[str] = field(default_factory=list)

    def channel(self, medium: str, *, per_minute: int = 600, secrets: dict[str, str] | None = None, **values: str):
        """A channel that is set up and switched on."""
        row = Channel.objects.get(medium=medium)
        set_up_channel(
            acting=SYSTEM, channel=row, per_minute=per_minute, values=values, secrets=secrets or {"secret": "s3cret"}
        )
        Channel.objects.filter(pk=row.pk).update(is_on=True)
        row.refresh_from_db()
        return row

    def email(self, mail: MailServer, **more: object) -> Channel:
        """The channel of e-mail, with a server that stands in."""
        values = {"host": "127.0.0.1", "port": str(mail.port), "safety": "open", "sender": "notices@example.cn"}
        return self.channel("email", **{**values, **more})

    def address(self, name: str, medium: str = "email", text: str = "", kinds: tuple[str, ...] = tuple(Kind.values)):
        """A confirmed address of somebody, at which they want all kinds."""
        person = self.people[name]
        text = text or f"{name}@example.cn"
        index = sealing.index_of(medium, text)
        row = Address.objects.create(
            person=person, medium=medium, index=index, cipher=sealing.seal_address(medium, index, text),
            confirmed_at=timezone.now(),
        )  # fmt: skip
        Wish.objects.bulk_create(Wish(address=row, kind=kind) for kind in kinds)
        return row

    def awake(self, *names: str, **more: object) -> None:
        """People without a quiet time, so that tests pass at any hour."""
        for name in names:
            Times.objects.update_or_create(
                person=self.people[name], defaults={**NEVER_QUIET, "digest_at": None, **more}
            )


@pytest.fixture
def cast(region: Region) -> Cast:
    people = {
        "principal": somebody("principal", region.lake, "principal"),
        "teacher": somebody("class_teacher", region.first, "teacher"),
        "ann": somebody("parent", region.first, "ann"),
        "bob": somebody("parent", region.first, "bob"),
        "keeper": somebody("region_administrator", region.city, "keeper"),
        "child": somebody("pupil", region.first, "child"),
    }
    return Cast(region, people)


def due_now(**facts: object) -> None:
    """Let the time come at which what waits is sent."""
    Delivery.objects.filter(state="waiting", **facts).update(due_at=timezone.now())


def send_all(medium: str = "email") -> None:
    """Send what waits, without a worker."""
    due_now(medium=medium)
    send.func(medium)


def states() -> list[str]:
    """How the deliveries are, in order."""
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))
