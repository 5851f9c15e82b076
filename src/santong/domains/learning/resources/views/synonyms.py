"""Keeping the groups of words that find each other."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.actions.catalogue import CHANGE, put_synonyms
from santong.domains.learning.resources.filters import SynonymFilter
from santong.domains.learning.resources.forms import SynonymForm
from santong.domains.learning.resources.models import SynonymGroup
from santong.domains.learning.resources.tables import SynonymTable
from santong.kit.access import Viewer
from santong.kit.addresses import row_address
from santong.kit.http import Request
from santong.kit.pages import ModelPages


class SynonymPages(ModelPages):
    """The region's groups, with those supplied with the platform below."""

    model = SynonymGroup
    name = "synonyms"
    namespace = "resources"
    title = _("Synonyms")
    icon = "language"
    table = SynonymTable
    filterset = SynonymFilter
    form = SynonymForm
    create = change = remove = export = CHANGE
    sort = "words"
    detail = False
    list_template = "resources/synonyms.html"
    new_label = _("Add a group")
    empty_text = _("Nothing of the region's own yet: the groups supplied with the platform hold.")

    def place(self, row: SynonymGroup) -> str | None:
        return None

    def detail_url(self, row: SynonymGroup) -> str:
        return row_address("resources:synonyms-edit", row.pk)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        initial = {} if row else {"words": request.GET.get("words", "")[:200]}
        return SynonymForm(data, instance=row, initial=initial)

    def save(self, acting: Viewer, form: Any, row: Any) -> SynonymGroup:
        group = row or SynonymGroup()
        return put_synonyms(acting=acting, group=group, words=form.cleaned_data["words"].split())
