"""A survey with its versions, whom it asks, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import randbelow

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.notices.public import ChosenPart, part_constraints
from santong.domains.platform.surveys.content import Content, from_json
from santong.kit.access import NOTHING, Exactly, Holder, Scope, Through, Upward, Viewer
from santong.kit.burden import Frequency
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

SEE = "surveys.view"
ASK = "surveys.ask"
RESULTS = "surveys.results"
ANSWER = "surveys.answer"
TEMPLATES = "surveys.templates"
FEWEST = 5
"""Answers of fewer people aren't shown for a group, and anonymous ones not at all."""


class Survey(SoftDeletedModel):
    """Questions to many people. `path` is that of the place that asks.

    `opens_on` and `closes_on` are the first and the last day for answers. `authority`, `ground`, `frequency` and
    `minutes` say what every request for data has to say (`kit.burden`). `number` is how many answers are asked for,
    one for each child, known once `asked_at` is. `measured` is the median of the minutes that answers took, known
    once it has closed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Taking answers")
        CLOSED = "closed", _("Takes no more answers")

    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("What it is about"), max_length=2000, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("place that asks")
    )
    path = PathField(editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("composed by")
    )
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    several = models.BooleanField(_("everybody may answer several times"), default=False)
    may_correct = models.BooleanField(_("answers may be corrected until the end"), default=True)
    opens_on = models.DateField(_("from"), null=True, blank=True)
    closes_on = models.DateField(_("until"), null=True, blank=True)
    authority = models.CharField(_("by what authority"), max_length=200, blank=True)
    ground = models.CharField(_("what the answers are for"), max_length=300, blank=True)
    frequency = models.CharField(_("how often"), max_length=5, choices=Frequency, default=Frequency.ONCE)
    minutes = models.PositiveSmallIntegerField(_("minutes that an answer takes"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.DRAFT)
    is_template = models.BooleanField(_("offered as a template"), default=False, editable=False)
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    opened_at = models.DateTimeField(_("opened for answers at"), null=True, editable=False)
    asked_at = models.DateTimeField(_("delivered at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, editable=False)
    number = models.PositiveIntegerField(_("answers wanted"), default=0, editable=False)
    measured = models.PositiveSmallIntegerField(_("minutes that answers took"), null=True, editable=False)

    scope: Scope = Scope(view=SEE) | Upward(view=SEE, when=Q(is_template=True))

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        indexes = [
            models.Index(fields=["path", "-id"], name="survey_path"),
            models.Index(fields=["closes_on"], condition=Q(state="open"), name="survey_open_until"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opens_on__isnull=False, closes_on__isnull=False),
                name="survey_open_for_days",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="survey_days_in_order",
            ),
            # What was given once without a name can't be found again to be corrected, or told from a second one.
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(several=False, may_correct=False), name="survey_anonymous_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        """Without the words: a title may name a child."""
        return f"survey {self.pk}"

    @property
    def takes_answers(self) -> bool:
        """Whether somebody may answer today."""
        if self.state != self.State.OPEN or self.opens_on is None or self.closes_on is None:
            return False
        return self.opens_on <= timezone.localdate() <= self.closes_on

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.closes_on is not None and self.closes_on < timezone.localdate()


class Version(ScopedModel):
    """The questions of a survey as they were asked from some day on; one that was in force is never changed.

    `content` is what `content.to_json` gives.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_FORCE = "in_force", _("In force")
        SUPERSEDED = "superseded", _("Replaced")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="versions", verbose_name=_("survey"))
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    in_force_at = models.DateTimeField(_("in force since"), null=True, editable=False)

    scope = Through(view=SEE, parent="survey", of="surveys.Survey")

    class Meta:
        verbose_name = _("version of a survey")
        verbose_name_plural = _("versions of surveys")
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once"),
            models.UniqueConstraint(fields=["survey"], condition=Q(state="in_force"), name="survey_in_force_once"),
            models.UniqueConstraint(fields=["survey"], condition=Q(state="draft"), name="survey_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.number}"

    @property
    def form(self) -> Content:
        """Its questions."""
        return from_json(self.content)


class AudiencePart(ChosenPart):
    """A part of whom a survey asks."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="parts")

    scope = Through(view=SEE, parent="survey", of="surveys.Survey")

    class Meta:
        verbose_name = _("part of whom a survey asks")
        verbose_name_plural = _("parts of whom surveys ask")
        constraints = part_constraints("survey", "survey_audience")

    @property
    def audit_name(self) -> str:
        return f"audience of survey {self.survey_id}"


class Asked(ScopedModel):
    """Somebody whom a survey asks, for themselves or for a `child`; `path` is where they were found.

    `answered` says that they did, and nothing of what or when: without the audit record, which would keep the moment.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="asked", verbose_name=_("survey"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("child")
    )
    path = PathField(editable=False)
    category = models.CharField(max_length=8)
    answered = models.BooleanField(_("answered"), default=False)
    reminded = models.BooleanField(default=False)

    scope = Holder(view=ANSWER)

    class Meta:
        verbose_name = _("person asked")
        verbose_name_plural = _("people asked")
        indexes = [
            models.Index(fields=["person", "-id"], name="survey_asked_person"),
            models.Index(fields=["person"], condition=Q(answered=False), name="survey_asked_open"),
            models.Index(fields=["survey", "child"], name="survey_asked_child"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["survey", "person"], condition=Q(child=None), name="survey_asked_once"),
            models.UniqueConstraint(
                fields=["survey", "person", "child"],
                condition=Q(child__isnull=False),
                name="survey_asked_for_child_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.person_id}"


@dataclass(frozen=True)
class Askers(Scope):
    """Who holds the permission at exactly the place that asked sees what was sent there; whoever asked, while they
    hold it above.
    """

    @property
    def _sent(self) -> Q:
        return Q(state="sent", survey__removed_at=None)

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view) or not viewer.can(self.view):
            return NOTHING
        return self._sent & (Exactly(self.view, self.path).rows(viewer) | self._asked_by(viewer))

    def _asked_by(self, viewer: Viewer) -> Q:
        mine = Q(survey__author_id=viewer.person_id) if viewer.person_id is not None else NOTHING
        return mine & Scope(self.view, self.path).rows(viewer)


ASKERS = Askers(view=RESULTS, path="survey__path")


class Answer(ScopedModel):
    """What somebody answered to a survey, or has written so far, for themselves or for a child; never an anonymous one.

    `values` holds by the name of a field: text, a number, the key of an option or several, true or false,
    {"name", "about"} for a person or place, {"value", "right", "words"} for a fact, rows of texts for a table. Files
    stand in rows of their own.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Begun")
        SENT = "sent", _("Sent")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answers", verbose_name=_("survey"))
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name=_("version"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who answered")
    )
    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("child")
    )
    path = PathField(editable=False)
    values = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.DRAFT)
    sent_on = models.DateField(_("answered on"), null=True, editable=False)

    audit_hidden = frozenset({"values"})
    scope: Scope = ASKERS | Holder(view=ANSWER)

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        indexes = [
            models.Index(fields=["survey", "state"], name="survey_answer_survey"),
            models.Index(fields=["person", "survey"], name="survey_answer_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_on__isnull=False), name="survey_answer_sent_on_a_day"
            ),
            models.UniqueConstraint(
                fields=["survey", "person"],
                condition=Q(state="draft", child=None),
                name="survey_answer_draft_once",
            ),
            models.UniqueConstraint(
                fields=["survey", "person", "child"],
                condition=Q(state="draft", child__isnull=False),
                name="survey_answer_child_draft_once",
            ),
        ]

    def __str__(self) -> str:
        return self.person.name if self.child is None else self.child.name

    @property
    def audit_name(self) -> str:
        return f"answer to survey {self.survey_id}"


class AnswerFile(ScopedModel):
    """A file that goes with an answer, under the name of the field that it was chosen in."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="files")
    field = models.CharField(max_length=8)
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+", verbose_name=_("file"))

    scope = Through(view=RESULTS, parent="answer", of="surveys.Answer")

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        constraints = [models.UniqueConstraint(fields=["answer", "field", "file"], name="survey_answer_file_once")]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.file_id}"


def any_key() -> int:
    """A key that tells nothing about when a row was written."""
    return randbelow(2**62)


class AnonymousAnswer(models.Model):
    """What somebody answered to an anonymous survey. There is no column that could lead to them.

    Keys are random, no day is kept, no audit record is written. `group` is the path one level below the place that
    asked. Results leave out what isn't `mixed`: answers are mixed several at a time, in an order and with keys of
    chance, so that none shows alone (docs/adr/0029-surveys.md).
    """

    id = models.BigIntegerField(primary_key=True, default=any_key, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="anonymous_answers")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    group = PathField(blank=True, editable=False)
    values = models.JSONField(default=dict)
    mixed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("anonymous answer")
        verbose_name_plural = _("anonymous answers")
        indexes = [models.Index(fields=["survey", "mixed"], name="survey_anonymous_mixed")]

    def __str__(self) -> str:
        return f"{self.survey_id}"


class AnsweringTime(models.Model):
    """How many answers to a survey took so many minutes; whose they were isn't kept."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="times")
    minutes = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("time of answering")
        verbose_name_plural = _("times of answering")
        constraints = [models.UniqueConstraint(fields=["survey", "minutes"], name="survey_minutes_once")]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.minutes}"
