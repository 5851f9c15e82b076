"""What is counted of activity."""

from __future__ import annotations

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.analytics.models import ActivityDay
from santong.domains.governance.analytics.queries.activity import PERMISSION
from santong.domains.platform.organisations.public import Organisation
from santong.kit.measures.public import Grain, Measure, Rows, Tally


def at_schools() -> QuerySet:
    """The days of schools: those of counties and cities count the same people again."""
    return ActivityDay.objects.filter(organisation__kind=Organisation.Kind.SCHOOL)


MEASURES = (
    Measure(
        "person_days",
        _("Person-days"),
        unit=pgettext_lazy("unit", "person-days"),
        says=_("People of the schools who did something in the month, each counted once for every day."),
        words=_("activity active use"),
        permission=PERMISSION,
        numerator=Tally(at_schools, "organisation__path", Sum("people"), day="day"),
        grain=Grain.MONTH,
        rows=Rows("analytics:activity", dates=("first", "last")),
        order=34,
    ),
)
