"""Writing the guardians that a roster names beside the pupils."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.importing.drafts import Draft
from santong.domains.campus.students.importing.writing import created
from santong.domains.campus.students.models import Guardianship
from santong.domains.campus.students.settling import BATCH
from santong.domains.platform.identity.public import NewPerson, Person, create_people, people_by_phone
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.imports.written import Written

GuardianKey = tuple[str, str]
"""Name and phone: two people who share a phone have different names."""


def names_of_guardians(children: Iterable[int]) -> dict[int, set[str]]:
    """The names of the guardians that children have, by child."""
    keys = sorted(set(children))
    rows = Guardianship.objects.unscoped("a row that names a known guardian says nothing new").filter(ended_on=None)
    found: dict[int, set[str]] = {}
    for start in range(0, len(keys), BATCH):
        part = rows.filter(child_id__in=keys[start : start + BATCH])
        for child, name in part.values_list("child_id", "guardian__name"):
            found.setdefault(child, set()).add(name)
    return found


def write_families(acting: Viewer, school: Organisation, drafts: Sequence[Draft]) -> list[Written]:
    """Link the guardians named; one who is known by phone and name is the same person everywhere."""
    known = names_of_guardians(draft.known.person_id for draft in drafts if draft.known)
    wanted = [
        draft
        for draft in drafts
        if draft.guardian_name
        and draft.known is not None
        and draft.guardian_name not in known.get(draft.known.person_id, set())
    ]
    people, new = _guardians(acting, school, wanted)
    links = link_guardians(
        acting=acting,
        drafts=[
            NewGuardian(draft.known, people[_key(position, draft)], draft.relation)
            for position, draft in enumerate(wanted)
            if draft.known is not None
        ],
    )
    return created(new, "name") + created(links, "ended_on")


def _key(position: int, draft: Draft) -> GuardianKey:
    """Without a phone nobody can say whether two are one, so each row has a guardian of its own."""
    return draft.guardian_name, draft.guardian_phone or f"row {position}"


def _guardians(
    acting: Viewer, school: Organisation, drafts: Sequence[Draft]
) -> tuple[dict[GuardianKey, Person], list[Person]]:
    sharing = people_by_phone(draft.guardian_phone for draft in drafts)
    people: dict[GuardianKey, Person] = {}
    missing: dict[GuardianKey, NewPerson] = {}
    for position, draft in enumerate(drafts):
        key = _key(position, draft)
        match = next((p for p in sharing.get(draft.guardian_phone, ()) if p.name == draft.guardian_name), None)
        if match is not None:
            people[key] = match
        else:
            missing[key] = NewPerson(name=draft.guardian_name, path=school.path, phone=draft.guardian_phone)
    new = create_people(acting=acting, drafts=list(missing.values()))
    people.update(zip(missing, new, strict=True))
    return people, new
