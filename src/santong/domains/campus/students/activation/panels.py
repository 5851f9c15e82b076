"""How many accounts are activated, on the page of a class or school, with the way to the slips."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from santong.domains.campus.students.activation.queries import guardianships_in, pupils_in, share_of
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.pages import Panel

PAGES = {
    Organisation.Kind.CLASS: "students:activation-class",
    Organisation.Kind.SCHOOL: "students:activation-school",
}


@dataclass(frozen=True)
class ActivationPanel(Panel):
    """Pupils and guardians who have chosen their password; nothing where there are no pupils."""

    def html(self, request: Request, row: Organisation) -> SafeString | str:
        page = PAGES.get(Organisation.Kind(row.kind))
        if page is None:
            return ""
        pupils = share_of(pupils_in(request.viewer, row.path), "person")
        guardians = share_of(guardianships_in(request.viewer, row.path), "guardian")
        if not pupils.total:
            return ""
        context = {"pupils": pupils, "guardians": guardians, "url": reverse(page, args=[row.pk])}
        return render_to_string("students/activation/panel.html", context, request)
