"""Converting again what failed."""

from __future__ import annotations

from django.db import transaction

from santong.domains.platform.files.converting import convert_what_is_missing, lost_renditions
from santong.domains.platform.files.models import File
from santong.kit.access import Viewer
from santong.kit.audit import named


def retry_conversion(*, acting: Viewer, file: File) -> None:
    """Start anew what failed or got lost; what is ready or under way stays."""
    acting.get(File, file.pk, "files.upload")
    if file.blob is None:
        return
    with transaction.atomic(), named("files.retry"):
        lost_renditions(blob=file.blob)
        convert_what_is_missing(file.blob, file)
