"""What is counted of organisations."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.platform.organisations.models import Kind, Organisation, Stage
from santong.kit.measures.public import By, Measure, Rows, Tally, words_of

LIST = "organisations:organisations"


def open_of_kind(kind: Kind) -> QuerySet:
    """Organisations of a kind that exist today."""
    rows = Organisation.objects.numbers_only().filter(kind=kind)
    found: QuerySet = rows.open_on(timezone.localdate())
    return found


def schools() -> QuerySet:
    """The schools that exist today."""
    return open_of_kind(Kind.SCHOOL)


def classes() -> QuerySet:
    """The classes that exist today."""
    return open_of_kind(Kind.CLASS)


MEASURES = (
    Measure(
        "schools",
        _("Schools"),
        says=_("Schools that are open today."),
        unit=pgettext_lazy("unit", "schools"),
        permission="organisations.view",
        numerator=Tally(schools),
        follows=("organisations",),
        rows=Rows(LIST, {"kind": Kind.SCHOOL.value, "state": "open"}),
        order=5,
    ),
    Measure(
        "classes",
        _("Classes"),
        says=_("Classes that exist today."),
        unit=pgettext_lazy("unit", "classes"),
        permission="organisations.view",
        numerator=Tally(classes, "parent__parent__path", splits={"stage": "parent__grade__stage"}),
        by=(By("stage", _("Stage"), words_of(Stage), values=Stage.values),),
        follows=("organisations",),
        rows=Rows(LIST, {"kind": Kind.CLASS.value, "state": "open"}, by={"stage": "stage"}),
        order=8,
    ),
)
