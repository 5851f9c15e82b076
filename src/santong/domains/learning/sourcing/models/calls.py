"""Calls for resources (征集) and the resources that answer them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.public import Kind, Node, Resource, Textbook
from santong.domains.learning.sourcing.permissions import ANSWER, PUBLISH
from santong.domains.platform.organisations.public import Stage
from santong.kit.access import Holder, Scope, Upward
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel


class Call(SoftDeletedModel):
    """Somebody looks for resources: what is wanted, by what it is judged, until when, from whom.

    Everybody below `audience` may answer. `path` is that of `organisation`, which publishes it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Published")
        CLOSED = "closed", _("Closed")

    title = models.CharField(_("title"), max_length=120)
    wanted = models.TextField(_("what is wanted"), max_length=2000)
    criteria = models.TextField(_("judged by"), max_length=1000, blank=True)
    stage = models.CharField(_("stage"), max_length=10, blank=True, choices=Stage)
    subject = models.CharField(_("subject"), max_length=20, blank=True)
    textbook = models.ForeignKey(
        Textbook, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("textbook")
    )
    node = models.ForeignKey(
        Node, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit or lesson")
    )
    kinds = models.JSONField(_("kinds of resource"), default=list, blank=True)
    deadline = models.DateField(_("deadline"))
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    path = PathField(editable=False)
    audience = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("who may answer")
    )
    audience_path = PathField(editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    # A published call shows to those whom it asks; whoever publishes sees all of their places, and writers their own.
    scope = (
        Upward(view=ANSWER, path="audience_path", when=~Q(state=State.DRAFT))
        | Scope(view=PUBLISH)
        | Holder(view=ANSWER, owner="person_id")
    )

    class Meta:
        verbose_name = _("call for resources")
        verbose_name_plural = _("calls for resources")
        indexes = [
            models.Index(fields=["audience_path", "state"], name="call_audience"),
            models.Index(fields=["path", "id"], name="call_path"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="call_closed_when",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether its deadline has passed; on the day itself people may still answer."""
        return self.deadline < timezone.localdate()

    @property
    def takes_answers(self) -> bool:
        """Whether somebody may still answer or take an answer back."""
        return self.state == self.State.OPEN and not self.is_over

    @property
    def stage_of_life(self) -> str:
        """Its state as people read it: an open call whose deadline has passed is being decided."""
        return "deciding" if self.state == self.State.OPEN and self.is_over else self.state

    @property
    def texts(self) -> dict[str, str]:
        """What its author wrote, by field."""
        return {"title": self.title, "wanted": self.wanted, "criteria": self.criteria}

    @property
    def kind_names(self) -> str:
        """The wanted kinds in one line; "" when any will do."""
        return "、".join(str(Kind(kind).label) for kind in self.kinds)


class Contribution(ScopedModel):
    """A resource with which somebody answers a call. `path` is the call's."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be judged")
        ACCEPTED = "accepted", _("Accepted")
        THANKED = "thanked", _("Not chosen, with thanks")
        WITHDRAWN = "withdrawn", _("Taken back")

    call = models.ForeignKey(Call, models.CASCADE, related_name="contributions", verbose_name=_("call"))
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="+", verbose_name=_("resource"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("contributed by")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("comes from")
    )
    path = PathField(editable=False)
    note = models.CharField(_("note on it"), max_length=300, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.WAITING)
    comment = models.CharField(_("word of the jury"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("handed in"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)

    scope = Scope(view=PUBLISH, owner="person_id")

    class Meta:
        verbose_name = _("answer to a call")
        verbose_name_plural = _("answers to calls")
        indexes = [
            models.Index(fields=["path", "call", "state"], name="contribution_path"),
            models.Index(fields=["person", "call"], name="contribution_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "resource"], condition=~Q(state="withdrawn"), name="contribution_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "withdrawn"), decided_at=None)
                | Q(state__in=("accepted", "thanked"), decided_at__isnull=False),
                name="contribution_decided_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.resource)

    @property
    def audit_name(self) -> str:
        return f"answer {self.resource_id} @ call {self.call_id}"
