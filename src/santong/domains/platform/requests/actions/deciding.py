"""What those do who decide: agree, refuse, return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.platform.requests.actions.moving import Verb, move, take_back
from santong.domains.platform.requests.engine import movements
from santong.domains.platform.requests.engine.movements import START
from santong.domains.platform.requests.models import DECIDE, Opinion, Request, Task
from santong.domains.platform.requests.models.request import waiting_for
from santong.domains.platform.requests.storing import Loaded, Receipt
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible
from santong.kit.steps import Whoever, step

State = Request.State
LONGEST = 1000
"""Characters of an opinion."""


def decision_of(viewer: Viewer, request: Request) -> Task | None:
    """The task at a request that waits for a viewer: their own first, then one of somebody for whom they act."""
    waiting = [task for task in request.read_tasks() if task.state == Task.State.OPEN]
    mine = next((task for task in waiting if task.holder_id == viewer.person_id), None)
    if mine is not None or not waiting:
        return mine
    first: Task | None = waiting_for(viewer).filter(request=request).order_by("number").first()
    return first


def has_to_do_with(viewer: Viewer, request: Request) -> bool:
    """Whether somebody decides about a request, or had to."""
    if any(task.holder_id == viewer.person_id for task in request.read_tasks()):
        return True
    said = Opinion.objects.belonging_to(request=request).filter(person_id=viewer.person_id, task__isnull=False)
    return decision_of(viewer, request) is not None or bool(said.exists())


DECIDERS = Whoever(has_to_do_with, permission=DECIDE)


def waits_for_others(viewer: Viewer, request: Request) -> str:
    """The objection to whoever has to do with a request, where nothing waits for them."""
    if decision_of(viewer, request) is not None:
        return ""
    return _("It doesn't wait for your decision any more. Have a look at it.")


def demanded(viewer: Viewer, request: Request) -> Task:
    """The task that waits for a viewer; refused with the reason when none does, or when it is about their own."""
    task = decision_of(viewer, request)
    if task is None:
        raise NotPossible(waits_for_others(viewer, request))
    if request.asker_id == viewer.person_id and not _asker_may(request):
        raise NotPossible(_("Nobody decides about their own request."))
    return task


def _asker_may(request: Request) -> bool:
    return 0 <= request.at < len(request.route) and request.route[request.at].asker_may


def said_by(viewer: Viewer, task: Task, words: str) -> Mapping[str, Any]:
    """Who said what, as whom."""
    holder = task.holder_id if task.holder_id != viewer.person_id else None
    return {"person_id": viewer.person_id, "holder_id": holder, "task": task.number, "words": words.strip()}


@step(Request, "requests.agree", who=DECIDERS, sources=(State.RUNNING,), unless=(waits_for_others,))
def agree(*, acting: Viewer, request: Request, words: str = "") -> Receipt:
    """Say yes."""
    task = demanded(acting, request)
    return move(request, Verb.AGREE, _deciding(task.number, agrees=True), **said_by(acting, task, words))


@step(Request, "requests.refuse", who=DECIDERS, sources=(State.RUNNING,), unless=(waits_for_others,))
def refuse(*, acting: Viewer, request: Request, words: str) -> Receipt:
    """Say no, and why."""
    task = demanded(acting, request)
    if not words.strip():
        raise NotPossible(_("Say why, so that who asked knows what to do."), field="words")
    return move(request, Verb.REFUSE, _deciding(task.number, agrees=False), **said_by(acting, task, words))


def _deciding(number: int, *, agrees: bool) -> Any:
    def decide(loaded: Loaded) -> Any:
        return movements.decide(loaded.case, number, agrees=agrees, seating=loaded.seating)

    return decide


@step(Request, "requests.return", who=DECIDERS, sources=(State.RUNNING,), unless=(waits_for_others,))
def return_to(*, acting: Viewer, request: Request, words: str, to: int = START) -> Receipt:
    """Give it back to an earlier stage, or to whoever asked, and say what is to be done."""
    task = demanded(acting, request)
    if not words.strip():
        raise NotPossible(_("Say what is to be done, so that it can come again."), field="words")
    return move(
        request,
        Verb.RETURN,
        lambda loaded: movements.send_back(loaded.case, task.number, to, loaded.seating),
        **said_by(acting, task, words),
    )


for each in (agree, refuse, return_to):
    each.back(take_back)
