"""The ledger of points (积分): accounts, transactions with entries that sum to zero, prices and rules."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.public import Resource, not_over, reaches
from santong.domains.learning.sourcing.permissions import OVERSEE_POINTS, POINTS, SPEND
from santong.kit.access import Exactly, Holder, Scope, Through, Viewer
from santong.kit.models import AuditedModel, PathField, ScopedModel

MOST_POINTS = 1000
"""The highest price and the highest reward of a rule."""


class Account(ScopedModel):
    """Points of a person, of a school or bureau, or the issue, from which all points come.

    `balance` is the sum of its entries; only the issue's may be negative: it is what was given out.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        PLACE = "place", _("School or bureau")
        ISSUE = "issue", _("Issue of points")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    organisation = models.OneToOneField(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    path = PathField(blank=True, editable=False)
    balance = models.IntegerField(_("balance"), default=0, editable=False)

    audit_ignored = frozenset({"balance"})
    # One's own account, those of places where one may spend, and all where one oversees the ledger.
    scope = (
        Holder(view=POINTS)
        | Exactly(view=SPEND, when=Q(kind=Kind.PLACE))
        | Scope(view=OVERSEE_POINTS, owner="person_id")
    )

    class Meta:
        verbose_name = _("account of points")
        verbose_name_plural = _("accounts of points")
        constraints = [
            models.CheckConstraint(condition=Q(balance__gte=0) | Q(kind="issue"), name="account_not_negative"),
            models.CheckConstraint(
                condition=Q(kind="person", person__isnull=False, organisation=None)
                | Q(kind="place", person=None, organisation__isnull=False)
                | Q(kind="issue", person=None, organisation=None),
                name="account_of_one",
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="issue"), name="account_issue_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Whose account it is, in words."""
        if self.person is not None:
            return str(self.person.name)
        return str(self.organisation.name if self.organisation else self.get_kind_display())

    @property
    def audit_name(self) -> str:
        return f"account {self.pk}"


class Transaction(ScopedModel):
    """Points going from accounts to others; never changed, taken back by a reverse transaction.

    `key` says what it is for, so that the same thing is never rewarded twice. `path` is that of the account
    that it was made for.
    """

    class Kind(models.TextChoices):
        ADMITTED = "admitted", _("Resource admitted")
        USED = "used", _("Used by another school")
        CERTIFIED = "certified", _("Resource certified")
        EXCHANGE = "exchange", _("Resource obtained")
        REVERSE = "reverse", _("Correction of the ledger")
        TRANSFER = "transfer", _("Moved between accounts")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    resource = models.ForeignKey(
        Resource, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resource")
    )
    memo = models.CharField(_("remark"), max_length=300, blank=True)
    key = models.CharField(max_length=60, unique=True, null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("takes back")
    )
    path = PathField(blank=True, editable=False)

    scope = Scope(view=OVERSEE_POINTS)

    class Meta:
        verbose_name = _("transaction of points")
        verbose_name_plural = _("transactions of points")
        indexes = [models.Index(fields=["path", "id"], name="transaction_path")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Entry(ScopedModel):
    """What a transaction puts into an account (positive) or takes from it; `after` is the balance then."""

    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries", verbose_name=_("account"))
    amount = models.IntegerField(_("points"))
    after = models.IntegerField(_("balance"))

    scope = Through(view=POINTS, parent="account", of="sourcing.Account")

    class Meta:
        verbose_name = _("entry of points")
        verbose_name_plural = _("entries of points")
        indexes = [models.Index(fields=["account", "id"], name="entry_account")]
        constraints = [
            models.UniqueConstraint(fields=["transaction", "account"], name="entry_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="entry_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d}"


class Rule(AuditedModel):
    """What the bureau has changed of the rules: how many points an occasion brings author and school."""

    occasion = models.CharField(_("occasion"), max_length=20, unique=True)
    person_points = models.PositiveSmallIntegerField(_("for the author"), validators=[MaxValueValidator(MOST_POINTS)])
    school_points = models.PositiveSmallIntegerField(
        _("for the author's school"), validators=[MaxValueValidator(MOST_POINTS)]
    )

    class Meta:
        verbose_name = _("rule of points")
        verbose_name_plural = _("rules of points")

    def __str__(self) -> str:
        return self.occasion


class PriceScope(Scope):
    """Resources with a price that would reach the viewer if they were free."""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        there = Resource.objects.unscoped("offered to the viewer").filter(not_over(), status=Resource.Status.ADMITTED)
        return Q(reach__in=reaches(viewer), resource__in=there.values("pk"))

    def own(self, viewer: Viewer) -> Q:
        return Q(resource__author=viewer.person_id or 0)


class Price(ScopedModel):
    """A resource costs points; those who haven't paid see it in the exchange only.

    `reach` is the place in which it would be seen if it were free.
    """

    resource = models.OneToOneField(Resource, models.CASCADE, related_name="price", verbose_name=_("resource"))
    points = models.PositiveSmallIntegerField(
        _("price"), validators=[MinValueValidator(1), MaxValueValidator(MOST_POINTS)]
    )
    reach = PathField(editable=False)
    set_at = models.DateTimeField(_("set"), auto_now=True)

    scope = PriceScope(view=POINTS, path="resource__path")

    class Meta:
        verbose_name = _("price in points")
        verbose_name_plural = _("prices in points")
        constraints = [models.CheckConstraint(condition=Q(points__gte=1), name="price_of_something")]

    def __str__(self) -> str:
        return str(self.resource)

    @property
    def audit_name(self) -> str:
        return f"price of {self.resource_id}"

    @property
    def lock(self) -> str:
        """The name of the lock before it."""
        return f"#r{self.resource_id}"
