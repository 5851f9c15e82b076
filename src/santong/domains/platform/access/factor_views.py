"""Who works with the password alone though their role needs a second factor, school by school."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.filters import FactorFilter
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.tables import FactorTable
from santong.domains.platform.identity.public import has_factor
from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.addresses import row_address
from santong.kit.pages import ModelPages

VIEW = "second_factors.view"


class FactorPages(ModelPages):
    """The appointments to strong roles, with whether their holder has a second factor."""

    model = Appointment
    name = "second-factors"
    namespace = "access"
    title = _("Second factors")
    icon = "shield-lock"
    table = FactorTable
    filterset = FactorFilter
    export = VIEW
    sort = "path"
    detail = False
    empty_text = _("Nobody here holds a role that needs a second factor.")

    @property
    def view(self) -> str:
        return VIEW

    def rows(self, viewer: Viewer) -> QuerySet:
        strong = [role.name for role in roles_by_name().values() if role.strong]
        rows = Appointment.objects.visible_to(viewer, VIEW).on(timezone.localdate()).filter(role__in=strong)
        found: QuerySet = rows.annotate(has_factor=has_factor("person_id")).select_related("person", "organisation")
        return found

    def detail_url(self, row: Any) -> str:
        return row_address("access:abilities", row.person_id)
