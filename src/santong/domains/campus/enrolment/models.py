"""Enrolment: rounds with their plans and rules, districts, applications of families with their wishes."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.students.public import Family, Guardianship
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Stage
from santong.kit.access import Holder, Published, Scope, Through, Upward
from santong.kit.draws import PublicDraw
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel
from santong.lib.identity_numbers import mask_identity_number

VIEW, PLAN, REVIEW = "enrolment.view", "enrolment.plan", "enrolment.review"
SEALED_FOR = "enrolment"
"""What numbers and texts of applications are sealed for; stands in ciphers, never changes."""
STAGES = (
    (Stage.PRESCHOOL, Stage.PRESCHOOL.label),
    (Stage.PRIMARY, Stage.PRIMARY.label),
    (Stage.JUNIOR, Stage.JUNIOR.label),
    (Stage.VOCATIONAL, Stage.VOCATIONAL.label),
)
WITHOUT_TESTS = (Stage.PRESCHOOL.value, Stage.PRIMARY.value, Stage.JUNIOR.value)
"""Stages for which nobody may be chosen by tests, grades, awards or interviews (义务教育法, article 12; 学前教育法)."""
TESTING_WORDS = ("考试", "测试", "测验", "成绩", "分数", "竞赛", "获奖", "奖励", "证书", "面试", "面谈", "特长", "考级")
LAST_NUMBER = 99_999
MOST_WISHES = 5


class Evidence(models.TextChoices):
    """What families can say for themselves, and the region looks up."""

    HUKOU = "hukou", _("Registered residence at the address")
    PROPERTY = "property", _("Home of one's own at the address")
    RENT = "rent", _("Rented home at the address")
    WORK = "work", _("Guardian works in the region (children of migrant workers)")
    SIBLING = "sibling", _("Brother or sister at the school")
    POLICY = "policy", _("Policy group (military family, firefighters, martyrs and the like)")


def words_of(text: str) -> list[str]:
    """The words of a field that keeps them between commas: ",hukou,work,"."""
    return [word for word in text.split(",") if word]


def joined(words: Any) -> str:
    """Words as such a field keeps them; "" for none."""
    found = list(words)
    return f",{','.join(found)}," if found else ""


class Round(PublicDraw, SoftDeletedModel):
    """A bureau lets families of its area apply for the schools of a stage. `path` is the bureau's.

    `asks` are the kinds of evidence that are asked for, between commas. Days are included on both ends.
    `listed` is the list as it was published, by codes: what the commitment binds to.
    """

    sealed_for = SEALED_FOR

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("enrolment", "Under way")
        LISTED = "listed", pgettext_lazy("enrolment", "List published")
        DRAWING = "drawing", pgettext_lazy("enrolment", "Being drawn")
        PROPOSED = "proposed", pgettext_lazy("enrolment", "Result to be looked at")
        PUBLISHED = "published", pgettext_lazy("enrolment", "Result published")
        CLOSED = "closed", pgettext_lazy("enrolment", "Closed")

    SHOWN = (State.OPEN, State.LISTED, State.DRAWING, State.PROPOSED, State.PUBLISHED, State.CLOSED)
    OVER = (State.PROPOSED, State.PUBLISHED, State.CLOSED)
    TOLD = (State.PUBLISHED, State.CLOSED)

    place = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("bureau"))
    path = PathField(editable=False)
    title = models.CharField(_("name of the round"), max_length=60)
    stage = models.CharField(_("stage"), max_length=10, choices=STAGES, default=Stage.PRIMARY)
    begins = models.PositiveSmallIntegerField(_("school year"))
    authority = models.CharField(_("authority"), max_length=120)
    contact = models.CharField(_("whom families can ask"), max_length=80)
    opens_on = models.DateField(_("applications from"))
    closes_on = models.DateField(_("applications until"))
    reviewed_by = models.DateField(_("reviewed by"))
    results_on = models.DateField(_("results on"))
    confirm_by = models.DateField(_("confirm by"))
    born_from = models.DateField(_("born from"))
    born_until = models.DateField(_("born until"))
    asks = models.CharField(_("evidence asked for"), max_length=60, blank=True)
    most_wishes = models.PositiveSmallIntegerField(_("wishes at most"), default=3)
    coordinates = models.BooleanField(_("place the others where places are left"), default=True)
    minutes = models.PositiveSmallIntegerField(_("minutes that applying takes"), default=5)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    listed: models.JSONField[Any, Any] = models.JSONField(default=dict, editable=False)

    audit_hidden = frozenset({"secret_cipher"})
    audit_ignored = frozenset({"listed"})
    scope = (
        Upward(view=VIEW, when=Q(state__in=SHOWN))
        | Published(view=VIEW, when=Q(state__in=SHOWN))
        | Scope(view=PLAN)
    )  # fmt: skip

    class Meta:
        verbose_name = _("enrolment round")
        verbose_name_plural = _("enrolment rounds")
        indexes = [models.Index(fields=["path", "-id"], name="enrolment_round_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on"), reviewed_by__gte=F("closes_on"))
                & Q(results_on__gte=F("reviewed_by"), confirm_by__gte=F("results_on")),
                name="enrolment_round_days_in_order",
                violation_error_message=_(
                    "The days go in this order: applications, review, results, confirmation. Correct them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(born_until__gte=F("born_from")),
                name="enrolment_round_births_in_order",
                violation_error_message=_("The last day of birth lies before the first. Correct it."),
            ),
            models.CheckConstraint(
                condition=Q(most_wishes__gte=1, most_wishes__lte=MOST_WISHES), name="enrolment_round_wishes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "open")) | ~Q(commitment=""), name="enrolment_round_committed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether the lots have fallen, so that the secret is told."""
        return self.state in self.OVER

    @property
    def is_told(self) -> bool:
        """Whether families see the result."""
        return self.state in self.TOLD

    @property
    def takes_applications(self) -> bool:
        """Whether families may apply today."""
        return self.state == self.State.OPEN and self.opens_on <= timezone.localdate() <= self.closes_on

    @property
    def evidence(self) -> list[Evidence]:
        """The kinds of evidence asked for."""
        return [Evidence(word) for word in words_of(self.asks)]


