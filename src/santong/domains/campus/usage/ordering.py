"""Orders to devices: whom one reaches, giving and withdrawing it, switching off at night."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.domains.campus.timetable.public import lessons_of_school
from santong.domains.campus.usage.models import CONTROL, Command, NightRule, Order, Terminal
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.undo import CannotUndo, undoable

Do, State = Order.Do, Command.State
GOOD_FOR = timedelta(minutes=10)
"""How long an order waits for a device that isn't online."""
IN_USE = timedelta(minutes=10)
"""A device that was used within this time isn't switched off for the night."""
NIGHT = timedelta(hours=3)
"""How long after the time of the rule devices are switched off that were still in use."""
MOST_DEVICES = 2_000


@dataclass(frozen=True)
class Reach:
    """Whom an order reaches: the devices, in words, and the rooms among theirs in which there is a lesson now."""

    school: Organisation
    words: str
    terminals: Sequence[Terminal]
    in_lesson: Collection[int] = field(default_factory=frozenset)

    @property
    def number(self) -> int:
        """How many devices."""
        return len(self.terminals)

    @property
    def rooms_in_lesson(self) -> list[str]:
        """The rooms with a lesson now, by name."""
        found = {each.room_id: str(each.room) for each in self.terminals if each.room_id in self.in_lesson}
        return list(found.values())


def reach_of(school: Organisation, words: str, terminals: Sequence[Terminal], now: datetime) -> Reach:
    """Whom an order to some devices of a school reaches."""
    return Reach(school, words, terminals, rooms_in_lesson(school, now) if terminals else frozenset())


def rooms_in_lesson(school: Organisation, now: datetime) -> frozenset[int]:
    """The rooms of a school in which there is a lesson now, by their keys."""
    day = timezone.localdate(now)
    return frozenset(
        each.room.pk
        for each in lessons_of_school(school, day, day)
        if each.held and each.room and each.moment and each.end and each.moment <= now < each.end
    )


def give_order(*, acting: Viewer, reach: Reach, do: str, text: str = "", in_lessons: bool = False) -> Order:
    """Tell devices to do something. It goes out within seconds to those that are online, to others once they are.

    Raises `NotPossible` for nobody to reach, and where a lesson would be disturbed that nobody agreed to.
    """
    acting.demand(CONTROL, reach.school.path)
    _refuse(reach, do, text, in_lessons)
    with transaction.atomic(), named("usage.order"):
        now = timezone.now()
        order = Order.objects.create(
            school=reach.school, path=reach.school.path, do=do, text=text if do == Do.MESSAGE else "",
            reach=reach.words[:120], by_id=acting.person_id, made_at=now, until=now + GOOD_FOR, in_lessons=in_lessons,
        )  # fmt: skip
        if do in (Do.LOCK, Do.UNLOCK, Do.ON, Do.OFF):
            _overtake(order, reach.terminals)
        Command.objects.bulk_create([Command(order=order, terminal=each) for each in reach.terminals])
    return order


def _refuse(reach: Reach, do: str, text: str, in_lessons: bool) -> None:
    if not reach.terminals:
        raise NotPossible(_("No device is there to be reached. Register one, or choose more."))
    if reach.number > MOST_DEVICES:
        raise NotPossible(_("An order goes to at most %(number)s devices. Choose fewer.") % {"number": MOST_DEVICES})
    if do == Do.MESSAGE and not text.strip():
        raise NotPossible(_("Write what is to be shown."), field="text")
    if reach.rooms_in_lesson and not in_lessons:
        raise NotPossible(
            _("There are lessons now in: %(rooms)s. Confirm that they may be disturbed, or wait until the break.")
            % {"rooms": "、".join(reach.rooms_in_lesson[:5])},
            field="in_lessons",
        )


OPPOSITES = {Do.ON: Do.OFF, Do.OFF: Do.ON, Do.LOCK: Do.UNLOCK, Do.UNLOCK: Do.LOCK}


def _overtake(order: Order, terminals: Sequence[Terminal]) -> None:
    """An older order that still waits for a device doesn't undo this one when the device comes online."""
    older = Command.objects.belonging_to(terminal__in=list(terminals)).filter(
        order__do__in=(order.do, OPPOSITES[Do(order.do)]), state__in=(State.WAITING, State.SENT)
    )
    older.exclude(order=order).update_quietly(state=State.WITHDRAWN)


@undoable("usage.order")
def _take_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    order = viewer.get(Order, payload["order"], CONTROL)
    return withdraw(acting=viewer, order=order)


def withdraw(*, acting: Viewer, order: Order) -> str:
    """Withdraw an order from devices that it hasn't reached; a lock is taken off those that it has.

    Returns what was done, in words. Raises `CannotUndo` where it has reached all and nothing takes it back.
    """
    acting.demand(CONTROL, order.path)
    with transaction.atomic(), named("usage.withdraw"):
        Order.objects.locked_for_action(order)
        commands = Command.objects.belonging_to(order=order)
        waiting = commands.filter(state=State.WAITING).update_quietly(state=State.WITHDRAWN)
        reached = commands.filter(state__in=(State.SENT, State.DONE, State.SILENT)).values("terminal")
        terminals = list(Terminal.objects.belonging_to(pk__in=reached).select_related("room__building"))
        if order.do == Do.LOCK and terminals:
            reach = Reach(order.school, order.reach, terminals)
            give_order(acting=acting, reach=reach, do=Do.UNLOCK, in_lessons=True)
            return _("The devices are being unlocked.")
        if not waiting:
            raise CannotUndo(_("The devices have the order already. Give them another one."))
    text = ngettext("Withdrawn from %(n)s device.", "Withdrawn from %(n)s devices.", waiting)
    return text % {"n": waiting}


def switch_off_for_the_night(now: datetime) -> int:
    """Switch off, by the rules of schools, what is on and not in use; returns how many orders were given."""
    rules = NightRule.objects.by_installation().select_related("school")
    return sum(_switch_off(rule, now) for rule in rules if is_due(rule, now))


def is_due(rule: NightRule, now: datetime) -> bool:
    """Whether a rule holds at a moment: from its time on for `NIGHT`, also past midnight."""
    if rule.off_at is None:
        return False
    local = timezone.localtime(now)
    for day in (local.date(), local.date() - timedelta(days=1)):
        starts = timezone.make_aware(datetime.combine(day, rule.off_at))
        if starts <= now < starts + NIGHT:
            return rule.paused_until is None or day > rule.paused_until
    return False


def _switch_off(rule: NightRule, now: datetime) -> int:
    rows = Terminal.objects.by_installation().filter(school=rule.school, stays_on=False).select_related("room", "now")
    awake = [each for each in rows if each.now.is_online(now) and each.now.off_since is None]
    idle = [each for each in awake if each.now.used_at is None or each.now.used_at < now - IN_USE]
    told = Command.objects.by_installation().filter(order__do=Do.OFF, order__made_at__gt=now - NIGHT, order__by=None)
    asked = set(told.filter(terminal__in=idle).values_list("terminal", flat=True))
    left = [each for each in idle if each.pk not in asked]
    if not left:
        return 0
    with translation.override("zh-hans"):
        words = _("Switched off at night")
    give_order(acting=SYSTEM, reach=Reach(rule.school, words, left), do=Do.OFF)
    return 1
