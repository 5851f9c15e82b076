"""Pages about code tables."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from santong.domains.platform.codes.actions import take_version
from santong.domains.platform.codes.columns import CodeRows, CodesOfTable, CodeTableTable
from santong.domains.platform.codes.filters import CodeFilter
from santong.domains.platform.codes.forms import VersionForm, unsealed
from santong.domains.platform.codes.models import Code, CodeTable
from santong.domains.platform.codes.queries import plan_version
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ListPanel, ModelPages, PageAction

SHOWN = 100
"""Lines of each kind that the preview of a version shows."""


def codes_of(viewer: Viewer, table: CodeTable) -> QuerySet:
    """The codes of a table that hold today."""
    return Code.objects.visible_to(viewer).filter(table=table).on(timezone.localdate())


class CodeTablePages(ModelPages):
    """The tables, each with its first codes."""

    model = CodeTable
    name = "code-tables"
    namespace = "codes"
    title = _("Code tables")
    icon = "list-details"
    table = CodeTableTable
    empty_text = _("The tables are loaded when the platform is installed.")
    detail_actions = (
        PageAction(
            _("Take a new version"),
            lambda row: reverse("codes:version", args=[row.pk]),
            permission="codes.change",
            icon="file-import",
            variant="primary",
        ),
    )
    panels = (
        ListPanel(
            _("Codes in force"),
            table=CodesOfTable,
            rows=codes_of,
            sort="code",
            more=lambda row: f"{reverse('codes:codes')}?table={row.name}",
            empty=_("This table holds no codes yet."),
        ),
        FactsPanel(
            _("About this table"),
            side=True,
            facts=(
                Fact(lambda row: row.standard, _("Standard")),
                Fact(lambda row: row.version, _("version")),
                Fact(lambda row: gettext("Yes") if row.imported else gettext("No"), _("replaced here")),
            ),
        ),
        HistoryPanel(_("History"), permission="codes.change", side=True),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        open_today = Q(codes__valid_until=None) | Q(codes__valid_until__gte=timezone.localdate())
        return super().rows(viewer).annotate(number=Count("codes", filter=open_today))

    def place(self, row: Any) -> None:
        return None

    def subtitle(self, row: Any) -> str:
        return str(row.standard)


class CodePages(ModelPages):
    """All codes of all tables, to be searched and exported."""

    model = Code
    name = "codes"
    namespace = "codes"
    title = _("Codes")
    icon = "list-details"
    table = CodeRows
    filterset = CodeFilter
    export = "codes.view"
    sort = "pk"
    detail = False
    empty_text = _("The tables are loaded when the platform is installed.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("table")

    def place(self, row: Any) -> None:
        return None


@login_required
@require_http_methods(["GET", "POST"])
def version(request: Request, pk: int) -> HttpResponse:
    """Choose a file with a new version, then look at what it would change."""
    table = request.viewer.get(CodeTable, pk, "codes.change")
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        plan = plan_version(table, form.entries)
        context = {"table": table, "plan": plan, "form": form, "sealed": form.sealed(), "shown": SHOWN}
        return render(request, "codes/preview.html", context)
    return render(request, "codes/version.html", {"table": table, "form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """Take the version that was looked at."""
    table = request.viewer.get(CodeTable, pk, "codes.change")
    try:
        entries, name, on = unsealed(request.POST.get("sealed", ""))
    except signing.BadSignature:
        messages.error(request, gettext("The preview is out of date. Choose the file again."))
        return redirect("codes:version", table.pk)
    plan = take_version(acting=request.viewer, table=table, entries=entries, version=name, on=on)
    text = ngettext(
        "Took the new version: %(n)s code changed.", "Took the new version: %(n)s codes changed.", plan.changes
    )
    messages.success(request, text % {"n": plan.changes})
    return redirect("codes:code-tables-detail", table.pk)
