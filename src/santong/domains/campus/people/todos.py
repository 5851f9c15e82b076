"""Which requests to take people on wait for a decision."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.people.kinds import kind_named
from santong.domains.campus.people.models import DECIDE
from santong.domains.campus.people.queries import to_confirm_oneself, to_decide
from santong.kit.todos import Said, ToDo


def _asked_of_a_place(values: Mapping[str, str]) -> Said:
    title = _("%(school)s asks for %(name)s") % {"school": values["school__name"], "name": values["person__name"]}
    return Said(title, reverse("people:adoptions-detail", args=[values["pk"]]), str(kind_named(values["kind"]).label))


def _asked_of_oneself(values: Mapping[str, str]) -> Said:
    title = _("%(school)s asks for you") % {"school": values["school__name"]}
    return Said(title, reverse("people:mine"), str(kind_named(values["kind"]).label))


ADOPTIONS = ToDo(
    name="adoptions",
    label=gettext_lazy("Confirmations"),
    icon="user-check",
    url_name="people:adoptions",
    permission=DECIDE,
    rows=to_decide,
    says=_asked_of_a_place,
    columns=("school__name", "person__name", "kind"),
    since="asked_at",
)
OWN_ADOPTIONS = ToDo(
    name="own_adoptions",
    label=gettext_lazy("Requests to me"),
    icon="user-check",
    url_name="people:mine",
    rows=to_confirm_oneself,
    says=_asked_of_oneself,
    columns=("school__name", "kind"),
    since="asked_at",
)
