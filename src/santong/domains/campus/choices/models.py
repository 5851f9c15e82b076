"""Course choice: rounds with offers, what pupils wish for, who gets what; and the groups of moving classes."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.places.public import Room
from santong.domains.campus.students.public import Family
from santong.kit.access import Holder, Scope, Through, Upward
from santong.kit.draws import PublicDraw
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, KEEP = "choices.view", "choices.keep"
ORGANISATION, STAFF = "organisations.Organisation", "staff.Staff"
LONGEST_SUBJECT = 20
MOST_WISHES, MOST_EACH = 6, 3
MOST_PLACES = 2000
MOST_BANDS, MOST_GROUPS, LARGEST_GROUP = 14, 30, 80


class ChoiceRound(PublicDraw, SoftDeletedModel):
    """Pupils of some grades choose among offers. `path` is the school's.

    `each` is how many an offer everybody gets at most, `ranked` how many wishes may be ranked. Wishes are taken until
    the end of `trial_until` and then of `final_until`.
    """

    class Kind(models.TextChoices):
        COMBINATION = "combination", _("Subjects of 3+1+2")
        ELECTIVE = "elective", _("Free electives")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("course choice", "In preparation")
        TRIAL = "trial", _("Trial choice")
        FINAL = "final", _("Final choice")
        CLOSED = "closed", _("Choice closed, list fixed")
        DRAWING = "drawing", _("Places being given")
        DRAWN = "drawn", _("Places given, not announced")
        ANNOUNCED = "announced", _("Result announced")

    sealed_for = "choices"
    TAKING = (State.TRIAL, State.FINAL)
    OPEN = (State.TRIAL, State.FINAL, State.CLOSED, State.DRAWING, State.DRAWN, State.ANNOUNCED)
    FIXED = (State.CLOSED, State.DRAWING, State.DRAWN, State.ANNOUNCED)
    GIVEN = (State.DRAWN, State.ANNOUNCED)

    school = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    name = models.CharField(_("name of the choice"), max_length=40)
    kind = models.CharField(_("what is chosen"), max_length=11, choices=Kind, default=Kind.ELECTIVE)
    each = models.PositiveSmallIntegerField(
        _("courses each pupil gets"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_EACH)]
    )
    ranked = models.PositiveSmallIntegerField(
        _("wishes that may be ranked"), default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_WISHES)]
    )
    trial_until = models.DateField(_("trial choice until"), null=True, blank=True)
    final_until = models.DateField(_("final choice until"))
    shows_sizes = models.BooleanField(_("pupils see how many wish for what in the trial"), default=True)
    asks_guardian = models.BooleanField(_("a guardian confirms the choice"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)

    audit_hidden = frozenset({"secret_cipher"})
    scope = Scope(view=VIEW) | Upward(view=VIEW, when=Q(state__in=OPEN))

    class Meta:
        verbose_name = _("course choice")
        verbose_name_plural = _("course choices")
        indexes = [models.Index(fields=["path", "-id"], name="choice_round_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(trial_until=None) | Q(trial_until__lte=F("final_until")),
                name="choice_trial_first",
                violation_error_message=_("The trial ends after the final choice. Correct one of the days."),
            ),
            models.CheckConstraint(
                condition=Q(each__gte=1, each__lte=MOST_EACH, ranked__lte=MOST_WISHES, ranked__gte=F("each")),
                name="choice_numbers_in_range",
                violation_error_message=_("Let at least as many wishes be ranked as everybody gets courses."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        """Whether it hasn't begun."""
        return self.state == self.State.DRAFT

    @property
    def is_over(self) -> bool:
        """Whether the lots have fallen."""
        return self.state in self.GIVEN

    @property
    def is_announced(self) -> bool:
        """Whether pupils see what they get."""
        return self.state == self.State.ANNOUNCED

    @property
    def until(self) -> date | None:
        """The last day of the choice that is on, None when none is."""
        return {self.State.TRIAL: self.trial_until, self.State.FINAL: self.final_until}.get(self.State(self.state))

    @property
    def takes_wishes(self) -> bool:
        """Whether wishes can be handed in and changed today."""
        return self.until is not None and timezone.localdate() <= self.until

    @property
    def sizes_are_shown(self) -> bool:
        """Whether pupils see how many wish for what: after the trial that would be a race."""
        return self.shows_sizes and self.state == self.State.TRIAL


class RoundGrade(ScopedModel):
    """A grade whose pupils choose."""

    round = models.ForeignKey(ChoiceRound, models.CASCADE, related_name="grades")
    grade = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("grade"))

    scope = Through(view=VIEW, parent="round", of="choices.ChoiceRound")

    class Meta:
        verbose_name = _("grade that chooses")
        verbose_name_plural = _("grades that choose")
        ordering = ("grade__path",)
        constraints = [models.UniqueConstraint(fields=["round", "grade"], name="choice_grade_once")]

    def __str__(self) -> str:
        return str(self.grade)


