"""Who can't get into their account and asks for help."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity.public import ACTIVATE
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel


class HelpRequest(ScopedModel):
    """Somebody asked, from the sign-in page, to be helped into an account.

    Anybody can ask who knows a name and a username: it opens nothing. `path` is the innermost place at
    which somebody may help.
    """

    class Reason(models.TextChoices):
        PASSWORD = "password", _("I have forgotten my password")
        SLIP = "slip", _("I never had an activation slip, or mine doesn't work")
        FACTOR = "factor", _("I can't show my second factor: the telephone is lost or new")
        OTHER = "other", _("Something else keeps me out")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for help")
        HELPED = "helped", _("Helped")
        CLOSED = "closed", _("Closed without doing anything")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    path = PathField(editable=False)
    reason = models.CharField(_("what keeps them out"), max_length=8, choices=Reason)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField(_("asked for help on"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("settled by")
    )
    settled_at = models.DateTimeField(_("settled on"), null=True)

    scope = Scope(view=ACTIVATE)

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        indexes = [models.Index(fields=["path", "id"], name="help_request_path")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="open"), name="help_request_open_once")
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())

    @property
    def audit_name(self) -> str:
        """Without the name of the person."""
        return f"{self.reason} {self.person_id}"
