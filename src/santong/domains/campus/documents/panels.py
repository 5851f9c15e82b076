"""The panels on the pages of documents: the paper, the way to the signature, who has signed for it, what to check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.domains.campus.documents.kinds import document_of as document_of_request
from santong.domains.campus.documents.layout.paper import paper_of
from santong.domains.campus.documents.models import Delivery, Document, Incoming, Part, Remark
from santong.domains.campus.documents.queries import (
    deliveries_of,
    document_of,
    files_of,
    incoming_files,
    open_series,
    parts_of,
    versions_of,
)
from santong.domains.campus.documents.text import personal_numbers
from santong.domains.platform.files.public import show_several
from santong.domains.platform.requests.public import is_late, way_of
from santong.kit.http import Request
from santong.kit.pages import Panel

SHOWN = 60
"""Receivers that are named; of more only their number is said."""


def _rendered(request: Request, template: str, **context: Any) -> SafeString:
    return render_to_string(f"documents/{template}.html", context, request)


@dataclass(frozen=True)
class PaperPanel(Panel):
    """The document as it will stand on paper, with its files."""

    def html(self, request: Request, row: Document) -> SafeString | str:
        return _rendered(request, "paper", paper=paper_of(row), files=show_several(request.viewer, files_of(row)))


@dataclass(frozen=True)
class RequestPanel(Panel):
    """The document on the page of the request that asks for its signature, with what was changed in it."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        document = document_of_request(row)
        if document is None:
            return ""
        number = len(versions_of(document))
        files = show_several(request.viewer, files_of(document))
        return _rendered(
            request, "on_request", document=document, paper=paper_of(document), files=files, versions=number
        )


@dataclass(frozen=True)
class WayPanel(Panel):
    """Where it is on its way to the signature, and what was said."""

    def html(self, request: Request, row: Document) -> SafeString | str:
        asked = row.request
        if asked is None:
            return ""
        way = way_of(request.viewer, asked)
        return _rendered(request, "way", asked=asked, way=way, is_late=is_late(asked))


@dataclass(frozen=True)
class DeliveriesPanel(Panel):
    """Who has signed for it and who hasn't; when somebody did stands nowhere."""

    def html(self, request: Request, row: Document) -> SafeString | str:
        rows = deliveries_of(row)
        if not rows:
            return ""
        missing = [each for each in rows if each.state == Delivery.State.SENT]
        signed = [each for each in rows if each.state == Delivery.State.SIGNED]
        return _rendered(
            request, "deliveries", rows=rows, missing=missing[:SHOWN], signed=signed[:SHOWN], number=len(rows),
            number_missing=len(missing), number_signed=len(signed),
        )  # fmt: skip


@dataclass(frozen=True)
class Check:
    """Something looked at before a document goes out: whether it is well, what it is, and what was found."""

    is_well: bool
    what: str
    found: str


def checks_of(document: Document) -> list[Check]:
    """What a clerk looks at before giving the number."""
    paper, body = paper_of(document), document.body
    numbers, said = personal_numbers(body), body.count("附件")
    series = open_series(document.organisation).first()
    files = len(paper.attachments)
    return [
        Check(series is not None, _("A series to number it from"), series.code if series else _("None yet")),
        Check(
            document.title.rstrip("》").endswith(_kind_ends(document)),
            _("The title ends with the kind of document"),
            str(document.get_kind_display()),
        ),
        Check(
            files > 0 or said == 0,
            _("Attachments that the text speaks of are there"),
            ngettext("%(n)s file", "%(n)s files", files) % {"n": files},
        ),
        Check(
            numbers == 0,
            _("No mobile or identity numbers in the text"),
            ngettext("%(n)s number", "%(n)s numbers", numbers) % {"n": numbers} if numbers else "",
        ),
    ]


ENDINGS = {
    "notice": "通知", "letter": "函", "request": "请示", "reply": "批复", "report": "报告", "opinion": "意见",
    "minutes": "纪要", "circular": "通报", "decision": "决定", "resolution": "决议", "order": "令",
    "communique": "公报", "proclamation": "公告", "announcement": "通告", "bill": "议案",
}  # fmt: skip
"""With which word a title of each kind ends; documents are written in Chinese."""


def _kind_ends(document: Document) -> str:
    return ENDINGS[document.kind]


@dataclass(frozen=True)
class ChecksPanel(Panel):
    """What to look at before it goes out."""

    def html(self, request: Request, row: Document) -> SafeString | str:
        if row.state not in (Document.State.DRAFT, Document.State.RUNNING, Document.State.SIGNED):
            return ""
        return _rendered(request, "checks", checks=checks_of(row))


@dataclass(frozen=True)
class VersionsPanel(Panel):
    """Who changed the text, and the way to what was changed."""

    def html(self, request: Request, row: Document) -> SafeString | str:
        versions = versions_of(row)
        address = reverse("documents:versions", args=[row.pk]) if len(versions) > 1 else ""
        return _rendered(request, "versions_panel", versions=list(reversed(versions)), address=address)


@dataclass(frozen=True)
class DeliveredPanel(Panel):
    """The paper of what was given to an organisation, before and after it is signed for."""

    def html(self, request: Request, row: Delivery) -> SafeString | str:
        document = row.document
        files = show_several(request.viewer, files_of(document))
        return _rendered(request, "paper", paper=paper_of(document), files=files)


@dataclass(frozen=True)
class ReceivedPanel(Panel):
    """The paper of what came in through the platform; the scans of what came otherwise."""

    def html(self, request: Request, row: Incoming) -> SafeString | str:
        document, files = document_of(row), show_several(request.viewer, incoming_files(row))
        if document is None and not files:
            return ""
        return _rendered(request, "paper", paper=paper_of(document) if document else None, files=files)


@dataclass(frozen=True)
class HandlingPanel(Panel):
    """For whom it waits, and what was said."""

    def html(self, request: Request, row: Incoming) -> SafeString | str:
        parts = parts_of(row)
        remarks = Remark.objects.belonging_to(incoming=row).select_related("person").order_by("pk")
        working = [part for part in parts if part.role != Part.Role.READS]
        readers = [part for part in parts if part.role == Part.Role.READS]
        return _rendered(request, "handling", parts=working, readers=readers, remarks=list(remarks))
