"""What is counted of the use of the library in classes."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.learning.coverage.models import PERMISSION, ClassUse
from santong.domains.platform.organisations.public import Organisation
from santong.kit.measures.public import By, Grain, Measure, Rows, Tally

HOME = "school_class__parent__parent__path"
DAY = "day"
SUBJECT = {"subject": "subject"}
BY = (By("subject", _("Subject"), lambda name: name or _("Without a subject")),)


def uses() -> QuerySet:
    """Uses in classes that exist today."""
    today = timezone.localdate()
    lasting = Q(school_class__valid_until=None) | Q(school_class__valid_until__gte=today)
    return ClassUse.objects.numbers_only().filter(lasting, school_class__removed_at=None)


def classes() -> QuerySet:
    """The classes that exist today."""
    rows = Organisation.objects.numbers_only().filter(kind=Organisation.Kind.CLASS)
    found: QuerySet = rows.open_on(timezone.localdate())
    return found


ROWS = Rows("coverage:page", month="period")

COVERAGE = Measure(
    "coverage",
    _("Coverage"),
    says=_("Of the classes, those in which the library was used in the month."),
    words=_("use library classes"),
    permission=PERMISSION,
    numerator=Tally(uses, HOME, Count("school_class", distinct=True), day=DAY, splits=SUBJECT),
    denominator=Tally(classes, "parent__parent__path"),
    grain=Grain.MONTH,
    by=BY,
    rows=ROWS,
    order=50,
)
USES = Measure(
    "class_uses",
    _("Uses in classes"),
    unit=pgettext_lazy("unit", "times"),
    says=_("How often teachers opened or saved a resource for one of their classes in the month."),
    words=_("use library classes"),
    permission=PERMISSION,
    numerator=Tally(uses, HOME, Sum("uses"), day=DAY, splits=SUBJECT),
    grain=Grain.MONTH,
    by=BY,
    rows=ROWS,
    order=52,
)
TEACHERS = Measure(
    "teachers_using",
    _("Teachers using resources"),
    unit=pgettext_lazy("unit", "people"),
    says=_("Teachers who opened or saved a resource for one of their classes in the month, at each school."),
    words=_("use library classes"),
    permission=PERMISSION,
    numerator=Tally(uses, HOME, Count("person_id", distinct=True), day=DAY, splits=SUBJECT),
    grain=Grain.MONTH,
    by=BY,
    rows=ROWS,
    order=51,
)
MEASURES = (COVERAGE, TEACHERS, USES)
