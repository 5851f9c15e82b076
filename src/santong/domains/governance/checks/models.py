"""Rules for figures, what contradicts them at places, and which source holds where two say different things."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.indicators.public import Unit
from santong.kit.access import Leader, Scope, Shipped, Upward
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, EXPLAIN, WRITE = "checks.view", "checks.explain", "checks.write"
LEAST_WORDS = 8
"""Characters that an explanation or a reason has at least."""
DEFAULT_TOLERANCE = 5.0


class CheckKind(models.TextChoices):
    """How figures are checked."""

    IMPOSSIBLE = "impossible", _("Impossible value")
    PEERS = "peers", _("Unlike similar schools")
    JUMP = "jump", _("Sudden change")
    CONFLICT = "conflict", _("Sources disagree")


class CheckRule(SoftDeletedModel):
    """A rule for figures of schools, in the language of formulas.

    Of an impossible value `formula` says when there is one; of the others it gives a figure. A conflict compares it
    with `other`, or with what the place last confirmed in a report for the same formula (`reported`). `tolerance` is
    how many times the usual spread a figure may lie from the median of similar schools, or by how many percent two
    sources may differ. `keeper` is the role that keeps the source. `path` is the bureau's, "" for those that came with
    the product.
    """

    class Keeper(models.TextChoices):
        SCHOOL_IT = "school_it", _("School IT")
        TEACHING_AFFAIRS = "teaching_affairs", _("Teaching affairs")
        PRINCIPAL = "principal", _("Principal")

    place = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )
    path = PathField(blank=True, editable=False)
    code = models.CharField(max_length=24, blank=True, editable=False)
    kind = models.CharField(_("kind of check"), max_length=10, choices=CheckKind)
    name = models.CharField(_("name of the rule"), max_length=60)
    says = models.CharField(_("what to do about it"), max_length=200)
    formula = models.CharField(_("formula"), max_length=500)
    label = models.CharField(_("first source"), max_length=40, blank=True)
    other = models.CharField(_("formula of the other source"), max_length=500, blank=True)
    reported = models.BooleanField(_("compare with what was confirmed in reports"), default=False)
    other_label = models.CharField(_("other source"), max_length=40, blank=True)
    unit = models.CharField(_("unit of the figure"), max_length=12, choices=Unit, default=Unit.COUNT)
    digits = models.PositiveSmallIntegerField(_("decimals"), default=0, validators=[MaxValueValidator(4)])
    tolerance = models.FloatField(
        _("tolerance"), default=DEFAULT_TOLERANCE, validators=[MinValueValidator(0), MaxValueValidator(1000)]
    )
    keeper = models.CharField(_("who keeps the source"), max_length=16, choices=Keeper, default=Keeper.SCHOOL_IT)
    is_on = models.BooleanField(_("switched on"), default=True)

    scope = Shipped(view=VIEW) | Upward(view=VIEW) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("check of figures")
        verbose_name_plural = _("checks of figures")
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="check_rule_shipped_once"),
            models.CheckConstraint(
                condition=Q(place=None, path="") | (Q(place__isnull=False) & ~Q(path="")),
                name="check_rule_has_its_path",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the product."""
        return self.path == ""

    @property
    def compares(self) -> bool:
        """Whether it lays two sources beside each other."""
        return self.kind == CheckKind.CONFLICT


class DataIssue(ScopedModel):
    """A figure of a place that a rule asks about, from the day it was found until it is right.

    `value` is the figure, `other` the median of similar schools, the figure of the month before, or what the other
    source says; `low` and `high` are the quartiles of `peers` similar schools. `facts` are the names of the formula
    with what they held. Nobody writes figures here: what is corrected at the source closes the row when it is computed
    anew, and an explanation lapses when the figure is no longer `explained_value`. `keeper` is the one person who sees
    to it.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("data issue", "To be looked at")
        EXPLAINED = "explained", pgettext_lazy("data issue", "Explained")
        SETTLED = "settled", pgettext_lazy("data issue", "Source settled")
        CORRECTED = "corrected", pgettext_lazy("data issue", "Corrected at the source")

    LIVE = (State.OPEN, State.EXPLAINED, State.SETTLED)

    rule = models.ForeignKey(CheckRule, models.CASCADE, related_name="issues", verbose_name=_("check of figures"))
    kind = models.CharField(_("kind of check"), max_length=10, choices=CheckKind)
    place = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    month = models.DateField(_("month"))
    value = models.FloatField(null=True)
    other = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    peers = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.OPEN)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who keeps it right")
    )
    found_on = models.DateField(_("found on"), default=timezone.localdate)
    checked_at = models.DateTimeField(_("last checked"), default=timezone.now)
    closed_on = models.DateField(_("corrected on"), null=True)
    explanation = models.CharField(
        _("explanation"), max_length=200, blank=True, validators=[MinLengthValidator(LEAST_WORDS)]
    )
    explained_value = models.FloatField(null=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("explained by")
    )

    scope = Scope(view=VIEW) | Leader(view=VIEW, owner="keeper_id", may=(EXPLAIN,))

    class Meta:
        verbose_name = _("data issue")
        verbose_name_plural = _("data issues")
        indexes = [
            models.Index(fields=["path", "state"], name="data_issue_path"),
            models.Index(fields=["keeper", "state"], name="data_issue_keeper"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "place"], condition=~Q(state="corrected"), name="data_issue_once_alive"
            ),
            models.CheckConstraint(
                condition=Q(state="corrected", closed_on__isnull=False) | (~Q(state="corrected") & Q(closed_on=None)),
                name="data_issue_closed_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(state="explained") | ~Q(explanation=""), name="data_issue_explained"),
        ]

    def __str__(self) -> str:
        return self.rule.name

    @property
    def audit_name(self) -> str:
        return f"data issue {self.pk}"


class Settlement(ScopedModel):
    """A bureau has said which of two sources holds for its schools, and why. The newest at the innermost place counts.

    `number` counts the settlements of a rule at a place; older ones stay, as they held in their time.
    """

    class State(models.TextChoices):
        IN_FORCE = "in_force", pgettext_lazy("settlement of sources", "In force")
        WITHDRAWN = "withdrawn", pgettext_lazy("settlement of sources", "Withdrawn")

    class Holds(models.TextChoices):
        FIRST = "first", _("The first source")
        OTHER = "other", _("The other source")

    place = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("bureau that settled it")
    )
    path = PathField(editable=False)
    rule = models.ForeignKey(CheckRule, models.CASCADE, related_name="settlements", verbose_name=_("check of figures"))
    holds = models.CharField(_("which source holds"), max_length=5, choices=Holds)
    reason = models.CharField(_("reason"), max_length=200, validators=[MinLengthValidator(LEAST_WORDS)])
    number = models.PositiveIntegerField(_("version"), default=1, editable=False)
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.IN_FORCE, editable=False)
    settled_on = models.DateField(_("day of the settlement"), default=timezone.localdate, editable=False)

    scope = Upward(view=VIEW) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("settlement of sources")
        verbose_name_plural = _("settlements of sources")
        indexes = [models.Index(fields=["path", "number"], name="settlement_path")]
        constraints = [models.UniqueConstraint(fields=["rule", "place", "number"], name="settlement_version_once")]

    def __str__(self) -> str:
        return f"{self.rule} · {self.source}"

    @property
    def source(self) -> str:
        """The name of the source that holds."""
        return self.rule.label if self.holds == self.Holds.FIRST else self.rule.other_label
