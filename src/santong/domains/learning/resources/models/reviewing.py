"""Reviews, who reviews what, and complaints."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.models.resources import Level, Resource
from santong.domains.platform.organisations.public import Stage
from santong.kit.access import Exactly, Scope
from santong.kit.models import PathField, ScopedModel

REVIEW = "resources.review"


class Review(ScopedModel):
    """One look at one version at one level. `answers` are those of the checklist, by name; `remarks`
    say by field of the resource what has to change.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RETURNED = "returned", _("Returned")
        ADMITTED = "admitted", _("Admitted")
        CANCELLED = "cancelled", _("Cancelled")

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="reviews", verbose_name=_("resource"))
    version = models.PositiveSmallIntegerField(_("version"))
    level = models.CharField(_("level of the review"), max_length=8, choices=Level)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    path = PathField(editable=False)
    subject = models.CharField(_("subject"), max_length=20, blank=True)
    stage = models.CharField(_("stage"), max_length=10, blank=True, choices=Stage)
    author_id = models.BigIntegerField(editable=False)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.WAITING)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    answers = models.JSONField(default=dict)
    remarks = models.JSONField(default=dict)
    asked_at = models.DateTimeField(_("submitted"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    scope = Exactly(view=REVIEW, owner="author_id")

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index(fields=["state", "path", "asked_at"], name="review_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "level"], condition=Q(state="waiting"), name="review_waiting_once"
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer_id=F("author_id")), name="review_never_of_own_work"
            ),
        ]

    def __str__(self) -> str:
        return str(self.resource)

    @property
    def audit_name(self) -> str:
        return f"review {self.resource_id} v{self.version} @ {self.path}"

    @property
    def remark_list(self) -> list[tuple[Any, str]]:
        """The remarks with the names of their fields."""
        names = {
            field.name: field.verbose_name for field in Resource._meta.get_fields() if hasattr(field, "verbose_name")
        }
        return [
            (names.get(name, _("Files") if name == "files" else _("In general")), text)
            for name, text in self.remarks.items()
        ]


class Reviewer(ScopedModel):
    """Somebody reviews at an organisation; without subject or stage, all of them."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviewing", verbose_name=_("reviewer")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="reviewers", verbose_name=_("organisation")
    )
    path = PathField(editable=False)
    subject = models.CharField(_("subject"), max_length=20, blank=True)
    stage = models.CharField(_("stage"), max_length=10, blank=True, choices=Stage)

    scope = Scope(view="resources.appoint_reviewers", owner="person_id")

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "subject", "stage"], name="reviewer_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject or '*'} @ {self.path}"


class Complaint(ScopedModel):
    """Somebody says that a resource is wrong, harmful or not the author's. `path` is that of who decides."""

    class Reason(models.TextChoices):
        WRONG = "wrong", _("There is a mistake in it")
        HARMFUL = "harmful", _("It is not fit for pupils")
        RIGHTS = "rights", _("It belongs to somebody else")
        BROKEN = "broken", _("It can't be opened")

    class State(models.TextChoices):
        OPEN = "open", _("Complaint being looked at")
        UPHELD = "upheld", _("Upheld: resource withdrawn")
        REJECTED = "rejected", _("Rejected")

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="complaints", verbose_name=_("resource"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("raised by"))
    path = PathField(editable=False)
    reason = models.CharField(_("reason"), max_length=8, choices=Reason)
    text = models.TextField(_("what is wrong"), max_length=1000)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(_("answer"), blank=True, max_length=1000)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    scope = Scope(view="resources.oversee", owner="person_id")

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        indexes = [models.Index(fields=["state", "path"], name="complaint_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "person"], condition=Q(state="open"), name="complaint_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} · {self.resource_id}"

    @property
    def audit_name(self) -> str:
        return f"complaint {self.resource_id}"
