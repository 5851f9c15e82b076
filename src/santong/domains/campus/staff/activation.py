"""Activation slips for the staff of a school."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from santong.domains.campus.staff.models import Staff
from santong.domains.platform.identity.public import ACTIVATE, Group, Member, activation_page
from santong.domains.platform.organisations.public import Organisation, page_of
from santong.kit.http import Request


@login_required
@require_http_methods(["GET", "POST"])
def activation(request: Request, pk: int) -> HttpResponse:
    """Who of the staff is activated, and slips for the others."""
    school = request.viewer.get(Organisation, pk)
    if school.kind != Organisation.Kind.SCHOOL:
        raise Http404
    request.viewer.demand(ACTIVATE, school.path)
    rows = Staff.objects.visible_to(request.viewer, ACTIVATE).filter(school=school, status=Staff.Status.ACTIVE)
    group = Group(
        title=gettext("Activation slips · staff of %(name)s") % {"name": school.name},
        place=school.name,
        path=school.path,
        members=[Member(row.person) for row in rows.select_related("person").order_by("person__pinyin", "pk")],
        back=page_of(school),
        back_label=school.name,
    )
    return activation_page(request, group)
