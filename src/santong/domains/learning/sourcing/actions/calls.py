"""Calls from draft to harvest, and the answers to them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.events import CallPublished, ContributionDecided
from santong.domains.learning.sourcing.models import Call, Contribution
from santong.domains.learning.sourcing.permissions import ANSWER, PUBLISH
from santong.domains.learning.sourcing.problems import NotPossible
from santong.domains.platform.moderation.public import check
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit

REASON = "the right was checked on the call"
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


def publish_call(*, acting: Viewer, call: Call) -> None:
    """Let everybody whom it asks see it."""
    acting.demand(PUBLISH, call.path)
    if call.state != Call.State.DRAFT:
        raise NotPossible(_("It is published already."))
    if call.is_over:
        raise NotPossible(_("Its deadline has passed. Set a later one, then publish it."))
    _refuse_forbidden(call, call.path)
    with transaction.atomic(), named("calls.publish"):
        call.state = Call.State.OPEN
        call.save(update_fields=["state"])
        emit(CallPublished(call.pk, call.title, call.audience_path))


def close_call(*, acting: Viewer, call: Call) -> None:
    """End a call: everybody who answered knows what became of it."""
    acting.demand(PUBLISH, call.path)
    with transaction.atomic(), named("calls.close"):
        row = _locked(call)
        if row.state != Call.State.OPEN:
            raise NotPossible(_("It isn't open."))
        waiting = _answers(row).filter(state=State.WAITING).count()
        if waiting:
            text = ngettext(
                "%(n)s answer waits for your decision. Decide, then close.",
                "%(n)s answers wait for your decision. Decide, then close.",
                waiting,
            )
            raise NotPossible(text % {"n": waiting})
        row.state, row.closed_at = Call.State.CLOSED, timezone.now()
        row.save(update_fields=["state", "closed_at"])


def reopen_call(*, acting: Viewer, call: Call) -> None:
    """Take the closing back."""
    acting.demand(PUBLISH, call.path)
    with transaction.atomic(), named("calls.reopen"):
        row = _locked(call)
        if row.state != Call.State.CLOSED:
            raise NotPossible(_("It isn't closed."))
        row.state, row.closed_at = Call.State.OPEN, None
        row.save(update_fields=["state", "closed_at"])


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


def take_answer_back(*, acting: Viewer, contribution: Contribution) -> None:
    """The contributor changed their mind before the deadline."""
    _demand_own(acting, contribution)
    with transaction.atomic(), named("calls.take_back"):
        _demand_time(_locked(contribution.call))
        row = _fresh(contribution)
        if row.state != State.WAITING:
            raise NotPossible(_("It has been decided about already."))
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])


def bring_answer_back(*, acting: Viewer, contribution: Contribution) -> None:
    """Undo the taking back, as long as the call is open."""
    _demand_own(acting, contribution)
    with transaction.atomic(), named("calls.answer"):
        call = _locked(contribution.call)
        _demand_time(call)
        row = _fresh(contribution)
        again = _answers(call).filter(resource=row.resource_id).exclude(state=State.WITHDRAWN)
        if row.state != State.WITHDRAWN or again.exists():
            raise NotPossible(_("This resource answers the call already."))
        row.state = State.WAITING
        row.save(update_fields=["state"])


def decide(*, acting: Viewer, contribution: Contribution, accept: bool, comment: str = "") -> None:
    """Take an answer, or thank for it; it can be decided anew until the call is closed."""
    _demand_decidable(acting, contribution)
    with transaction.atomic(), named("calls.accept" if accept else "calls.thank"):
        row = _fresh(contribution)
        if row.state == State.WITHDRAWN:
            raise NotPossible(_("Its author has taken it back."))
        row.state = State.ACCEPTED if accept else State.THANKED
        row.comment, row.decided_at = comment.strip()[:300], timezone.now()
        row.save()
        emit(ContributionDecided(row.call_id, row.resource_id, row.person_id, accept))


def undecide(*, acting: Viewer, contribution: Contribution) -> None:
    """Let an answer wait again."""
    _demand_decidable(acting, contribution)
    with transaction.atomic(), named("calls.undecide"):
        row = _fresh(contribution)
        if row.state not in (State.ACCEPTED, State.THANKED):
            raise NotPossible(_("Nothing was decided here that could be taken back."))
        row.state, row.comment, row.decided_at = State.WAITING, "", None
        row.save()


def may_answer(viewer: Viewer, call: Call) -> bool:
    """Whether the viewer is among those whom a call asks."""
    return any(path.startswith(call.audience_path) for path in viewer.paths(ANSWER))


def _demand_decidable(acting: Viewer, contribution: Contribution) -> None:
    acting.demand(PUBLISH, contribution.path)
    if contribution.person_id == acting.person_id:
        raise NotPossible(_("This is your own work. Somebody else has to decide about it."))
    if contribution.call.state != Call.State.OPEN:
        raise NotPossible(_("The call is closed. Open it again to change a decision."))


def _demand_own(acting: Viewer, contribution: Contribution) -> None:
    if contribution.person_id != acting.person_id:
        raise NotPossible(_("Only its author can do this."))


def _demand_time(call: Call) -> None:
    if not call.takes_answers:
        day = date_format(call.deadline, "SHORT_DATE_FORMAT")
        raise NotPossible(_("The call takes no answers any more: its deadline was %(day)s.") % {"day": day})


def _locked(call: Call) -> Call:
    row: Call = Call.objects.unscoped(REASON).select_for_update().get(pk=call.pk)
    return row


def _fresh(contribution: Contribution) -> Contribution:
    row: Contribution = Contribution.objects.unscoped(REASON).select_for_update().get(pk=contribution.pk)
    return row


def _answers(call: Call):  # type: ignore[no-untyped-def]
    return Contribution.objects.unscoped(REASON).filter(call=call)


def _person(acting: Viewer) -> int:
    if acting.person_id is None:
        raise NotPossible(_("Sign in first."))
    return acting.person_id
