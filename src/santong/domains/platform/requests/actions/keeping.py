"""What those do who keep paths and kinds, and what happens when people come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.requests.actions.moving import Verb, move
from santong.domains.platform.requests.engine import movements
from santong.domains.platform.requests.engine.case import PENDING
from santong.domains.platform.requests.engine.stages import Stage
from santong.domains.platform.requests.kinds import RequestKind
from santong.domains.platform.requests.models import OwnKind, PathVersion, Request, Task
from santong.domains.platform.requests.models.paths import DESIGN
from santong.domains.platform.requests.storing import load
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step

MOST_STAGES = 20
State = PathVersion.State


def draw_path(*, acting: Viewer, kind: RequestKind, organisation: Organisation, stages: Sequence[Stage]) -> PathVersion:
    """Write a path down as a draft; requests take it only once it is in force."""
    acting.demand(DESIGN, organisation.path)
    if len(stages) > MOST_STAGES:
        raise NotPossible(_("A path has at most %(most)s stages.") % {"most": MOST_STAGES})
    with transaction.atomic(), named("requests.draw"):
        versions = PathVersion.objects.belonging_to(organisation=organisation).filter(kind=kind.name)
        row = versions.select_for_update().filter(state=State.DRAFT).first()
        if row is None:
            number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
            row = PathVersion(kind=kind.name, organisation=organisation, path=organisation.path, number=number)
        row.stages, row.made_by_id = [stage.as_data() for stage in stages], acting.person_id
        row.save()
    return row


def _without_stages(acting: Viewer, version: PathVersion) -> str:
    return "" if version.stages else _("The path has no stages, so nobody would decide. Add one first.")


@step(
    PathVersion,
    "requests.put_in_force",
    who=Holds(DESIGN),
    sources=(State.DRAFT,),
    target=State.IN_FORCE,
    unless=(_without_stages,),
)
def put_in_force(*, acting: Viewer, version: PathVersion) -> None:
    """Have new requests take it; those on their way keep theirs."""
    before = PathVersion.objects.belonging_to(organisation=version.organisation).filter(
        kind=version.kind, state=State.IN_FORCE
    )
    for row in before:
        row.state = State.SUPERSEDED
        row.save(update_fields=["state"])
    version.in_force_at = timezone.now()


def make_kind(
    *,
    acting: Viewer,
    organisation: Organisation,
    label: str,
    fields: Sequence[Mapping[str, Any]],
    is_open: bool,
    row: OwnKind | None = None,
) -> OwnKind:
    """Make a kind of request of simple fields, or change one."""
    acting.demand(DESIGN, organisation.path)
    with transaction.atomic(), named("requests.make_kind"):
        row = row or OwnKind(organisation=organisation, path=organisation.path)
        row.label, row.fields, row.is_open = label, list(fields), is_open
        row.save()
    return row


@step(Request, "requests.seat", who=Holds("requests.oversee"), sources=(Request.State.RUNNING,))
def seat_request_anew(*, acting: Viewer, request: Request) -> None:
    """Give what waits for people who can't decide any more to those who can."""
    loaded = load(request)
    if movements.seat_anew(loaded.case, loaded.seating) != loaded.case:
        move(request, Verb.SEAT, lambda now: movements.seat_anew(now.case, now.seating))


def seat_everybody_anew(people: Iterable[int] | None = None) -> int:
    """Look at what waits for some people, or at all that waits; returns how many requests were looked at."""
    rows = Task.objects.numbers_only().filter(state__in=[state.value for state in PENDING])
    if people is not None:
        rows = rows.filter(holder_id__in=list(people))
    keys = sorted(set(rows.filter(request__state=Request.State.RUNNING).values_list("request_id", flat=True)))
    for request in Request.objects.noted(keys):
        seat_request_anew(acting=SYSTEM, request=request)
    return len(keys)
