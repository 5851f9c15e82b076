"""Columns of the lists of documents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.models import ArchiveItem, Number
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn

OUT_TONES = {
    "draft": "neutral", "running": "info", "signed": "warn", "numbered": "warn", "sealed": "warn", "sent": "ok",
    "withdrawn": "bad", "archived": "neutral",
}  # fmt: skip
IN_TONES = {"registered": "warn", "proposed": "info", "handled": "info", "closed": "ok", "archived": "neutral"}
DELIVERY_TONES = {"sent": "warn", "signed": "ok", "withdrawn": "bad"}
URGENCY_TONES = {"urgent": "warn", "pressing": "bad"}


def urgency(row: Any) -> str:
    """How urgent something is; "" for what isn't."""
    return "" if row.urgency == row.Urgency.USUAL else str(row.get_urgency_display())


class DocumentTable(Table):
    """What an organisation issues."""

    title = NameColumn(_("title of the document"))
    number = Column(_("document number"), accessor=lambda row: row.number_text)
    kind = Column(_("kind of document"), orderable=False)
    urgency = Column(_("urgency"), accessor=urgency, phone=False)
    drafter = Column(_("drafted by"), accessor="drafter__name", orderable=False, phone=False)
    issued_on = DateColumn(_("date of issue"))
    state = TagColumn(_("state"), tones=OUT_TONES)


class IncomingTable(Table):
    """What an organisation received."""

    title = NameColumn(_("title of the document"))
    receipt = Column(_("number of receipt"), accessor=lambda row: row.receipt)
    sender = Column(_("from whom"))
    sender_number = Column(_("number of the sender"), phone=False)
    kind = Column(_("kind of document"), orderable=False, phone=False)
    received_on = DateColumn(_("received on"))
    due_on = DateColumn(_("to be concluded by"))
    state = TagColumn(_("state"), tones=IN_TONES)


class DeliveryTable(Table):
    """What was given to an organisation."""

    title = NameColumn(_("title of the document"))
    sender = Column(_("from whom"))
    number_text = Column(_("document number"), orderable=False)
    organisation = Column(_("receiver"), accessor="organisation__name", orderable=False, phone=False)
    sent_at = DateColumn(_("sent at"))
    state = TagColumn(_("state"), tones=DELIVERY_TONES)


class NumberTable(Table):
    """Which numbers were given to what."""

    written = NameColumn(_("document number"), accessor=lambda row: str(row))
    day = DateColumn(_("date of issue"))
    title = Column(_("title of the document"), accessor=lambda row: title_of(row))
    void_because = Column(_("void because"), orderable=False)
    place = Column(_("organisation"), accessor="series__organisation__name", orderable=False, phone=False)


def title_of(row: Number) -> str:
    """The document that has a number; "" for none."""
    document = getattr(row, "document", None)
    return document.title if document else ""


class SeriesTable(Table):
    """The words that numbers begin with."""

    code = NameColumn(_("word of the series"))
    about = Column(_("used for"), orderable=False)
    organisation = Column(_("organisation"), accessor="organisation__name", orderable=False)
    is_open = TagColumn(
        _("state"), accessor=lambda row: _("In use") if row.is_open else _("Closed series"), orderable=False
    )


class ArchiveTable(Table):
    """The catalogue of the archive."""

    title = NameColumn(_("title of the document"))
    item = NumberColumn(_("item number"))
    year = Column(_("year"))
    retention = Column(_("kept for"), orderable=False)
    responsible = Column(_("responsible"), orderable=False)
    number_text = Column(_("document number"), orderable=False, phone=False)
    day = DateColumn(_("date of the document"))
    side = Column(_("direction"), accessor=lambda row: direction(row), phone=False)


def direction(row: ArchiveItem) -> str:
    """Whether it went out or came in."""
    return str(_("Outgoing")) if row.document_id else str(_("Incoming"))
