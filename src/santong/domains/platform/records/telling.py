"""What those are told who asked that somebody be taken out of the records."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.domains.platform.records.models import ErasureRequest
from santong.kit.access import Viewer

State = ErasureRequest.State
ENDS = {
    State.DONE: _("The erasure that you asked for is done"),
    State.REFUSED: _("The erasure that you asked for was not granted"),
}


def tell_asker(acting: Viewer | None, request: ErasureRequest) -> None:
    """Tell whoever asked how it ended; take that back when the decision is. `acting` is None for the job."""
    key, state, asker = f"erasure-{request.pk}", State(request.state), request.asked_by
    if state == State.OPEN:
        take_back_told(key)
    elif state in ENDS and (acting is None or acting.person_id != asker.pk):
        is_own = asker.pk == request.person_id
        address = reverse("records:own") if is_own else reverse("records:person", args=[request.person_id])
        tell(asker, ENDS[state], address=address, key=key, kind=ANSWER)
