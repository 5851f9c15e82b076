"""Who else is asked: signers, successors, advisers, readers."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from santong.domains.platform.access.public import identities_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.requests.actions.deciding import (
    DECIDERS,
    demanded,
    has_to_do_with,
    said_by,
    waits_for_others,
)
from santong.domains.platform.requests.actions.moving import Verb, move, take_back
from santong.domains.platform.requests.engine import movements
from santong.domains.platform.requests.engine.case import ADDED, PENDING, Seat, TaskState
from santong.domains.platform.requests.models import Circulation, Request, Task
from santong.domains.platform.requests.storing import Receipt, say
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible
from santong.kit.steps import Is, Whoever, step

State = Request.State
MOST_READERS = 200


def _demand_others(acting: Viewer, people: Sequence[Person]) -> None:
    if not people:
        raise NotPossible(_("Choose whom to ask."), field="person")
    if any(not person.is_active for person in people):
        raise NotPossible(_("This account is closed. Choose somebody else."), field="person")
    if any(not is_staff(person) for person in people):
        raise NotPossible(_("Only staff can be asked. Choose somebody else."), field="person")
    if any(person.pk == acting.person_id for person in people):
        raise NotPossible(_("That is you. Choose somebody else."), field="person")


def is_staff(person: Person) -> bool:
    """Whether somebody works at a school or an office."""
    return any(identity.category == "staff" for identity in identities_of(person.pk))


@step(Request, "requests.add", who=DECIDERS, sources=(State.RUNNING,), unless=(waits_for_others,))
def add_signers(*, acting: Viewer, request: Request, people: Sequence[Person], where: Seat, words: str = "") -> Receipt:
    """Ask more people before oneself, after oneself, or beside everybody of the stage."""
    _demand_others(acting, people)
    task, keys = demanded(acting, request), [person.pk for person in people]
    return move(
        request,
        Verb.ADD,
        lambda loaded: movements.add_signers(loaded.case, task.number, keys, where),
        **said_by(acting, task, words),
    )


UNSPOKEN = (*(state.value for state in PENDING), TaskState.HANDED.value)
"""The states of signers who have said nothing yet."""


def signers_added(viewer: Viewer, request: Request) -> list[Task]:
    """The tasks of signers whom somebody has added and who have said nothing yet."""
    mine = [
        task for task in request.read_tasks() if task.round == request.round and task.added_by_id == viewer.person_id
    ]
    return [task for task in mine if task.seat in ADDED and task.state in UNSPOKEN]


def _nobody_added(acting: Viewer, request: Request) -> str:
    return "" if signers_added(acting, request) else _("You have added nobody who hasn't spoken yet.")


@step(Request, "requests.remove", who=DECIDERS, sources=(State.RUNNING,), unless=(_nobody_added,))
def remove_signer(*, acting: Viewer, request: Request, number: int) -> Receipt:
    """Take back that one has added a signer, who has said nothing yet."""
    me = acting.person_id or 0
    return move(
        request,
        Verb.REMOVE,
        lambda loaded: movements.remove_signer(loaded.case, number, me, loaded.seating),
        person_id=me,
        task=number,
    )


@step(Request, "requests.hand", who=DECIDERS, sources=(State.RUNNING,), unless=(waits_for_others,))
def hand_over(*, acting: Viewer, request: Request, person: Person, words: str = "") -> Receipt:
    """Let somebody else decide in one's place."""
    _demand_others(acting, [person])
    task = demanded(acting, request)
    return move(
        request,
        Verb.HAND,
        lambda loaded: movements.hand_over(loaded.case, task.number, person.pk),
        **said_by(acting, task, words),
    )


@step(Request, "requests.lend", who=DECIDERS, sources=(State.RUNNING,), unless=(waits_for_others,))
def lend(*, acting: Viewer, request: Request, person: Person, words: str = "") -> Receipt:
    """Ask somebody what they think; then it comes back."""
    _demand_others(acting, [person])
    task = demanded(acting, request)
    return move(
        request,
        Verb.LEND,
        lambda loaded: movements.lend(loaded.case, task.number, person.pk),
        **said_by(acting, task, words),
    )


def _lent_by(viewer: Viewer, request: Request) -> Task | None:
    """The last task that somebody has lent and that hasn't come back."""
    lent = [task for task in request.read_tasks() if task.state == Task.State.LENT]
    return next((task for task in reversed(lent) if task.holder_id == viewer.person_id), None)


def _nothing_lent(acting: Viewer, request: Request) -> str:
    return "" if _lent_by(acting, request) else _("It has come back already.")


@step(Request, "requests.call_back", who=DECIDERS, sources=(State.RUNNING,), unless=(_nothing_lent,))
def call_back(*, acting: Viewer, request: Request) -> Receipt:
    """Decide without waiting for what somebody thinks whom one has asked."""
    task = _lent_by(acting, request)
    if task is None:
        raise NotPossible(_nothing_lent(acting, request))
    return move(
        request,
        Verb.CALL_BACK,
        lambda loaded: movements.call_back(loaded.case, task.number, loaded.seating),
        person_id=acting.person_id,
        task=task.number,
    )


for each in (add_signers, remove_signer, hand_over, lend, call_back):
    each.back(take_back)


@step(
    Request,
    "requests.circulate",
    who=Is("asker_id") | Whoever(has_to_do_with),
    unless=(
        lambda acting, request: _("It isn't on its way yet. Send it first.") if request.state == State.DRAFT else "",
    ),
)
def circulate(*, acting: Viewer, request: Request, people: Sequence[Person], words: str = "") -> None:
    """Give it to people to read, apart from deciding: nothing waits for them."""
    _demand_others(acting, people)
    has_it = set(Circulation.objects.belonging_to(request=request).values_list("person_id", flat=True))
    if len(has_it) + len(people) > MOST_READERS:
        raise NotPossible(_("That are too many readers. Write a notice instead."), field="person")
    for person in people:
        if person.pk not in has_it:
            Circulation.objects.create(request=request, person=person, by_id=acting.person_id)
    say(request, Verb.CIRCULATE, person_id=acting.person_id, words=words.strip())


def has_to_read(viewer: Viewer, request: Request) -> bool:
    """Whether a request was circulated to somebody."""
    return bool(Circulation.objects.belonging_to(request=request).filter(person_id=viewer.person_id).exists())


@step(Request, "requests.note", who=Whoever(has_to_read))
def note(*, acting: Viewer, request: Request) -> None:
    """Say that one knows of it."""
    for row in Circulation.objects.belonging_to(request=request).filter(person_id=acting.person_id, noted=False):
        row.noted = True
        row.save(update_fields=["noted"])
