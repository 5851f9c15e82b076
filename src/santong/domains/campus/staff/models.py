"""Who works at a school, in which posts, and who teaches what in which class."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Stage
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel

ORGANISATION = "organisations.Organisation"
IN_ORDER = Q(until=None) | Q(until__gte=models.F("since"))


class Staff(ScopedModel):
    """A person's employment at a school. `path` is the school's, copied for speed.

    `subjects` are standard names (see `santong.lib.subjects`) joined by "、".
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Working")
        LEFT = "left", _("Left")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="employments", verbose_name=_("name")
    )
    school = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="school_staff", verbose_name=_("school"))
    path = PathField(editable=False)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.ACTIVE)
    is_teacher = models.BooleanField(_("full-time teacher"), default=True)
    stage = models.CharField(_("teaches in"), max_length=10, blank=True, choices=Stage)
    on_establishment = models.BooleanField(_("on the establishment"), null=True, blank=True)
    subjects = models.CharField(_("subjects"), max_length=120, blank=True)
    ethnic_group = models.CharField(_("ethnic group"), max_length=2, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    scope = Scope(view="staff.view", owner="person_id")

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        indexes = [
            models.Index(fields=["path", "id"], name="staff_path"),
            models.Index(fields=["status", "path"], name="staff_status_path"),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "school"], name="staff_once_a_school")]

    def __str__(self) -> str:
        return self.person.name

    @property
    def audit_name(self) -> str:
        """Names of people stay out of the audit."""
        return f"staff {self.person_id}"


class Post(ScopedModel):
    """A post that a member of staff holds, from and until days (both included)."""

    class Title(models.TextChoices):
        PRINCIPAL = "principal", _("Principal")
        DEPUTY_PRINCIPAL = "deputy_principal", _("Deputy principal")
        PARTY_SECRETARY = "party_secretary", _("Party secretary")
        TEACHING_AFFAIRS = "teaching_affairs", _("Head of teaching affairs")
        MORAL_EDUCATION = "moral_education", _("Head of moral education")
        GENERAL_AFFAIRS = "general_affairs", _("Head of general affairs")
        IT = "it", _("Head of the information centre")
        RESEARCH_GROUP = "research_group", _("Head of a teaching-research group")
        GRADE = "grade", _("Head of a grade")
        CLASS_TEACHER = "class_teacher", _("Class teacher")
        TEACHER = "teacher", _("Teacher")
        SUPPORT = "support", _("Support staff")

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="posts")
    path = PathField(editable=False)
    title = models.CharField(_("post"), max_length=20, choices=Title)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    scope = Scope(view="staff.view", owner="staff__person_id")

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["staff", "title"], condition=Q(until=None), name="post_open_once"),
            models.CheckConstraint(condition=IN_ORDER, name="post_dates_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.get_title_display())

    @property
    def audit_name(self) -> str:
        """Without the name of the person."""
        return f"{self.title} {self.staff_id}"


class Teaching(ScopedModel):
    """A class that a member of staff leads or teaches a subject in. `path` is the class's.

    The roles "class teacher" and "subject teacher" on the class follow from it.
    """

    class Kind(models.TextChoices):
        CLASS_TEACHER = "class_teacher", _("Class teacher")
        SUBJECT = "subject_teacher", _("Subject teacher")

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="teaching", verbose_name=_("teacher"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.SUBJECT)
    school_class = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="teaching", verbose_name=_("class"))
    path = PathField(editable=False)
    subject = models.CharField(_("subject"), max_length=20, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    scope = Scope(view="staff.view", owner="staff__person_id")

    class Meta:
        verbose_name = _("teaching assignment")
        verbose_name_plural = _("teaching assignments")
        indexes = [models.Index(fields=["path", "id"], name="teaching_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "kind", "school_class", "subject"],
                condition=Q(until=None),
                name="teaching_open_once",
            ),
            models.UniqueConstraint(
                fields=["school_class"],
                condition=Q(until=None, kind="class_teacher"),
                name="teaching_one_class_teacher",
            ),
            models.CheckConstraint(condition=IN_ORDER, name="teaching_dates_in_order"),
            models.CheckConstraint(
                condition=Q(kind="class_teacher", subject="") | (Q(kind="subject_teacher") & ~Q(subject="")),
                name="teaching_has_its_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.get_kind_display())

    @property
    def audit_name(self) -> str:
        """Without the name of the person."""
        return f"{self.kind} {self.subject} {self.staff_id}"