class Category(ScopedModel):
    """Whom schools take first: `position` counts from 1, and an earlier one goes before all later ones.

    A child belongs to it that has all evidence of `needs`; with `in_district` only at the school of its district.
    `stage` is the round's, copied so that the database itself refuses to choose small children by tests.
    """

    class Within(models.TextChoices):
        LOT = "lot", _("By lot")
        DATE = "date", _("By the declared date, the earlier first")
        RESULTS = "results", _("By results of tests")

    round = models.ForeignKey(Round, models.CASCADE, related_name="categories", verbose_name=_("enrolment round"))
    path = PathField(editable=False)
    stage = models.CharField(max_length=10, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("category"), max_length=60)
    needs = models.CharField(_("evidence needed"), max_length=60, blank=True)
    in_district = models.BooleanField(_("only at the school of the district"), default=True)
    within = models.CharField(_("within it"), max_length=7, choices=Within, default=Within.LOT)

    scope = Through(view=VIEW, parent="round", of="enrolment.Round")

    class Meta:
        verbose_name = _("category of enrolment")
        verbose_name_plural = _("categories of enrolment")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"],
                name="enrolment_category_position",
                violation_error_message=_("There is a category at this place already. Choose another number."),
            ),
            models.CheckConstraint(
                condition=~Q(within="results", stage__in=WITHOUT_TESTS),
                name="enrolment_no_results",
                violation_error_message=_(
                    "In kindergartens and compulsory education no tests, grades, awards or interviews decide. "
                    "Go by lot or by the declared date."
                ),
            ),
            models.CheckConstraint(
                condition=~(Q(stage__in=WITHOUT_TESTS) & reduce(or_, (Q(name__contains=w) for w in TESTING_WORDS))),
                name="enrolment_no_testing_words",
                violation_error_message=_(
                    "In kindergartens and compulsory education no tests, grades, awards or interviews decide. "
                    "Take them out of the name of the category."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse what the law refuses, at the field that it stands in."""
        if self.stage in WITHOUT_TESTS:
            law = _(
                "In kindergartens and compulsory education no tests, grades, awards or interviews decide. "
                "Go by lot or by the declared date."
            )
            if self.within == self.Within.RESULTS:
                raise ValidationError({"within": law})
            if any(word in self.name for word in TESTING_WORDS):
                raise ValidationError({"name": law})


class SchoolPlan(ScopedModel):
    """How many places a school has in a round; with a category, the most that it takes of that one.

    `path` is the school's. The order of the rows is that in which left places are filled.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="plans", verbose_name=_("enrolment round"))
    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="caps", verbose_name=_("category")
    )
    places = models.PositiveIntegerField(_("places"))

    scope = Through(view=VIEW, parent="round", of="enrolment.Round")

    class Meta:
        verbose_name = _("plan of a school")
        verbose_name_plural = _("plans of schools")
        ordering = ("path", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "school"], condition=Q(category=None), name="enrolment_plan_once",
                violation_error_message=_("The school has a plan in this round already. Change that one."),
            ),
            models.UniqueConstraint(fields=["round", "school", "category"], name="enrolment_plan_category_once"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.school} {self.places}"


