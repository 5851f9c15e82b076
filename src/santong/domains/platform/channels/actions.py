"""Writes: channels that the region sets up, addresses and wishes of people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.channels import sealing
from santong.domains.platform.channels.adapters import ADAPTERS
from santong.domains.platform.channels.confirming import TRIES, fits
from santong.domains.platform.channels.jobs import send_code
from santong.domains.platform.channels.kinds import Medium, chosen_at_first
from santong.domains.platform.channels.models import CHANGE, USE, Address, Channel, Times, Wish
from santong.domains.platform.channels.sending import next_due
from santong.domains.platform.channels.spreading import may_be_told
from santong.domains.platform.channels.starting import send_when_due
from santong.domains.platform.identity.public import Counter, Limit, Person, admit, please_wait
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step
from santong.kit.undo import CannotUndo
from santong.lib.outgoing import Forbidden, demand_allowed
from santong.lib.web_push import BadSubscription, Subscription, new_private_key

MOST = 5
"""Addresses of one medium that somebody may have."""
CODES = Limit("channel-code", free=3, first=60, longest=3600, drain=600)
"""Codes that somebody has sent, and that are sent to one address, whoever asks."""


def set_up_channel(
    *, acting: Viewer, channel: Channel, per_minute: int, values: Mapping[str, str], secrets: Mapping[str, str]
) -> None:
    """Set a channel up. Secrets that aren't given stay as they are; those that the platform makes are made."""
    acting.demand(CHANGE)
    with transaction.atomic(), named("channels.set_up"):
        kept = channel.open_secrets()
        made = {each.name: new_private_key() for each in ADAPTERS[channel.medium].settings if each.made}
        now = {**made, **kept, **{name: text for name, text in secrets.items() if text}}
        channel.per_minute, channel.values = per_minute, dict(values)
        if now != kept:
            channel.secrets = sealing.seal_secrets(channel.medium, now)
        channel.resumes_at, channel.troubles = None, 0
        channel.save()


def _is_incomplete(acting: Viewer, channel: Channel) -> bool:
    given = {**channel.values, **channel.open_secrets()}
    return any(each.is_required and not given.get(each.name) for each in ADAPTERS[channel.medium].settings)


INCOMPLETE = Condition(_is_incomplete, gettext_lazy("Set it up first: something that it needs is missing."))
PAUSED_ALREADY = Condition(lambda acting, channel: channel.paused_at is not None, gettext_lazy("It is paused already."))
NOT_PAUSED = Condition(lambda acting, channel: channel.paused_at is None, gettext_lazy("It isn't paused."))
IS_ON = Condition(lambda acting, channel: channel.is_on, gettext_lazy("It is switched on already."))
IS_OFF = Condition(lambda acting, channel: not channel.is_on, gettext_lazy("It is switched off."))


def _go_on(acting: Viewer, channel: Channel) -> None:
    """Have what waits sent."""
    if moment := next_due(Channel.objects.again([channel]).get()):
        send_when_due([(channel.medium, moment)])


@step(Channel, "channels.switch_on", who=Holds(CHANGE), sources=(), unless=(IS_ON, INCOMPLETE), undo=True, then=_go_on)
def switch_on(*, acting: Viewer, channel: Channel) -> None:
    """Let people choose the channel, and send through it."""
    channel.is_on, channel.paused_at, channel.resumes_at, channel.troubles = True, None, None, 0


@step(Channel, "channels.switch_off", who=Holds(CHANGE), sources=(), unless=(IS_OFF,), undo=True, then=_go_on)
def switch_off(*, acting: Viewer, channel: Channel) -> None:
    """Offer the channel to nobody; addresses and what waits stay."""
    channel.is_on = False


@step(Channel, "channels.pause", who=Holds(CHANGE), sources=(), unless=(IS_OFF, PAUSED_ALREADY), undo=True, then=_go_on)
def pause(*, acting: Viewer, channel: Channel) -> None:
    """Send nothing for the time being; what comes waits."""
    channel.paused_at = timezone.now()


@step(Channel, "channels.resume", who=Holds(CHANGE), sources=(), unless=(IS_OFF, NOT_PAUSED), undo=True, then=_go_on)
def resume(*, acting: Viewer, channel: Channel) -> None:
    """Send what waited, as far as it isn't a day old."""
    channel.paused_at, channel.resumes_at, channel.troubles = None, None, 0


def add_address(*, acting: Viewer, medium: str, text: str) -> Address:
    """Note an address, and have a code sent there. Raises `NotPossible`."""
    person = _oneself(acting)
    _demand_open(medium)
    index = sealing.index_of(medium, text)
    with transaction.atomic(), named("channels.add_address"):
        rows = Address.objects.of_acting(acting)
        row: Address | None = rows.filter(medium=medium, index=index).first()
        if row is None:
            _demand_room(acting, medium)
            cipher = sealing.seal_address(medium, index, text)
            row = Address.objects.create(person=person, medium=medium, index=index, cipher=cipher)
        if row.is_used:
            raise NotPossible(_("You are told there already."))
        row.confirmed_at, row.refused_at, row.problem = None, None, ""
        row.save()
        ask_code(acting=acting, address=row)
    return row


