"""Requests to take somebody on who is known elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.kinds import kind_named
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel

DECIDE = "adoptions.decide"


class Adoption(ScopedModel):
    """A school asks for somebody who is known elsewhere: as staff, as a pupil, or as a child's guardian.

    Nothing of it is written before it is confirmed. `path` is the asking school's, `home_path` the
    place at which others than the person may decide ("" when nobody else may). `values` hold,
    sealed, what the school wrote; `written`, once confirmed, what taking it back needs.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="adoptions", verbose_name=_("person")
    )
    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("child")
    )
    kind = models.CharField(_("as"), max_length=12)
    school = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("asking school")
    )
    path = PathField(editable=False)
    home_path = PathField(blank=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked on"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided on"), null=True)
    values = models.BinaryField()
    written = models.BinaryField(default=b"")

    audit_hidden = frozenset({"values", "written"})
    # Both see a request: the school that asks, and the place that decides.
    scope = Scope(view=DECIDE, owner="person_id") | Scope(view=DECIDE, path="home_path")

    class Meta:
        verbose_name = _("request to take somebody on")
        verbose_name_plural = _("requests to take people on")
        indexes = [
            models.Index(fields=["path", "id"], name="adoption_path"),
            models.Index(fields=["home_path", "id"], name="adoption_home_path"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "school"],
                condition=Q(state="asked", child=None),
                name="adoption_asked_once",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "school", "child"],
                condition=Q(state="asked", child__isnull=False),
                name="adoption_asked_once_a_child",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name} · {self.kind_label}"

    @property
    def audit_name(self) -> str:
        """Without the name of the person."""
        return f"{self.kind} {self.person_id}"

    @property
    def kind_label(self) -> str | Promise:
        """As what the school asks, in words."""
        return kind_named(self.kind).label
