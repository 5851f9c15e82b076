"""What can't be in a timetable: somebody, or a room, at two places at once. Pages and publishing ask it alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from santong.domains.campus.timetable.models import Slot, Timetable


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
    return list(rows.order_by("weekday", "period", "path", "pk"))


def clashes(slots: Iterable[Slot]) -> list[Clash]:
    """All pairs of lessons that clash, in the order of the week."""
    by_time: dict[tuple[int, int], list[Slot]] = defaultdict(list)
    for slot in slots:
        by_time[slot.weekday, slot.period].append(slot)
    return [clash for _time, at in sorted(by_time.items()) for clash in _at_one_time(at)]


def clashes_of(slot: Slot, others: Iterable[Slot]) -> list[Clash]:
    """With what a lesson, as it is in hand, clashes; other lessons may clash among themselves."""
    same = [each for each in others if each.pk != slot.pk and slot.meets(each)]
    return [clash for clash in _at_one_time([slot, *same]) if slot in (clash.one, clash.other)]


def _at_one_time(slots: Sequence[Slot]) -> Iterator[Clash]:
    for key, who in _KEYS:
        groups: dict[Hashable, list[Slot]] = defaultdict(list)
        for slot in slots:
            if (found := key(slot)) is not None:
                groups[found].append(slot)
        for group in groups.values():
            for one, other in combinations(group, 2):
                if one.meets(other) and not _is_one_lesson(one, other):
                    yield Clash(one, other, who(one))


def _is_one_lesson(one: Slot, other: Slot) -> bool:
    return one.joined is not None and one.joined == other.joined and one.school_class_id != other.school_class_id


_KEYS: tuple[tuple[Callable[[Slot], Hashable | None], Callable[[Slot], object]], ...] = (
    (lambda slot: slot.school_class_id, lambda slot: slot.school_class),
    (lambda slot: slot.teacher_id, lambda slot: slot.teacher),
    (lambda slot: slot.room_id, lambda slot: slot.room),
)


def _said(slot: Slot) -> str:
    return f"{slot.school_class} {slot.subject}"


def _when(slot: Slot) -> str:
    return f"{slot.get_weekday_display()} {_('Lesson %(n)s') % {'n': slot.period}}"
