"""Asking for pupils and guardians who are known elsewhere, and taking in those who were confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import Adoption, AdoptionKind, NewAdoption, ask_adoptions, nobody_else
from santong.domains.campus.students.actions.families import CHANGE as CHANGE_GUARDIANS
from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.roll import CHANGE, NewPupil, enrol
from santong.domains.campus.students.importing.drafts import Draft
from santong.domains.campus.students.importing.undoing import undo_guardians, undo_pupils
from santong.domains.campus.students.importing.writing import Arrival, created, return_to_roll
from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.settling import pupils_by_person
from santong.domains.platform.identity.public import Person, takeover_objections
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.imports.written import Written
from santong.kit.refusals import NotPossible

PUPIL_KIND, GUARDIAN_KIND = "pupil", "guardian"


def find_objections(drafts: Sequence[Draft], school: Organisation, acting: Viewer) -> None:
    """Note of which rows the people are known elsewhere, so that somebody there has to agree."""
    arriving = [draft for draft in drafts if draft.person is not None and not _is_here(draft, school)]
    objections = takeover_objections(acting, [draft.person for draft in arriving if draft.person is not None])
    for draft in arriving:
        draft.must_ask = draft.person is not None and draft.person.pk in objections


def _is_here(draft: Draft, school: Organisation) -> bool:
    return draft.known is not None and draft.known.is_present and draft.known.school_id == school.pk


def ask_for_pupils(acting: Viewer, school: Organisation, drafts: Sequence[Draft]) -> list[Written]:
    """Ask for those who are known elsewhere; what the undo of an import needs."""
    new = [NewAdoption(draft.person, _values(draft)) for draft in drafts if draft.person is not None]
    asked = ask_adoptions(acting=acting, kind=PUPIL_KIND, school=school, drafts=new)
    return created(asked, "state")


def ask_for_guardians(acting: Viewer, school: Organisation, wanted: Sequence[tuple[Draft, Person]]) -> list[Written]:
    """Ask the guardians themselves whether the child is theirs; what the undo of an import needs."""
    new = [
        NewAdoption(person, {"relation": draft.relation}, child=draft.known.person)
        for draft, person in wanted
        if draft.known is not None
    ]
    return created(ask_adoptions(acting=acting, kind=GUARDIAN_KIND, school=school, drafts=new), "state")


def _values(draft: Draft) -> dict[str, Any]:
    return {
        "school_class": draft.school_class.pk if draft.school_class else None,
        "roll_number": draft.roll.number if draft.roll else "",
        "ethnic_group": draft.ethnic_group,
        "traits": draft.traits,
    }


def _take_pupil(adoption: Adoption, values: dict[str, Any]) -> list[Written]:
    place = values.pop("school_class")
    rows = Organisation.objects.open_to_everyone()
    school_class = rows.filter(pk=place, path__startswith=adoption.path).first() if place else None
    if place and (school_class is None or school_class.is_closed):
        raise NotPossible(_("The class is gone. Decline the request; the school imports the row again."))
    known = pupils_by_person([adoption.person_id]).get(adoption.person_id)
    # Asking was checked on the school, deciding on the person.
    if known is None:
        draft = NewPupil(adoption.person, school_class, **values)
        pupils = enrol(acting=SYSTEM, school=adoption.school, drafts=[draft], day=timezone.localdate())
        return created(pupils, "school_id", "status")
    if known.is_present:
        raise NotPossible(_("The pupil is on the roll of a school by now. A transfer leads to another one."))
    return return_to_roll(adoption.school, [Arrival(known, school_class, **values)])


def _take_guardian(adoption: Adoption, values: dict[str, Any]) -> list[Written]:
    pupil = Pupil.objects.noted([adoption.child_id], by="person").select_related("school", "person").get()
    if not pupil.is_present or not pupil.path.startswith(adoption.path):
        raise NotPossible(_("The child is no longer at this school. Decline the request."))
    draft = NewGuardian(pupil, adoption.person, values["relation"])
    return created(link_guardians(acting=SYSTEM, drafts=[draft]), "ended_on")


PUPIL = AdoptionKind(PUPIL_KIND, _("Pupil"), CHANGE, _take_pupil, undo_pupils, by_themselves=False)
GUARDIAN = AdoptionKind(
    GUARDIAN_KIND, _("Guardian"), CHANGE_GUARDIANS, _take_guardian, undo_guardians, deciders=nobody_else
)
