"""Who brings up whom, how they were linked, and what they consented to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Holder, Scope
from santong.kit.models import PathField, ScopedModel

FAMILY = (
    Scope(view="guardians.view")
    | Holder(view="guardians.view", owner="guardian_id", listed=False)
    | Holder(view="guardians.view", owner="child_id", listed=False)
)
"""Beside the school, both the guardian and the child see what links them."""


class Guardianship(ScopedModel):
    """A guardian of a child. `path` is the child's class, copied so that its teachers see it."""

    class Relation(models.TextChoices):
        """GB/T 4761, shortened to what schools tell apart."""

        FATHER = "51", _("Father")
        MOTHER = "52", _("Mother")
        GRANDPARENT = "60", _("Grandparent")
        RELATIVE = "97", _("Other relative")
        GUARDIAN = "99", _("Guardian")

    class Source(models.TextChoices):
        SCHOOL = "school", _("Record of the school")
        INVITATION = "invitation", _("Invitation code")

    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="guardianships", verbose_name=_("child")
    )
    guardian = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="wards", verbose_name=_("guardian")
    )
    relation = models.CharField(_("relation"), max_length=2, choices=Relation, default=Relation.GUARDIAN)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    path = PathField(editable=False)
    since = models.DateField(_("since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by_guardian = models.BooleanField(_("ended by the guardian"), default=False)

    scope = FAMILY

    class Meta:
        verbose_name = _("guardianship")
        verbose_name_plural = _("guardianships")
        indexes = [models.Index(fields=["path", "id"], name="guardianship_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "guardian"], condition=Q(ended_on=None), name="guardianship_open_once"
            ),
            models.CheckConstraint(condition=~Q(child=models.F("guardian")), name="guardianship_of_another"),
        ]

    def __str__(self) -> str:
        return str(self.get_relation_display())

    @property
    def audit_name(self) -> str:
        """Without the names of the people."""
        return f"{self.guardian_id} of {self.child_id}"


class Invitation(ScopedModel):
    """A code by which a guardian links their account to a child, once, until a day (included).

    Only a keyed digest of the code is kept. Whoever made it can't use it: nobody becomes a guardian alone.
    """

    child = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("child"))
    path = PathField(editable=False)
    code_index = models.CharField(max_length=43, unique=True, editable=False)
    relation = models.CharField(_("relation"), max_length=2, choices=Guardianship.Relation)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    made_on = models.DateField(_("made on"))
    expires_on = models.DateField(_("valid until"))
    used_on = models.DateField(_("used on"), null=True, blank=True)

    audit_hidden = frozenset({"code_index"})
    scope = Scope(view="guardians.view")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Consent(ScopedModel):
    """A guardian's consent to the processing of a child's data, and to which text it was given.

    Needed below the age of 14 (个人信息保护法, article 31). Withdrawn consents stay as evidence.
    """

    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents", verbose_name=_("child")
    )
    guardian = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("guardian"))
    path = PathField(editable=False)
    text_version = models.CharField(_("version of the text"), max_length=20)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    scope = FAMILY

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["path", "id"], name="consent_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "guardian", "text_version"],
                condition=Q(withdrawn_at=None),
                name="consent_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_version} {self.given_at:%Y-%m-%d}"

    @property
    def audit_name(self) -> str:
        """Without the names of the people."""
        return f"{self.text_version} {self.guardian_id} for {self.child_id}"
