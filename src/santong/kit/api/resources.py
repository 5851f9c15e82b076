"""Declared resources: the list of a module's pages, as JSON.

    PUPILS = Resource(name="pupils", label=_("Pupils"), schema=PupilOut, shape=pupil_out,
                      rows=PupilPages().rows, model=Pupil, filterset=PupilFilter)
    router = Router(tags=["people"])
    add_resource(router, PUPILS)

gives `GET /pupils` (filters, keyset paging) and `GET /pupils/{id}`. The filters are those of the
page; one that it would ignore is a 422 here, because a program doesn't look at what it gets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db import DataError
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import create_model

from santong.kit.access import Viewer, below
from santong.kit.api.problems import Problem, wrong
from santong.kit.api.steps import add_steps, steps_of, with_steps
from santong.kit.http import Request
from santong.kit.models import ScopedModel
from santong.kit.pages.keyset import Page, Sort, page_of
from santong.kit.pages.steps import StepPage

SIZE, LARGEST = 50, 200
LONGEST = 200
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}


@dataclass(frozen=True)
class Resource:
    """A list with details. `rows(viewer)` is scoped; `shape(row, viewer)` fills the schema.

    `permission` opens the list. With `place(viewer, id)`, which gives an organisation's path, the list
    can be narrowed to what belongs there by the field `path`. `note(rows, viewer)` is told what is given. A detail
    that says more than the list has `full_schema` and `full`. `steps` are what can be done with a row (see
    `kit.api.steps`).
    """

    name: str
    schema: type[Schema]
    shape: Callable[[Any, Viewer], Schema]
    model: type[ScopedModel]
    rows: Callable[[Viewer], QuerySet]
    summaries: tuple[str, str]
    place: Callable[[Viewer, int], str] | None = None
    filterset: type[django_filters.FilterSet] | None = None
    sort: str = "path"
    path: str = "path"
    note: Callable[[Sequence[Any], Viewer], None] | None = None
    opened_by: str = ""
    full_schema: type[Schema] | None = None
    full: Callable[[Any, Viewer], Schema] | None = None
    steps: Sequence[StepPage] = ()

    @property
    def permission(self) -> str:
        """What opens the list."""
        return self.opened_by or self.model.scope.view

    @property
    def detail(self) -> type[Schema]:
        """The schema of a detail, without steps."""
        return self.full_schema or self.schema

    def row(self, request: Request, key: int) -> Any:
        """A row that the viewer may see; 404 otherwise, 403 without the permission."""
        request.viewer.demand(self.permission)
        refuse_unknown(request.GET, set())
        row = self.rows(request.viewer).filter(pk=key).first()
        if row is None:
            raise Http404(self.name)
        return row

    @cached_property
    def answer(self) -> type[Schema]:
        """The schema of a detail, with what can be done."""
        return with_steps(self.detail) if self.steps else self.detail

    def detailed(self, row: Any, viewer: Viewer) -> Schema:
        """A row as its detail gives it."""
        shaped = (self.full or self.shape)(row, viewer)
        if not self.steps:
            return shaped
        return self.answer.model_validate({**shaped.model_dump(), "steps": steps_of(self, row, viewer)})


def add_resource(router: Router, resource: Resource) -> None:
    """Add list and detail of a resource to a router."""
    add_list(router, resource)
    add_detail(router, resource)
    if resource.steps:
        add_steps(router, resource)


def add_list(router: Router, resource: Resource) -> None:
    """Add `GET /name`."""
    items: Any = list[resource.schema]  # type: ignore[name-defined]
    name = f"{resource.schema.__name__}Page"
    page = create_model(name, __base__=Schema, items=(items, ...), next=(str | None, None))

    def every(request: Any) -> Any:
        return _list(request, resource)

    name = f"list_{resource.name}"
    router.add_api_operation(
        f"/{resource.name}", ["GET"], every, response={200: page, **REFUSALS},
        operation_id=name, url_name=name, summary=resource.summaries[0],
        openapi_extra={"parameters": list(_parameters(resource))},
    )  # fmt: skip


def add_detail(router: Router, resource: Resource) -> None:
    """Add `GET /name/{key}`."""

    def one(request: Any, key: int) -> Any:
        return _detail(request, resource, key)

    one.__annotations__ = {"request": Any, "key": int}
    name = f"get_{resource.name}"
    router.add_api_operation(
        f"/{resource.name}/{{int:key}}", ["GET"], one, response={200: resource.answer, **REFUSALS},
        operation_id=name, url_name=name, summary=resource.summaries[1],
    )  # fmt: skip


def _list(request: Request, resource: Resource) -> dict[str, Any]:
    viewer = request.viewer
    viewer.demand(resource.permission)
    refuse_unknown(request.GET, {each["name"] for each in _parameters(resource)})
    rows = _narrowed(request, resource, resource.rows(viewer))
    page = _page(rows, resource, request.GET)
    return {
        "items": _shaped(request, resource, page.rows),
        "next": f"{request.path}?{_query(request.GET, page.after)}" if page.after else None,
    }


def _detail(request: Request, resource: Resource, key: int) -> Any:
    row = resource.row(request, key)
    _note(request, resource, [row])
    return resource.detailed(row, request.viewer)


def _shaped(request: Request, resource: Resource, rows: Sequence[Any]) -> list[Schema]:
    _note(request, resource, rows)
    return [resource.shape(row, request.viewer) for row in rows]


def _note(request: Request, resource: Resource, rows: Sequence[Any]) -> None:
    """Tell what is given; how many rows is left on the request for whoever records it."""
    if resource.note:
        resource.note(rows, request.viewer)
    request.given = len(rows)  # type: ignore[attr-defined]


def refuse_unknown(query: QueryDict, known: set[str]) -> None:
    """422 for parameters that an operation doesn't have, that come twice or without a value."""
    faults = {name: _("There is no such parameter here.") for name in query if name not in known}
    faults |= {name: _("Give this parameter once.") for name in query if len(query.getlist(name)) > 1}
    faults |= {name: _("Give a value, or leave this parameter out.") for name, value in query.items() if not value}
    if faults:
        raise wrong(faults)


