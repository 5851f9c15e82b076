"""What is counted of staff."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.staff.models import Staff
from santong.domains.platform.organisations.public import Stage
from santong.kit.measures.public import By, Measure, Narrowings, Rows, Tally, words_of
from santong.lib.subjects import SUBJECTS

PEOPLE = pgettext_lazy("unit", "people")
LIST = "staff:staff"


def working() -> QuerySet:
    """Who works at a school."""
    return Staff.objects.numbers_only().filter(status=Staff.Status.ACTIVE)


def teachers() -> QuerySet:
    """The full-time teachers among them."""
    return working().filter(is_teacher=True)


def with_subject() -> QuerySet:
    """The teachers of whom it is known what they teach."""
    return teachers().exclude(subjects="")


def without_subject() -> QuerySet:
    """The teachers of whom that isn't known."""
    return teachers().filter(subjects="")


def of_subject(rows: QuerySet, subject: str) -> QuerySet:
    """Those who teach a subject; somebody may teach several."""
    return rows.filter(subjects__contains=subject)


MEASURES = (
    Measure(
        "teachers",
        _("Full-time teachers"),
        unit=PEOPLE,
        says=_("The full-time teachers who work at a school, by the stage and the subject that they teach."),
        permission="staff.view",
        numerator=Tally(teachers, splits={"stage": "stage", "subject": Narrowings(sorted(SUBJECTS), of_subject)}),
        by=(
            By("stage", _("Stage"), words_of(Stage, _("Unknown stage")), values=Stage.values),
            By("subject", _("Subject"), values=sorted(SUBJECTS)),
        ),
        follows=("staff",),
        rows=Rows(
            LIST,
            {"status": Staff.Status.ACTIVE.value, "kind": "teachers"},
            by={"stage": "stage", "subject": "subject"},
        ),
        order=22,
    ),
    Measure(
        "staff",
        _("Staff"),
        unit=PEOPLE,
        says=_("Everybody who works at a school or bureau, teachers and others."),
        permission="staff.view",
        numerator=Tally(working),
        follows=("staff",),
        rows=Rows(LIST, {"status": Staff.Status.ACTIVE.value}),
        order=20,
    ),
    Measure(
        "teachers_with_subject",
        _("Teachers with a subject"),
        says=_("Of the full-time teachers, those of whom it is known what they teach."),
        words=_("subjects teachers staff"),
        permission="staff.view",
        numerator=Tally(with_subject, splits={"subject": Narrowings(sorted(SUBJECTS), of_subject)}),
        denominator=Tally(teachers),
        unknown=Tally(without_subject),
        by=(By("subject", _("Subject")),),
        follows=("staff",),
        rows=Rows(
            LIST,
            {"status": Staff.Status.ACTIVE.value, "kind": "teachers", "subject": "any"},
            by={"subject": "subject"},
        ),
        order=24,
    ),
)
