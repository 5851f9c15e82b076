"""What the asker of a request is told: how it ended. What waits for them is a to-do, and told as that alone."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.notices.public import take_back_told, tell
from santong.domains.platform.requests.kinds import kind_of
from santong.domains.platform.requests.models import Request

ENDS = {
    Request.State.GRANTED: _("Your request was granted: %(kind)s"),
    Request.State.REFUSED: _("Your request was not approved: %(kind)s"),
}


def tell_asker(request: Request, by: int | None) -> None:
    """Say that it was decided, unless they decided it themselves. The row in hand is stored a moment later."""
    if request.state not in ENDS or by == request.asker_id:
        return
    address = reverse("requests:request", args=[request.pk])
    title, kind = ENDS[Request.State(request.state)], kind_of(request.kind)
    tell(request.asker, title, words={"kind": kind.label}, address=address, key=_key(request))


def tell_no_more(request: Request) -> None:
    """The decision was taken back, and with it the word to the asker."""
    take_back_told(_key(request))


def _key(request: Request) -> str:
    return f"request-{request.pk}"
