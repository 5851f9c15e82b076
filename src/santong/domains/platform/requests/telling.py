"""What people are told of a request: the asker how it ended, those for whom it waited that it was withdrawn.

What waits for somebody is a to-do, and in the product told as that alone; outside of it, those who wish so are told.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels.public import Kind, announce, take_back_announced
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.domains.platform.requests.engine.case import Case, CaseState, TaskState
from santong.domains.platform.requests.kinds import kind_of
from santong.domains.platform.requests.models import Request
from santong.domains.platform.requests.models.absence import Substitution

ENDS = {
    Request.State.GRANTED: _("Your request was granted: %(kind)s"),
    Request.State.REFUSED: _("Your request was not approved: %(kind)s"),
}
WAITS = _("A request waits for your decision: %(kind)s")
WITHDRAWN = _("A request that you were asked about was withdrawn: %(kind)s")


def tell_asker(request: Request, by: int | None) -> None:
    """Say that it was decided, unless they decided it themselves. The row in hand is stored a moment later."""
    if request.state not in ENDS or by == request.asker_id:
        return
    address = reverse("requests:request", args=[request.pk])
    title, kind = ENDS[Request.State(request.state)], kind_of(request.kind)
    tell(request.asker, title, words={"kind": kind.label}, address=address, key=_key(request), kind=ANSWER)


def tell_deciders(request: Request, before: Case, after: Case, by: int | None) -> None:
    """Say that it waits to those for whom it has begun to, and that it was withdrawn to those who had it before."""
    if after.state != CaseState.RUNNING:
        take_back_announced(_waiting_key(request))
    new = _holders(after, TaskState.OPEN) - _holders(before, TaskState.OPEN) - {by}
    if after.state == CaseState.RUNNING and new:
        announce(
            _with_deputies(request, new), Kind.WAITING, WAITS, words={"kind": kind_of(request.kind).label},
            address=reverse("requests:request", args=[request.pk]), key=f"{_waiting_key(request)}-{request.moves}",
        )  # fmt: skip
    if after.state == CaseState.WITHDRAWN and before.state != CaseState.WITHDRAWN:
        _tell_of_withdrawal(request, _holders(before, TaskState.OPEN, TaskState.AGREED) - {by})


def _tell_of_withdrawal(request: Request, holders: set[int | None]) -> None:
    people = list(Person.objects.noted(holders))
    if people:
        words = {"kind": kind_of(request.kind).label}
        address = reverse("requests:request", args=[request.pk])
        tell(people, WITHDRAWN, words=words, address=address, key=_withdrawn_key(request))


def _holders(case: Case, *states: TaskState) -> set[int | None]:
    return {task.holder for task in case.tasks if task.state in states}


def _with_deputies(request: Request, holders: set[int | None]) -> list[Person]:
    """Those for whom it waits, and those who decide for them while they are away."""
    lent = Substitution.objects.noted(holders, by="absent_id").on(timezone.localdate())
    deputies = {row.deputy_id for row in lent if not row.kinds or request.kind in row.kinds}
    return list(Person.objects.noted({*holders, *(deputies - {request.asker_id})}))


def tell_no_more(request: Request) -> None:
    """What was done was taken back, and with it what was told of it."""
    take_back_told(_key(request))
    take_back_told(_withdrawn_key(request))
    take_back_announced(f"{_waiting_key(request)}-{request.moves}")


def _key(request: Request) -> str:
    return f"request-{request.pk}"


def _withdrawn_key(request: Request) -> str:
    return f"request-{request.pk}-withdrawn"


def _waiting_key(request: Request) -> str:
    return f"waiting-{request.pk}"
