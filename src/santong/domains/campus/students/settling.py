"""What follows from a pupil's place: roles, numbers of pupils, and the paths of what hangs on the child.

Nothing of this is entered by anybody. Every action that moves pupils, or puts them on or off the
roll, notes their places before and calls `settle` after, in its transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from santong.domains.campus.students.models import Consent, Guardianship, Invitation, Pupil
from santong.domains.platform.access.public import Appointment, Fact, Receipt, follow, unfollow
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import add_counts

BATCH = 500
REASON = "what hangs on a pupil follows them, whoever moves them"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pupil is: the class, or the school for one without class."""

    person_id: int
    organisation_id: int
    path: str
    school_path: str
    is_present: bool

    @property
    def fact(self) -> Fact:
        """What the roles follow from."""
        return Fact(self.person_id, self.organisation_id, self.path)


NOWHERE: Mapping[int, Place] = {}
"""The places before, for pupils who are new."""


def place_of(pupil: Pupil) -> Place:
    """A pupil's present place, as the row in memory says."""
    organisation_id = pupil.school_class_id or pupil.school_id
    return Place(pupil.person_id, organisation_id, pupil.path, pupil.school.path, pupil.is_present)


def places_of(pupils: Iterable[Pupil]) -> dict[int, Place]:
    """The places of pupils by their key; call before changing them."""
    return {pupil.pk: place_of(pupil) for pupil in pupils}


def settle(before: Mapping[int, Place], pupils: Sequence[Pupil], *, forget: bool = False) -> list[Receipt]:
    """Bring everything that follows in line with where the pupils are now.

    `forget`: the change takes back a mistake, so roles that it had given leave no trace. The
    receipts are of the roles taken away, for an undo that gives them back as they were.
    """
    changed = [pupil for pupil in pupils if before.get(pupil.pk) != place_of(pupil)]
    old = [before[pupil.pk] for pupil in changed if pupil.pk in before]
    new = [place_of(pupil) for pupil in changed]
    _count(old, new)
    is_fresh = not before
    left = [place.fact for place in old if place.is_present]
    arrived = [place.fact for place in new if place.is_present]
    receipts = unfollow("pupil", set(left) - set(arrived), forget=forget)
    follow("pupil", arrived)
    if not is_fresh:
        _move_people(changed)
        receipts += _move_families(changed, old, forget)
    return receipts


def uncount(places: Iterable[Place]) -> None:
    """Take pupils out of the numbers whose rows are gone."""
    _count([place for place in places if place.is_present], [])


def follow_children(guardianships: Sequence[Guardianship], pupils: Mapping[int, Pupil]) -> None:
    """Give guardians the role "parent" where their children are; `pupils` by person."""
    follow("parent", _parent_facts(guardianships, pupils))


def unfollow_children(guardianships: Sequence[Guardianship], pupils: Mapping[int, Pupil], *, forget: bool) -> None:
    """Take the role from guardians, except where another child of theirs is in the same class."""
    gone = _parent_facts(guardianships, pupils)
    unfollow("parent", gone - _still_held({fact.person_id for fact in gone}), forget=forget)


def _parent_facts(guardianships: Iterable[Guardianship], pupils: Mapping[int, Pupil]) -> set[Fact]:
    facts = set()
    for row in guardianships:
        pupil = pupils.get(row.child_id)
        if pupil is not None and pupil.is_present:
            facts.add(Fact(row.guardian_id, pupil.school_class_id or pupil.school_id, pupil.path))
    return facts


def _still_held(guardians: set[int]) -> set[Fact]:
    """The facts behind the role "parent" that the database holds now."""
    found: set[Fact] = set()
    keys = sorted(guardians)
    for start in range(0, len(keys), BATCH):
        rows = list(Guardianship.objects.noted(keys[start : start + BATCH], by="guardian_id").filter(ended_on=None))
        found |= _parent_facts(rows, pupils_by_person({row.child_id for row in rows}))
    return found


