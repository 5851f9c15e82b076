"""Rules of bureaus and schools with their versions, and who has said that they know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.kit.access import Holder, Scope, Through, Upward
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel
from santong.kit.models.base import SoftDeletedQuerySet

READ, KEEP = "rules.read", "rules.keep"


class Status(models.TextChoices):
    """Where a rule stands today; worked out from its dates and from what replaces it."""

    DRAFT = "draft", _("Draft")
    COMING = "coming", pgettext_lazy("rule", "Not in force yet")
    IN_FORCE = "in_force", pgettext_lazy("rule", "In force")
    REPLACED = "replaced", pgettext_lazy("rule", "Replaced")
    REPEALED = "repealed", pgettext_lazy("rule", "Repealed")


class RegulationQuerySet(SoftDeletedQuerySet):
    """Chains on rules."""

    def standing(self, status: str) -> RegulationQuerySet:
        """Those with a status today; the same rules as `Regulation.status`."""
        today = timezone.localdate()
        published, repealed = Q(is_published=True), Q(repealed_on__lte=today)
        replacing = Regulation.objects.numbers_only().filter(
            is_published=True, in_force_from__lte=today, replaces__isnull=False
        )
        replaced = Q(pk__in=replacing.values("replaces"))
        begun = Q(in_force_from__lte=today)
        conditions = {
            Status.DRAFT: ~published,
            Status.REPEALED: published & repealed,
            Status.REPLACED: published & ~repealed & replaced,
            Status.COMING: published & ~repealed & ~replaced & ~begun,
            Status.IN_FORCE: published & ~repealed & ~replaced & begun,
        }
        return self.filter(conditions[Status(status)])

    def with_replacing(self) -> RegulationQuerySet:
        """With `replaced_from`: since when another rule stands in its place; None where none does."""
        replacing = Regulation.objects.numbers_only().filter(replaces=models.OuterRef("pk"), is_published=True)
        first = replacing.order_by("in_force_from").values("in_force_from")[:1]
        return self.annotate(replaced_from=models.Subquery(first))


class PresentRegulations(models.Manager.from_queryset(RegulationQuerySet)):  # type: ignore[misc]
    """Leaves removed rules out."""

    def get_queryset(self) -> RegulationQuerySet:
        found: RegulationQuerySet = super().get_queryset().filter(removed_at=None)
        return found


@dataclass(frozen=True)
class Published(Upward):
    """Published rules of a place show to everybody below it, who may read, acknowledge and print them."""

    def gives(self, permission: str) -> bool:
        return permission == self.view


class Regulation(SoftDeletedModel):
    """A rule of a bureau or school, in its present version. `path` is that of the place which issues it.

    `replaces` is the rule that it takes the place of, once it is in force. `repealed_on` is the first day on which it
    no longer holds. `audience` says who is asked to know it, at `place` and below.
    """

    class Kind(models.TextChoices):
        CHARTER = "charter", _("Charter")
        SYSTEM = "system", pgettext_lazy("kind of rule", "Rules")
        MEASURES = "measures", pgettext_lazy("kind of rule", "Measures")
        DETAILS = "details", _("Detailed rules")
        PLAN = "plan", pgettext_lazy("kind of rule", "Contingency plan")
        DUTIES = "duties", _("Duties of posts")
        OTHER = "other", pgettext_lazy("kind of rule", "Other")

    class Audience(models.TextChoices):
        NOBODY = "nobody", _("Nobody: it is there to be looked up")
        STAFF = "staff", _("All staff")
        TEACHERS = "teachers", _("Teachers")
        LEADERS = "leaders", _("Leaders and offices")

    issuer = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("issuer"))
    path = PathField(editable=False)
    title = models.CharField(_("title"), max_length=120)
    number = models.CharField(_("reference number"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SYSTEM)
    text = models.TextField(_("wording"), max_length=60_000, blank=True)
    file = models.ForeignKey(
        "files.File", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    in_force_from = models.DateField(_("effective from"), default=timezone.localdate)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    repealed_on = models.DateField(_("repealed on"), null=True, editable=False)
    repealed_because = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    audience = models.CharField(_("who has to acknowledge it"), max_length=8, choices=Audience, default=Audience.NOBODY)
    place = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("where it is to be acknowledged"),
    )  # fmt: skip
    place_path = PathField(editable=False, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    is_published = models.BooleanField(_("published"), default=False, editable=False)
    published_on = models.DateField(_("published on"), null=True, editable=False)

    objects = PresentRegulations()
    with_removed = RegulationQuerySet.as_manager()
    scope = Published(view=READ, when=Q(is_published=True)) | Scope(view=KEEP)

    class Meta:
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
        indexes = [models.Index(fields=["path", "-in_force_from"], name="regulation_path")]
        constraints = [
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(replaces=F("pk")), name="regulation_not_by_itself"),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(published_on__isnull=False), name="regulation_published_on_a_day"
            ),
            models.UniqueConstraint(
                fields=["issuer", "number"],
                condition=Q(removed_at=None) & ~Q(number=""),
                name="regulation_number_once",
                violation_error_message=_("There is a rule with this number already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def replacing(self) -> Regulation | None:
        """The published rule that stands, or will stand, in its place."""
        rows = Regulation.objects.belonging_to(replaces=self).filter(is_published=True)
        found: Regulation | None = rows.order_by("in_force_from").first()
        return found

    @property
    def status(self) -> str:
        """Where it stands today, one of `Status`."""
        if not self.is_published:
            return Status.DRAFT
        today = timezone.localdate()
        if self.repealed_on is not None and self.repealed_on <= today:
            return Status.REPEALED
        since = self._replaced_from()
        if since is not None and since <= today:
            return Status.REPLACED
        return Status.COMING if self.in_force_from > today else Status.IN_FORCE

    def _replaced_from(self) -> date | None:
        if "replaced_from" in self.__dict__:
            known: date | None = self.__dict__["replaced_from"]
            return known
        other = self.replacing
        return other.in_force_from if other else None

    @property
    def status_label(self) -> str | Promise:
        """The status in words."""
        return Status(self.status).label


class Version(ScopedModel):
    """What a rule said from a day on; the latest one is the rule's own text. `note` says what was changed."""

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("wording"), blank=True)
    file = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    in_force_from = models.DateField(_("effective from"))
    note = models.CharField(_("what was changed"), max_length=300, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who published it")
    )

    scope = Through(view=READ, parent="regulation", of="rules.Regulation")

    class Meta:
        verbose_name = _("version of a rule")
        verbose_name_plural = _("versions of rules")
        constraints = [models.UniqueConstraint(fields=["regulation", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.regulation_id} {self.number}"


class Acknowledgement(ScopedModel):
    """Somebody said that they know a version of a rule.

    When is not kept, nor is it in the audit record: rows are written and changed quietly, as those of notices are.
    """

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="acknowledgements")
    version = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    given = models.BooleanField(default=True)

    scope = Holder(view=READ)

    class Meta:
        verbose_name = _("acknowledgement of a rule")
        verbose_name_plural = _("acknowledgements of rules")
        constraints = [models.UniqueConstraint(fields=["regulation", "version", "person"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.regulation_id} {self.person_id}"
