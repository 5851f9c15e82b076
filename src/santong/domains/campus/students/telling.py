"""What those who offer a pupil to another school are told: how that school answered, without the pupil's name."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.models import Transfer
from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.kit.access import Viewer

ANSWERS = {
    Transfer.State.ACCEPTED: _("The transfer of a pupil was accepted: %(school)s"),
    Transfer.State.REFUSED: _("The transfer of a pupil was refused: %(school)s"),
}


def tell_offerer(acting: Viewer, transfer: Transfer) -> None:
    """Tell whoever offered the pupil how it was answered; take that back when the answer is."""
    key = f"transfer-{transfer.pk}"
    if transfer.state == Transfer.State.ASKED:
        take_back_told(key)
    elif transfer.asked_by is not None and transfer.asked_by_id != acting.person_id:
        title, school = ANSWERS[Transfer.State(transfer.state)], transfer.to_school.name
        address = reverse("students:transfers-detail", args=[transfer.pk])
        tell(transfer.asked_by, title, words={"school": school}, address=address, key=key, kind=ANSWER)
