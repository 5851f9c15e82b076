"""What can be ordered from devices, and taken back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.campus.usage.actions import register
from santong.domains.campus.usage.models import Order, Terminal
from santong.domains.campus.usage.ordering import Reach, give_order, withdraw
from santong.domains.platform.organisations.tests.sequences import schools
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, one, present
from santong.kit.undo import CannotUndo


def a_device(region: Region, choosing: Choosing) -> Done:
    """A school registers a device."""
    school = one(schools(), choosing)
    name = f"大屏 {Terminal.with_removed.by_installation().count()}"
    row = Terminal(school=school, path=school.path, name=name, since=timezone.localdate() - timedelta(days=1))
    register(acting=region.viewer, terminal=row)
    return Done("a device registered", None)


def an_order(region: Region, choosing: Choosing) -> Done:
    """A device is locked; the order is withdrawn before it goes out."""
    if not present(Terminal):
        a_device(region, choosing)
    terminal = one(present(Terminal), choosing)
    order = give_order(acting=region.viewer, reach=Reach(terminal.school, "大屏", [terminal]), do=Order.Do.LOCK)

    def back() -> list[tuple[str, str]]:
        withdraw(acting=region.viewer, order=order)
        return []

    return Done("a device locked", back, is_exact=False)


STEPS: tuple[Step, ...] = (a_device, an_order)
REFUSALS = (NotPossible, CannotUndo)
