"""A request, whom it waits for, and the files that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.requests.engine.case import CaseState, Seat, TaskState
from santong.domains.platform.requests.engine.stages import Stage, stages_of
from santong.domains.platform.requests.models.absence import Substitution
from santong.domains.platform.requests.models.paths import PathVersion
from santong.kit.access import Scope
from santong.kit.access.paths import NOTHING
from santong.kit.access.vocabulary import Exactly, Through
from santong.kit.models import PathField, ScopedModel

if TYPE_CHECKING:
    from santong.kit.access import Viewer

OVERSEE = "requests.oversee"
DECIDE = "requests.decide"


@dataclass(frozen=True)
class Overseer(Exactly):
    """Those who oversee a place see its requests, and do nothing to them."""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        return super().rows(viewer) if permission in (None, self.view) else NOTHING


@dataclass(frozen=True)
class Concerned(Scope):
    """Who asked, whoever has or had to decide, in their own name or for somebody, and whom it was circulated to.

    Those for whom a task waits may decide.
    """

    @property
    def shown_by(self) -> str:
        """Nobody's: these rows show to the people who have to do with them."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission in (None, self.view):
            return self.own(viewer)
        return Q(pk__in=waiting_for(viewer).values("request")) if permission == DECIDE else NOTHING

    def own(self, viewer: Viewer) -> Q:
        if viewer.person_id is None:
            return NOTHING
        me, tables = viewer.person_id, apps.get_app_config("requests")
        held = Task._base_manager.filter(holder_id=me).values("request")
        said = tables.get_model("Opinion")._base_manager.filter(person_id=me).values("request")
        shown = tables.get_model("Circulation")._base_manager.filter(person_id=me).values("request")
        waiting = waiting_for(viewer).values("request")
        with_me = Q(pk__in=held) | Q(pk__in=said) | Q(pk__in=shown) | Q(pk__in=waiting)
        return Q(asker_id=me) | with_me

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return False

    def gives(self, permission: str) -> bool:
        return permission == DECIDE


class Request(ScopedModel):
    """Somebody asks for something, of a kind, at an organisation.

    `stages` are those that apply to it, `at` the position of the present one; `moves` counts what happened.
    `due_at` is until when the present stage was promised.
    """

    class State(models.TextChoices):
        DRAFT = CaseState.DRAFT.value, _("Draft")
        RUNNING = CaseState.RUNNING.value, _("On its way")
        RETURNED = CaseState.RETURNED.value, _("Returned")
        GRANTED = CaseState.GRANTED.value, _("Granted")
        REFUSED = CaseState.REFUSED.value, _("Not approved")
        WITHDRAWN = CaseState.WITHDRAWN.value, _("Withdrawn")

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("what"), max_length=160)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    path = PathField(editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    values = models.JSONField(default=dict)
    version = models.ForeignKey(PathVersion, models.PROTECT, null=True, related_name="+")
    stages = models.JSONField(default=list)
    at = models.SmallIntegerField(default=-1)
    round = models.PositiveIntegerField(default=0)
    moves = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(_("asked at"), null=True)
    due_at = models.DateTimeField(_("promised until"), null=True)
    reminded_on = models.DateField(_("reminded on"), null=True)
    ended_at = models.DateTimeField(_("decided at"), null=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    _tasks: list[Task] | None = None
    audit_hidden = frozenset({"title", "values"})
    scope: Scope = Overseer(view=OVERSEE, when=Q(asked_at__isnull=False)) | Concerned(view=OVERSEE)

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = [
            models.Index(fields=["asker", "-id"], name="request_asker"),
            models.Index(fields=["path", "id"], name="request_place"),
            models.Index(fields=["kind", "state", "path"], name="request_kind_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        """Without what somebody asks for."""
        return f"{self.kind} {self.pk}"

    @property
    def route(self) -> tuple[Stage, ...]:
        """The stages that apply to it."""
        return stages_of(self.stages)

    @property
    def is_running(self) -> bool:
        """Whether it waits for others."""
        return self.state == self.State.RUNNING

    def read_tasks(self) -> list[Task]:
        """Its tasks by number, read once until the row is read again or `forget_tasks` is called."""
        if self._tasks is None:
            self._tasks = list(Task.objects.belonging_to(request=self).order_by("number"))
        return self._tasks

    def forget_tasks(self) -> None:
        """Have `read_tasks` read them anew, as they have been written."""
        self._tasks = None

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.forget_tasks()


class Task(ScopedModel):
    """One decision that one person is asked for; see `engine.case.Task`."""

    class State(models.TextChoices):
        OPEN = TaskState.OPEN.value, _("Waits for the decision")
        WAITING = TaskState.WAITING.value, _("Waits for signers before")
        LATER = TaskState.LATER.value, _("Signs afterwards")
        LENT = TaskState.LENT.value, _("Lent to somebody")
        AGREED = TaskState.AGREED.value, _("Agreed")
        REFUSED = TaskState.REFUSED.value, _("Disagreed")
        HANDED = TaskState.HANDED.value, _("Handed over")
        DROPPED = TaskState.DROPPED.value, _("Not needed any more")
        REMOVED = TaskState.REMOVED.value, _("Removed")

    class Seat(models.TextChoices):
        PATH = Seat.PATH.value, _("By the path")
        BESIDE = Seat.BESIDE.value, _("Added beside")
        BEFORE = Seat.BEFORE.value, _("Added before")
        AFTER = Seat.AFTER.value, _("Added after")
        HANDED = Seat.HANDED.value, _("Handed over")
        LENT = Seat.LENT.value, _("Lent")

    request = models.ForeignKey(Request, models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    stage = models.SmallIntegerField()
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decides"))
    seat = models.CharField(max_length=6, choices=Seat)
    state = models.CharField(_("state"), max_length=7, choices=State)
    parent = models.PositiveIntegerField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    scope = Through(view=OVERSEE, parent="request", of="requests.Request")

    class Meta:
        verbose_name = _("decision asked for")
        verbose_name_plural = _("decisions asked for")
        indexes = [models.Index(fields=["holder", "state"], name="request_task_holder")]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="request_task_number_once")]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.number}"


class Attachment(ScopedModel):
    """A file that goes with a request, under the name of the field that it was chosen in."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="attachments")
    field = models.CharField(max_length=40)
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+")

    scope = Through(view=OVERSEE, parent="request", of="requests.Request")

    class Meta:
        verbose_name = _("file of a request")
        verbose_name_plural = _("files of requests")
        constraints = [models.UniqueConstraint(fields=["request", "field", "file"], name="request_file_once")]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.file_id}"


def waiting_for(viewer: Viewer) -> models.QuerySet[Task]:
    """The tasks that wait for a viewer: their own, and those of people for whom they act, except on their request."""
    rows: models.QuerySet[Task] = Task._base_manager.filter(state=TaskState.OPEN)
    if viewer.person_id is None:
        return rows.none()
    # Asked within the same question: the inbox asks for all that waits at once.
    kind = Concat(Value('"'), OuterRef("request__kind"), Value('"'))
    lent = Substitution.objects.of_acting(viewer).filter(deputy_id=viewer.person_id).on(timezone.localdate())
    lent = lent.filter(absent_id=OuterRef("holder_id")).annotate(named=Cast("kinds", models.TextField()))
    for_others = ~Q(request__asker_id=viewer.person_id) & Exists(lent.filter(Q(named="[]") | Q(named__contains=kind)))
    return rows.filter(Q(holder_id=viewer.person_id) | for_others)