class District(ScopedModel):
    """Houses of a street, community or village whose children go to a school (学区). `path` is the bureau's.

    An address can stand in several rows: then its children have several schools.
    """

    class Parity(models.TextChoices):
        ALL = "all", _("All numbers")
        ODD = "odd", _("Odd numbers")
        EVEN = "even", _("Even numbers")

    place = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("bureau"))
    path = PathField(editable=False)
    stage = models.CharField(_("stage"), max_length=10, choices=STAGES, default=Stage.PRIMARY)
    area = models.CharField(_("street, community or village"), max_length=60)
    first = models.PositiveIntegerField(_("house number from"), default=1)
    last = models.PositiveIntegerField(_("house number to"), default=LAST_NUMBER)
    parity = models.CharField(_("which numbers"), max_length=4, choices=Parity, default=Parity.ALL)
    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))

    scope = Scope(view=VIEW) | Upward(view=VIEW)

    class Meta:
        verbose_name = _("school district")
        verbose_name_plural = _("school districts")
        indexes = [models.Index(fields=["path", "area"], name="district_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "stage", "area", "first", "last", "parity", "school"], name="district_once",
                violation_error_message=_("These houses belong to this school already."),
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="district_numbers_in_order",
                violation_error_message=_("The last house number lies below the first. Correct it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.area} {self.numbers}".strip()

    @property
    def numbers(self) -> str:
        """The house numbers, "" for all of them."""
        span = "" if self.last == LAST_NUMBER and self.first <= 1 else f"{self.first}–{self.last}"
        return f"{span} {self.get_parity_display()}".strip() if self.parity != self.Parity.ALL else span

    def holds(self, number: int | None) -> bool:
        """Whether a house belongs to it; without a number only where all numbers do."""
        if number is None:
            return self.first <= 1 and self.last == LAST_NUMBER and self.parity == self.Parity.ALL
        fits = self.parity == self.Parity.ALL or (number % 2 == 1) == (self.parity == self.Parity.ODD)
        return self.first <= number <= self.last and fits


class Application(ScopedModel):
    """A family applies for a child in a round. `school` looks at it, and after the draw is the one admitted to;
    `path` is that school's.

    `child` is a person of the region whose guardian applies, None for a child that the region doesn't know; `applicant`
    is None where the family has no account: they come back with `receipt` and a code of their own. An application of a
    number that another one has already is `is_doubled` until a reviewer has decided: nobody else learns of it.
    `position` is the place in the queue, from 1 on.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("enrolment", "Waits for review")
        RETURNED = "returned", pgettext_lazy("enrolment", "To be completed")
        ACCEPTED = "accepted", pgettext_lazy("enrolment", "Review passed")
        REFUSED = "refused", pgettext_lazy("enrolment", "Not accepted")
        WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")
        ADMITTED = "admitted", pgettext_lazy("enrolment", "Admitted")
        WAITING = "waiting", pgettext_lazy("enrolment", "On the waiting list")
        CONFIRMED = "confirmed", pgettext_lazy("enrolment", "Place confirmed")
        DECLINED = "declined", pgettext_lazy("enrolment", "Place given up")
        ENTERED = "entered", pgettext_lazy("enrolment", "On the roll")

    GONE = (State.REFUSED, State.WITHDRAWN)
    CHANGEABLE = (State.SUBMITTED, State.RETURNED)
    IN_REVIEW = (State.SUBMITTED, State.RETURNED)
    SEALED = ("id_number_cipher", "rest_cipher", "answer_cipher", "phone_cipher")

    round = models.ForeignKey(Round, models.PROTECT, related_name="applications", verbose_name=_("enrolment round"))
    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    receipt = models.CharField(_("receipt number"), max_length=20, unique=True, editable=False)
    position = models.PositiveIntegerField(_("place in the queue"), editable=False)
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.SUBMITTED, editable=False)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("who applies"),
    )  # fmt: skip
    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("child")
    )
    name = models.CharField(_("name of the child"), max_length=60)
    sex = models.CharField(_("sex"), max_length=1, choices=Person.Sex, default=Person.Sex.UNKNOWN)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    id_number_cipher = models.CharField(max_length=120, blank=True, editable=False)
    id_number_index = models.CharField(max_length=43, blank=True, editable=False)
    relation = models.CharField(
        _("relation"), max_length=2, choices=Guardianship.Relation, default=Guardianship.Relation.GUARDIAN
    )
    guardian_name = models.CharField(_("name of the guardian"), max_length=60, blank=True)
    phone_cipher = models.CharField(max_length=120, blank=True, editable=False)
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    area = models.CharField(_("street, community or village"), max_length=60)
    number = models.PositiveIntegerField(_("house number"), null=True, blank=True)
    rest_cipher = models.TextField(blank=True, editable=False)
    evidence = models.CharField(pgettext_lazy("enrolment", "evidence"), max_length=60, blank=True)
    since = models.DateField(_("there since"), null=True, blank=True)
    points = models.PositiveSmallIntegerField(_("points of the entrance examination"), null=True, blank=True)
    is_doubled = models.BooleanField(_("another one has the same number"), default=False, editable=False)
    answer_cipher = models.TextField(blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("reviewed by whom"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    code = models.CharField(_("code on the list"), max_length=8, blank=True, editable=False)
    proposed = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("school that follows from rules and lots"),
    )  # fmt: skip
    why = models.CharField(max_length=11, blank=True, editable=False)
    wish = models.PositiveSmallIntegerField(_("wish"), default=0, editable=False)
    rank = models.PositiveSmallIntegerField(default=0, editable=False)
    lot = models.PositiveIntegerField(_("lot"), default=0, editable=False)
    lots = models.PositiveIntegerField(default=0, editable=False)
    confirm_by = models.DateField(_("confirm by"), null=True, editable=False)
    pupil = models.ForeignKey(
        "students.Pupil", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("pupil")
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    sent_as = models.CharField(max_length=64, blank=True, editable=False)

    audit_hidden = frozenset(
        {
            "name", "sex", "birth_date", "id_number_cipher", "id_number_index", "guardian_name", "phone_cipher",
            "code_hash", "area", "number", "rest_cipher", "evidence", "since", "answer_cipher", "sent_as",
        }
    )  # fmt: skip
    scope = (
        Scope(view=REVIEW)
        | Holder(view=REVIEW, owner="applicant_id", listed=False)
        | Family(view=REVIEW, owner="child_id", listed=False)
    )

    class Meta:
        verbose_name = _("application for a school")
        verbose_name_plural = _("applications for schools")
        indexes = [
            models.Index(fields=["path", "state", "position"], name="application_path"),
            models.Index(fields=["round", "state"], name="application_round"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "id_number_index"],
                condition=~Q(id_number_index="") & Q(is_doubled=False) & ~Q(state__in=("refused", "withdrawn")),
                name="application_number_once",
            ),
            models.UniqueConstraint(
                fields=["round", "child"],
                condition=Q(child__isnull=False, is_doubled=False) & ~Q(state__in=("refused", "withdrawn")),
                name="application_child_once",
            ),
            models.UniqueConstraint(fields=["round", "position"], name="application_position_once"),
            models.UniqueConstraint(
                fields=["round", "sent_as"], condition=~Q(sent_as=""), name="application_sent_once"
            ),
            models.UniqueConstraint(fields=["round", "code"], condition=~Q(code=""), name="application_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """The receipt number: names of children stay out of the audit."""
        return f"application {self.receipt}"

    @property
    def evidence_words(self) -> list[str]:
        """The kinds of evidence that are declared, or confirmed after review."""
        return words_of(self.evidence)

    @property
    def address(self) -> str:
        """The address in clear; for the family and those who review."""
        return f"{self.area}{f'{self.number}号' if self.number else ''}{self.rest}"

    def seal(self, *, rest: str | None = None, answer: str | None = None, phone: str | None = None) -> None:
        """Put texts into the row, sealed; saving is the caller's."""
        for name, text in (("rest_cipher", rest), ("answer_cipher", answer), ("phone_cipher", phone)):
            if text is not None:
                cleaned = text.strip()
                setattr(self, name, settings.FIELD_KEYS.seal(cleaned, self._purpose(name)) if cleaned else "")

    def seal_id_number(self, number: str, index: str) -> None:
        """Put the identity number into the row, with what it is looked up by; saving is the caller's."""
        self.id_number_index = index
        self.id_number_cipher = settings.FIELD_KEYS.seal(number, self._purpose("id_number_cipher")) if number else ""

    @property
    def rest(self) -> str:
        """Building and room, in clear."""
        return self._opened("rest_cipher")

    @property
    def answer(self) -> str:
        """What was answered to the family, in clear."""
        return self._opened("answer_cipher")

    @property
    def phone(self) -> str:
        """The telephone number of a family without an account, in clear."""
        return self._opened("phone_cipher")

    @property
    def id_number(self) -> str:
        """The identity number in clear; whoever calls this answers for where it goes."""
        return self._opened("id_number_cipher")

    @property
    def masked_id_number(self) -> str:
        """The identity number with its middle hidden."""
        return mask_identity_number(self.id_number)

    def _opened(self, name: str) -> str:
        sealed = getattr(self, name)
        return str(settings.FIELD_KEYS.open(sealed, self._purpose(name))) if sealed else ""

    def _purpose(self, name: str) -> str:
        return f"{SEALED_FOR}|{name}|{self.key}"


class Wish(ScopedModel):
    """A school that a family wishes for, in order from 1 on."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="wishes")
    position = models.PositiveSmallIntegerField(_("wish"))
    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))

    scope = Through(view=REVIEW, parent="application", of="enrolment.Application")

    class Meta:
        verbose_name = _("wish of a family")
        verbose_name_plural = _("wishes of families")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["application", "position"], name="enrolment_wish_position"),
            models.UniqueConstraint(fields=["application", "school"], name="enrolment_wish_school"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.position}"
