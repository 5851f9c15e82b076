"""The request by which a document is checked, agreed and signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.documents.indexing import index_document
from santong.domains.campus.documents.models import DRAFT, Cosigner, Document
from santong.domains.campus.documents.queries import hours_between, keepers_of, signers_of
from santong.domains.platform.requests.public import (
    Decider,
    DeciderSource,
    FieldKind,
    How,
    Request,
    RequestField,
    RequestKind,
    Source,
    Stage,
)
from santong.kit.refusals import NotPossible

NAME, COSIGNERS = "document", "cosigners"
KEEPERS, SIGNERS = "keepers", "signers"
State = Document.State


def document_of(request: Request) -> Document | None:
    """The document that a request is about."""
    found: Document | None = Document.objects.belonging_to(request=request).first()
    return found


def said_of(document: Document) -> dict[str, Any]:
    """What the request says of the document; its text stands on its own page."""
    return {"what": document.title, "kind": str(document.get_kind_display())}


def _named(request: Request) -> Mapping[str, Sequence[int]]:
    document = document_of(request)
    if document is None:
        return {}
    rows = Cosigner.objects.belonging_to(document=document).order_by("pk")
    return {COSIGNERS: list(rows.values_list("person_id", flat=True))}


def _granted(request: Request) -> None:
    """It is signed by whoever agreed last."""
    document = document_of(request)
    if document is None:
        return
    agreed = [task for task in request.read_tasks() if task.state == task.State.AGREED]
    document.state, document.signed_at = State.SIGNED, timezone.now()
    document.signatory_id = agreed[-1].holder_id if agreed else None
    document.hours = hours_between(request.asked_at or document.signed_at, document.signed_at)
    _write(document)


def _ended(request: Request) -> None:
    """It was refused, or its drafter doesn't want it any more: it is a draft again."""
    document = document_of(request)
    if document is not None and document.state == State.RUNNING:
        document.state = State.DRAFT
        _write(document)


def _undone(request: Request) -> None:
    """The decision was taken back: it is on its way again, unless it has gone on meanwhile."""
    document = document_of(request)
    if document is None or document.state not in (State.SIGNED, State.DRAFT):
        raise NotPossible(_("The document has a number by now. Withdraw it, if it is not to hold."))
    document.state = State.RUNNING
    document.signed_at = document.signatory = document.hours = None
    _write(document)


def _write(document: Document) -> None:
    document.save(update_fields=["state", "signed_at", "signatory", "hours"])
    index_document(document)


def _moved(request: Request) -> None:
    """Those whom it waits for now find it, too."""
    document = document_of(request)
    if document is not None:
        index_document(document)


def _written_at(request: Request) -> str:
    document = document_of(request)
    return reverse("documents:write", args=[document.pk]) if document else reverse("documents:documents")


def _people(name: str, path: str, asker_id: int) -> Sequence[int]:
    return keepers_of(path, asker_id) if name == KEEPERS else signers_of(path, asker_id)


PEOPLE = DeciderSource(
    "documents",
    ((KEEPERS, gettext_lazy("Document clerks")), (SIGNERS, gettext_lazy("Leaders who sign documents"))),
    _people,
)
DOCUMENT = RequestKind(
    NAME,
    gettext_lazy("Signing a document"),
    fields=(
        RequestField("what", FieldKind.TEXT, gettext_lazy("Title of the document"), ("标题", "title")),
        RequestField("kind", FieldKind.TEXT, gettext_lazy("Kind of document"), ("文种", "kind")),
    ),
    path=(
        Stage(
            gettext_lazy("Checking of the draft"),
            (Decider(Source.DECLARED, f"documents:{KEEPERS}"),),
            hours=8,
            asker_may=True,
        ),
        Stage(gettext_lazy("Countersigning"), (Decider(Source.NAMED, COSIGNERS),), How.ALL, hours=8),
        Stage(
            gettext_lazy("Signing by a leader"),
            (Decider(Source.DECLARED, f"documents:{SIGNERS}"),),
            hours=8,
            asker_may=True,
        ),
    ),
    icon="certificate",
    asks=DRAFT,
    title=lambda values: str(values.get("what", "")),
    granted=_granted,
    refused=_ended,
    withdrawn=_ended,
    undone=_undone,
    moved=_moved,
    offered=False,
    named=((COSIGNERS, gettext_lazy("Those with whom the document is to be agreed")),),
    who_named=_named,
    written_at=_written_at,
    order=31,
)