class Offer(SoftDeletedModel):
    """What can be chosen: a course, or a combination with its three `subjects` between commas.

    Nobody gets two offers of one `time`, a word of the school's such as 周三下午. `most` is empty for any number.
    One that is `closed` had too few wishes, and gives no places.
    """

    round = models.ForeignKey(ChoiceRound, models.CASCADE, related_name="offers", verbose_name=_("course choice"))
    path = PathField(editable=False)
    name = models.CharField(_("name of the course"), max_length=40)
    subjects = models.CharField(max_length=80, blank=True, editable=False)
    teacher = models.ForeignKey(
        STAFF, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("teacher")
    )
    room_kind = models.CharField(_("kind of room needed"), max_length=12, choices=Room.Kind, blank=True)
    periods = models.PositiveSmallIntegerField(
        _("lessons a week"), default=2, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    time = models.CharField(
        _("when it is held"), max_length=20, blank=True,
        help_text=_("In the same words for all courses of one time: nobody gets two of them."),
    )  # fmt: skip
    least = models.PositiveSmallIntegerField(
        _("fewest pupils"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    most = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    grade = models.ForeignKey(
        ORGANISATION, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only for")
    )
    about = models.TextField(_("what it is about"), max_length=500, blank=True)
    closed = models.CharField(_("why it is closed"), max_length=100, blank=True, editable=False)

    scope = Through(view=VIEW, parent="round", of="choices.ChoiceRound")

    class Meta:
        verbose_name = _("offer of a course choice")
        verbose_name_plural = _("offers of course choices")
        ordering = ("pk",)
        indexes = [models.Index(fields=["path", "-id"], name="choice_offer_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"], condition=Q(removed_at=None), name="choice_offer_once",
                violation_error_message=_("There is an offer of this name already. Choose another name."),
            ),
            models.CheckConstraint(
                condition=Q(most=None) | Q(most__gte=F("least")), name="choice_places_in_order",
                violation_error_message=_("There are fewer places than the fewest pupils. Correct one of them."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def taken(self) -> list[str]:
        """The subjects of a combination."""
        return self.subjects.split(",") if self.subjects else []


class Chooser(ScopedModel):
    """A pupil in a round, under a code by lot that says nothing of them. `path` is that of the class.

    `lot` is their number in the draw, from 1. `moved`: the last time the places were given, theirs became others.
    """

    round = models.ForeignKey(ChoiceRound, models.CASCADE, related_name="choosers", verbose_name=_("course choice"))
    pupil = models.ForeignKey("students.Pupil", models.PROTECT, related_name="+", verbose_name=_("pupil"))
    path = PathField(editable=False)
    code = models.CharField(_("code on the list"), max_length=8)
    listed_at = models.DateTimeField(_("on the list since"), default=timezone.now, editable=False)
    handed_in_at = models.DateTimeField(_("wishes handed in"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed by a guardian"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        "identity.Person", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("guardian")
    )
    lot = models.PositiveIntegerField(_("lot"), null=True, editable=False)
    moved = models.BooleanField(_("other places than before"), default=False, editable=False)

    scope = Scope(view=VIEW, owner="pupil__person_id") | Family(view=VIEW, owner="pupil__person_id", listed=False)

    class Meta:
        verbose_name = _("choice of a pupil")
        verbose_name_plural = _("choices of pupils")
        ordering = ("code",)
        indexes = [models.Index(fields=["path", "-id"], name="chooser_path")]
        constraints = [
            models.UniqueConstraint(fields=["round", "pupil"], name="chooser_once"),
            models.UniqueConstraint(fields=["round", "code"], name="chooser_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.pupil)

    @property
    def audit_name(self) -> str:
        """Without a name."""
        return f"{self.round_id} {self.code}"


class Wish(ScopedModel):
    """What a pupil wishes for, in the order of `rank` from 1. `given`: it has come true."""

    chooser = models.ForeignKey(Chooser, models.CASCADE, related_name="wishes")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="wishes", verbose_name=_("offer"))
    rank = models.PositiveSmallIntegerField(_("rank of the wish"))
    given = models.BooleanField(_("wish that came true"), default=False, editable=False)

    scope = Through(view=VIEW, parent="chooser", of="choices.Chooser")

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(fields=["chooser", "offer"], name="course_wish_once"),
            models.UniqueConstraint(fields=["chooser", "rank"], name="course_wish_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}"


class Allotment(ScopedModel):
    """A place that somebody gave by hand, where no wish of the pupil's could come true."""

    chooser = models.ForeignKey(Chooser, models.CASCADE, related_name="allotments")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="allotments", verbose_name=_("offer"))
    reason = models.CharField(_("reason"), max_length=100, blank=True)

    scope = Through(view=VIEW, parent="chooser", of="choices.Chooser")

    class Meta:
        verbose_name = _("place given by hand")
        verbose_name_plural = _("places given by hand")
        constraints = [models.UniqueConstraint(fields=["chooser", "offer"], name="allotment_once")]

    def __str__(self) -> str:
        return str(self.offer)


class MovingPlan(SoftDeletedModel):
    """Moving classes of a round: groups of subjects in `bands`, and who is in which.

    `largest` is how many a group holds, `together` how many groups can be held at one time. `all_subjects` forms groups
    for the subjects that pupils don't sit the final examination in as well. `path` is the school's. `attempt` tells the
    search that is waited for from those that were stopped.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("moving classes", "In preparation")
        SEARCHING = "searching", _("Groups being formed")
        FOUND = "found", _("Groups formed")
        FAILED = "failed", _("No groups found")
        IN_FORCE = "in_force", pgettext_lazy("moving classes", "In force")

    FORMED = (State.FOUND, State.IN_FORCE)

    round = models.ForeignKey(ChoiceRound, models.PROTECT, related_name="plans", verbose_name=_("course choice"))
    path = PathField(editable=False)
    bands = models.PositiveSmallIntegerField(
        _("bands"), default=4, validators=[MinValueValidator(1), MaxValueValidator(MOST_BANDS)],
        help_text=_("Times at which groups of several subjects run side by side."),
    )  # fmt: skip
    largest = models.PositiveSmallIntegerField(
        _("largest group"), default=50, validators=[MinValueValidator(2), MaxValueValidator(LARGEST_GROUP)]
    )
    together = models.PositiveSmallIntegerField(
        _("groups at one time"), default=0, validators=[MaxValueValidator(60)],
        help_text=_("As many as there are rooms; 0 for any number."),
    )  # fmt: skip
    all_subjects = models.BooleanField(_("groups for the other subjects as well"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    runs = models.PositiveSmallIntegerField(_("how often groups were formed"), default=0, editable=False)
    attempt = models.PositiveIntegerField(default=0, editable=False)
    formed_at = models.DateTimeField(_("formed"), null=True, editable=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW, when=Q(state="in_force"))

    class Meta:
        verbose_name = _("plan of moving classes")
        verbose_name_plural = _("plans of moving classes")
        indexes = [models.Index(fields=["path", "-id"], name="moving_plan_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(removed_at=None), name="moving_plan_once",
                violation_error_message=_("There are moving classes of this choice already. Change those."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.round)


class TeachingGroup(ScopedModel):
    """A group of pupils from several classes who learn a subject together. `band` counts from 1.

    `path` is the school's.
    """

    class Level(models.TextChoices):
        FINAL = "final", _("For the final examination")
        PASS = "pass", _("For the qualifying examination")

    plan = models.ForeignKey(MovingPlan, models.CASCADE, related_name="groups", verbose_name=_("moving classes"))
    path = PathField(editable=False)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    level = models.CharField(_("level of the group"), max_length=5, choices=Level, default=Level.FINAL)
    number = models.PositiveSmallIntegerField(_("number of the group"))
    teacher = models.ForeignKey(
        STAFF, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("teacher")
    )
    room = models.ForeignKey(
        "places.Room", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room of the group")
    )
    band = models.PositiveSmallIntegerField(_("band"), null=True, editable=False)

    scope = (
        Scope(view=VIEW) | Upward(view=VIEW, when=Q(plan__state="in_force")) | Holder(
            view=VIEW, owner="teacher__person_id"
        )
    )  # fmt: skip

    class Meta:
        verbose_name = _("teaching group")
        verbose_name_plural = _("teaching groups")
        ordering = ("subject", "level", "number")
        indexes = [
            models.Index(fields=["path", "-id"], name="teaching_group_path"),
            models.Index(fields=["teacher"], name="teaching_group_teacher"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "subject", "level", "number"], name="teaching_group_once"),
        ]

    def __str__(self) -> str:
        short = _("%(subject)s %(n)s") if self.level == self.Level.FINAL else _("%(subject)s (qualifying) %(n)s")
        return str(short) % {"subject": self.subject, "n": self.number}


class GroupMember(ScopedModel):
    """A pupil who takes a subject, and in which group; none is a clash, with its cause in `beside` and `full`.

    `path` is that of the class. `was` is the group before the last time groups were formed, where it is another one.
    """

    plan = models.ForeignKey(MovingPlan, models.CASCADE, related_name="members")
    pupil = models.ForeignKey("students.Pupil", models.PROTECT, related_name="+", verbose_name=_("pupil"))
    path = PathField(editable=False)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    level = models.CharField(_("level of the group"), max_length=5, choices=TeachingGroup.Level)
    group = models.ForeignKey(
        TeachingGroup, models.CASCADE, null=True, related_name="members", verbose_name=_("teaching group")
    )
    was = models.CharField(_("group before"), max_length=60, blank=True, editable=False)
    beside = models.CharField(max_length=200, blank=True, editable=False)
    full = models.BooleanField(default=False, editable=False)

    scope = (
        Scope(view=VIEW, owner="pupil__person_id")
        | Family(view=VIEW, owner="pupil__person_id", listed=False)
        | Holder(view=VIEW, owner="group__teacher__person_id")
    )

    class Meta:
        verbose_name = _("place in a teaching group")
        verbose_name_plural = _("places in teaching groups")
        ordering = ("path", "pk")
        indexes = [models.Index(fields=["path", "-id"], name="group_member_path")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "pupil", "subject", "level"], name="group_member_once"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def audit_name(self) -> str:
        """Without a name."""
        return f"{self.plan_id} {self.subject} {self.pupil_id}"
