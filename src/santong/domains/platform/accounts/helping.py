"""Requests for help from people who can't get in: passed on to whoever may help, and settled."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from santong.domains.platform.access.public import helping_path, holders_nearest
from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.identity.public import ACTIVATE, Person, SecurityEventKind, demand_takeover, tell_holders
from santong.domains.platform.notices.public import WAITING, take_back_told, tell
from santong.kit.access import SYSTEM, Viewer
from santong.kit.access.roles import roles_with
from santong.kit.audit import named
from santong.kit.jobs.public import job
from santong.kit.steps import Condition, Holds, step

REASON = "nobody is signed in, or the account was found to be the viewer's to help with"

State = HelpRequest.State
ASKED = gettext_lazy("Somebody asks for help with getting into their account")


@job(title=gettext_lazy("Pass on a request for help"), atomic=True)
def pass_on(person: int, reason: str) -> None:
    """Tell whoever may help. A job, so that the page answers alike, and as fast, when there is no such account (0)."""
    found = Person.objects.noted([person]).first()
    if found is not None:
        ask_help(person=found, reason=reason)


def ask_help(*, person: Person, reason: str) -> HelpRequest:
    """Note a request; asked again it is one. The holder reads of it once they are in."""
    with transaction.atomic(), named("accounts.ask_help"):
        facts = {"reason": reason, "path": helping_path(person), "asked_at": timezone.now()}
        rows = HelpRequest.objects.unscoped(REASON)
        row, is_new = rows.update_or_create(person=person, state=State.OPEN, defaults=facts)
        if is_new:
            tell_holders([person], SecurityEventKind.HELP, acting=SYSTEM, path=row.path)
            _tell_helpers(row)
    return row


def _tell_helpers(row: HelpRequest) -> None:
    """Tell those who may help, at the innermost place where somebody may. The title names nobody."""
    people = Person.objects.noted(holders_nearest(roles_with(ACTIVATE), row.path, without={row.person_id}))
    tell(people, ASKED, address=reverse("accounts:account", args=[row.person_id]), key=_key(row), kind=WAITING)


def _key(row: HelpRequest) -> str:
    return f"help-{row.pk}"


def open_request(person: Person) -> HelpRequest | None:
    """The request of a person that waits."""
    found: HelpRequest | None = HelpRequest.objects.unscoped(REASON).filter(person=person, state=State.OPEN).first()
    return found


def settle_help(*, acting: Viewer, person: Person, state: str) -> HelpRequest | None:
    """The person was helped, or needn't be; None when nothing waits."""
    demand_takeover(acting, [person], ACTIVATE)
    with transaction.atomic(), named("accounts.settle_help"):
        rows = HelpRequest.objects.unscoped(REASON).select_for_update(of=("self",))
        row: HelpRequest | None = rows.filter(person=person, state=State.OPEN).first()
        if row is not None:
            row.state, row.settled_by_id, row.settled_at = state, acting.person_id, timezone.now()
            row.save(update_fields=["state", "settled_by", "settled_at"])
            take_back_told(_key(row))
    return row


def _asked_again(acting: Viewer, request: HelpRequest) -> bool:
    return open_request(request.person) is not None


@step(
    HelpRequest,
    "accounts.reopen_help",
    who=Holds(ACTIVATE),
    sources=(State.HELPED, State.CLOSED),
    target=State.OPEN,
    unless=(Condition(_asked_again, gettext_lazy("The person has asked again since. That request waits.")),),
)
def reopen_help(*, acting: Viewer, request: HelpRequest) -> None:
    """Let a request wait again."""
    demand_takeover(acting, [request.person], ACTIVATE)
    request.settled_by_id, request.settled_at = None, None
    _tell_helpers(request)


def asked_here(viewer: Viewer) -> QuerySet[HelpRequest]:
    """What waits at the viewer's own places, for nobody further in may help."""
    rows: QuerySet[HelpRequest] = HelpRequest.objects.visible_to(viewer)
    return rows.filter(state=State.OPEN, path__in=viewer.paths(ACTIVATE))
