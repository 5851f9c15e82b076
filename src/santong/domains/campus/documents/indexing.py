"""The full-text index of documents: what each can be found by, and by whom.

Outgoing and incoming documents stand in one index: the key of a row doubled, and one more for incoming ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone

from santong.domains.campus.documents.models import VIEW, Document, DocumentFile, Incoming, IncomingFile, Part
from santong.domains.platform.files.public import File, text_of
from santong.kit.access import Viewer
from santong.kit.fulltext.public import Entry, Index, search

DOCUMENTS = Index("documents", code="d", facets=("side", "kind", "year"))
OUT, IN = "out", "in"
LONGEST_TEXT = 20_000
"""Characters of the files of a document that are searched."""
HIDDEN = (Document.State.DRAFT, Document.State.DISCARDED)
BATCH = 200


def scopes_for(viewer: Viewer) -> list[str]:
    """The scopes of what a viewer may see; the counterpart of the tables' scopes."""
    if viewer.person_id is None:
        return []
    return [f"p{viewer.person_id}", *(f"o{path}" for path in viewer.paths(VIEW))]


def found_keys(viewer: Viewer, text: str, side: str) -> list[int]:
    """The keys of the documents of one side that a viewer may see and that hold a text, the best first."""
    hits = search(DOCUMENTS, text, scopes=scopes_for(viewer), chosen={"side": [side]}).hits
    return [hit.key // 2 for hit in hits]


def index_document(row: Document) -> None:
    """Bring the index up to date with an outgoing document, inside the transaction that changed it."""
    DOCUMENTS.put([_of_document(row)])


def index_incoming(row: Incoming) -> None:
    """Bring the index up to date with an incoming document, inside the transaction that changed it."""
    DOCUMENTS.put([_of_incoming(row)])


def rebuild() -> int:
    """Make the index anew from the database; how many documents it holds."""
    entries = list(_every())
    DOCUMENTS.rebuild(entries)
    return len(entries)


def bring_up_to_date() -> int:
    """Put again what an earlier version of the platform has indexed; how many that were."""
    done = 0
    while keys := DOCUMENTS.outdated(BATCH):
        DOCUMENTS.remove(keys)
        DOCUMENTS.put(_entries(keys))
        done += len(keys)
    return done


def index_again(file_id: int) -> None:
    """The text of a file has become known: documents that it goes with are found by it from now on."""
    sent = DocumentFile.objects.numbers_only().filter(file_id=file_id).values_list("document_id", flat=True)
    came = IncomingFile.objects.numbers_only().filter(file_id=file_id).values_list("incoming_id", flat=True)
    DOCUMENTS.put(_entries([*(key * 2 for key in sent), *(key * 2 + 1 for key in came)]))


def _every() -> Iterator[Entry]:
    sent = Document.objects.by_installation().select_related("organisation", "number__series").order_by("pk")
    yield from map(_of_document, sent)
    came = Incoming.objects.by_installation().select_related("delivery__document").order_by("pk")
    yield from map(_of_incoming, came)


def _entries(keys: Sequence[int]) -> Iterator[Entry]:
    yield from map(_of_document, Document.objects.noted([key // 2 for key in keys if key % 2 == 0]))
    yield from map(_of_incoming, Incoming.objects.noted([key // 2 for key in keys if key % 2]))


def _of_document(row: Document) -> Entry:
    place = [] if row.state in HIDDEN else [f"o{row.path}"]
    deciders = [task.holder_id for task in row.request.read_tasks()] if row.request else []
    day = row.issued_on or timezone.localdate(row.made_at)
    return Entry(
        key=row.pk * 2,
        title=row.title,
        context=" ".join([row.number_text, row.organisation.name, row.main, str(row.get_kind_display())]),
        text=f"{row.body} {_text(DocumentFile.objects.belonging_to(document=row))}",
        day=day,
        scopes=[f"p{person}" for person in dict.fromkeys([row.drafter_id, *deciders])] + place,
        facets={"side": OUT, "kind": row.kind, "year": str(day.year)},
    )


def _of_incoming(row: Incoming) -> Entry:
    document = row.delivery.document if row.delivery else None
    concerned = Part.objects.belonging_to(incoming=row).values_list("person_id", flat=True)
    sent = _text(DocumentFile.objects.belonging_to(document=document)) if document else ""
    return Entry(
        key=row.pk * 2 + 1,
        title=row.title,
        context=" ".join([row.sender_number, row.sender, str(row.get_kind_display())]),
        text=f"{row.body} {sent} {_text(IncomingFile.objects.belonging_to(incoming=row))}",
        day=row.received_on,
        scopes=[f"o{row.path}", *(f"p{person}" for person in concerned)],
        facets={"side": IN, "kind": row.kind, "year": str(row.received_on.year)},
    )


def _text(rows: Iterable[DocumentFile | IncomingFile]) -> str:
    files = File.objects.noted([row.file_id for row in rows])
    return " ".join(f"{file.name} {text_of(file)}" for file in files)[:LONGEST_TEXT]
