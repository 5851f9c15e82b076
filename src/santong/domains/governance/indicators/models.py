"""Indicators with their versions, what was computed, plans with their targets."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.indicators.kinds import (
    Blank,
    Direction,
    Level,
    RollUp,
    SchoolType,
    State,
    Unit,
)
from santong.kit.access import Scope, Shipped, Through, Upward
from santong.kit.measures.public import Grain, Period
from santong.kit.models import PastPathField, PathField, ScopedModel, SoftDeletedModel, Version, Versioned

VIEW, WRITE = "indicators.view", "indicators.write"
LONGEST_FORMULA, LONGEST_CASES = 2000, 4000
FIRST_MONTH = date(2000, 1, 1)


class Definition(models.Model):
    """What an indicator says and how it is computed: the same fields in the draft and in each version.

    `formula` is one of `lib/formulas`, over the names of `vocabulary`. `weight` is the formula of the weights of a
    weighted mean. `applies_to` lists types of schools between commas (",primary,junior,"), "" for all. `digits` are
    the decimals to which a figure is rounded before it is shown and judged. `cases` are examples, one a line.
    """

    name = models.CharField(_("name of the indicator"), max_length=60)
    says = models.CharField(_("what it says"), max_length=300, blank=True)
    level = models.CharField(_("computed for"), max_length=8, choices=Level, default=Level.SCHOOL)
    unit = models.CharField(_("unit of the figure"), max_length=12, choices=Unit, default=Unit.PERCENT)
    direction = models.CharField(_("which figures are better"), max_length=4, choices=Direction, default=Direction.MORE)
    roll_up = models.CharField(_("up to county and city"), max_length=5, choices=RollUp, default=RollUp.RATIO)
    when_blank = models.CharField(_("where facts are missing"), max_length=7, choices=Blank, default=Blank.UNKNOWN)
    when_zero = models.CharField(
        _("where it would be divided by zero"), max_length=7, choices=Blank, default=Blank.NOT_APPLICABLE
    )
    digits = models.PositiveSmallIntegerField(_("decimals"), default=1, validators=[MaxValueValidator(4)])
    formula = models.CharField(_("formula"), max_length=LONGEST_FORMULA)
    weight = models.CharField(_("weighted by"), max_length=LONGEST_FORMULA, blank=True)
    applies_to = models.CharField(_("types of schools"), max_length=160, blank=True)
    cases = models.TextField(_("examples"), max_length=LONGEST_CASES, blank=True)
    authority = models.CharField(_("authority"), max_length=160, blank=True)
    source = models.CharField(_("where it comes from"), max_length=240, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def types(self) -> list[SchoolType]:
        """The types of schools that it applies to, [] for all."""
        return [SchoolType(word) for word in self.applies_to.split(",") if word]


DEFINING = tuple(field.name for field in Definition._meta.local_fields)


class Indicator(Definition, Versioned, SoftDeletedModel):
    """An indicator in its present wording: a draft until a version of it is published.

    `path` is that of the bureau that keeps it; "" for those that came with the product. `number` is the newest
    published version, 0 before the first. `topic` is the part of a set of indicators where it stands.
    """

    place = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )
    path = PathField(blank=True, editable=False)
    code = models.CharField(
        _("code of the indicator"), max_length=24,
        validators=[RegexValidator(r"^[0-9A-Za-z.\-]+$", _("Letters, digits, points and hyphens, please."))],
    )  # fmt: skip
    topic = models.CharField(_("part"), max_length=40, blank=True)
    retired_from = models.DateField(_("no longer computed from"), null=True, editable=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("copied from")
    )

    scope = Shipped(view=VIEW) | Upward(view=VIEW, when=Q(is_published=True)) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        indexes = [models.Index(fields=["path", "code"], name="indicator_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "code"], condition=Q(removed_at=None), name="indicator_code_once",
                violation_error_message=_("There is an indicator with this code already."),
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(place=None, removed_at=None), name="indicator_shipped_once"
            ),
            models.CheckConstraint(
                condition=Q(place=None, path="") | (Q(place__isnull=False) & ~Q(path="")), name="indicator_has_its_path"
            ),
        ]  # fmt: skip

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the product."""
        return self.path == ""


