"""Standards with items, bands and versions; rounds with places, experts, findings, objections and results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.indicators.public import RollUp, Unit
from santong.kit.access import NOTHING, Leader, Scope, Shipped, Through, Upward, Viewer
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel, Version, Versioned

VIEW, WRITE, APPLY = "evaluation.view", "evaluation.write", "evaluation.apply"
ORGANISATION = "organisations.Organisation"
LONGEST_WORDS = 500
NOTICE = timedelta(days=30)
"""How long before places are visited or have to answer a round is announced (教师厅〔2025〕2号: a month)."""


class Subject(models.TextChoices):
    """What is evaluated."""

    SCHOOL = "school", pgettext_lazy("subject of an evaluation", "Schools")
    PRINCIPAL = "principal", pgettext_lazy("subject of an evaluation", "Principals")
    COUNTY = "county", pgettext_lazy("subject of an evaluation", "County bureaus")


class Standard(Versioned, SoftDeletedModel):
    """By what is evaluated. One without a place came with the product: bureaus copy it, and only copies are used.

    `applies_to` lists types of schools between commas (",senior,vocational,"), "" for all. `mark` says what about the
    source is uncertain. `number` is the newest published version, 0 before the first.
    """

    place = models.ForeignKey(
        ORGANISATION, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("standard kept by")
    )
    path = PathField(blank=True, editable=False)
    code = models.CharField(max_length=24, blank=True, editable=False)
    name = models.CharField(_("name of the standard"), max_length=80)
    says = models.CharField(_("what it is for"), max_length=300, blank=True)
    subject = models.CharField(_("evaluates"), max_length=9, choices=Subject, default=Subject.SCHOOL)
    applies_to = models.CharField(_("types of schools"), max_length=160, blank=True)
    authority = models.CharField(_("authority"), max_length=160)
    source = models.CharField(_("where it comes from"), max_length=240, blank=True)
    mark = models.CharField(_("mark of the source"), max_length=240, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("copied from")
    )

    scope = Shipped(view=VIEW) | Upward(view=VIEW, when=Q(is_published=True)) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        indexes = [models.Index(fields=["path", "name"], name="evaluation_standard_path")]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="evaluation_standard_shipped_once"),
            models.CheckConstraint(
                condition=Q(place=None, path="") | (Q(place__isnull=False) & ~Q(path="")),
                name="evaluation_standard_has_its_path",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the product."""
        return self.path == ""

    @property
    def types(self) -> list[str]:
        """The types of schools that it applies to, [] for all."""
        return [word for word in self.applies_to.split(",") if word]


