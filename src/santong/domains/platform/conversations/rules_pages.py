"""Pages of what schools have decided about conversations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.conversations.actions import put_rules
from santong.domains.platform.conversations.forms import RulesForm
from santong.domains.platform.conversations.models import SETTLE, Rules
from santong.domains.platform.conversations.tables import RulesTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import ModelPages


class RulesPages(ModelPages):
    """What a school has decided; where there is no row the defaults hold."""

    model = Rules
    name = "conversation-rules"
    namespace = "conversations"
    title = _("Rules of conversations")
    icon = "adjustments-horizontal"
    table = RulesTable
    form = RulesForm
    create = change = SETTLE
    sort = "path"
    detail = False
    new_label = _("Set rules")
    empty_text = _(
        "Until a school sets its own, staff are told from 7 to 20 o'clock on days with school, pupils write to their "
        "own teachers only, and parents to teachers only."
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def detail_url(self, row: Any) -> str:
        return f"/conversation-rules/{row.pk}/edit/"

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return RulesForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        rules = form.save(commit=False)
        put_rules(acting=acting, rules=rules)
        return rules
