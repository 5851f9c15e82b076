"""Pages about organisations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.actions import change_organisation, create_organisation
from santong.domains.platform.organisations.filters import OrganisationFilter
from santong.domains.platform.organisations.forms import OrganisationForm
from santong.domains.platform.organisations.models import Organisation
from santong.domains.platform.organisations.tables import OrganisationTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ListPanel, ModelPages


def children(viewer: Viewer, organisation: Organisation) -> QuerySet:
    """What stands directly below an organisation."""
    return Organisation.objects.visible_to(viewer).filter(parent=organisation).select_related("parent")


def detail_url(organisation: Organisation) -> str:
    """The page of an organisation."""
    return reverse("organisations:organisations-detail", args=[organisation.pk])


class OrganisationPages(ModelPages):
    """The directory of the region."""

    model = Organisation
    name = "organisations"
    namespace = "organisations"
    title = _("Organisations")
    icon = "building"
    table = OrganisationTable
    filterset = OrganisationFilter
    form = OrganisationForm
    create = change = remove = "organisations.change"
    export = "organisations.view"
    sort = "path"
    new_label = _("New organisation")
    empty_text = _("Organisations that you may see appear here.")
    panels = (
        FactsPanel(
            _("Profile"),
            facts=(
                "kind",
                "code",
                "division",
                Fact(lambda o: o.parent and o.parent.name, _("belongs to")),
                "valid_from",
                "valid_until",
            ),
        ),
        ListPanel(
            _("Directly below"),
            table=OrganisationTable,
            rows=children,
            url=detail_url,
            sort="path",
            empty=_("Nothing stands below this organisation."),
        ),
        HistoryPanel(_("History"), permission="organisations.change", side=True),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).exclude(kind=Organisation.Kind.CLASS).select_related("parent")

    def subtitle(self, row: Any) -> str:
        return str(row.get_kind_display())

    def build_form(self, request: Request, row: Any) -> BaseForm:
        data = request.POST if request.method == "POST" else None
        return OrganisationForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Organisation:
        values = form.cleaned_data
        if row is None:
            return create_organisation(acting=acting, **values)
        return change_organisation(acting=acting, organisation=row, **values)