def ask_code(*, acting: Viewer, address: Address) -> None:
    """Have a code sent to an address. Raises `NotPossible` when that was asked for too often."""
    acting.demand(USE)
    _demand_open(address.medium)
    if address.is_used:
        raise NotPossible(_("You are told there already."))
    wait = admit([Counter(CODES, f"person {acting.person_id}"), Counter(CODES, address.index)])
    if wait:
        raise NotPossible(please_wait(wait))
    with transaction.atomic(), named("channels.ask_code"):
        if address.refused_at or address.confirmed_at:
            address.refused_at, address.confirmed_at = None, None
            address.save(update_fields=["refused_at", "confirmed_at"])
        start(send_code, {"address": address.pk}, acting=SYSTEM)


def confirm_address(*, acting: Viewer, address: Address, code: str) -> bool:
    """Whether the code is right; then messages go there from now on. Raises `NotPossible` after too many tries."""
    acting.demand(USE)
    with transaction.atomic(), named("channels.confirm_address"):
        row: Address = Address.objects.locked_for_action(address)
        if row.code_tries >= TRIES:
            raise NotPossible(_("That was wrong too often. Have a new code sent."))
        if not fits(row, code):
            Address.objects.again([row]).update_quietly(code_tries=row.code_tries + 1)
            return False
        _begin(row)
    return True


def add_browser(*, acting: Viewer, subscription: str, label: str) -> Address:
    """Show messages in the browser in which somebody is signed in and has allowed it; that is its confirmation.

    Raises `NotPossible`.
    """
    person = _oneself(acting)
    _demand_open(Medium.PUSH)
    text = _subscription_of(subscription)
    index = sealing.index_of(Medium.PUSH, text)
    with transaction.atomic(), named("channels.add_address"):
        row = Address.objects.of_acting(acting).filter(medium=Medium.PUSH, index=index).first()
        if row is None:
            _demand_room(acting, Medium.PUSH)
            row = Address(person=person, medium=Medium.PUSH, index=index)
        row.cipher, row.label = sealing.seal_address(Medium.PUSH, index, text), label[:60]
        row.save()
        _begin(row)
    return row


def _subscription_of(text: str) -> str:
    try:
        found = Subscription.parse(text)
        demand_allowed(found.endpoint, loopback=settings.CHANNELS_LOOPBACK)
    except (BadSubscription, Forbidden):
        raise NotPossible(_("The browser gave no address that messages can be sent to. Try again.")) from None
    return found.as_text()


def _begin(row: Address) -> None:
    """From now on messages go there: what its owner chose before, or what is usual for the medium."""
    row.confirmed_at, row.refused_at, row.problem = timezone.now(), None, ""
    row.code, row.code_until, row.code_tries = "", None, 0
    row.save()
    if not Wish.objects.belonging_to(address=row).exists():
        Wish.objects.bulk_create(Wish(address=row, kind=kind) for kind in sorted(chosen_at_first(row.medium)))


def remove_address(*, acting: Viewer, address: Address) -> dict[str, Any]:
    """Tell somebody there no more; answers what `put_address_back` needs."""
    acting.demand(USE)
    kept = {name: getattr(address, name) for name in ("medium", "index", "cipher", "label")}
    kept["wishes"] = list(Wish.objects.belonging_to(address=address).values_list("kind", flat=True))
    kept["is_used"] = address.is_used
    with transaction.atomic(), named("channels.remove_address"):
        address.delete()
    return kept


def put_address_back(*, acting: Viewer, kept: Mapping[str, Any]) -> None:
    """Undo `remove_address`. Raises `CannotUndo` when the address is there again."""
    person = _oneself(acting)
    rows = Address.objects.of_acting(acting)
    if rows.filter(medium=kept["medium"], index=kept["index"]).exists():
        raise CannotUndo(_("The address is there again."))
    facts = {name: kept[name] for name in ("medium", "index", "cipher", "label")}
    with transaction.atomic(), named("channels.add_address"):
        confirmed = timezone.now() if kept["is_used"] else None
        row = Address.objects.create(person=person, confirmed_at=confirmed, **facts)
        Wish.objects.bulk_create(Wish(address=row, kind=kind) for kind in kept["wishes"])


def choose(*, acting: Viewer, wishes: Mapping[Address, Collection[str]], times: Times) -> None:
    """What somebody wants to be told where, and when."""
    acting.demand(USE)
    with transaction.atomic(), named("channels.choose"):
        for address, kinds in wishes.items():
            there = Wish.objects.belonging_to(address=address)
            there.exclude(kind__in=kinds).delete()
            known = set(there.values_list("kind", flat=True))
            Wish.objects.bulk_create(Wish(address=address, kind=kind) for kind in sorted(set(kinds) - known))
        times.save()


def _oneself(acting: Viewer) -> Person:
    acting.demand(USE)
    person: Person = Person.objects.noted([acting.person_id]).get()
    if not may_be_told(person):
        raise NotPossible(_("Pupils below fourteen are told in the platform alone."))
    return person


def _demand_open(medium: str) -> None:
    if not Channel.objects.numbers_only().filter(medium=medium, is_on=True).exists():
        raise NotPossible(_("This channel isn't switched on here."))


def _demand_room(acting: Viewer, medium: str) -> None:
    if Address.objects.of_acting(acting).filter(medium=medium).count() >= MOST:
        raise NotPossible(_("You have enough addresses of this kind. Remove one first."))
