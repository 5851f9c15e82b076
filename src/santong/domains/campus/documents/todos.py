"""What waits because of documents: to be signed for, numbered and distributed, registered, decided, handled, read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.models import DRAFT, KEEP, Delivery, Document, Incoming, Part
from santong.kit.access import Viewer
from santong.kit.todos import Pressing, Said, ToDo


def to_sign_for(viewer: Viewer) -> QuerySet:
    """What was given to places whose documents the viewer keeps."""
    rows = Delivery.objects.visible_to(viewer, KEEP)
    return rows.filter(path__in=viewer.paths(KEEP), state=Delivery.State.SENT)


def to_send(viewer: Viewer) -> QuerySet:
    """Signed documents that aren't distributed yet."""
    states = (Document.State.SIGNED, Document.State.NUMBERED, Document.State.SEALED)
    return Document.objects.visible_to(viewer, KEEP).filter(state__in=states)


def to_propose(viewer: Viewer) -> QuerySet:
    """Incoming documents about which nothing is done yet."""
    return Incoming.objects.visible_to(viewer, KEEP).filter(state=Incoming.State.REGISTERED)


def _mine(*roles: str) -> Callable[[Viewer], QuerySet]:
    def rows(viewer: Viewer) -> QuerySet:
        parts = Part._base_manager.filter(person_id=viewer.person_id, done=False, role__in=roles)
        return Incoming.objects.of_acting(viewer).filter(pk__in=parts.values("incoming"))

    return rows


def _leads_to(page: str) -> Callable[[Mapping[str, str]], Said]:
    def says(row: Mapping[str, str]) -> Said:
        note = row.get("sender", "") or row.get("drafter__name", "")
        return Said(row["title"], reverse(f"documents:{page}-detail", args=[row["pk"]]), note)

    return says


SIGN_FOR = ToDo(
    "documents_sign_for", _("Documents to sign for"), "clipboard-check", "documents:deliveries", permission=KEEP,
    rows=to_sign_for, says=_leads_to("deliveries"), columns=("title", "sender"), since="sent_at",
)  # fmt: skip
SEND = ToDo(
    "documents_send", _("Signed documents to number and distribute"), "certificate", "documents:documents",
    permission=KEEP, rows=to_send, says=_leads_to("documents"), columns=("title", "drafter__name"), since="signed_at",
)  # fmt: skip
PROPOSE = ToDo(
    "documents_propose", _("Incoming documents to propose something about"), "inbox", "documents:incoming",
    permission=KEEP, rows=to_propose, says=_leads_to("incoming"), columns=("title", "sender"), since="registered_at",
    due="due_on",
)  # fmt: skip
HANDLE = ToDo(
    "documents_handle", _("Incoming documents that wait for you"), "pencil", "documents:incoming", permission=DRAFT,
    rows=_mine(Part.Role.DECIDES, Part.Role.HANDLES), says=_leads_to("incoming"), columns=("title", "sender"),
    since="registered_at", due="due_on",
)  # fmt: skip
READ = ToDo(
    "documents_read", _("Incoming documents to read"), "eye", "documents:incoming", permission=DRAFT,
    rows=_mine(Part.Role.READS), says=_leads_to("incoming"), columns=("title", "sender"), since="registered_at",
    pressing=Pressing.OPTIONAL,
)  # fmt: skip
TODOS = (SIGN_FOR, SEND, PROPOSE, HANDLE, READ)
