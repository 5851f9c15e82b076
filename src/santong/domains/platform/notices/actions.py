"""Writing a notice, choosing whom it is for, sending and withdrawing it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.files.public import File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.jobs import deliver
from santong.domains.platform.notices.models import SEND, Attachment, AudiencePart, Notice
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step

State = Notice.State
UNDO = timedelta(seconds=20)
"""How long a notice waits after it was sent, so that it can be taken back before anybody has it."""


def put_notice(*, acting: Viewer, notice: Notice, files: Iterable[File] = ()) -> Notice:
    """Write a notice down, or change it before it went out."""
    if notice.organisation is None or acting.person_id is None:
        raise PermissionDenied(SEND)
    acting.demand(SEND, notice.organisation.path)
    if notice.state != State.DRAFT:
        raise NotPossible(_("It has gone out, or is about to. Stop it first, or withdraw it and write another one."))
    with transaction.atomic(), named("notices.put"):
        notice.path = notice.organisation.path
        notice.author_id = notice.author_id or acting.person_id
        notice.save()
        _attach(notice, list(files))
    return notice


def _attach(notice: Notice, files: list[File]) -> None:
    there = Attachment.objects.belonging_to(notice=notice)
    there.exclude(file__in=files).delete()
    known = set(there.values_list("file_id", flat=True))
    new = [(position, file) for position, file in enumerate(files) if file.pk not in known]
    Attachment.objects.bulk_create(Attachment(notice=notice, file=file, position=position) for position, file in new)


def add_audience(
    *,
    acting: Viewer,
    notice: Notice,
    organisation: Organisation | None,
    roles: Collection[str],
    people: Iterable[Person],
) -> None:
    """Choose roles at a place and below it, and people by name; raises `NotPossible` once it has gone out."""
    _demand_draft(acting, notice)
    if organisation is not None:
        acting.demand(SEND, organisation.path)
    with transaction.atomic(), named("notices.add_audience"):
        rows = AudiencePart.objects.keeping_unique()
        for role in roles if organisation is not None else ():
            path = organisation.path if organisation else ""
            rows.get_or_create(notice=notice, organisation=organisation, role=role, defaults={"path": path})
        for person in people:
            rows.get_or_create(notice=notice, person=person)


def drop_audience(*, acting: Viewer, part: AudiencePart) -> None:
    """Choose a part no longer."""
    _demand_draft(acting, part.notice)
    with transaction.atomic(), named("notices.drop_audience"):
        part.delete()


def _demand_draft(acting: Viewer, notice: Notice) -> None:
    acting.demand(SEND, notice.path)
    if notice.state != State.DRAFT:
        raise NotPossible(_("It has gone out, or is about to: whom it is for stays as it is."))


def _is_for_nobody(acting: Viewer, notice: Notice) -> bool:
    return not AudiencePart.objects.belonging_to(notice=notice).exists()


def _is_beyond(acting: Viewer, notice: Notice) -> bool:
    """Whether a part lies where the viewer may not send: a draft may be older than what they are."""
    parts = AudiencePart.objects.belonging_to(notice=notice).exclude(organisation=None)
    return not all(acting.can(SEND, path) for path in parts.values_list("path", flat=True))


OBSTACLES = (
    Condition(_is_for_nobody, gettext_lazy("Choose first whom it is for.")),
    Condition(_is_beyond, gettext_lazy("Part of it is for a place where you may not send. Leave that out first.")),
    Condition(
        lambda acting, notice: notice.is_over, gettext_lazy("Its last day has passed. Set a later one, then send it.")
    ),
)


@step(
    Notice, "notices.send", who=Holds(SEND), sources=(State.DRAFT,), target=State.SCHEDULED, unless=OBSTACLES, undo=True
)
def send_notice(*, acting: Viewer, notice: Notice) -> None:
    """Send it: it goes out in a moment, so that it can be taken back until then."""
    _go_out(acting, notice, timezone.now() + UNDO)


@step(Notice, "notices.schedule", who=Holds(SEND), sources=(State.DRAFT,), target=State.SCHEDULED, unless=OBSTACLES)
def schedule_notice(*, acting: Viewer, notice: Notice, send_at: datetime) -> None:
    """Send it at a moment to come."""
    _go_out(acting, notice, send_at)


@step(Notice, "notices.stop", who=Holds(SEND), sources=(State.SCHEDULED,), target=State.DRAFT)
def stop_notice(*, acting: Viewer, notice: Notice) -> None:
    """Let it not go out after all."""
    notice.send_at = None


@step(Notice, "notices.withdraw", who=Holds(SEND), sources=(State.SENT,), target=State.WITHDRAWN)
def withdraw_notice(*, acting: Viewer, notice: Notice, reason: str) -> None:
    """Take it back from those who have it: they see that it was withdrawn and why, and no longer its text."""
    notice.withdrawn_at, notice.withdrawn_because = timezone.now(), reason


def _go_out(acting: Viewer, notice: Notice, moment: datetime) -> None:
    notice.send_at = moment
    key = f"notice-{notice.pk}-{moment.timestamp()}"
    start(deliver, {"notice_id": notice.pk}, acting=acting, key=key, path=notice.path, after=moment - timezone.now())
