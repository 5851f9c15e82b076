"""What stands about sources on the page of a resource."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.actions.certifying import certifiers
from santong.domains.learning.sourcing.models import Certificate, Pack, Price
from santong.domains.learning.sourcing.permissions import CERTIFY, POINTS
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel


def _context(request: Request, row: Resource) -> dict[str, Any] | None:
    viewer = request.viewer
    certificates = Certificate.objects.belonging_to(resource=row).filter(revoked_at=None)
    price = Price.objects.belonging_to(resource=row).first() if row.lock else None
    pack = Pack.objects.belonging_to(items__resource=row).first() if row.lock else None
    is_own = row.author_id == viewer.person_id
    context = {
        "certificates": list(certificates.select_related("organisation").order_by("-pk")),
        "price": price,
        "pack": pack,
        "may_price": is_own and row.status == Resource.Status.ADMITTED and not pack and viewer.can(POINTS),
        "may_certify": viewer.can(CERTIFY) and bool(certifiers(viewer, row)),
    }
    return context if any(context.values()) else None


PANEL = TemplatePanel(_("Quality and source"), template="sourcing/resource_panel.html", context=_context, side=True)
