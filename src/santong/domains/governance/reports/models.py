"""Templates of reports with their fields and versions, rounds, the reports of places, and what was sealed of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.indicators.public import RollUp, Unit
from santong.domains.governance.reports.periods import Rhythm, name_of
from santong.kit.access import Scope, Shipped, Through, Upward
from santong.kit.models import PastPathField, PathField, ScopedModel, SoftDeletedModel, Version, Versioned

VIEW, WRITE, CONFIRM = "reports.view", "reports.write", "reports.confirm"
LONGEST_FORMULA, LONGEST_WORDS = 500, 300


class Level(models.TextChoices):
    """At which places a report is filled; the places above these sum it up."""

    SCHOOL = "school", _("Each school")
    COUNTY = "county", _("Each county bureau")


class ReportTemplate(Versioned, SoftDeletedModel):
    """What a bureau wants to be told, how often, until when, and by what authority.

    A template without a place came with the product: bureaus copy it, and only copies open rounds. `number` is the
    newest published version, 0 before the first. `days` are those after the end of a period until which places
    confirm, `minutes` how long that takes at one place.
    """

    place = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("template kept by"),
    )  # fmt: skip
    path = PathField(blank=True, editable=False)
    code = models.CharField(max_length=24, blank=True, editable=False)
    name = models.CharField(_("name of the report"), max_length=60)
    says = models.CharField(_("what it is for"), max_length=300, blank=True)
    rhythm = models.CharField(_("how often"), max_length=5, choices=Rhythm, default=Rhythm.MONTH)
    level = models.CharField(_("filled for"), max_length=6, choices=Level, default=Level.SCHOOL)
    authority = models.CharField(_("authority"), max_length=160)
    ground = models.CharField(_("what the figures are needed for"), max_length=200)
    owner = models.CharField(_("who answers for the report"), max_length=80)
    since = models.DateField(_("for periods from"))
    until = models.DateField(_("ends on"))
    days = models.PositiveSmallIntegerField(
        _("days to confirm"), default=10, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes at one place"), default=3, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("copied from")
    )

    scope = Shipped(view=VIEW) | Upward(view=VIEW, when=Q(is_published=True)) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("report template")
        verbose_name_plural = _("report templates")
        indexes = [models.Index(fields=["path", "name"], name="report_template_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="report_template_dates_in_order",
                violation_error_message=_("The last day lies before the first one."),
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="report_template_shipped_once"),
            models.CheckConstraint(
                condition=Q(place=None, path="") | (Q(place__isnull=False) & ~Q(path="")),
                name="report_template_has_its_path",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the product."""
        return self.path == ""

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed: it closes by itself."""
        return timezone.localdate() > self.until


class ReportField(SoftDeletedModel):
    """A figure or text of a template. `binding` is a formula over facts (FACT), the code of an indicator (INDICATOR),
    a formula over the codes of other fields (FORMULA), or "" for a person's words (WORDS), which `reason` justifies.
    """

    class Kind(models.TextChoices):
        FACT = "fact", _("From the records")
        INDICATOR = "indicator", _("An indicator")
        FORMULA = "formula", _("From other fields")
        WORDS = "words", _("A person's words")

    template = models.ForeignKey(
        ReportTemplate, models.CASCADE, related_name="fields", verbose_name=_("report template")
    )
    path = PathField(blank=True, editable=False)
    code = models.CharField(
        _("code of the field"), max_length=12,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]*$", _("Capital letters and digits, please, a letter first."))],
    )  # fmt: skip
    section = models.CharField(_("section"), max_length=40)
    label = models.CharField(_("name of the field"), max_length=60)
    kind = models.CharField(_("where the value comes from"), max_length=9, choices=Kind, default=Kind.FACT)
    binding = models.CharField(_("fact, indicator or formula"), max_length=LONGEST_FORMULA, blank=True)
    unit = models.CharField(_("unit of the figure"), max_length=12, choices=Unit, default=Unit.COUNT)
    roll_up = models.CharField(_("up to county and city"), max_length=5, choices=RollUp, default=RollUp.SUM)
    digits = models.PositiveSmallIntegerField(_("decimals"), default=0, validators=[MaxValueValidator(4)])
    says = models.CharField(_("what it says"), max_length=200, blank=True)
    reason = models.CharField(_("why nobody knows it otherwise"), max_length=200, blank=True)
    mark = models.CharField(_("mark of the source"), max_length=160, blank=True)
    source = models.CharField(_("where it comes from"), max_length=240, blank=True)
    order = models.PositiveSmallIntegerField(_("place in the report"), default=100)

    scope = Shipped(view=VIEW) | Upward(view=VIEW, when=Q(template__is_published=True)) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("field of a report")
        verbose_name_plural = _("fields of reports")
        indexes = [models.Index(fields=["path", "order"], name="report_field_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "code"], condition=Q(removed_at=None), name="report_field_once",
                violation_error_message=_("The report has a field with this code already."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="words", binding="") & ~Q(reason="")) | (~Q(kind="words") & ~Q(binding="")),
                name="report_field_is_bound",
                violation_error_message=_("Say what fills it; for a person's words, why nobody knows it otherwise."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


DESCRIBING = ("code", "section", "label", "kind", "binding", "unit", "roll_up", "digits", "says", "mark", "source")


class TemplateVersion(Version):
    """The fields of a template as they were published. It is never changed: who wants others publishes the next.

    `fields` are mappings of `DESCRIBING`, in the order of the report.
    """

    template = models.ForeignKey(ReportTemplate, models.CASCADE, related_name="versions")
    fields = models.JSONField(default=list)

    scope = Through(view=VIEW, parent="template", of="reports.ReportTemplate")

    class Meta:
        verbose_name = _("version of a report template")
        verbose_name_plural = _("versions of report templates")
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="report_version_once")]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"


class Round(ScopedModel):
    """A template asked of its places for one period, from `first` to `last`; they confirm until `due`.

    `path` is that of the bureau which asks. `as_of` is the moment as of which the facts were taken.
    """

    template = models.ForeignKey(ReportTemplate, models.PROTECT, related_name="rounds")
    version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="rounds")
    place = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    path = PathField(editable=False)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    due = models.DateField(_("due"))
    as_of = models.DateTimeField(_("facts as of"), default=timezone.now)
    reminded_on = models.DateField(null=True, editable=False)

    scope = Upward(view=VIEW) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("round of reports")
        verbose_name_plural = _("rounds of reports")
        indexes = [models.Index(fields=["path", "first"], name="report_round_path")]
        constraints = [
            models.UniqueConstraint(fields=["template", "first"], name="report_round_once"),
            models.CheckConstraint(
                condition=Q(last__gte=F("first"), due__gte=F("last")), name="report_round_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template.name} {self.period}"

    @property
    def period(self) -> str:
        """The period in words, such as 2026-11."""
        return name_of(Rhythm(self.template.rhythm), self.first, self.last)

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed."""
        return timezone.localdate() > self.due


