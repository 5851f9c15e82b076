"""Teaching groups in timetables: pupils of several classes who have lessons of their own at one time.

Another module keeps the groups; it declares a `GroupSource`. The timetable keeps the key and the name of a group with
its lessons, and asks who is in it whenever somebody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Pupil
from santong.domains.campus.timetable.models import Slot
from santong.domains.platform.organisations.public import Organisation
from santong.kit.registry import Declared, registry

NO_KEYS: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Group:
    """A teaching group in force. Groups of one `band` (any word) share no pupil, and are held side by side.

    `place` is the grade of its pupils, or the school where they are of several; `level` tells groups of a subject
    apart that have other numbers of lessons; without a band it can't be put into a timetable yet.
    """

    key: int
    name: str
    subject: str
    level: str
    band: str
    place: Organisation
    classes: Sequence[Organisation]
    teacher: Staff | None = None
    room: Room | None = None


@dataclass(frozen=True)
class GroupSource(Declared):
    """Who keeps teaching groups. There is one at most; groups are named by its keys, whole numbers above 0.

    `groups` gives those in force at a school, `classes` for some keys the keys of the classes with pupils in each,
    `keys_of_class` and `keys_of_pupil` the groups of a class and a pupil, `members` who is in a group.
    """

    groups: Callable[[Organisation], list[Group]]
    classes: Callable[[Collection[int]], Mapping[int, frozenset[int]]]
    keys_of_class: Callable[[int], frozenset[int]]
    keys_of_pupil: Callable[[int], frozenset[int]]
    members: Callable[[int], list[Pupil]]


def _source() -> GroupSource | None:
    return next(iter(registry.of(GroupSource)), None)


def groups_of_school(school: Organisation) -> list[Group]:
    """The teaching groups in force at a school, band by band."""
    source = _source()
    return source.groups(school) if source is not None else []


def keys_of_class(school_class: Organisation) -> frozenset[int]:
    """The groups in which pupils of a class are."""
    source = _source()
    return source.keys_of_class(school_class.pk) if source is not None else NO_KEYS


def keys_of_pupil(pupil: Pupil) -> frozenset[int]:
    """The groups in which a pupil is."""
    source = _source()
    return source.keys_of_pupil(pupil.pk) if source is not None else NO_KEYS


def members_of(group: int) -> list[Pupil]:
    """Who is in a group, by class and name; whether the viewer may see them, the caller asks."""
    source = _source()
    return source.members(group) if source is not None else []


def classes_in(groups: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The keys of the classes that have pupils in each of some groups."""
    source = _source() if groups else None
    return source.classes(groups) if source is not None else {}


def with_classes(slots: Iterable[Slot]) -> list[Slot]:
    """The same lessons, those of groups with the classes that they take pupils from."""
    found = list(slots)
    classes = classes_in({each.group for each in found if each.group})
    for each in found:
        if each.group:
            each.of_classes = classes.get(each.group, NO_KEYS)
    return found