class StandardItem(SoftDeletedModel):
    """What a standard asks for, and what answers it.

    `binding` is a formula over facts (FACT) or the code of an indicator (INDICATOR); EVIDENCE takes a school's words,
    ONSITE what experts see. `scale` says from which figure on there are how many points ("100=2, 50=1"); of items with
    the same `choice` the best `best_of` count.
    """

    class Kind(models.TextChoices):
        FACT = "fact", _("From the records")
        INDICATOR = "indicator", _("An indicator")
        EVIDENCE = "evidence", _("A school's words, judged by experts")
        ONSITE = "onsite", _("Seen by experts")

    COMPUTED = (Kind.FACT, Kind.INDICATOR)

    class Direction(models.TextChoices):
        MORE = "more", pgettext_lazy("figures", "More is better")
        LESS = "less", pgettext_lazy("figures", "Less is better")

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items", verbose_name=_("standard"))
    path = PathField(blank=True, editable=False)
    section = models.CharField(pgettext_lazy("evaluation", "section"), max_length=40)
    group = models.CharField(_("part of the section"), max_length=40, blank=True)
    code = models.CharField(
        _("code of the item"), max_length=12,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]*$", _("Capital letters and digits, please, a letter first."))],
    )  # fmt: skip
    label = models.CharField(_("what is asked for"), max_length=160)
    kind = models.CharField(_("what answers it"), max_length=9, choices=Kind, default=Kind.FACT)
    binding = models.CharField(_("fact or indicator"), max_length=500, blank=True)
    unit = models.CharField(_("unit of the figure"), max_length=12, choices=Unit, default=Unit.COUNT)
    roll_up = models.CharField(_("up to county and city"), max_length=5, choices=RollUp, default=RollUp.SUM)
    digits = models.PositiveSmallIntegerField(_("decimals"), default=0, validators=[MaxValueValidator(4)])
    direction = models.CharField(_("which figures are better"), max_length=4, choices=Direction, default=Direction.MORE)
    points = models.DecimalField(
        _("points of the item"), max_digits=6, decimal_places=2, validators=[MinValueValidator(0)], default=Decimal(1)
    )
    scale = models.CharField(_("points by figure"), max_length=160, blank=True)
    is_must = models.BooleanField(_("must-have"), default=False)
    choice = models.CharField(_("to choose from"), max_length=12, blank=True)
    best_of = models.PositiveSmallIntegerField(_("how many of them count"), default=0)
    says = models.CharField(_("how it is judged"), max_length=300, blank=True)
    mark = models.CharField(_("mark of the source"), max_length=160, blank=True)
    source = models.CharField(_("where it comes from"), max_length=240, blank=True)
    order = models.PositiveSmallIntegerField(_("place in the standard"), default=100)

    scope = Shipped(view=VIEW) | Upward(view=VIEW, when=Q(standard__is_published=True)) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("item of a standard")
        verbose_name_plural = _("items of standards")
        indexes = [models.Index(fields=["path", "order"], name="evaluation_item_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "code"], condition=Q(removed_at=None), name="evaluation_item_once",
                violation_error_message=_("The standard has an item with this code already."),
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=("fact", "indicator")) & ~Q(binding=""))
                | (Q(kind__in=("evidence", "onsite"), binding="")),
                name="evaluation_item_is_bound",
                violation_error_message=_("Say which fact or indicator answers it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Band(SoftDeletedModel):
    """A verdict of a standard and what it takes; see `scoring.Band`. The best one has the smallest `order`."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="bands", verbose_name=_("standard"))
    path = PathField(blank=True, editable=False)
    label = models.CharField(_("verdict"), max_length=20)
    least = models.DecimalField(
        _("points at least"), max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    needs_musts = models.BooleanField(_("needs every must-have"), default=False)
    floor = models.DecimalField(
        _("percent of each section at least"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    sections = models.CharField(_("for which sections"), max_length=240, blank=True)
    mark = models.CharField(_("mark of the source"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(_("place among the verdicts"), default=100)

    scope = Shipped(view=VIEW) | Upward(view=VIEW, when=Q(standard__is_published=True)) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("verdict of a standard")
        verbose_name_plural = _("verdicts of standards")
        indexes = [models.Index(fields=["path", "order"], name="evaluation_band_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "label"], condition=Q(removed_at=None), name="evaluation_band_once",
                violation_error_message=_("The standard has this verdict already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label


DESCRIBING = (
    "section", "group", "code", "label", "kind", "binding", "unit", "roll_up", "digits", "direction", "points",
    "scale", "is_must", "choice", "best_of", "says", "mark", "source",
)  # fmt: skip
OF_BAND = ("label", "least", "needs_musts", "floor", "sections", "mark")


class StandardVersion(Version):
    """A standard as it was published, never changed; `content` has "items" (`DESCRIBING`) and "bands" (`OF_BAND`)."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="versions")
    content = models.JSONField(default=dict)

    scope = Through(view=VIEW, parent="standard", of="evaluation.Standard")

    class Meta:
        verbose_name = _("version of a standard")
        verbose_name_plural = _("versions of standards")
        constraints = [models.UniqueConstraint(fields=["standard", "number"], name="evaluation_version_once")]

    def __str__(self) -> str:
        return f"{self.standard} {self.number}"


class EvaluationRound(SoftDeletedModel):
    """A standard asked of places: announced, applied for or visited until `due`, with results, over on `until`.

    `path` is that of the bureau that evaluates. `other_county` refuses experts of the county that is evaluated.
    `commitment`, `drawn` and `seed` are of the lot by which experts are assigned (`lib/lots`); the secret is kept from
    everybody until it is drawn. `content` and `seal` are the results as they were sealed.
    """

    class Kind(models.TextChoices):
        INSPECTION = "inspection", pgettext_lazy("evaluation", "Inspection")
        ACCREDITATION = "accreditation", pgettext_lazy("evaluation", "Accreditation")
        APPRAISAL = "appraisal", pgettext_lazy("evaluation", "Appraisal")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Under way")
        PUBLISHED = "published", _("Results published")
        SEALED = "sealed", pgettext_lazy("evaluation", "Sealed")

    place = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("evaluated by"))
    path = PathField(editable=False)
    name = models.CharField(pgettext_lazy("evaluation", "name of the round"), max_length=80)
    kind = models.CharField(_("kind of round"), max_length=13, choices=Kind, default=Kind.INSPECTION)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="rounds", verbose_name=_("standard"))
    version = models.ForeignKey(StandardVersion, models.PROTECT, null=True, editable=False, related_name="rounds")
    authority = models.CharField(_("authority"), max_length=160)
    ground = models.CharField(_("what it is needed for"), max_length=200)
    owner = models.CharField(_("who answers for the round"), max_length=80)
    due = models.DateField(_("places answer until"))
    visits_from = models.DateField(_("visits from"), null=True, blank=True)
    until = models.DateField(_("ends on"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes at one place"), default=15, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    other_county = models.BooleanField(_("experts come from other counties"), default=True)
    objection_days = models.PositiveSmallIntegerField(
        _("days for objections"), default=7, validators=[MinValueValidator(5), MaxValueValidator(30)]
    )
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    announced_on = models.DateField(_("announced on"), null=True, editable=False)
    published_on = models.DateField(_("results published on"), null=True, editable=False)
    secret = models.CharField(max_length=64, blank=True, editable=False)
    commitment = models.CharField(_("commitment of the lot"), max_length=64, blank=True, editable=False)
    drawn = models.CharField(_("number drawn in public"), max_length=40, blank=True, editable=False)
    seed = models.CharField(_("seed of the lot"), max_length=64, blank=True, editable=False)
    content = models.JSONField(default=dict, editable=False)
    seal = models.CharField(_("seal"), max_length=64, blank=True, editable=False)

    scope = Upward(view=VIEW, when=~Q(state="draft")) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("round of evaluation")
        verbose_name_plural = _("rounds of evaluation")
        indexes = [models.Index(fields=["path", "due"], name="evaluation_round_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("due")), name="evaluation_round_dates_in_order",
                violation_error_message=_("It ends before places have answered. Choose a later end."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(version__isnull=False, announced_on__isnull=False),
                name="evaluation_round_by_a_version",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed: nobody is asked for anything any more."""
        return timezone.localdate() > self.until

    @property
    def objections_until(self) -> Any:
        """The last day for objections, None before results are published."""
        return self.published_on + timedelta(days=self.objection_days) if self.published_on else None


class Quota(ScopedModel):
    """How many places of a county may be put forward in a round. `path` is the county's."""

    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="quotas")
    place = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("county"))
    path = PathField(editable=False)
    number = models.PositiveSmallIntegerField(_("how many places"))

    scope = Through(view=VIEW, parent="round", of="evaluation.EvaluationRound")

    class Meta:
        verbose_name = _("places of a county")
        verbose_name_plural = _("places of counties")
        constraints = [models.UniqueConstraint(fields=["round", "place"], name="evaluation_quota_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.number}"


@dataclass(frozen=True)
class Visited(Leader):
    """Rows of places show to the experts who are assigned to them; `at` leads to the place in the round."""

    owner: str | None = None
    at: str = "pk"

    def own(self, viewer: Viewer) -> Q:
        if viewer.person_id is None:
            return NOTHING
        mine = apps.get_model("evaluation.Visit")._base_manager.filter(expert__person=viewer.person_id)
        return Q(**{f"{self.at}__in": mine.order_by().values("entrant")})


class Entrant(ScopedModel):
    """A place in a round: what was computed of it, and what came out. `path` is the place's.

    `values` are the figures by item (see `reports.filling`), `points` what they come to by item, as texts; None for
    what is unknown. `low` and `high` are the total at least and at most, `verdict` the band that is certain, `possible`
    the best that could be.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("Can apply")
        APPLIED = "applied", pgettext_lazy("evaluation", "Applied")
        IN = "in", _("Taking part")
        DECLINED = "declined", _("Not put forward")

    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="entrants")
    place = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+")
    path = PathField(editable=False)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.IN)
    values = models.JSONField(default=dict)
    points = models.JSONField(default=dict)
    low = models.DecimalField(_("points at least"), max_digits=7, decimal_places=2, default=Decimal(0))
    high = models.DecimalField(_("points at most"), max_digits=7, decimal_places=2, default=Decimal(0))
    verdict = models.CharField(_("verdict"), max_length=20, blank=True)
    possible = models.CharField(_("possible verdict"), max_length=20, blank=True)
    computed_at = models.DateTimeField(_("computed"), null=True)
    reason = models.CharField(_("why it isn't put forward"), max_length=300, blank=True)
    commended_for = models.CharField(_("commended for"), max_length=200, blank=True)
    reminded_on = models.DateField(null=True, editable=False)

    scope = Scope(view=VIEW) | Visited(view=VIEW)

    class Meta:
        verbose_name = _("place in a round")
        verbose_name_plural = _("places in rounds")
        indexes = [models.Index(fields=["path", "state"], name="evaluation_entrant_path")]
        constraints = [models.UniqueConstraint(fields=["round", "place"], name="evaluation_entrant_once")]

    def __str__(self) -> str:
        return f"{self.place} · {self.round}"


class Said(ScopedModel):
    """What a place says about an item that no record answers."""

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="words")
    code = models.CharField(_("code of the item"), max_length=12)
    text = models.CharField(_("what was said"), max_length=LONGEST_WORDS)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    scope = Through(view=VIEW, parent="entrant", of="evaluation.Entrant")

    class Meta:
        verbose_name = _("words about an item")
        verbose_name_plural = _("words about items")
        constraints = [models.UniqueConstraint(fields=["entrant", "code"], name="evaluation_said_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def audit_name(self) -> str:
        """The code: what is said may name somebody."""
        return f"words {self.code}"


class Judgement(ScopedModel):
    """The points that an expert gives an item that no record answers, with what was seen."""

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="judgements")
    code = models.CharField(_("code of the item"), max_length=12)
    points = models.DecimalField(_("points given"), max_digits=6, decimal_places=2, validators=[MinValueValidator(0)])
    words = models.CharField(_("what was seen"), max_length=LONGEST_WORDS, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    judged_at = models.DateTimeField(_("judged"), default=timezone.now, editable=False)

    scope = Through(view=VIEW, parent="entrant", of="evaluation.Entrant")

    class Meta:
        verbose_name = _("judgement of an item")
        verbose_name_plural = _("judgements of items")
        constraints = [models.UniqueConstraint(fields=["entrant", "code"], name="evaluation_judgement_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def audit_name(self) -> str:
        return f"judgement {self.code}"


class Expert(ScopedModel):
    """Somebody in the expert group of a round."""

    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="experts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("expert"))

    scope = Through(view=VIEW, parent="round", of="evaluation.EvaluationRound")

    class Meta:
        verbose_name = _("expert of a round")
        verbose_name_plural = _("experts of rounds")
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="evaluation_expert_once")]

    def __str__(self) -> str:
        return self.person.name

    @property
    def audit_name(self) -> str:
        return f"expert {self.person_id}"


class Visit(ScopedModel):
    """An expert is assigned to a place of the round."""

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="visits")
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="visits")
    by_lot = models.BooleanField(_("by lot"), default=False)

    scope = Through(view=VIEW, parent="entrant", of="evaluation.Entrant")

    class Meta:
        verbose_name = _("visit of an expert")
        verbose_name_plural = _("visits of experts")
        constraints = [models.UniqueConstraint(fields=["entrant", "expert"], name="evaluation_visit_once")]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.entrant_id}"


class Finding(ScopedModel):
    """What experts found wanting, who sees to it until when, and what was done. `path` is the place's.

    `owner` is an office or post, no name: the place's own people know who that is.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("finding", "To be put right")
        ANSWERED = "answered", pgettext_lazy("finding", "Put right, to be looked at")
        CLOSED = "closed", pgettext_lazy("finding", "Closed")

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="findings")
    path = PathField(editable=False)
    code = models.CharField(_("code of the item"), max_length=12, blank=True)
    text = models.CharField(_("what was found"), max_length=LONGEST_WORDS)
    owner = models.CharField(_("who sees to it"), max_length=60)
    due = models.DateField(_("due"))
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.OPEN, editable=False)
    photo = models.ForeignKey("files.File", models.PROTECT, null=True, editable=False, related_name="+")
    answer = models.CharField(_("what was done"), max_length=LONGEST_WORDS, blank=True, editable=False)
    proof = models.ForeignKey("files.File", models.PROTECT, null=True, editable=False, related_name="+")
    returned_because = models.CharField(_("why it was opened again"), max_length=300, blank=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    found_at = models.DateTimeField(_("found"), default=timezone.now, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    reminded_on = models.DateField(null=True, editable=False)

    scope = Scope(view=VIEW) | Visited(view=VIEW, at="entrant")

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = [models.Index(fields=["path", "due"], name="evaluation_finding_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
                name="evaluation_finding_closed_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def audit_name(self) -> str:
        """Its key: what was found may name somebody."""
        return f"finding {self.pk}"

    @property
    def is_late(self) -> bool:
        """Whether it should have been put right by now."""
        return self.state == self.State.OPEN and timezone.localdate() > self.due


class Objection(ScopedModel):
    """A place doesn't agree with its result. `path` is the place's; somebody decides who neither judged nor found."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("objection", "To be decided")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", pgettext_lazy("objection", "Rejected")

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="objections")
    path = PathField(editable=False)
    code = models.CharField(_("code of the item"), max_length=12, blank=True)
    text = models.CharField(_("what is objected to"), max_length=LONGEST_WORDS)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.OPEN, editable=False)
    answer = models.CharField(_("why it was decided so"), max_length=LONGEST_WORDS, blank=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    made_on = models.DateField(_("objected on"), default=timezone.localdate, editable=False)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        indexes = [models.Index(fields=["path", "state"], name="evaluation_objection_path")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def audit_name(self) -> str:
        return f"objection {self.pk}"


class Pack(ScopedModel):
    """An evidence pack of a place: a ZIP that opens without a line. `seal` is the SHA-256 of its list of hashes."""

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="packs")
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+", verbose_name=_("file"))
    seal = models.CharField(_("seal"), max_length=64)
    items = models.PositiveSmallIntegerField(_("items"), default=0)
    built_at = models.DateTimeField(_("built"), default=timezone.now)

    scope = Through(view=VIEW, parent="entrant", of="evaluation.Entrant")

    class Meta:
        verbose_name = _("evidence pack")
        verbose_name_plural = _("evidence packs")

    def __str__(self) -> str:
        return f"{self.entrant_id} {self.built_at:%Y-%m-%d}"
