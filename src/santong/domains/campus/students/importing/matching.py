"""Whom the rows of a roster mean among the people whom the platform knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from santong.domains.campus.students.importing.drafts import Draft
from santong.domains.campus.students.importing.schools import class_label
from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.settling import BATCH, REASON, pupils_by_person
from santong.domains.platform.identity.public import Person, people_by_id_number
from santong.domains.platform.organisations.public import Organisation

UNKNOWN_SEX = frozenset({"", Person.Sex.UNKNOWN, Person.Sex.UNSTATED})


def find_known(drafts: Sequence[Draft], school: Organisation, but: Collection[int] = ()) -> None:
    """Find whom the rows mean: by identity number, else by roll number, else by name and class in the school.

    Whoever might be meant by the name alone is a namesake, to be asked about: a pupil without
    number when the row brings one, any of the name when the row has none. `but` are pupils who
    can't be meant, by key.
    """
    people = people_by_id_number(draft.number for draft in drafts)
    pupils = pupils_by_person(person.pk for person in people.values())
    rolls = _by_roll_number(drafts)
    for draft in drafts:
        draft.person = people.get(draft.number)
        draft.known = pupils.get(draft.person.pk) if draft.person else _by_roll(draft, rolls)
        draft.roll_holder = rolls.get(draft.roll_index)
    open_ones = [draft for draft in drafts if draft.person is None and draft.known is None and draft.name]
    by_name = _by_name(school, {draft.name for draft in open_ones}, but)
    for draft in open_ones:
        _find_by_name(draft, [each for each in by_name.get(draft.name, ()) if _could_be(each, draft)])
    for draft in drafts:
        if draft.person is None and draft.known is not None:
            draft.person = draft.known.person


def _by_roll(draft: Draft, rolls: dict[str, Pupil]) -> Pupil | None:
    """Who has the roll number of a row, unless a number of either says that it is somebody else."""
    holder = rolls.get(draft.roll_index)
    if holder is None or (draft.number and (holder.person.id_number_index or holder.person.name != draft.name)):
        return None
    return holder


def _find_by_name(draft: Draft, same_name: Sequence[Pupil]) -> None:
    if draft.number:
        same_name = [each for each in same_name if not each.person.id_number_index]
    in_class = [each for each in same_name if draft.class_name and _class_of(each) == class_label(draft.class_name)]
    if len(in_class) == 1 and not draft.number:
        draft.known = in_class[0]
    else:
        draft.namesakes = in_class or same_name


def _could_be(pupil: Pupil, draft: Draft) -> bool:
    """Whether sex and birth date leave it open that a row means a pupil."""
    person = pupil.person
    if person.birth_date and draft.birth_date and person.birth_date != draft.birth_date:
        return False
    return draft.sex in UNKNOWN_SEX or person.sex in UNKNOWN_SEX or draft.sex == person.sex


def _class_of(pupil: Pupil) -> object:
    """The key of a pupil's class, as `class_label` gives it; None without one."""
    if pupil.school_class is None:
        return None
    profile, parent = pupil.school_class.class_profile, pupil.school_class.parent
    assert parent is not None, "a class stands in a grade"
    return parent.grade.level, profile.number, profile.label


def _by_roll_number(drafts: Sequence[Draft]) -> dict[str, Pupil]:
    """Who has the roll numbers that the rows name, by their index."""
    wanted = sorted({draft.roll_index for draft in drafts if draft.roll_index})
    rows = Pupil.objects.unscoped(REASON).select_related("school", "school_class", "person")
    return {
        pupil.roll_number_index: pupil
        for start in range(0, len(wanted), BATCH)
        for pupil in rows.filter(roll_number_index__in=wanted[start : start + BATCH])
    }


def _by_name(school: Organisation, names: Collection[str], but: Collection[int]) -> dict[str, list[Pupil]]:
    """The pupils of a school by name."""
    found: dict[str, list[Pupil]] = {}
    wanted = sorted(names)
    for start in range(0, len(wanted), BATCH):
        for pupil in _pupils_of(school).filter(person__name__in=wanted[start : start + BATCH]):
            if pupil.pk not in but:
                found.setdefault(pupil.person.name, []).append(pupil)
    return found


def _pupils_of(school: Organisation) -> QuerySet[Pupil]:
    rows = Pupil.objects.belonging_to(school=school).filter(status__in=Pupil.PRESENT).order_by("pk")
    return rows.select_related("person", "school", "school_class__class_profile", "school_class__parent__grade")
