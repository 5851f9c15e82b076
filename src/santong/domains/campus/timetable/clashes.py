"""What can't be in a timetable: somebody, or a room, at two places at once. Pages and publishing ask it alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from santong.domains.campus.timetable.groups import with_classes
from santong.domains.campus.timetable.models import Slot, Timetable
from santong.domains.platform.organisations.public import Organisation
from santong.lib.timetabling.clashing import Held, doubly_used
from santong.lib.timetabling.problem import EVEN, EVERY, ODD

NEEDS = ("teacher", "room")
WEEKS: dict[str, int] = {Slot.Rhythm.EVERY: EVERY, Slot.Rhythm.ODD: ODD, Slot.Rhythm.EVEN: EVEN}
"""Rhythms as the bits of weeks in which a lesson is held."""


@dataclass(frozen=True)
class Clash:
    """Two lessons that can't be at one time, because of `who`: a class, a teacher or a room."""

    one: Slot
    other: Slot
    who: object

    def __str__(self) -> str:
        words = _("%(who)s: %(one)s and %(other)s, both %(when)s")
        return words % {"who": self.who, "one": _said(self.one), "other": _said(self.other), "when": _when(self.one)}


def slots_of(timetable: Timetable) -> list[Slot]:
    """All lessons of a timetable in hand, with their classes, teachers and rooms."""
    rows = Slot.objects.belonging_to(timetable=timetable)
    rows = rows.select_related("school_class", "teacher__person", "room__building")
    return with_classes(rows.order_by("weekday", "period", "path", "group_name", "pk"))


def clashes(slots: Iterable[Slot]) -> list[Clash]:
    """All pairs of lessons that clash, in the order of the week."""
    in_order = sorted(slots, key=lambda slot: (slot.weekday, slot.period))
    return list(_clashing(in_order))


def clashes_of(slot: Slot, others: Iterable[Slot]) -> list[Clash]:
    """With what a lesson, as it is in hand, clashes; other lessons may clash among themselves."""
    same = [each for each in others if each.pk != slot.pk and slot.meets(each)]
    return [clash for clash in _clashing([slot, *same]) if slot in (clash.one, clash.other)]


def _clashing(slots: Sequence[Slot]) -> Iterator[Clash]:
    for one, other, need in doubly_used(map(_held, slots)):
        assert isinstance(need, tuple)
        if not _is_one_lesson(one.what, other.what, need[0]):
            yield Clash(one.what, other.what, _who(one.what, other.what, *need))


def _held(slot: Slot) -> Held[Slot]:
    needs = [("school_class", key) for key in sorted(slot.classes)]
    needs += [(name, key) for name in NEEDS if (key := getattr(slot, f"{name}_id")) is not None]
    return Held(slot, (slot.weekday, slot.period), needs, WEEKS[slot.rhythm])


def _is_one_lesson(one: Slot, other: Slot, need: str) -> bool:
    """Whether classes have it together; groups are side by side, each with a teacher and a room of its own."""
    if one.joined is None or one.joined != other.joined:
        return False
    if one.group and other.group:
        return one.group != other.group and need == "school_class"
    return one.school_class_id != other.school_class_id


def _who(one: Slot, other: Slot, need: str, key: int) -> object:
    if need != "school_class":
        return getattr(one, need)
    own = next((each.school_class for each in (one, other) if each.school_class_id == key), None)
    return own or Organisation.objects.noted([key]).first()


def _said(slot: Slot) -> str:
    return f"{slot.whom} {slot.subject}"


def _when(slot: Slot) -> str:
    return f"{slot.get_weekday_display()} {_('Lesson %(n)s') % {'n': slot.period}}"
