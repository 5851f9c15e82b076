"""Finding and writing the guardians that a roster names beside the pupils."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import names_waiting
from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.importing.adopting import ask_for_guardians
from santong.domains.campus.students.importing.drafts import Draft
from santong.domains.campus.students.importing.writing import created
from santong.domains.campus.students.models import Guardianship
from santong.domains.campus.students.settling import BATCH
from santong.domains.platform.identity.public import (
    NewPerson,
    Person,
    create_people,
    people_by_phone,
    takeover_objections,
)
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.imports.written import Written

GuardianKey = tuple[str, str]
"""Name and phone: two people who share a phone have different names."""

GUARDIAN_ASKS = "guardian_asks"
GUARDIAN_ASKS_TEXT = _(
    "Somebody of this name and phone is at home elsewhere. They are asked whether the child is theirs, and linked as "
    "soon as they have confirmed; an invitation code does the same."
)


def names_of_guardians(children: Iterable[int]) -> dict[int, set[str]]:
    """The names of the guardians that children have or that are asked for, by child."""
    keys = sorted(set(children))
    rows = Guardianship.objects.numbers_only().filter(ended_on=None)
    pairs = names_waiting(keys)
    for start in range(0, len(keys), BATCH):
        pairs += rows.filter(child_id__in=keys[start : start + BATCH]).values_list("child_id", "guardian__name")
    found: dict[int, set[str]] = {}
    for child, name in pairs:
        found.setdefault(child, set()).add(name)
    return found


def find_guardians(drafts: Sequence[Draft], acting: Viewer) -> None:
    """Find by name and phone whom the rows mean, and which of them have to agree themselves.

    A name and a phone are known to many. They are enough for a family at home at the school; for
    anybody else the guardian says whether the child is theirs.
    """
    sharing = people_by_phone(draft.guardian_phone for draft in drafts)
    for draft in drafts:
        known = sharing.get(draft.guardian_phone, ())
        draft.guardian = next((person for person in known if person.name == draft.guardian_name), None)
    found = {draft.guardian.pk: draft.guardian for draft in drafts if draft.guardian is not None}
    objections = takeover_objections(acting, list(found.values()))
    for draft in drafts:
        draft.guardian_asks = draft.guardian is not None and draft.guardian.pk in objections


def write_families(acting: Viewer, school: Organisation, drafts: Sequence[Draft]) -> list[Written]:
    """Link the guardians named, and ask those who are at home elsewhere.

    Whom the rows mean was found when they were judged, in the same transaction.
    """
    known = names_of_guardians(draft.known.person_id for draft in drafts if draft.known)
    wanted = [
        draft
        for draft in drafts
        if draft.guardian_name
        and draft.known is not None
        and draft.guardian_name not in known.get(draft.known.person_id, set())
    ]
    asked = [(draft, draft.guardian) for draft in wanted if draft.guardian is not None and draft.guardian_asks]
    written = ask_for_guardians(acting, school, asked)
    wanted = [draft for draft in wanted if not draft.guardian_asks]
    people, new = _guardians(acting, school, wanted)
    links = link_guardians(
        acting=acting,
        drafts=[
            NewGuardian(draft.known, people[_key(position, draft)], draft.relation)
            for position, draft in enumerate(wanted)
            if draft.known is not None
        ],
    )
    return written + created(new, "name") + created(links, "ended_on")


def _key(position: int, draft: Draft) -> GuardianKey:
    """Without a phone nobody can say whether two are one, so each row has a guardian of its own."""
    return draft.guardian_name, draft.guardian_phone or f"row {position}"


def _guardians(
    acting: Viewer, school: Organisation, drafts: Sequence[Draft]
) -> tuple[dict[GuardianKey, Person], list[Person]]:
    people: dict[GuardianKey, Person] = {}
    missing: dict[GuardianKey, NewPerson] = {}
    for position, draft in enumerate(drafts):
        key = _key(position, draft)
        if draft.guardian is not None:
            people[key] = draft.guardian
        else:
            missing[key] = NewPerson(name=draft.guardian_name, path=school.path, phone=draft.guardian_phone)
    new = create_people(acting=acting, drafts=list(missing.values()))
    people.update(zip(missing, new, strict=True))
    return people, new
