"""Reads: who keeps and signs documents of a place, what somebody may write, who hasn't signed for one yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from santong.domains.campus.documents.models import (
    DRAFT,
    KEEP,
    SIGN,
    VIEW,
    Delivery,
    Document,
    DocumentFile,
    Incoming,
    IncomingFile,
    Number,
    Part,
    Series,
    Version,
)
from santong.domains.platform.access.public import holders_nearest
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import OFFICES, Organisation, lineage
from santong.domains.platform.requests.public import decision_of, homes_of
from santong.kit.access import Viewer, below
from santong.kit.access.roles import roles_with

Found = dict[int, list[Any]]


def offices_of(viewer: Viewer, permission: str = DRAFT) -> QuerySet[Organisation]:
    """The bureaus and schools for whose documents somebody holds a permission, because they work there."""
    return homes_of(viewer, permission).filter(kind__in=OFFICES)


def keepers_of(path: str, asker: int) -> list[int]:
    """Who checks a draft: those who keep the documents of a place and don't sign them, rather not the drafter."""
    held, signers = _held(KEEP, path), set(_held(SIGN, path))
    others = [person for person in held if person != asker]
    return [person for person in others if person not in signers] or others or held


def signers_of(path: str, asker: int) -> list[int]:
    """Who signs the documents of a place, rather not the drafter."""
    held = _held(SIGN, path)
    return [person for person in held if person != asker] or held


def _held(permission: str, path: str) -> list[int]:
    return holders_nearest(roles_with(permission), path)


def clerks_at(paths: Iterable[str]) -> list[Person]:
    """Those who keep the documents of places, each once."""
    keys = {person for path in paths for person in _held(KEEP, path)}
    return list(Person.objects.noted(keys).order_by("pk"))


def may_write(viewer: Viewer, document: Document) -> bool:
    """Whether somebody may change a document now: its drafter before it is on its way, then whoever it waits for."""
    is_running = document.state == Document.State.RUNNING
    if document.state == Document.State.DRAFT or (is_running and not is_on_its_way(document)):
        return document.drafter_id == viewer.person_id
    if not is_running or document.request is None:
        return False
    return decision_of(viewer, document.request) is not None


def is_on_its_way(document: Document) -> bool:
    """Whether others have it: not when it was returned to its drafter."""
    return document.request is not None and document.request.is_running


def versions_of(document: Document) -> list[Version]:
    """All versions, the oldest first."""
    return list(Version.objects.belonging_to(document=document).select_related("by").order_by("number"))


def deliveries_of(document: Document) -> list[Delivery]:
    """To whom it was given, in the order of the tree."""
    rows = Delivery.objects.belonging_to(document=document)
    return list(rows.select_related("organisation", "signed_by").order_by("organisation__path"))


def receivers_for(place: Organisation) -> QuerySet[Organisation]:
    """To whom an organisation can send: all bureaus and schools above it, below it, and beside it."""
    top = lineage(place)[0]
    start = place.path if place.kind == Organisation.Kind.CITY_BUREAU else top.path
    rows = Organisation.objects.open_to_everyone().filter(below("path", start), kind__in=OFFICES)
    found: QuerySet[Organisation] = rows.open_on(timezone.localdate()).exclude(pk=place.pk)
    return found.select_related("parent").order_by("path")


def open_series(place: Organisation) -> QuerySet[Series]:
    """The series from which an organisation numbers its documents."""
    rows: QuerySet[Series] = Series.objects.belonging_to(organisation=place).filter(is_open=True)
    return rows.order_by("pk")


def next_number(series: Series, year: int) -> int:
    """The number that a series gives next; sure only while the series is locked."""
    last = Number.objects.belonging_to(series=series).filter(year=year).order_by("-number").first()
    return last.number + 1 if last else series.first_of(year)


def parts_of(incoming: Incoming) -> list[Part]:
    """Who has to do with it, in the order in which they were asked."""
    return list(Part.objects.belonging_to(incoming=incoming).select_related("person").order_by("pk"))


def part_of(viewer: Viewer, incoming: Incoming, role: str) -> Part | None:
    """What somebody still has to do with it, None for nothing."""
    rows = Part.objects.belonging_to(incoming=incoming).filter(person_id=viewer.person_id, role=role, done=False)
    found: Part | None = rows.first()
    return found


def document_of(incoming: Incoming) -> Document | None:
    """The document of this installation that came in, None for what came from elsewhere."""
    return incoming.delivery.document if incoming.delivery else None


def files_of(document: Document) -> list[int]:
    """The keys of the files that go with a document, in order."""
    rows = DocumentFile.objects.belonging_to(document=document).order_by("position", "pk")
    return list(rows.values_list("file_id", flat=True))


def incoming_files(incoming: Incoming) -> list[int]:
    """The keys of the scans and files of an incoming document, with those of what was delivered."""
    rows = IncomingFile.objects.belonging_to(incoming=incoming).order_by("position", "pk")
    document = document_of(incoming)
    return [*(files_of(document) if document else ()), *rows.values_list("file_id", flat=True)]


def readable_through_documents(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Those of some files that go with documents which a viewer sees, or which were given to them."""
    sent = DocumentFile.objects.numbers_only().filter(file_id__in=file_ids)
    came = IncomingFile.objects.numbers_only().filter(file_id__in=file_ids)
    documents = set(sent.values_list("document_id", flat=True))
    seen = _seen(Document, viewer, documents)
    given = Delivery.objects.visible_to(viewer, VIEW).filter(document_id__in=documents)
    seen |= set(given.exclude(state=Delivery.State.WITHDRAWN).values_list("document_id", flat=True))
    handled = Incoming.objects.of_acting(viewer).filter(delivery__document_id__in=documents)
    seen |= set(handled.values_list("delivery__document_id", flat=True))
    received = _seen(Incoming, viewer, set(came.values_list("incoming_id", flat=True)))
    yield from sent.filter(document_id__in=seen).values_list("file_id", flat=True)
    yield from came.filter(incoming_id__in=received).values_list("file_id", flat=True)


def _seen(model: Any, viewer: Viewer, keys: Collection[int]) -> set[int]:
    if not keys:
        return set()
    rows = model.objects.visible_to(viewer).filter(pk__in=keys).values_list("pk", flat=True)
    own = model.objects.of_acting(viewer).filter(pk__in=keys).values_list("pk", flat=True)
    return {*rows, *own}


def hours_between(start: datetime, end: datetime) -> int:
    """Whole hours from one moment to another."""
    return max(int((end - start).total_seconds() // 3600), 0)


def years_in(rows: QuerySet[Any], field: str) -> Sequence[int]:
    """The years of a date in some rows, the newest first."""
    days: Iterable[date] = rows.order_by().dates(field, "year")
    return sorted({day.year for day in days}, reverse=True)
