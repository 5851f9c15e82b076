"""What whoever asks does: write, send, withdraw, remind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.calendars.public import is_working_day
from santong.domains.platform.files.public import File
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.requests.actions.moving import Verb, move, take_back
from santong.domains.platform.requests.engine import movements
from santong.domains.platform.requests.kinds import RequestKind, kind_of
from santong.domains.platform.requests.models import Attachment, Request
from santong.domains.platform.requests.paths import path_for, route_of, with_named
from santong.domains.platform.requests.storing import Receipt, say
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Is, step

State = Request.State
ASKER = Is("asker_id")
Files = Mapping[str, Sequence[File]]


def put_draft(
    *,
    acting: Viewer,
    kind: RequestKind,
    organisation: Organisation,
    values: Mapping[str, Any],
    files: Files | None = None,
    request: Request | None = None,
) -> Request:
    """Keep what somebody has filled in, in a new draft or in one of theirs that isn't on its way."""
    acting.demand(kind.asks)
    with transaction.atomic(), named("requests.write"):
        row = request or Request(asker_id=acting.person_id, kind=kind.name)
        if row.asker_id != acting.person_id:
            raise PermissionDenied(kind.asks)
        if row.state not in (State.DRAFT, State.RETURNED):
            raise NotPossible(_("It is on its way, so it can't be changed. Withdraw it, or ask to have it returned."))
        row.organisation, row.path = organisation, organisation.path
        row.values, row.title, row.changed_at = dict(values), kind.called(values), timezone.now()
        row.save()
        _attach(row, files or {})
    return row


def _attach(request: Request, files: Files) -> None:
    wanted = {(name, file.pk) for name, chosen in files.items() for file in chosen}
    rows = {(row.field, row.file_id): row for row in Attachment.objects.belonging_to(request=request)}
    for key in rows.keys() - wanted:
        rows[key].delete()
    for name, file_id in sorted(wanted - rows.keys()):
        Attachment.objects.create(request=request, field=name, file_id=file_id)


@step(Request, "requests.discard", who=ASKER, sources=(State.DRAFT,), target=State.WITHDRAWN, undo=True)
def discard(*, acting: Viewer, request: Request) -> None:
    """Throw a draft away."""
    request.changed_at = timezone.now()


@step(Request, "requests.send", who=ASKER, sources=(State.DRAFT, State.RETURNED))
def send(*, acting: Viewer, request: Request) -> None:
    """Send it on its way, along the path that is in force at its organisation."""
    kind = kind_of(request.kind)
    acting.demand(kind.asks)
    path = path_for(kind, request.path)
    route = with_named(route_of(path, kind, request.path, request.values), kind.who_named(request))
    request.stages, request.version_id = [stage.as_data() for stage in route], path.version_id
    request.asked_at = request.asked_at or timezone.now()
    move(
        request, Verb.ASK, lambda loaded: movements.ask(loaded.case, route, loaded.seating), person_id=acting.person_id
    )


@step(Request, "requests.withdraw", who=ASKER, sources=(State.RUNNING, State.RETURNED))
def withdraw(*, acting: Viewer, request: Request, words: str = "") -> Receipt:
    """Not want it any more."""
    said = {"person_id": acting.person_id, "words": words}
    return move(request, Verb.WITHDRAW, lambda loaded: movements.withdraw(loaded.case), **said)


withdraw.back(take_back)


def reminding_objection(viewer: Viewer, request: Request) -> str:
    """Once a working day is enough."""
    today = timezone.localdate()
    if request.reminded_on == today:
        return _("You have reminded them today. You can do so again on the next working day.")
    return "" if is_working_day(request.path, today) else _("Today nobody works. Remind them on the next working day.")


@step(Request, "requests.remind", who=ASKER, sources=(State.RUNNING,), unless=(reminding_objection,))
def remind(*, acting: Viewer, request: Request) -> None:
    """Ask those for whom it waits not to forget it."""
    request.reminded_on = timezone.localdate()
    say(request, Verb.REMIND, person_id=acting.person_id)
