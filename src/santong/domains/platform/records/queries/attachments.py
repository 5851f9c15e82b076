"""The attachments that came with statements."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.storage import default_storage

from santong.domains.platform.records.models import Attachment


def attachments_of(seqs: Sequence[int]) -> list[Attachment]:
    """The attachments of some statements, each hash once."""
    rows = Attachment.objects.filter(seq__in=seqs).order_by("seq", "id")
    return list({row.sha2: row for row in rows}.values())


def content_of(attachment: Attachment) -> bytes:
    """The bytes of an attachment."""
    with default_storage.open(attachment.name) as file:
        content: bytes = file.read()
    return content
