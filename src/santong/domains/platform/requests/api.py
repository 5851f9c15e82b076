"""Requests over the API, in the name of the person who answers for the token."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status
from pydantic import Field

from santong.domains.platform.requests.actions import put_draft, send
from santong.domains.platform.requests.forms import RequestForm
from santong.domains.platform.requests.kinds import RequestKind, kind_of, kinds_for
from santong.domains.platform.requests.models import DECIDE, Request
from santong.domains.platform.requests.models.paths import ASK
from santong.domains.platform.requests.pages import RequestPages, WaitingPages
from santong.domains.platform.requests.showing import filled_in, way_of
from santong.kit.access import Viewer, below_any
from santong.kit.api import once
from santong.kit.api.forms import FieldOut, Given, faults_of, fields_of, sent_to
from santong.kit.api.problems import conflict, wrong
from santong.kit.api.resources import Resource, add_list, add_resource, refuse_unknown
from santong.kit.api.steps import MOST_FIELDS
from santong.kit.api.steps import REFUSALS as STEP_REFUSALS
from santong.kit.http import Request as HttpRequest
from santong.kit.refusals import NotPossible

router = Router(tags=[gettext_noop("Requests")])
PAGES, WAITING = RequestPages(), WaitingPages()


class RequestOut(Schema):
    """What was asked for. `asker` and `organisation` are ids; `due_at` is until when the present stage is promised."""

    id: int
    kind: str
    title: str
    state: str
    asker: int
    asker_name: str
    organisation: int
    asked_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None


class WordsOut(Schema):
    """A field with what was filled in, in words."""

    label: str
    text: str


class StageOut(Schema):
    """A stage of the way: `state` is done, now or ahead; `people` who decide or decided there."""

    title: str
    state: str
    people: list[str]


class OpinionOut(Schema):
    """What somebody did, and their words."""

    name: str
    verb: str
    words: str
    at: datetime


class RequestDetail(RequestOut):
    """With what was filled in, its way, and what was said. `waits_for` are those who have to decide now."""

    filled_in: list[WordsOut]
    stages: list[StageOut]
    waits_for: list[str]
    said: list[OpinionOut]


class KindOut(Schema):
    """Something that can be asked for, and its fields."""

    name: str
    label: str
    fields: list[FieldOut]


class RequestIn(Schema):
    """What is asked for. A draft stays with whoever asks, and may have gaps."""

    kind: str = Field(max_length=40)
    fields: dict[str, Given | list[Given]] = Field(default={}, max_length=MOST_FIELDS)
    draft: bool = False


def _brief(row: Request) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "asker": row.asker_id,
        "asker_name": row.asker.name,
        "organisation": row.organisation_id,
        "asked_at": row.asked_at,
        "due_at": row.due_at,
        "ended_at": row.ended_at,
    }


def _request(row: Request, viewer: Viewer) -> RequestOut:
    return RequestOut(**_brief(row))


def _detail(row: Request, viewer: Viewer) -> RequestDetail:
    way = way_of(viewer, row)
    return RequestDetail(
        **_brief(row),
        filled_in=[WordsOut(label=each.label, text=each.text) for each in filled_in(kind_of(row.kind), row.values)],
        stages=[
            StageOut(title=each.title, state=each.state, people=[chip.name for chip in each.chips])
            for each in way.stages
        ],
        waits_for=way.next_names,
        said=[
            OpinionOut(
                name=each.person.name if each.person else "", verb=each.verb, words=each.words, at=each.at
            )
            for each in way.said
        ],
    )  # fmt: skip


def _within(viewer: Viewer, rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those at the token's places: its person may have to do with requests elsewhere, which are not its business."""
    return rows.filter(below_any("path", viewer.paths(ASK)))


REQUESTS = Resource(
    name="requests",
    schema=RequestOut,
    shape=_request,
    model=Request,
    rows=lambda viewer: _within(viewer, PAGES.rows(viewer)),
    summaries=(gettext_noop("What one has asked for, the newest first"), gettext_noop("One request, with its way")),
    filterset=RequestPages.filterset,
    sort="-pk",
    opened_by=ASK,
    full_schema=RequestDetail,
    full=_detail,
    steps=(*WaitingPages.steps, *RequestPages.steps),
)
WAITING_REQUESTS = Resource(
    name="waiting_requests",
    schema=RequestOut,
    shape=_request,
    model=Request,
    rows=lambda viewer: _within(viewer, WAITING.rows(viewer).order_by()),
    summaries=(gettext_noop("What waits for one's decision, the oldest first"), ""),
    filterset=WaitingPages.filterset,
    sort="asked_at",
    opened_by=DECIDE,
)
add_resource(router, REQUESTS)
add_list(router, WAITING_REQUESTS)


@router.get(
    "/requests/kinds",
    response={200: list[KindOut], **STEP_REFUSALS},
    operation_id="list_request_kinds",
    url_name="list_request_kinds",
    summary=gettext_noop("What can be asked for, with the fields of each kind"),
)
def list_kinds(request: HttpRequest) -> Any:
    """What the person may ask for."""
    refuse_unknown(request.GET, set())
    viewer = request.viewer
    viewer.demand(ASK)
    return [
        KindOut(name=kind.name, label=str(kind.label), fields=fields_of(RequestForm(None, viewer=viewer, kind=kind)))
        for kind in kinds_for(viewer)
    ]


@router.post(
    "/requests",
    response={201: RequestDetail, **STEP_REFUSALS},
    operation_id="ask",
    url_name="ask",
    summary=gettext_noop("Ask for something; it goes on its way at once unless it is a draft"),
    openapi_extra={"parameters": [once.PARAMETER]},
)
@once.once
def ask(request: HttpRequest, body: RequestIn) -> Any:
    """The way is that of the person's place."""
    refuse_unknown(request.GET, set())
    viewer, form = request.viewer, _filled(request.viewer, body)
    place = form.place
    if place is None:
        raise wrong({"fields": _("You work at no place for which this can be asked.")})
    try:
        with transaction.atomic():
            row = put_draft(
                acting=viewer, kind=form.kind, organisation=place, values=form.values(), files=form.chosen_files()
            )
            if not body.draft:
                send(acting=viewer, request=row)
    except NotPossible as refusal:
        raise conflict(refusal) from refusal
    return Status(201, _detail(row, viewer))


def _filled(viewer: Viewer, body: RequestIn) -> RequestForm:
    kind = _wanted(viewer, body.kind)
    data = sent_to(RequestForm(None, viewer=viewer, kind=kind), body.fields)
    form = RequestForm(data, viewer=viewer, kind=kind, is_draft=body.draft)
    if not form.is_valid():
        raise wrong(faults_of(form))
    return form


def _wanted(viewer: Viewer, name: str) -> RequestKind:
    viewer.demand(ASK)
    kinds = {kind.name: kind for kind in kinds_for(viewer)}
    if name not in kinds:
        raise wrong({"kind": _("Give one of: %(known)s.") % {"known": ", ".join(kinds)}})
    return kinds[name]
