"""What stands where on the paper of a document (GB/T 9704-2012, clause 7), for the page, PDF and Word alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from santong.domains.campus.documents.models import Document, DocumentFile, DocumentKind
from santong.domains.campus.documents.text import Block, blocks_of

STYLE = Path(__file__).parent / "gbt9704.css"
LANGUAGE = "zh-hans"
"""Official documents are written in Chinese, whatever language their reader's pages are in."""
PLAIN_HEADS = frozenset({DocumentKind.LETTER, DocumentKind.MINUTES})
"""Kinds whose head is the name of the organisation alone."""


@dataclass(frozen=True)
class Paper:
    """The elements of a document. `mark` is the red head; what it doesn't have is ""."""

    mark: str
    number: str
    signatory: str
    urgency: str
    title: Sequence[str]
    main: str
    blocks: Sequence[Block]
    attachments: Sequence[str]
    sender: str
    day: str
    copies: str
    printed: str
    is_void: bool

    @property
    def attachment_note(self) -> list[tuple[str, str]]:
        """The lines of the note of attachments: their mark and their name; one alone bears no number."""
        if len(self.attachments) == 1:
            return [("", self.attachments[0])]
        return [(f"{number}. ", name) for number, name in enumerate(self.attachments, 1)]


def paper_of(document: Document) -> Paper:
    """The paper of a document as it stands now."""
    names = DocumentFile.objects.belonging_to(document=document).order_by("position", "pk")
    attachments = [Path(name).stem for name in names.values_list("file__name", flat=True)]
    sender, kind = document.organisation.name, document.kind
    with override(LANGUAGE):
        day = document.issued_on or timezone.localdate()
        signatory = document.signatory.name if document.goes_up and document.signatory else ""
        return Paper(
            mark=sender if kind in PLAIN_HEADS else _("%(sender)s document") % {"sender": sender},
            number=document.number_text,
            signatory=_("Signed by: %(name)s") % {"name": signatory} if signatory else "",
            urgency="" if document.urgency == Document.Urgency.USUAL else str(document.get_urgency_display()),
            title=_title(sender, document.title),
            main=f"{document.main.rstrip(':：')}：" if document.main else "",
            blocks=blocks_of(document.body),
            attachments=attachments,
            sender=sender,
            day=_in_words(day),
            copies=_("Copies to: %(whom)s.") % {"whom": document.copies.rstrip("。.")} if document.copies else "",
            printed=_("Printed and distributed on %(day)s") % {"day": _in_words(day)},
            is_void=document.state == Document.State.WITHDRAWN,
        )


def _title(sender: str, title: str) -> list[str]:
    """The title in lines: the issuer first, unless the title names it."""
    return [title] if title.startswith(sender) else [sender, title]


def _in_words(day: date) -> str:
    """A date in figures, months and days without zeros (7.3.5.4)."""
    return date_format(day, "Y年n月j日")
