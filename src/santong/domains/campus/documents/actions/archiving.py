"""Putting documents into the archive: from then on nothing about them changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from santong.domains.campus.documents.indexing import index_document, index_incoming
from santong.domains.campus.documents.models import KEEP, ArchiveItem, Document, Incoming
from santong.domains.campus.documents.numbering import next_item
from santong.kit.access import Viewer
from santong.kit.steps import Holds, step

CLERK = Holds(KEEP)
Out = Document.State


@step(
    Document,
    "documents.archive",
    who=CLERK,
    sources=(Out.NUMBERED, Out.SEALED, Out.SENT, Out.WITHDRAWN),
    target=Out.ARCHIVED,
)
def archive_document(*, acting: Viewer, document: Document, retention: str) -> None:
    """Put an issued document into the archive of the year of its issue."""
    day = document.issued_on
    assert day is not None
    _put(acting, document, retention, day, document.organisation.name, document.number_text, document=document)
    index_document(document)


@step(
    Incoming, "documents.archive_incoming", who=CLERK, sources=(Incoming.State.CLOSED,), target=Incoming.State.ARCHIVED
)
def archive_incoming(*, acting: Viewer, incoming: Incoming, retention: str) -> None:
    """Put an incoming document into the archive of the year in which it came."""
    number = incoming.sender_number
    _put(acting, incoming, retention, incoming.received_on, incoming.sender, number, incoming=incoming)
    index_incoming(incoming)


def _put(
    acting: Viewer, row: Any, retention: str, day: date, responsible: str, number_text: str, **of: Any
) -> ArchiveItem:
    return ArchiveItem.objects.create(
        organisation=row.organisation,
        path=row.path,
        year=day.year,
        retention=retention,
        item=next_item(row.organisation, day.year, retention),
        responsible=responsible,
        number_text=number_text,
        title=row.title,
        day=day,
        archived_by_id=acting.person_id,
        **of,
    )
