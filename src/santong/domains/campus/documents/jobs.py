"""What is done to the index of documents after an upgrade."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.indexing import bring_up_to_date
from santong.kit.jobs.public import job


@job(title=_("Index documents anew after an upgrade"))
def reindex() -> int:
    """Put again what an earlier version has indexed; returns how many documents."""
    return bring_up_to_date()
