"""Entering a course for a class or the staff of a school in one act."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.platform.credits.awarding import award
from santong.domains.platform.credits.forms import AwardForm
from santong.domains.platform.credits.models import AWARD, Standing
from santong.domains.platform.credits.queries import courses_for
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer

MOST_PLACES = 300


@login_required
@require_safe
def award_places(request: Request) -> HttpResponse:
    """The classes and schools for whose people courses may be entered."""
    if not request.viewer.can(AWARD):
        raise PermissionDenied(AWARD)
    rows = Standing.objects.visible_to(request.viewer, AWARD)
    numbers = dict(rows.values_list("place").annotate(n=Count("pk")).order_by("path")[:MOST_PLACES])
    places = Organisation.objects.noted(numbers).select_related("parent").order_by("path")
    return render(request, "credits/award_places.html", {"places": [(each, numbers[each.pk]) for each in places]})


@login_required
@require_http_methods(["GET", "POST"])
def award_class(request: Request, pk: int) -> HttpResponse:
    """Enter a course for those of a class or school who passed it."""
    rows = Standing.objects.visible_to(request.viewer, AWARD).filter(place=pk)
    standings = list(rows.select_related("person", "place").order_by("person__pinyin", "pk"))
    if not standings:
        raise Http404
    place = standings[0].place
    form = AwardForm(
        request.POST if request.method == "POST" else None, standings=standings, courses=courses_for(standings)
    )
    if request.method == "POST" and form.is_valid() and _entered(request, form):
        return redirect(f"{reverse('credits:credit-standings')}?place={place.pk}")
    status = 422 if form.errors else 200
    return render(request, "credits/award.html", {"form": form, "place": place}, status=status)


def _entered(request: Request, form: AwardForm) -> bool:
    chosen = form.chosen
    try:
        act = award(
            acting=request.viewer, standings=chosen, course=form.cleaned_data["course"], on=form.taken_on,
            evidence=form.cleaned_data["evidence"], worth=form.cleaned_data["credits"],
            hours=form.cleaned_data["hours"],
        )  # fmt: skip
    except NotPossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return False
    text = ngettext("Entered for %(n)s person.", "Entered for %(n)s people.", len(chosen)) % {"n": len(chosen)}
    offer(request, text, handler="credits.award", payload={"act": act.hex})
    return True
