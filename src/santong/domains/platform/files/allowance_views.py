"""How much may be stored where: for school IT and the region's administrators."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.actions import allow, disallow
from santong.domains.platform.files.forms import AllowanceForm
from santong.domains.platform.files.models import Allowance
from santong.domains.platform.files.tables import AllowanceTable
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import BulkAction, ModelPages
from santong.kit.undo import undoable

GIGABYTE = 1024**3


TAKE_BACK = "files.allow_again"


def disallow_all(acting: Viewer, rows: QuerySet) -> tuple[str, dict[str, Any]]:
    """Let what is selected follow what holds further up again."""
    gone = list(rows)
    for row in gone:
        disallow(acting=acting, allowance=row)
    kept = [{"path": row.path, "what": row.what, "size": row.bytes, "person_id": row.person_id} for row in gone]
    text = ngettext("%(n)s allowance taken out.", "%(n)s allowances taken out.", len(gone)) % {"n": len(gone)}
    return text, {"allowances": kept}


@undoable(TAKE_BACK)
def _allow_again(viewer: Viewer, payload: dict[str, Any]) -> str:
    for kept in payload["allowances"]:
        allow(acting=viewer, **kept)
    return gettext("What was allowed before holds again.")


class AllowancePages(ModelPages):
    """What was allowed, and the form that allows more or less."""

    model = Allowance
    name = "allowances"
    namespace = "files"
    title = _("Storage allowances")
    icon = "database"
    table = AllowanceTable
    form = AllowanceForm  # type: ignore[assignment]
    create = "files.allocate"
    detail = False
    sort = "path"
    list_template = "files/allowances.html"
    bulk = (BulkAction("disallow", _("Take out"), "files.allocate", disallow_all, icon="trash", undo=TAKE_BACK),)
    new_label = _("Allow storage")
    empty_text = _("Without a word here, everybody has what the installation allows.")

    def rows(self, viewer: Viewer) -> QuerySet:
        names = Organisation.objects.open_to_everyone().filter(path=OuterRef("path"))
        rows = super().rows(viewer).select_related("person")
        return rows.annotate(place_name=Subquery(names.values("name")[:1]))

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return AllowanceForm(data, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Allowance:
        data = form.cleaned_data
        person_id = data["person"].pk if data["person"] else None
        size = int(data["gigabytes"] * GIGABYTE)
        return allow(acting=acting, path=data["organisation"].path, what=data["what"], size=size, person_id=person_id)