def pupils_by_person(people: Iterable[int]) -> dict[int, Pupil]:
    """The pupils that some people are, by person."""
    keys = sorted(people)
    rows = Pupil.objects.unscoped(REASON).select_related("school", "person")
    return {
        pupil.person_id: pupil
        for start in range(0, len(keys), BATCH)
        for pupil in rows.filter(person_id__in=keys[start : start + BATCH])
    }


def _count(old: Iterable[Place], new: Iterable[Place]) -> None:
    change: Counter[str] = Counter()
    change.update(place.path for place in new if place.is_present)
    change.subtract(place.path for place in old if place.is_present)
    if moved := {path: number for path, number in sorted(change.items()) if number}:
        add_counts(what="pupils", changes=moved)


def _move_people(pupils: Iterable[Pupil]) -> None:
    """The school that a pupil belongs to keeps the person's record."""
    by_path: dict[str, list[int]] = {}
    for pupil in pupils:
        if pupil.person.path != pupil.school.path:
            by_path.setdefault(pupil.school.path, []).append(pupil.person_id)
    for path, keys in by_path.items():
        for start in range(0, len(keys), BATCH):
            Person.objects.noted(keys[start : start + BATCH]).update(path=path)


def repath_families(pupils: Sequence[Pupil]) -> None:
    """Bring the paths of what hangs on children in line with their places."""
    _repath({pupil.person_id: pupil for pupil in pupils}, [pupil.person_id for pupil in pupils])


def _move_families(pupils: Sequence[Pupil], old: Sequence[Place], forget: bool) -> list[Receipt]:
    by_child = {pupil.person_id: pupil for pupil in pupils}
    children = sorted(by_child)
    open_rows: list[Guardianship] = []
    for start in range(0, len(children), BATCH):
        batch = children[start : start + BATCH]
        open_rows += Guardianship.objects.noted(batch, by="child_id").filter(ended_on=None)
        _repath(by_child, batch)
    guardians_of: dict[int, list[int]] = {}
    for row in open_rows:
        guardians_of.setdefault(row.child_id, []).append(row.guardian_id)
    gone = {
        Fact(guardian, place.organisation_id, place.path)
        for place in old
        if place.is_present
        for guardian in guardians_of.get(place.person_id, ())
    }
    receipts = unfollow("parent", gone - _still_held({fact.person_id for fact in gone}), forget=forget)
    follow("parent", _parent_facts(open_rows, by_child))
    _move_guardians(by_child, old, guardians_of)
    return receipts


def _move_guardians(
    pupils: Mapping[int, Pupil], old: Sequence[Place], guardians_of: Mapping[int, Sequence[int]]
) -> None:
    """The child's school keeps the record of a guardian who has nothing else at the former one, nor any other role."""
    moves = {
        guardian: (place.school_path, pupils[place.person_id].school.path)
        for place in old
        if place.school_path != pupils[place.person_id].school.path
        for guardian in guardians_of.get(place.person_id, ())
    }
    if not moves:
        return
    held = Appointment.objects.noted(moves, by="person_id").not_over(timezone.localdate())
    bound = {row.person_id for row in held if row.role != "parent" or row.path.startswith(moves[row.person_id][0])}
    for former, path in sorted(set(moves.values())):
        keys = [guardian for guardian, move in moves.items() if move == (former, path) and guardian not in bound]
        Person.objects.noted(keys).filter(path=former).update(path=path)


def _repath(pupils: Mapping[int, Pupil], children: Sequence[int]) -> None:
    for model in (Guardianship, Consent, Invitation):
        rows = [row for row in model.objects.noted(children, by="child_id") if row.path != pupils[row.child_id].path]
        for row in rows:
            row.path = pupils[row.child_id].path
        if rows:
            model.objects.bulk_update(rows, ["path"], batch_size=BATCH)
