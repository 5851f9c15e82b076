"""What a drafter does: write, send on its way, throw away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.campus.documents.indexing import index_document
from santong.domains.campus.documents.kinds import DOCUMENT, said_of
from santong.domains.campus.documents.models import DRAFT, Cosigner, Document, DocumentFile, Version
from santong.domains.campus.documents.queries import is_on_its_way, may_write, offices_of
from santong.domains.campus.documents.text import IS_SECRET, is_secret
from santong.domains.platform.files.public import File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.requests.public import Request, put_draft, send
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Is, step

State = Document.State
DRAFTER = Is("drafter_id")


def write_document(
    *,
    acting: Viewer,
    organisation: Organisation,
    values: Mapping[str, Any],
    files: Sequence[File] = (),
    cosigners: Sequence[Person] = (),
    document: Document | None = None,
) -> Document:
    """Keep a new document, or what somebody changed in one; every other text is a version.

    `values` are those of its fields by name. Those who check or sign it may change the text while it waits for them.
    """
    _refuse_secrets(values)
    with transaction.atomic(), named("documents.write"):
        row = document or _new(acting, organisation)
        if document is not None and not may_write(acting, document):
            raise NotPossible(_("It is with others now. Ask them to return it, then change it."))
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        _keep_version(acting, row)
        _keep_files(row, files)
        if row.drafter_id == acting.person_id and row.state == State.DRAFT:
            _keep_cosigners(row, cosigners)
        index_document(row)
    return row


def _refuse_secrets(values: Mapping[str, Any]) -> None:
    for name in ("title", "body"):
        if is_secret(str(values.get(name, ""))):
            raise NotPossible(str(IS_SECRET), field=name)


def _new(acting: Viewer, organisation: Organisation) -> Document:
    acting.demand(DRAFT)
    if acting is not SYSTEM and not offices_of(acting).filter(pk=organisation.pk).exists():
        raise PermissionDenied(DRAFT)
    return Document(organisation=organisation, path=organisation.path, drafter_id=acting.person_id)


def _keep_version(acting: Viewer, row: Document) -> None:
    last = Version.objects.belonging_to(document=row).order_by("-number").first()
    if last is not None and (last.title, last.body) == (row.title, row.body):
        return
    number = last.number + 1 if last else 1
    Version.objects.create(document=row, number=number, title=row.title, body=row.body, by_id=acting.person_id)


def _keep_files(row: Document, files: Sequence[File]) -> None:
    wanted = [file.pk for file in files]
    kept = {each.file_id: each for each in DocumentFile.objects.belonging_to(document=row)}
    for key in kept.keys() - set(wanted):
        kept[key].delete()
    for position, key in enumerate(wanted):
        held = kept.get(key)
        if held is None:
            DocumentFile.objects.create(document=row, file_id=key, position=position)
        elif held.position != position:
            held.position = position
            held.save(update_fields=["position"])


def _keep_cosigners(row: Document, people: Sequence[Person]) -> None:
    wanted = {person.pk for person in people}
    kept = {each.person_id: each for each in Cosigner.objects.belonging_to(document=row)}
    for key in kept.keys() - wanted:
        kept[key].delete()
    for person in people:
        if person.pk not in kept:
            Cosigner.objects.create(document=row, person=person)


def _is_out(acting: Viewer, document: Document) -> str:
    """Nothing is sent twice."""
    if document.state == State.RUNNING and is_on_its_way(document):
        return _("It is on its way already.")
    return ""


@step(
    Document, "documents.submit", who=DRAFTER, sources=(State.DRAFT, State.RUNNING), target=State.RUNNING,
    unless=(_is_out,),
)  # fmt: skip
def submit(*, acting: Viewer, document: Document) -> None:
    """Send it on its way to be checked, agreed and signed; a returned one goes again."""
    before = document.request if document.request and not _has_ended(document.request) else None
    request = put_draft(
        acting=acting, kind=DOCUMENT, organisation=document.organisation, values=said_of(document), request=before
    )
    document.request = request
    document.save(update_fields=["request"])
    send(acting=acting, request=request)
    if not request.is_running:
        raise NotPossible(_("Nobody can check or sign it. Tell who appoints people at your place."))
    index_document(document)


def _has_ended(request: Request) -> bool:
    return request.state in (Request.State.GRANTED, Request.State.REFUSED, Request.State.WITHDRAWN)


@step(Document, "documents.discard", who=DRAFTER, sources=(State.DRAFT,), target=State.DISCARDED, undo=True)
def discard(*, acting: Viewer, document: Document) -> None:
    """Throw a draft away."""
