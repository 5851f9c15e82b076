"""Certificates: the list, one of them, granting and revoking."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.actions.certifying import certifiers, certify, revoke
from santong.domains.learning.sourcing.actions.earning import standing_reward
from santong.domains.learning.sourcing.filters import CertificateFilter
from santong.domains.learning.sourcing.forms import CertificateForm, ReasonForm
from santong.domains.learning.sourcing.models import Certificate
from santong.domains.learning.sourcing.permissions import CERTIFY
from santong.domains.learning.sourcing.tables import CertificateTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ModelPages, StepPage, link
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable


def _points(row: Certificate) -> str:
    """What became of the points that it brought, in words; "" when it brought none."""
    reward = standing_reward(row)
    if row.revoked_at is None:
        return gettext("Given to the author and the school") if reward else ""
    if reward is not None and reward.at <= row.revoked_at:
        return gettext("They stay, because some of them have been spent already")
    return gettext("Taken back")


class CertificatePages(ModelPages):
    """Certificates granted at the viewer's places."""

    model = Certificate
    name = "certificates"
    namespace = "sourcing"
    title = _("Certified resources")
    icon = "award"
    table = CertificateTable
    filterset = CertificateFilter
    export = CERTIFY
    sort = "-pk"
    empty_text = _("Open a resource of the library that deserves it, and certify it there.")
    panels = (
        FactsPanel(
            _("Certificate"),
            facts=(
                Fact(lambda row: link(f"/resources/{row.resource_id}/", row.resource.title), _("resource")),
                Fact("level"),
                Fact(lambda row: row.organisation.name, _("granted by")),
                Fact(lambda row: row.person.name if row.person else "", _("officer")),
                Fact("reason"),
                Fact("granted_at"),
                Fact("revoked_at"),
                Fact("revoked_because"),
                Fact(_points, _("points for it")),
            ),
        ),
        HistoryPanel(_("History"), side=True),
    )
    steps = (
        StepPage(
            revoke,
            _("Revoke the certificate"),
            done=_("Revoked."),
            text=_("The points that it brought are taken back, unless they have been spent."),
            form=lambda data, row, viewer: ReasonForm(data),
            icon="ban",
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("resource__organisation", "organisation")


@login_required
@require_http_methods(["GET", "POST"])
def grant(request: Request, resource: int) -> HttpResponse:
    """Certify a resource of the library."""
    viewer = request.viewer
    row = viewer.get(Resource, resource)
    viewer.demand(CERTIFY)
    ways = certifiers(viewer, row)
    if not ways:
        raise PermissionDenied(CERTIFY)
    levels = [(str(level), f"{level.label} · {place.name}") for level, place in reversed(ways)]
    form = CertificateForm(request.POST or None, levels=levels)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = certify(acting=viewer, resource=row, **form.cleaned_data)
                offer(request, gettext("Certified."), handler="certificates.grant", payload={"id": made.pk})
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("resources:resource", resource)
    context = {"form": form, "row": row, "heading": gettext("Certify"), "back": f"/resources/{row.pk}/"}
    return render(request, "sourcing/form.html", context, status=422 if form.errors else 200)


@undoable("certificates.grant")
def _undo_grant(viewer: Viewer, payload: dict[str, Any]) -> str:
    row = viewer.get(Certificate, payload["id"], CERTIFY)
    revoke(acting=viewer, certificate=row, reason=gettext("Taken back at once"))
    return gettext("It is no longer certified.")