class IndicatorVersion(Definition, Version):
    """What an indicator said from a month on. It is never changed: who wants another wording publishes the next."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="versions")
    from_month = models.DateField(_("in force from"))
    note = models.CharField(_("what was changed"), max_length=300, blank=True)

    scope = Through(view=VIEW, parent="indicator", of="indicators.Indicator")

    class Meta:
        verbose_name = _("version of an indicator")
        verbose_name_plural = _("versions of indicators")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_once"),
            models.CheckConstraint(condition=Q(from_month__endswith="-01"), name="indicator_version_from_a_first"),
        ]


class PlaceOfMonth(models.Model):
    """A school or bureau as it was in a month: where it stood, of which type it was. Written once a month is over."""

    month = models.DateField()
    place = models.BigIntegerField()
    path = PastPathField()
    level = models.CharField(max_length=8, choices=Level)
    school_type = models.CharField(max_length=16, blank=True)
    area = models.CharField(max_length=4, blank=True)

    class Meta:
        verbose_name = _("place in a month")
        constraints = [models.UniqueConstraint(fields=["month", "place"], name="place_of_month_once")]
        indexes = [models.Index(fields=["month", "path"], name="place_of_month_path")]

    def __str__(self) -> str:
        return f"{self.month} {self.path}"


class Result(models.Model):
    """What an indicator gave at a place in a month, by which version.

    `numerator` and `denominator` are what is added up on the way up the tree: of a ratio its two sides, of a weighted
    mean value times weight and weight, of a condition 1 or 0 and 1. `known`, `unknown` and `failing` are how many
    schools (for a county's figure of its own: places) stand behind it. Derived, so not audited.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="results")
    version = models.ForeignKey(IndicatorVersion, models.CASCADE, related_name="results")
    month = models.DateField()
    place = models.BigIntegerField()
    path = PastPathField()
    level = models.CharField(max_length=8, choices=Level)
    state = models.CharField(max_length=7, choices=State)
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    known = models.IntegerField(default=0)
    unknown = models.IntegerField(default=0)
    failing = models.IntegerField(default=0)
    is_hidden = False
    """Whether the figure was taken away before it is shown: it would tell of single people."""

    class Meta:
        verbose_name = _("result of an indicator")
        constraints = [models.UniqueConstraint(fields=["month", "indicator", "place"], name="result_once")]
        indexes = [
            models.Index(fields=["place", "indicator", "month"], name="result_place"),
            models.Index(fields=["indicator", "month", "path"], name="result_path"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.month} {self.path}"


class Computed(models.Model):
    """That the indicators were computed for a month, and as of when."""

    month = models.DateField(unique=True)
    as_of = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month}"


class Plan(SoftDeletedModel):
    """What an authority wants to be reached from a day until a day; outside of these days it lights nothing.

    A plan without a place came with the product, in the library: bureaus copy it, and only copies light anything.
    `mark` says what is uncertain about the figures, as the source has it.
    """

    place = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose plan"),
    )
    path = PathField(blank=True, editable=False)
    code = models.CharField(max_length=24, blank=True, editable=False)
    name = models.CharField(_("name of the plan"), max_length=80)
    authority = models.CharField(_("authority"), max_length=160)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    aims = models.TextField(_("aims"), max_length=2000, blank=True)
    owners = models.CharField(_("who answers for it"), max_length=160, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)
    mark = models.CharField(_("mark of the source"), max_length=160, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="copies", verbose_name=_("copied from")
    )

    scope = Shipped(view=VIEW) | Upward(view=VIEW) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        indexes = [models.Index(fields=["path", "since"], name="plan_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="plan_dates_in_order",
                violation_error_message=_("The last day lies before the first one."),
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="plan_shipped_once"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_shipped(self) -> bool:
        """Whether it is one of the library."""
        return self.path == ""

    @property
    def status(self) -> str:
        """ "library", "coming", "running" or "over", today."""
        today = timezone.localdate()
        if self.is_shipped:
            return "library"
        return "coming" if today < self.since else "over" if today > self.until else "running"

    @property
    def status_label(self) -> Any:
        """The status in words."""
        return PLAN_STATUSES[self.status]

    def holds_in(self, month: date, today: date | None = None) -> bool:
        """Whether it lights the figures of a month: it does where it holds on the month's last day (or today)."""
        last = min(Period(Grain.MONTH, month).last, today or timezone.localdate())
        return not self.is_shipped and self.since <= last <= self.until


PLAN_STATUSES = {
    "library": pgettext_lazy("plan", "Library"),
    "coming": pgettext_lazy("plan", "Not begun"),
    "running": pgettext_lazy("plan", "Running"),
    "over": pgettext_lazy("plan", "Over"),
}


class Target(ScopedModel):
    """What an indicator should be by the end of a year, for a type of schools or for whole regions, by a plan.

    `applies_to` is a type of schools, "region" for counties and cities, "" for all schools. Which side of `value` is
    met follows from the direction of the indicator; `upper` is the other end of a band.
    """

    REGION = "region"
    WHOM = [(REGION, _("Counties and cities")), *SchoolType.choices]

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    applies_to = models.CharField(_("for which places"), max_length=16, blank=True, choices=WHOM)
    value = models.FloatField(_("target value"))
    upper = models.FloatField(_("upper end of the band"), null=True, blank=True)
    mark = models.CharField(_("mark of the source"), max_length=160, blank=True)

    scope = Through(view=VIEW, parent="plan", of="indicators.Plan")

    class Meta:
        verbose_name = _("target of a plan")
        verbose_name_plural = _("targets of plans")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator", "year", "applies_to"], name="target_once",
                violation_error_message=_("The plan has a target for this already."),
            ),
            models.CheckConstraint(
                condition=Q(upper=None) | Q(upper__gte=F("value")), name="target_band_in_order",
                violation_error_message=_("The upper end lies below the lower one."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"


class PlanMilestone(ScopedModel):
    """A date on the way of a plan, and what is there by then."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones")
    day = models.DateField(_("day"))
    title = models.CharField(_("what is reached"), max_length=120)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    scope = Through(view=VIEW, parent="plan", of="indicators.Plan")

    class Meta:
        verbose_name = _("milestone of a plan")
        verbose_name_plural = _("milestones of plans")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return self.title
