"""What outgoing and incoming documents have in common: kinds, urgency, retention, permissions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

VIEW, DRAFT, KEEP, SIGN = "documents.view", "documents.draft", "documents.keep", "documents.sign"


class DocumentKind(models.TextChoices):
    """The fifteen kinds of the regulations on official documents of 2012."""

    NOTICE = "notice", _("Official notice")
    LETTER = "letter", _("Official letter")
    REQUEST = "request", _("Request for instructions")
    REPLY = "reply", _("Reply to a request for instructions")
    REPORT = "report", _("Official report")
    OPINION = "opinion", _("Guiding opinions")
    MINUTES = "minutes", _("Minutes of a meeting")
    CIRCULAR = "circular", _("Circular of praise or criticism")
    DECISION = "decision", _("Official decision")
    RESOLUTION = "resolution", _("Resolution of a meeting")
    ORDER = "order", _("Order of a government")
    COMMUNIQUE = "communique", _("Communiqué")
    PROCLAMATION = "proclamation", _("Proclamation at home and abroad")
    ANNOUNCEMENT = "announcement", _("Announcement to the public")
    BILL = "bill", _("Bill for a congress")


UPWARD = frozenset({DocumentKind.REQUEST, DocumentKind.REPORT, DocumentKind.BILL})
"""Kinds that go to who stands above; they name whoever signed them on the first page."""
WITHOUT_RECEIVER = frozenset(
    {
        DocumentKind.MINUTES, DocumentKind.DECISION, DocumentKind.RESOLUTION, DocumentKind.ORDER,
        DocumentKind.COMMUNIQUE, DocumentKind.PROCLAMATION, DocumentKind.ANNOUNCEMENT,
    }
)  # fmt: skip
"""Kinds that are addressed to nobody in particular."""


class Urgency(models.TextChoices):
    USUAL = "usual", _("Not urgent")
    URGENT = "urgent", _("Urgent")
    PRESSING = "pressing", _("Extremely urgent")


class Retention(models.TextChoices):
    """How long an archive keeps something (Order 8 of the National Archives Administration, 2006)."""

    PERMANENT = "permanent", _("For ever")
    THIRTY = "thirty", _("30 years")
    TEN = "ten", _("10 years")
