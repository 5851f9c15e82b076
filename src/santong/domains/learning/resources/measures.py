"""What is counted of the library."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.learning.resources.models import Kind, Resource, not_over
from santong.kit.measures.public import By, Measure, Rows, Tally, words_of

PERMISSION = "resources.oversee"
SPLITS = {"subject": "subject", "kind": "kind"}
BY = (By("subject", _("Subject"), lambda name: name or _("No subject")), By("kind", _("Kind"), words_of(Kind)))
PIECES = pgettext_lazy("unit", "resources")


def handed_in() -> QuerySet:
    """Resources that are more than drafts."""
    return Resource.objects.numbers_only().exclude(status=Resource.Status.DRAFT)


def admitted() -> QuerySet:
    """Resources in the library, of which none has expired."""
    return Resource.objects.numbers_only().filter(not_over(), status=Resource.Status.ADMITTED)


HANDED_IN = Measure(
    "resources",
    _("Resources handed in"),
    unit=PIECES,
    says=_("Resources from here that were handed in: waiting, returned, admitted, withdrawn or expired."),
    permission=PERMISSION,
    numerator=Tally(handed_in, splits=SPLITS),
    by=BY,
    order=40,
)
RESOURCES_ADMITTED = Measure(
    "resources_admitted",
    _("Resources admitted"),
    unit=PIECES,
    says=_("Resources from here that are in the library today."),
    permission=PERMISSION,
    numerator=Tally(admitted, splits=SPLITS),
    by=BY,
    rows=Rows("resources:from-here", by={"subject": "subject", "kind": "kind"}),
    order=42,
)
MEASURES = (HANDED_IN, RESOURCES_ADMITTED)
