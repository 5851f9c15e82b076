"""Paths as organisations have them, in versions, and kinds of request that organisations make of fields."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.requests.engine.stages import Stage, stages_of
from santong.kit.access import Scope
from santong.kit.access.vocabulary import Upward
from santong.kit.models import PathField, ScopedModel

DESIGN = "requests.design"
ASK = "requests.ask"


class PathVersion(ScopedModel):
    """The stages through which requests of a kind go at an organisation and below it, while it is in force.

    A running request keeps its stages; a version that was in force is never changed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_FORCE = "in_force", _("In force")
        SUPERSEDED = "superseded", _("Replaced")

    kind = models.CharField(_("kind of request"), max_length=40)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    path = PathField(editable=False)
    number = models.PositiveIntegerField(_("version"))
    stages = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    in_force_at = models.DateTimeField(_("in force since"), null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )

    scope = Scope(view=DESIGN)

    class Meta:
        verbose_name = _("path of a request")
        verbose_name_plural = _("paths of requests")
        indexes = [models.Index(fields=["path", "id"], name="request_path_place")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "organisation", "number"], name="request_path_number_once"),
            models.UniqueConstraint(
                fields=["kind", "organisation"], condition=Q(state="in_force"), name="request_path_in_force_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "organisation"], condition=Q(state="draft"), name="request_path_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def drawn(self) -> tuple[Stage, ...]:
        """Its stages."""
        return stages_of(self.stages)


class OwnKind(ScopedModel):
    """A kind of request that an organisation has made of simple fields, for its own people."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    path = PathField(editable=False)
    label = models.CharField(_("what it is called"), max_length=40)
    fields = models.JSONField(_("fields"), default=list)
    is_open = models.BooleanField(_("can be asked for"), default=False)

    scope: Scope = Scope(view=DESIGN) | Upward(view=ASK, when=Q(is_open=True))

    class Meta:
        verbose_name = _("kind of request")
        verbose_name_plural = _("kinds of request")
        indexes = [models.Index(fields=["path", "id"], name="request_kind_place")]
        constraints = [models.UniqueConstraint(fields=["organisation", "label"], name="request_kind_label_once")]

    def __str__(self) -> str:
        return self.label
