"""What all movements have in common: the case is read, moved, written, told, and what its end brings is run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from santong.domains.platform.requests.engine.case import Case, CaseState
from santong.domains.platform.requests.events import RequestMoved
from santong.domains.platform.requests.kinds import kind_of
from santong.domains.platform.requests.models import Opinion, Request
from santong.domains.platform.requests.storing import Loaded, Receipt, load, put_back, say, store
from santong.domains.platform.requests.telling import tell_asker, tell_deciders, tell_no_more
from santong.kit.access import Viewer
from santong.kit.events import emit

Verb = Opinion.Verb
Movement = Callable[[Loaded], Case]


def move(request: Request, verb: Opinion.Verb, movement: Movement, **said: Any) -> Receipt:
    """Move a request whose row is locked, and write down who did what with which words (`said`)."""
    loaded = load(request)
    if loaded.case.state == CaseState.RUNNING:
        said.setdefault("stage", loaded.case.stage.title)
    after = movement(loaded)
    say(request, verb, **said)
    receipt = store(loaded, after)
    _tell_of_nobody(request, loaded.case, after, verb)
    run_end(request, after.state)
    tell_asker(request, said.get("person_id"))
    tell_deciders(request, loaded.case, after, said.get("person_id"))
    emit(RequestMoved(request.pk, verb.value))
    return receipt


def _tell_of_nobody(request: Request, before: Case, after: Case, verb: Opinion.Verb) -> None:
    """A request that came back without anybody having returned it found nobody to decide."""
    if after.state == CaseState.RETURNED and before.state != CaseState.RETURNED and verb != Verb.RETURN:
        say(request, Verb.NOBODY)


def run_end(request: Request, state: CaseState) -> None:
    """What a kind does when one of its requests has moved, and when it has ended."""
    kind = kind_of(request.kind)
    ends = {CaseState.GRANTED: kind.granted, CaseState.REFUSED: kind.refused, CaseState.WITHDRAWN: kind.withdrawn}
    if state in ends:
        ends[state](request)
    kind.moved(request)


def take_back(viewer: Viewer, request: Request, receipt: Receipt) -> None:
    """Undo a movement after which nobody has done anything; that it happened stays in the record."""
    if receipt["ended"]:
        kind_of(request.kind).undone(request)
    put_back(request, receipt)
    kind_of(request.kind).moved(request)
    tell_no_more(request)
    say(request, Verb.BACK, person_id=viewer.person_id)
    emit(RequestMoved(request.pk, Verb.BACK.value))
