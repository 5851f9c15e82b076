"""Calls from draft to harvest, and the answers to them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.events import CallPublished, ContributionDecided
from santong.domains.learning.sourcing.models import Call, Contribution
from santong.domains.learning.sourcing.permissions import ANSWER, PUBLISH
from santong.domains.platform.moderation.public import check
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, Is, Step, step

State = Contribution.State


def put_call(*, acting: Viewer, call: Call) -> Call:
    """Write a call down, or change it: who may answer is at or below the place that publishes it."""
    acting.demand(PUBLISH, call.organisation.path)
    if not call.audience.path.startswith(call.organisation.path):
        raise NotPossible(_("Only your own place and those below can be asked."))
    if call.state == Call.State.CLOSED:
        raise NotPossible(_("It is closed. Open it again to change it."))
    _refuse_forbidden(call, call.organisation.path)
    with transaction.atomic(), named("calls.put"):
        call.path, call.audience_path = call.organisation.path, call.audience.path
        if call.person_id is None:
            call.person_id = _person(acting)
        call.save()
    return call


def _refuse_forbidden(call: Call, path: str) -> None:
    """Refuse words that may not be published; a draft may be older than a word of the lists."""
    refusal = check(call.texts, path=path).refusal
    if refusal:
        raise NotPossible(refusal)


def _has_answers_waiting(acting: Viewer, call: Call) -> bool:
    return bool(_answers(call).filter(state=State.WAITING).exists())


@step(
    Call,
    "calls.publish",
    who=Holds(PUBLISH),
    sources=(Call.State.DRAFT,),
    target=Call.State.OPEN,
    unless=(
        Condition(
            lambda acting, call: call.is_over,
            gettext_lazy("Its deadline has passed. Set a later one, then publish it."),
        ),
    ),
    event=lambda call: CallPublished(call.pk, call.title, call.audience_path),
)
def publish_call(*, acting: Viewer, call: Call) -> None:
    """Let everybody whom it asks see it."""
    _refuse_forbidden(call, call.path)


@step(
    Call,
    "calls.close",
    who=Holds(PUBLISH),
    sources=(Call.State.OPEN,),
    target=Call.State.CLOSED,
    unless=(Condition(_has_answers_waiting, gettext_lazy("Answers wait for your decision. Decide, then close.")),),
    undo=True,
)
def close_call(*, acting: Viewer, call: Call) -> None:
    """End a call: everybody who answered knows what became of it."""
    call.closed_at = timezone.now()


@step(Call, "calls.reopen", who=Holds(PUBLISH), sources=(Call.State.CLOSED,), target=Call.State.OPEN)
def reopen_call(*, acting: Viewer, call: Call) -> None:
    """Take the closing back."""
    call.closed_at = None


def contribute(*, acting: Viewer, call: Call, resource: Resource, note: str = "") -> Contribution:
    """Answer a call with a resource of one's own that has been admitted somewhere."""
    person = _person(acting)
    if not may_answer(acting, call):
        raise NotPossible(_("This call asks others."))
    if resource.author_id != person:
        raise NotPossible(_("Only its author can do this."))
    if resource.status != Resource.Status.ADMITTED:
        raise NotPossible(_("It isn't in the library yet. Hand it in there first."))
    with transaction.atomic(), named("calls.answer"):
        row = _locked(call)
        _demand_time(row)
        if _answers(row).filter(resource=resource).exclude(state=State.WITHDRAWN).exists():
            raise NotPossible(_("This resource answers the call already."))
        return Contribution.objects.create(
            call=row, resource=resource, person_id=person, organisation=resource.organisation, path=row.path,
            note=note.strip()[:300],
        )  # fmt: skip


@step(Contribution, "calls.take_back", who=Is("person_id"), sources=(State.WAITING,), target=State.WITHDRAWN, undo=True)
def take_answer_back(*, acting: Viewer, contribution: Contribution) -> None:
    """The contributor changed their mind before the deadline."""
    _demand_time(_locked(contribution.call))


@take_answer_back.back
def _demand_room(acting: Viewer, contribution: Contribution, result: None) -> None:
    """It answers again as long as the call is open, and nothing else does with the same resource."""
    call = _locked(contribution.call)
    _demand_time(call)
    if _answers(call).filter(resource=contribution.resource_id).exclude(state=State.WITHDRAWN).exists():
        raise NotPossible(_("This resource answers the call already."))


Body = Callable[..., None]


def _decision(name: str, target: State, *, is_accepted: bool) -> Callable[[Body], Step[..., None]]:
    """A decision about an answer; it can be decided anew until the call is closed."""
    return step(
        Contribution,
        name,
        who=Holds(PUBLISH),
        sources=(State.WAITING, State.ACCEPTED, State.THANKED),
        target=target,
        unless=(
            Condition(Is("person_id").allows, gettext_lazy("This is your own work. Somebody else has to decide.")),
            Condition(_is_closed, gettext_lazy("The call is closed. Open it again to change a decision.")),
        ),
        event=lambda row: ContributionDecided(row.call_id, row.resource_id, row.person_id, is_accepted),
    )


def _is_closed(acting: Viewer, contribution: Contribution) -> bool:
    return contribution.call.state != Call.State.OPEN


@_decision("calls.accept", State.ACCEPTED, is_accepted=True)
def accept_answer(*, acting: Viewer, contribution: Contribution, comment: str = "") -> None:
    """Take an answer."""
    contribution.comment, contribution.decided_at = comment.strip()[:300], timezone.now()


@_decision("calls.thank", State.THANKED, is_accepted=False)
def decline_answer(*, acting: Viewer, contribution: Contribution, comment: str = "") -> None:
    """Don't take an answer, with thanks."""
    contribution.comment, contribution.decided_at = comment.strip()[:300], timezone.now()


@accept_answer.back
@decline_answer.back
def _demand_open(acting: Viewer, contribution: Contribution, result: None) -> None:
    if _is_closed(acting, contribution):
        raise NotPossible(_("The call is closed. Open it again to change a decision."))


def may_answer(viewer: Viewer, call: Call) -> bool:
    """Whether the viewer is among those whom a call asks."""
    return any(path.startswith(call.audience_path) for path in viewer.paths(ANSWER))


def _demand_time(call: Call) -> None:
    if not call.takes_answers:
        day = date_format(call.deadline, "SHORT_DATE_FORMAT")
        raise NotPossible(_("The call takes no answers any more: its deadline was %(day)s.") % {"day": day})


def _locked(call: Call) -> Call:
    row: Call = Call.objects.locked_for_action(call)
    return row


def _answers(call: Call):  # type: ignore[no-untyped-def]
    return Contribution.objects.belonging_to(call=call)


def _person(acting: Viewer) -> int:
    if acting.person_id is None:
        raise NotPossible(_("Sign in first."))
    return acting.person_id
