"""Pages on which people draw paths, and make kinds of request of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.requests.actions import draw_path, put_in_force
from santong.domains.platform.requests.deciders import seated
from santong.domains.platform.requests.designing import PathForm, condition_in_words, new_stage
from santong.domains.platform.requests.engine.stages import Source, Stage
from santong.domains.platform.requests.forms import RequestForm
from santong.domains.platform.requests.kinds import OWN, RequestKind, facts_of, kind_made_of
from santong.domains.platform.requests.models import OwnKind, PathVersion
from santong.domains.platform.requests.models.paths import DESIGN
from santong.domains.platform.requests.paths import applies, path_for
from santong.domains.platform.requests.queries import names_of
from santong.domains.platform.requests.showing import how_many
from santong.kit.access import Viewer
from santong.kit.http import Request as HttpRequest
from santong.kit.pages.edits import Edit
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry
from santong.lib.whole_numbers import whole_number

State = PathVersion.State
MOST_PLACES = 50


@login_required
@require_safe
def paths(request: HttpRequest) -> HttpResponse:
    """The paths of all kinds at a place where the viewer keeps them."""
    viewer = request.viewer
    viewer.demand(DESIGN)
    places = list(Organisation.objects.open_to_everyone().filter(path__in=viewer.paths(DESIGN)).order_by("path"))
    asked = whole_number(request.GET.get("place", ""))
    place = next((each for each in places if each.pk == asked), places[0] if places else None)
    rows = [_path_row(kind, place) for kind in _kinds_at(place)] if place else []
    context = {"places": places[:MOST_PLACES], "place": place, "rows": rows}
    return render(request, "requests/paths.html", context)


def _kinds_at(place: Organisation) -> list[RequestKind]:
    own = OwnKind.objects.belonging_to(organisation=place).order_by("label")
    return [*registry.of(RequestKind), *(kind_made_of(row) for row in own)]


def _path_row(kind: RequestKind, place: Organisation) -> dict[str, Any]:
    drawn = path_for(kind, place.path)
    draft = PathVersion.objects.belonging_to(organisation=place).filter(kind=kind.name, state=State.DRAFT)
    return {
        "kind": kind,
        "stages": [_stage_row(stage, kind, place) for stage in drawn.stages],
        "is_own": drawn.version_id is not None,
        "has_draft": draft.exists(),
        "url": reverse("requests:path", args=[place.pk, kind.name]),
        "fields_url": reverse("requests:kinds-edit", args=[kind.name.removeprefix(OWN)])
        if kind.name.startswith(OWN)
        else "",
    }


def _stage_row(stage: Stage, kind: RequestKind, place: Organisation) -> dict[str, Any]:
    """A stage with its condition in words, and who decides there as things are."""
    named = [dict(kind.named)[each.name] for each in stage.deciders if each.source == Source.NAMED]
    who = seated(stage, place.path, 0)
    names = names_of(who.people)
    return {
        "title": stage.title,
        "when": condition_in_words(stage.condition, kind) if stage.condition else "",
        "how": how_many(stage),
        "names": "、".join([*map(str, named), *(names[person] for person in who.people)]),
        "is_vacant": not named and (who.is_vacant or not who.people),
    }


@login_required
@require_http_methods(["GET", "POST"])
def path(request: HttpRequest, place: int, kind: str) -> HttpResponse:
    """Draw a path: stages are added, moved and removed by buttons, and it is put in force."""
    organisation, chosen = _place_and_kind(request.viewer, place, kind)
    draft = PathVersion.objects.belonging_to(organisation=organisation).filter(kind=kind, state=State.DRAFT).first()
    edit: Edit[Any, PathForm] = Edit(
        request, draft, lambda row, data: _path_form(request, row, data, chosen, organisation)
    )
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid() and _draw(request, chosen, organisation, edit.form):
                return redirect(request.path)
    return _path_page(request, organisation, chosen, edit)


def _place_and_kind(viewer: Viewer, place: int, name: str) -> tuple[Organisation, RequestKind]:
    viewer.demand(DESIGN)
    organisation = Organisation.objects.open_to_everyone().filter(pk=place).first()
    if organisation is None:
        raise Http404(str(place))
    viewer.demand(DESIGN, organisation.path)
    kind = next((each for each in _kinds_at(organisation) if each.name == name), None)
    if kind is None:
        raise Http404(name)
    return organisation, kind


def _path_form(
    request: HttpRequest, row: PathVersion | None, data: QueryDict | None, kind: RequestKind, place: Organisation
) -> PathForm:
    stages = row.drawn if row else path_for(kind, place.path).stages
    return PathForm(data, stages=stages, kind=kind, viewer=request.viewer, path=place.path)


def _draw(request: HttpRequest, kind: RequestKind, place: Organisation, form: PathForm) -> bool:
    """Write the draft as the pressed button says; False, with the reason in the form, when it isn't possible."""
    wish = request.POST.get("do", "save")
    try:
        with transaction.atomic():
            stages = rearranged(form.stages(), wish)
            version = draw_path(acting=request.viewer, kind=kind, organisation=place, stages=stages)
            if wish == "force":
                put_in_force(acting=request.viewer, version=version)
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    if wish in ("save", "force"):
        messages.success(request, _("New requests take this path.") if wish == "force" else _("Saved as a draft."))
    return True


def rearranged(stages: list[Stage], wish: str) -> list[Stage]:
    """The stages after a button was pressed: "add", "up-2", "down-2", "remove-2"; as they are for anything else."""
    verb, _separator, text = wish.partition("-")
    at = whole_number(text)
    if verb == "add":
        return [*stages, new_stage()]
    if at is None or at >= len(stages):
        return stages
    if verb == "remove":
        return stages[:at] + stages[at + 1 :]
    to = at + {"up": -1, "down": 1}.get(verb, 0)
    if 0 <= to < len(stages):
        stages[at], stages[to] = stages[to], stages[at]
    return stages


def _path_page(request: HttpRequest, place: Organisation, kind: RequestKind, edit: Any) -> HttpResponse:
    tried = _tried(request, place, kind, edit.row)
    history = PathVersion.objects.belonging_to(organisation=place).filter(kind=kind.name).exclude(state=State.DRAFT)
    context = {
        "place": place,
        "kind": kind,
        "form": edit.form,
        "edit": edit,
        "is_draft": edit.row is not None,
        "history": history.select_related("made_by").order_by("-number")[:20],
        **tried,
    }
    return render(request, "requests/path.html", context, status=edit.status)


def _tried(request: HttpRequest, place: Organisation, kind: RequestKind, row: PathVersion | None) -> dict[str, Any]:
    """An example, and the stages that it would go through."""
    data = request.GET if "try" in request.GET else None
    example = RequestForm(data, viewer=request.viewer, kind=kind, is_draft=True, place=place)
    if data is None or not example.is_valid():
        return {"example": example}
    facts = facts_of(kind, place.path, example.values())
    stages = row.drawn if row else path_for(kind, place.path).stages
    shown = [{**_stage_row(stage, kind, place), "applies": applies(stage, kind, facts)} for stage in stages]
    return {"example": example, "tried": shown}
