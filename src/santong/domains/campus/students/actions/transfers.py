"""Handing a pupil over to another school, which accepts or refuses."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.students.actions.roll import CHANGE, Kind, Status, leave_classes, write_changes
from santong.domains.campus.students.events import PupilsMoved
from santong.domains.campus.students.models import Pupil, Transfer
from santong.domains.campus.students.settling import places_of, settle
from santong.domains.campus.students.telling import tell_offerer
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step

State = Transfer.State
RECEIVES = Holds(CHANGE, at="to_path")


def ask_transfer(*, acting: Viewer, pupil: Pupil, to_school: Organisation, reason: str = "") -> Transfer:
    """Offer a pupil to another school; until it answers, the pupil stays."""
    acting.demand(CHANGE, pupil.path)
    if not pupil.is_present:
        raise NotPossible(_("The pupil is on no roll any more, so there is nothing to hand over."))
    if to_school.pk == pupil.school_id:
        raise NotPossible(_("The pupil is at this school already. Choose another one."))
    with transaction.atomic(), named("students.ask_transfer"):
        if _waiting(pupil):
            raise NotPossible(_("A transfer of this pupil is waiting already. Withdraw it first."))
        return Transfer.objects.create(
            pupil=pupil,
            from_school=pupil.school,
            to_school=to_school,
            path=pupil.school.path,
            to_path=to_school.path,
            reason=reason,
            asked_on=timezone.localdate(),
            asked_by_id=acting.person_id,
        )


@step(
    Transfer, "students.accept_transfer", who=RECEIVES, sources=(State.ASKED,), target=State.ACCEPTED, then=tell_offerer
)
def accept_transfer(*, acting: Viewer, transfer: Transfer, school_class: Organisation, day: date) -> None:
    """Take the pupil onto the roll of the receiving school, into one of its classes."""
    if not school_class.path.startswith(transfer.to_path):
        raise NotPossible(_("Choose a class of your own school."), field="school_class")
    transfer.decided_on = timezone.localdate()
    rows = Pupil.objects.noted([transfer.pupil_id]).select_related("school", "school_class", "person")
    pupil = rows.select_for_update(of=("self",)).get()
    before = places_of([pupil])
    leave_classes([pupil], until=day - timedelta(days=1))
    write_changes([pupil], Kind.TRANSFER, day, to_place=transfer.to_school.name, reason=transfer.reason)
    pupil.school, pupil.school_class = transfer.to_school, school_class
    pupil.path, pupil.class_since, pupil.entered_on = school_class.path, day, day
    pupil.status = Status.ENROLLED
    pupil.save()
    settle(before, [pupil])
    emit(PupilsMoved((pupil.pk,)))


@step(
    Transfer, "students.refuse_transfer", who=RECEIVES, sources=(State.ASKED,), target=State.REFUSED, then=tell_offerer
)
def refuse_transfer(*, acting: Viewer, transfer: Transfer, answer: str) -> None:
    """The receiving school doesn't take the pupil, and says why."""
    transfer.answer, transfer.decided_on = answer, timezone.localdate()


@step(Transfer, "students.withdraw_transfer", who=Holds(CHANGE), sources=(State.ASKED,), target=State.WITHDRAWN)
def withdraw_transfer(*, acting: Viewer, transfer: Transfer) -> None:
    """The sending school takes its offer back."""
    transfer.decided_on = timezone.localdate()


@refuse_transfer.back
@withdraw_transfer.back
def _demand_no_other(acting: Viewer, transfer: Transfer, result: None) -> None:
    """An offer comes back only as long as the pupil has not been offered anew, and has not left."""
    pupil = Pupil.objects.noted([transfer.pupil_id]).get()
    if _waiting(pupil) or not pupil.path.startswith(transfer.path):
        raise NotPossible(_("The pupil has been offered anew or has moved since."))


def _waiting(pupil: Pupil) -> bool:
    return Transfer.objects.belonging_to(pupil=pupil).filter(state=State.ASKED).exists()
