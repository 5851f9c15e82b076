"""What is left to do in the small demonstration region: gaps, people entered twice, a transfer, consents.

A register without a flaw would show nothing of what the platform does about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import cycle

from django.utils import timezone

from santong.domains.campus.students.actions.families import NewGuardian, give_consent, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.campus.students.actions.transfers import ask_transfer
from santong.domains.campus.students.consents import needs_consent
from santong.domains.campus.students.demo.inventing import Inventor
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.duplicates.public import find_suspicions
from santong.domains.platform.identity.public import NewPerson, create_people
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.access import SYSTEM, Viewer
from santong.kit.demo import Region
from santong.lib.sexes import Sex

LATE = ("name", "name", "birth", "birth", "class", "guardian", "guardian", "phone")
"""Pupils who came late, and how much the school knows: the name only, the birth date as well, all but something."""
GAPS = (slice(0, 8), slice(2, 6), slice(5, 7), slice(0, 0), slice(1, 8), slice(7, 8), slice(3, 5))
"""Which of them come to which school, in turn: one has many gaps, another none."""
ON_TIME = 3
"""Of so many guardians all but one have consented."""


def leave_gaps(region: Region) -> None:
    """Put into the first schools what their people will find to do."""
    first, *others = _schools()
    for school, part in zip((first, *others), cycle(GAPS), strict=False):
        _come_late(school, Inventor(region.random), LATE[part])
    _enter_twice(first, others[0])
    _ask_for_transfer(others, first)
    _consent(first)
    find_suspicions()


def _schools() -> list[Organisation]:
    rows = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL)
    return list(rows.order_by("path"))


def _come_late(school: Organisation, inventor: Inventor, late: Sequence[str]) -> None:
    classes = list(classes_of(school))
    model = _pupils(school)[0].person
    for number, known in enumerate(late):
        sex = Sex.FEMALE if number % 2 else Sex.MALE
        name = inventor.name(sex)
        born = None if known == "name" or model.birth_date is None else model.birth_date.replace(day=1 + number)
        place = None if known == "class" else classes[number % len(classes)]
        (person,) = create_people(acting=SYSTEM, drafts=[NewPerson(name, school.path, str(sex), born)])
        (pupil,) = enrol(acting=SYSTEM, school=school, drafts=[NewPupil(person, place)], day=timezone.localdate())
        if known != "guardian":
            phone = "" if known == "phone" else f"1992000{school.pk % 100:02}{number:02}"
            _bring_up(pupil, NewPerson(f"{name[0]}志明", school.path, "1", phone=phone))


def _enter_twice(school: Organisation, other: Organisation) -> None:
    """One again in the next class, one at another school, a mother twice."""
    classes = list(classes_of(school))
    known = _pupils(school)[3:6]
    again = [
        NewPerson(pupil.person.name, place.path, pupil.person.sex, pupil.person.birth_date)
        for pupil, place in zip(known, (school, other, other), strict=True)
    ]
    people = create_people(acting=SYSTEM, drafts=again[:2])
    day = timezone.localdate()
    enrol(acting=SYSTEM, school=school, drafts=[NewPupil(people[0], classes[1])], day=day)
    enrol(acting=SYSTEM, school=other, drafts=[NewPupil(people[1], next(iter(classes_of(other))))], day=day)
    mother = NewPerson("叶秀兰", school.path, "2", phone="19920009901")
    for pupil in known[:2]:
        _bring_up(pupil, replace(mother))


def _bring_up(pupil: Pupil, guardian: NewPerson) -> None:
    (person,) = create_people(acting=SYSTEM, drafts=[guardian])
    relation = Guardianship.Relation.MOTHER if guardian.sex == "2" else Guardianship.Relation.FATHER
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupil, person, relation)])


def _ask_for_transfer(schools: Sequence[Organisation], receiving: Organisation) -> None:
    same_kind = next(row for row in schools if row.code[:2] == receiving.code[:2])
    ask_transfer(acting=SYSTEM, pupil=_pupils(same_kind)[0], to_school=receiving, reason="随父母搬迁")


def _consent(school: Organisation) -> None:
    """Most guardians of the youngest class have consented."""
    first = next(iter(classes_of(school)))
    links = Guardianship.objects.by_installation().filter(path=first.path, ended_on=None).select_related("child")
    for number, link in enumerate(_needing(links.order_by("pk"), timezone.localdate())):
        if number % ON_TIME and link.guardian.username != "parent":
            give_consent(acting=Viewer(person_id=link.guardian_id), guardianship=link)


def _needing(links: Iterable[Guardianship], today: date) -> list[Guardianship]:
    return [link for link in links if needs_consent(link.child.birth_date, today)]


def _pupils(school: Organisation) -> list[Pupil]:
    rows = Pupil.objects.by_installation().filter(school=school).select_related("person", "school", "school_class")
    return list(rows.order_by("pk")[:10])
