"""Steps over the API: what can be done with a row now stands in its detail, and is done by a POST.

    REQUESTS = Resource(name="requests", …, steps=RequestPages.steps)
    add_resource(router, REQUESTS)

adds to the detail `steps`, each with the fields of its form, and `POST /requests/{id}/steps/{name}`, which asks,
refuses, records and offers undo as the button on the page does. They act as a person, so the router's `Operations`
name the scope with which a token does.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import Field, create_model

from santong.kit.access import Viewer
from santong.kit.api import once
from santong.kit.api.forms import FieldOut, Given, faults_of, fields_of, sent_to
from santong.kit.api.problems import ApiProblem, Problem, conflict, wrong
from santong.kit.http import Request
from santong.kit.models import UndoStep
from santong.kit.pages.steps import keep_undo
from santong.kit.refusals import NotPossible
from santong.kit.steps.back import BACK
from santong.kit.undo import CannotUndo, take_back

if TYPE_CHECKING:
    from santong.kit.api.resources import Resource

MOST_FIELDS = 100
REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)


class StepOut(Schema):
    """Something that can be done with a row now, and the fields to send with it."""

    name: str
    label: str
    fields: list[FieldOut]


class StepIn(Schema):
    """The fields of a step, by name."""

    fields: dict[str, Given | list[Given]] = Field(default={}, max_length=MOST_FIELDS)


def steps_of(resource: Resource, row: Any, viewer: Viewer) -> list[StepOut]:
    """What a viewer can do with a row now."""
    return [
        StepOut(name=page.slug, label=str(page.label_for(row)), fields=fields_of(page.build(viewer, row, None)))
        for page in resource.steps
        if page.step.is_open(viewer, row)
    ]


def with_steps(schema: type[Schema]) -> type[Schema]:
    """The schema of a detail that says what can be done, too."""
    return create_model(f"{schema.__name__}WithSteps", __base__=schema, steps=(list[StepOut], ...))


def add_steps(router: Router, resource: Resource) -> None:
    """Add `POST /name/{key}/steps/{step}` and `POST /name/{key}/undo/{undo}`."""
    taken = create_model(
        f"{resource.detail.__name__}Taken", __base__=Schema, item=(resource.answer, ...), undo=(UUID | None, None)
    )

    def take(request: Any, key: int, step: str, body: StepIn | None = None) -> Any:
        return taken(**_take(request, resource, key, step, body))

    def undo(request: Any, key: int, undo: UUID) -> Any:
        return _undo(request, resource, key, undo)

    take.__annotations__ = {"request": Any, "key": int, "step": str, "body": StepIn | None}
    undo.__annotations__ = {"request": Any, "key": int, "undo": UUID}
    names = [page.slug for page in resource.steps]
    router.add_api_operation(
        f"/{resource.name}/{{int:key}}/steps/{{step}}", ["POST"], once.once(take), response={200: taken, **REFUSALS},
        operation_id=f"take_step_of_{resource.name}", url_name=f"take_step_of_{resource.name}",
        summary=gettext_noop("Do what its `steps` say can be done now; `undo` of the answer takes it back"),
        description=", ".join(names), openapi_extra={"parameters": [once.PARAMETER]},
    )  # fmt: skip
    router.add_api_operation(
        f"/{resource.name}/{{int:key}}/undo/{{undo}}", ["POST"], undo,
        response={200: resource.answer, **REFUSALS},
        operation_id=f"undo_step_of_{resource.name}", url_name=f"undo_step_of_{resource.name}",
        summary=gettext_noop("Take a step back, within an hour and while nothing was built on it"),
    )  # fmt: skip


def _take(request: Request, resource: Resource, key: int, name: str, body: StepIn | None) -> Any:
    viewer, row = request.viewer, resource.row(request, key)
    page = next((each for each in resource.steps if each.slug == name), None)
    if page is None:
        raise Http404(name)
    page.step.demand(viewer, row)
    data = sent_to(page.build(viewer, row, None), body.fields if body else {})
    form = page.build(viewer, row, data)
    if not form.is_valid():
        raise wrong(faults_of(form))
    try:
        with transaction.atomic():
            taken = page.step.take(viewer, row, getattr(form, "cleaned_data", {}))
            undo = keep_undo(viewer, page.step, [taken])
    except NotPossible as refusal:
        raise conflict(refusal) from refusal
    return {"item": resource.detailed(taken.row, viewer), "undo": undo.pk if undo else None}


def _undo(request: Request, resource: Resource, key: int, undo: UUID) -> Any:
    row, viewer = resource.row(request, key), request.viewer
    kept = UndoStep.objects.filter(pk=undo, person_id=viewer.person_id or 0, handler=BACK).first()
    names = {page.step.name for page in resource.steps}
    if kept is None or kept.payload["step"] not in names or [each["id"] for each in kept.payload["rows"]] != [row.pk]:
        raise Http404("undo")
    try:
        take_back(viewer, undo)
    except CannotUndo as refusal:
        raise ApiProblem(HTTPStatus.CONFLICT, str(refusal)) from refusal
    return resource.detailed(resource.row(request, key), viewer)
