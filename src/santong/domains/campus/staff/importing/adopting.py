"""Asking for people who are known elsewhere as staff, and employing those who were confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import Adoption, AdoptionKind, NewAdoption, ask_adoptions, at_home
from santong.domains.campus.staff.actions import BATCH, CHANGE, NewStaff, change_counts, employ
from santong.domains.campus.staff.importing.drafts import StaffDraft, Title
from santong.domains.campus.staff.models import Post, Staff
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, common_path
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.imports.written import Undone, Written, change_all, created, take_back
from santong.kit.refusals import NotPossible

KIND = "staff"
DERIVED = frozenset({"access.appointment", "duplicates.suspicion", "organisations.organisationcount"})
REASON = "the right was checked on the school"


def ask_for_staff(acting: Viewer, school: Organisation, drafts: Sequence[StaffDraft]) -> list[Written]:
    """Ask for those who are known elsewhere; what the undo of an import needs."""
    new = [NewAdoption(draft.person, _values(draft)) for draft in drafts if draft.person is not None]
    return [created(row) for row in ask_adoptions(acting=acting, kind=KIND, school=school, drafts=new)]


def new_staff(draft: StaffDraft, person: Person) -> NewStaff:
    """The employment that a row speaks of."""
    return NewStaff(person=person, **_employment(_values(draft)))


def _values(draft: StaffDraft) -> dict[str, Any]:
    return {
        "subjects": list(draft.subjects),
        "titles": [draft.title] if draft.title else [],
        "is_teacher": draft.title != Title.SUPPORT,
        "on_establishment": draft.on_establishment,
    }


def _employment(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "subjects": tuple(values["subjects"]), "titles": tuple(values["titles"])}


def _take(adoption: Adoption, values: dict[str, Any]) -> list[Written]:
    """Employ somebody who was confirmed; whoever works nowhere else is at home at the school from then on."""
    school, person = adoption.school, adoption.person
    if Staff.objects.numbers_only().filter(person=person, school=school).exists():
        raise NotPossible(_("This person is on the staff of the school already. Decline the request."))
    moves_home = person.pk in _released([person])
    # Asking was checked on the school, deciding on the person.
    draft = NewStaff(person=person, **_employment(values))
    staff = employ(acting=SYSTEM, school=school, drafts=[draft], day=timezone.localdate())
    posts = Post.objects.belonging_to(staff__in=staff)
    written = [created(row) for row in [*staff, *posts]]
    if moves_home:
        person.path = school.path
        written += change_all([person], ["path"])
    return written


def undo_staff(written: Sequence[Written], derived: frozenset[str] = DERIVED) -> Undone:
    """Take employments back that an import or a confirmation made, and bring the numbers in line."""
    keys = [each.pk for each in written if each.model == "staff.staff" and each.before is None]
    with transaction.atomic(), named("staff.undo_import"):
        before = _with_keys(keys)
        done = take_back(written, derived=derived)
        gone = before.keys() - _with_keys(keys).keys()
        change_counts([before[key] for key in gone if before[key].status == Staff.Status.ACTIVE], -1)
    return done


def _deciders(people: Sequence[Person], school_path: str) -> Mapping[int, str]:
    """Whoever keeps the record; over both places where the earlier school has let the person go."""
    released = _released(people)
    home = at_home(people, school_path)
    return {key: common_path(path, school_path) if key in released else path for key, path in home.items()}


def _released(people: Sequence[Person]) -> set[int]:
    """Those who work nowhere and hold no role, but did work somewhere."""
    keys = [person.pk for person in people]
    rows = Staff.objects.noted(keys, by="person")
    left = set(rows.filter(status=Staff.Status.LEFT).values_list("person_id", flat=True))
    working = set(rows.filter(status=Staff.Status.ACTIVE).values_list("person_id", flat=True))
    held = Appointment.objects.noted(keys, by="person").not_over(timezone.localdate())
    return left - working - set(held.values_list("person_id", flat=True))


def _with_keys(keys: Sequence[int]) -> dict[int, Staff]:
    rows = Staff.objects.unscoped(REASON)
    return {
        row.pk: row for start in range(0, len(keys), BATCH) for row in rows.filter(pk__in=keys[start : start + BATCH])
    }


STAFF = AdoptionKind(KIND, _("Staff"), CHANGE, _take, undo_staff, _deciders)
