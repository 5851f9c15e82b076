"""Reads: one's own addresses, what a channel has sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from santong.domains.platform.channels.kinds import ENTERED, TYPED, Medium
from santong.domains.platform.channels.models import Address, Channel, Delivery, Times, Wish
from santong.kit.access import Viewer

A_DAY = timedelta(days=1)
State = Delivery.State


def own_addresses(viewer: Viewer) -> QuerySet[Address]:
    """The viewer's addresses, medium by medium."""
    rows: QuerySet[Address] = Address.objects.of_acting(viewer).order_by("medium", "pk")
    return rows


def own_times(viewer: Viewer) -> Times:
    """The viewer's times: their row, or a new one with the defaults."""
    found: Times | None = Times.objects.of_acting(viewer).first()
    return found or Times(person_id=viewer.person_id)


def with_wishes(addresses: list[Address]) -> list[tuple[Address, frozenset[str]]]:
    """Addresses that messages go to, each with the kinds that are wished for there."""
    used = [address for address in addresses if address.is_used]
    if not used:
        return []
    found: dict[int, set[str]] = {}
    for key, kind in Wish.objects.belonging_to(address__in=used).values_list("address_id", "kind"):
        found.setdefault(key, set()).add(kind)
    return [(address, frozenset(found.get(address.pk, ()))) for address in used]


@dataclass(frozen=True)
class Way:
    """A channel that is switched on, as somebody sees it: their addresses there, and how one gets there."""

    medium: Medium
    addresses: list[Address]
    key: str = ""
    """What a browser needs to listen: the public key of this server."""

    @property
    def label(self) -> str:
        """What it is called."""
        return str(self.medium.label)

    @property
    def is_typed(self) -> bool:
        """Whether one types the address oneself."""
        return self.medium in TYPED

    @property
    def is_entered(self) -> bool:
        """Whether the address comes by an import."""
        return self.medium in ENTERED


def ways(addresses: list[Address]) -> list[Way]:
    """The channels that are switched on."""
    order = list(Medium)
    media = Channel.objects.numbers_only().filter(is_on=True).values_list("medium", flat=True)
    return [
        Way(medium, [each for each in addresses if each.medium == medium])
        for medium in sorted(map(Medium, media), key=order.index)
    ]


def with_numbers(channels: QuerySet[Channel]) -> QuerySet[Channel]:
    """Channels with how many messages they `sent` and gave up (`given_up`) in the last day, and how many wait."""
    since = timezone.now() - A_DAY
    return channels.annotate(
        sent=_number(state=State.SENT, done_at__gte=since),
        given_up=_number(state=State.GIVEN_UP, done_at__gte=since),
        waiting=_number(state=State.WAITING),
    )


def number_of(channel: Channel, name: str) -> str:
    """One of the numbers of `with_numbers`, 0 too as text: it is a fact."""
    return str(getattr(with_numbers(Channel.objects.again([channel])).get(), name))


def _number(**facts: Any) -> Coalesce:
    rows = Delivery.objects.filter(medium=OuterRef("medium"), **facts).order_by().values("medium")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def reasons_given_up(channel: Channel) -> list[tuple[str, int]]:
    """Why messages of the last day were given up, the most frequent first, in words."""
    since = timezone.now() - A_DAY
    rows = Delivery.objects.filter(medium=channel.medium, state=State.GIVEN_UP, done_at__gte=since)
    counted = rows.order_by().values_list("problem").annotate(n=Count("pk")).order_by("-n", "problem")
    labels = dict(Delivery._meta.get_field("problem").flatchoices)  # type: ignore[union-attr]
    return [(str(labels.get(problem, problem)), number) for problem, number in counted]


def addresses_in_use(channel: Channel) -> int:
    """How many addresses messages go to through a channel."""
    rows = Address.objects.numbers_only().filter(medium=channel.medium, confirmed_at__isnull=False, refused_at=None)
    return int(rows.count())
