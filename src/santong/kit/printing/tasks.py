"""Long documents in the background, and their removal."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.kit.jobs.public import JobFailed, Outcome, job, progress
from santong.kit.printing.models import PrintedDocument
from santong.kit.printing.press import NoPress, press

KEEP = timedelta(days=1)
"""How long a document waits for whoever had it printed."""
NO_PRESS = _(
    "This server can't make PDF files: Pango or a Chinese font is missing. Print fewer rows, "
    "which the browser does by itself, or ask the operators to install libpango-1.0-0 and fonts-noto-cjk."
)


@job(title=_("Print a document"), queue="long")
def print_document(document: int) -> Outcome:
    """Make the PDF of a document that was written down; doing it twice makes the same one."""
    row = PrintedDocument.objects.noted([document]).first()
    if row is None or row.content is None:
        raise JobFailed(_t("The document has been removed. Print it again."))
    if not row.is_ready:
        row.put(_pressed(row.get_content().decode()))
        row.is_ready = True
        PrintedDocument.objects.again([row]).update_quietly(content=row.content, is_ready=True)
    return Outcome(_t("The document is ready. It is kept for one day."), "printing:document", arguments=[row.pk])


def _pressed(html: str) -> bytes:
    try:
        return press(html, _said)
    except NoPress as problem:
        raise JobFailed(str(NO_PRESS)) from problem


def _said(page: int) -> None:
    progress.check_cancelled()
    progress.report(page, text=_t("Page %(page)s") % {"page": page})


@job(title=_("Remove printed documents"))
def remove_old_documents() -> int:
    """Remove documents that nobody fetched in time, and what is known of the others; returns how many."""
    old = PrintedDocument.objects.by_installation().filter(made_at__lt=timezone.now() - KEEP)
    return old.delete()[0]