def _narrowed(request: Request, resource: Resource, rows: QuerySet) -> QuerySet:
    """The rows below the organisation asked for that match the filters."""
    if "organisation" in request.GET and resource.place:
        rows = rows.filter(below(resource.path, _place(request, resource.place)))
    if resource.filterset is None:
        return rows
    found = resource.filterset(request.GET, queryset=rows, request=request)
    if not found.is_valid():
        raise wrong({name: " ".join(map(str, errors)) for name, errors in found.errors.items()})
    return found.qs


def _place(request: Request, place: Callable[[Viewer, int], str]) -> str:
    key = number_of("organisation", request.GET["organisation"], least=1, most=2**63 - 1)
    try:
        return place(request.viewer, key)
    except Http404:
        raise wrong({"organisation": _("There is no such organisation, or it is outside of your reach.")}) from None


def _page(rows: QuerySet, resource: Resource, query: Mapping[str, str]) -> Page:
    size = number_of("size", query.get("size", str(SIZE)), least=1, most=LARGEST)
    sort = Sort(resource.sort.removeprefix("-"), resource.sort.startswith("-"))
    try:
        return page_of(rows, sort, size, after=query.get("after", ""))
    except (ValueError, DataError):
        # A cursor that decodes may still hold what no database takes, a NUL say.
        raise wrong({"after": _("This is not a cursor of this list.")}) from None


def number_of(name: str, text: str, *, least: int, most: int) -> int:
    """A parameter as a whole number; 422 when it isn't one."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and least <= int(text) <= most):
        text = _("Give a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        raise wrong({name: text})
    return int(text)


def _query(query: QueryDict, after: str) -> str:
    return urlencode([*((name, value) for name, value in query.items() if name != "after"), ("after", after)])


def _filters(resource: Resource) -> Mapping[str, django_filters.Filter]:
    return resource.filterset.base_filters if resource.filterset else {}


def _parameters(resource: Resource) -> Iterator[dict[str, Any]]:
    """The parameters of a list, as OpenAPI describes them."""
    whole = {"type": "integer", "minimum": 1}
    yield parameter(
        "after",
        {"type": "string", "minLength": 1},
        gettext_noop("Cursor: the rows after this one; `next` of a page has it."),
    )
    yield parameter("size", {**whole, "maximum": LARGEST, "default": SIZE}, gettext_noop("Rows on a page."))
    if resource.place:
        yield parameter("organisation", whole, gettext_noop("Only what belongs to this organisation or one below it."))
    for name, each in _filters(resource).items():
        yield parameter(name, _schema_of(each))


def parameter(name: str, schema: dict[str, Any], description: str = "") -> dict[str, Any]:
    """A query parameter, as OpenAPI describes it."""
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def _schema_of(each: django_filters.Filter) -> dict[str, Any]:
    choices = each.extra.get("choices")
    if isinstance(each, django_filters.ModelChoiceFilter):
        return {"type": "integer", "minimum": 1}
    if choices and not callable(choices):
        return {"type": "string", "enum": [str(value) for value, _label in choices]}
    if each.field_class is forms.BooleanField:
        return {"type": "boolean"}
    return {"type": "string", "minLength": 1, "maxLength": LONGEST}
