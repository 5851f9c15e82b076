"""Loans of assets to staff and classes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.models.register import Asset
from santong.domains.campus.assets.models.rights import VIEW
from santong.kit.access import Holder, Scope, Upward
from santong.kit.models import PathField, ScopedModel


class Loan(ScopedModel):
    """An asset lent to a member of staff or a class until a day. `path` is the school's."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="loans", verbose_name=_("asset"))
    path = PathField(editable=False)
    borrower = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("borrowed by")
    )
    school_class = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("lent to the class"),
    )  # fmt: skip
    since = models.DateField(_("lent on"), default=timezone.localdate)
    due = models.DateField(_("to be back by"))
    returned_on = models.DateField(_("back on"), null=True, blank=True)
    state_before = models.CharField(max_length=7, choices=Asset.State, default=Asset.State.IN_USE, editable=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW) | Holder(view=VIEW, owner="borrower_id")

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        indexes = [
            models.Index(fields=["path", "due"], name="loan_path"),
            models.Index(fields=["borrower", "due"], name="loan_borrower"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["asset"], condition=Q(returned_on=None), name="loan_open_once"),
            models.CheckConstraint(
                condition=Q(borrower=None, school_class__isnull=False) | Q(borrower__isnull=False, school_class=None),
                name="loan_has_one_borrower",
            ),
            models.CheckConstraint(condition=Q(due__gte=F("since")), name="loan_days_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.asset)

    @property
    def audit_name(self) -> str:
        """Names of people stay out of the audit."""
        return f"loan of asset {self.asset_id}"

    @property
    def is_late(self) -> bool:
        """Whether it should be back by now."""
        return self.returned_on is None and self.due < timezone.localdate()
