"""What is counted of documents, in parts that add up: issued, signed for in time, hours until decided."""

from __future__ import annotations

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.documents.models import VIEW, Delivery, Document, DocumentKind, Incoming
from santong.kit.measures.public import By, Grain, Measure, Tally, words_of

IN_TIME = 48
"""Hours within which a document should be signed for: two days."""


def issued() -> QuerySet:
    """Documents that hold."""
    return Document.objects.numbers_only().filter(state__in=Document.ISSUED)


def delivered() -> QuerySet:
    """What was given to receivers and not withdrawn."""
    return Delivery.objects.numbers_only().exclude(state=Delivery.State.WITHDRAWN)


def signed_in_time() -> QuerySet:
    """What was signed for within two days."""
    return delivered().filter(state=Delivery.State.SIGNED, hours__lte=IN_TIME)


def decided() -> QuerySet:
    """Incoming documents about which somebody gave instructions."""
    return Incoming.objects.numbers_only().filter(decided_at__isnull=False)


ISSUED = Measure(
    "documents_issued",
    _("Documents issued"),
    unit=pgettext_lazy("unit", "documents"),
    says=_("Documents that were numbered in the month and hold."),
    words=_("official documents issued"),
    permission=VIEW,
    grain=Grain.MONTH,
    numerator=Tally(issued, day="issued_on", splits={"kind": "kind"}),
    by=(By("kind", _("Kind of document"), words_of(DocumentKind)),),
    summed_by="kind",
    order=80,
)
SIGNED_FOR = Measure(
    "documents_signed_for",
    _("Documents signed for within two days"),
    says=_("Of the documents delivered in the month, the share that the receiver signed for within 48 hours."),
    words=_("official documents receipt time"),
    permission=VIEW,
    grain=Grain.MONTH,
    numerator=Tally(signed_in_time, day="sent_at__date"),
    denominator=Tally(delivered, day="sent_at__date"),
    order=81,
)
DECIDED = Measure(
    "documents_decided",
    _("Incoming documents decided about"),
    unit=pgettext_lazy("unit", "documents"),
    says=_("Incoming documents about which instructions were given in the month."),
    words=_("official documents instructions"),
    permission=VIEW,
    grain=Grain.MONTH,
    numerator=Tally(decided, day="decided_at__date"),
    order=82,
)
HOURS = Measure(
    "documents_hours_to_decide",
    _("Hours until incoming documents were decided about"),
    unit=pgettext_lazy("unit", "hours"),
    says=_("The hours from registration to instructions, added up; divided by the documents decided about, the mean."),
    words=_("official documents time to decide"),
    permission=VIEW,
    grain=Grain.MONTH,
    numerator=Tally(decided, count=Sum("hours"), day="decided_at__date"),
    order=83,
)
MEASURES = (ISSUED, SIGNED_FOR, DECIDED, HOURS)