class Report(ScopedModel):
    """What one place reports in a round: filled by the platform, looked at and confirmed by people.

    `path` is where the place stands now, `stood` where it stood when the round was opened. `values` are those of its
    fields by code (see `filling`); of places that sum up others they are worked out from these. `edition` is the
    number of the newest sealed edition, 0 before the first. `asks` counts figures that are unusual, `open_below` the
    places that report to it and have yet to confirm.
    """

    class State(models.TextChoices):
        FILLED = "filled", _("To be confirmed")
        RETURNED = "returned", _("Sent back")
        CONFIRMED = "confirmed", pgettext_lazy("periodic report", "Confirmed")
        ACCEPTED = "accepted", _("Confirmed above")
        FROZEN = "frozen", _("Frozen")

    OPEN = (State.FILLED, State.RETURNED)

    class Part(models.TextChoices):
        """Whether a place reports its own figures or sums up others; the last one closes the round."""

        OWN = "own", _("Own figures")
        SUM = "sum", _("Sums up others")
        TOP = "top", _("Sums up all")

    round = models.ForeignKey(Round, models.CASCADE, related_name="reports")
    place = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    path = PathField(editable=False)
    stood = PastPathField(editable=False)
    part = models.CharField(max_length=3, choices=Part, default=Part.OWN)
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.FILLED)
    values = models.JSONField(default=dict)
    filled_at = models.DateTimeField(_("facts as of"), default=timezone.now)
    asks = models.PositiveSmallIntegerField(_("unusual figures"), default=0)
    open_below = models.PositiveIntegerField(_("places to confirm below"), default=0)
    edition = models.PositiveSmallIntegerField(_("edition"), default=0)
    returned_because = models.CharField(_("why it was sent back"), max_length=LONGEST_WORDS, blank=True)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("report of a place")
        verbose_name_plural = _("reports of places")
        indexes = [
            models.Index(fields=["path", "state"], name="report_path"),
            models.Index(fields=["round", "stood"], name="report_stood"),
        ]
        constraints = [models.UniqueConstraint(fields=["round", "place"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.round} · {self.place}"

    @property
    def is_open(self) -> bool:
        """Whether its own place has yet to confirm it."""
        return self.state in self.OPEN


class Remark(ScopedModel):
    """What a place says about a figure of its report, or the text of a field that takes a person's words."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="remarks")
    code = models.CharField(_("code of the field"), max_length=12)
    text = models.CharField(_("what was said"), max_length=LONGEST_WORDS)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    said_at = models.DateTimeField(_("said"), default=timezone.now, editable=False)

    scope = Through(view=VIEW, parent="report", of="reports.Report")

    class Meta:
        verbose_name = _("remark about a figure")
        verbose_name_plural = _("remarks about figures")
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="report_remark_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def audit_name(self) -> str:
        """The code: what is said may name somebody."""
        return f"remark {self.code}"


class Edition(ScopedModel):
    """A report as it was confirmed: never changed. `content` is what was sealed, `seal` its SHA-256 (see `sealing`)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    content = models.JSONField()
    seal = models.CharField(_("seal"), max_length=64)
    reason = models.CharField(_("why there is a new edition"), max_length=LONGEST_WORDS, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    sealed_at = models.DateTimeField(_("sealed"), default=timezone.now)

    scope = Through(view=VIEW, parent="report", of="reports.Report")

    class Meta:
        verbose_name = _("sealed edition of a report")
        verbose_name_plural = _("sealed editions of reports")
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_edition_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.seal[:12]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Merging people who were entered twice is the one thing that may touch it: the seal doesn't cover who sealed.
        if not self._state.adding and set(kwargs.get("update_fields") or ["content"]) - {"person"}:
            raise TypeError("a sealed edition isn't changed; issue the next one")
        super().save(*args, **kwargs)


class LaterChange(ScopedModel):
    """That a fact gives something else by now than an edition says: the field, what was, what is, when it was seen."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="changes")
    code = models.CharField(_("code of the field"), max_length=12)
    was = models.CharField(_("sealed as"), max_length=60)
    now = models.CharField(_("is now"), max_length=60)
    seen_at = models.DateTimeField(_("noticed on"), default=timezone.now)

    scope = Through(view=VIEW, parent="edition", of="reports.Edition")

    class Meta:
        verbose_name = _("later change of a figure")
        verbose_name_plural = _("later changes of figures")
        indexes = [models.Index(fields=["edition", "code", "seen_at"], name="report_change_seen")]

    def __str__(self) -> str:
        return f"{self.code} {self.was} → {self.now}"
