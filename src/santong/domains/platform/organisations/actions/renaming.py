"""Taking a new name back."""

from __future__ import annotations

from django.db import transaction

from santong.domains.platform.organisations.models import Organisation, OrganisationName
from santong.kit.access import Viewer
from santong.kit.audit import named


def take_name_back(*, acting: Viewer, former_id: int) -> Organisation | None:
    """Bear a former name again as if it had never changed; None when that is no longer the last change."""
    former = OrganisationName.objects.noted([former_id]).first()
    if former is None:
        return None
    row = former.organisation
    acting.demand("organisations.change", row.path)
    newest = OrganisationName.objects.belonging_to(organisation=row).order_by("-id").first()
    if newest != former:
        return None
    with transaction.atomic(), named("organisations.take_name_back"):
        row.name, row.short_name, row.code = former.name, former.short_name, former.code
        row.save(update_fields=["name", "short_name", "code"])
        former.delete()
    return row
