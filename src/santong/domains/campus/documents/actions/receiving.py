"""Signing for what was given, and registering what came otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.documents.indexing import index_incoming
from santong.domains.campus.documents.models import KEEP, Delivery, Document, Incoming, IncomingFile, Remark
from santong.domains.campus.documents.numbering import next_receipt
from santong.domains.campus.documents.queries import hours_between
from santong.domains.campus.documents.text import IS_SECRET, is_secret
from santong.domains.platform.files.public import File
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step

CLERK = Holds(KEEP)


@step(Delivery, "documents.sign_for", who=CLERK, sources=(Delivery.State.SENT,), target=Delivery.State.SIGNED)
def sign_for(*, acting: Viewer, delivery: Delivery) -> None:
    """Sign for it; with that it stands in the receiver's register, without anybody typing it again."""
    delivery.signed_at, delivery.signed_by_id = timezone.now(), acting.person_id
    delivery.hours = hours_between(delivery.sent_at, delivery.signed_at)
    document = delivery.document
    row = _entry(acting, delivery.organisation)
    row.delivery, row.sender, row.sender_number = delivery, delivery.sender, delivery.number_text
    row.kind, row.title, row.urgency, row.body = document.kind, document.title, document.urgency, document.body
    row.answers = _answered(document, delivery.organisation)
    _keep(acting, row)


def _answered(document: Document, receiver: Organisation) -> Document | None:
    """The receiver's own document to which this one replies."""
    asked = document.answers.delivery.document if document.answers and document.answers.delivery else None
    return asked if asked is not None and asked.organisation_id == receiver.pk else None


def _entry(acting: Viewer, place: Organisation) -> Incoming:
    year = timezone.localdate().year
    return Incoming(
        organisation=place,
        path=place.path,
        year=year,
        number=next_receipt(place, year),
        registered_by_id=acting.person_id,
    )


def _keep(acting: Viewer, row: Incoming) -> None:
    row.save()
    Remark.objects.create(incoming=row, person_id=acting.person_id, verb=Remark.Verb.REGISTER)
    index_incoming(row)


def register(
    *,
    acting: Viewer,
    organisation: Organisation,
    values: Mapping[str, Any],
    files: Sequence[File] = (),
    incoming: Incoming | None = None,
) -> Incoming:
    """Register what came on paper or by another system, or correct what was registered."""
    acting.demand(KEEP, organisation.path)
    if any(is_secret(str(values.get(name, ""))) for name in ("title", "body")):
        raise NotPossible(str(IS_SECRET), field="title")
    with transaction.atomic(), named("documents.register"):
        row = incoming or _entry(acting, organisation)
        if row.state != Incoming.State.REGISTERED or row.delivery_id is not None:
            raise NotPossible(_("It is being handled. What was registered stays as it is."))
        for name, value in values.items():
            setattr(row, name, value)
        if incoming is None:
            _keep(acting, row)
        else:
            row.save()
        _keep_files(row, files)
        index_incoming(row)
    return row


def _keep_files(row: Incoming, files: Sequence[File]) -> None:
    wanted = [file.pk for file in files]
    kept = {each.file_id: each for each in IncomingFile.objects.belonging_to(incoming=row)}
    for key in kept.keys() - set(wanted):
        kept[key].delete()
    for position, key in enumerate(wanted):
        if key not in kept:
            IncomingFile.objects.create(incoming=row, file_id=key, position=position)
