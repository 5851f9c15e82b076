"""The change feed over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from santong.kit.api.problems import ApiProblem, Problem, wrong
from santong.kit.api.resources import REFUSALS, number_of, parameter, refuse_unknown
from santong.kit.changes.feed import CursorTooOld, last_position, permissions, read
from santong.kit.http import Request

NOW = "now"
SIZE, LARGEST = 200, 1000
FURTHEST = 2**63 - 1

router = Router(tags=[gettext_noop("Changes")])


class ChangeOut(Schema):
    """An object of `resource` was created, changed or removed. `by` is the person who did it, null: the system."""

    at: datetime
    kind: Literal["created", "changed", "removed"]
    resource: str
    id: int
    by: int | None


class ChangesOut(Schema):
    """A part of the feed. Ask next with `after` = `cursor`; `more`: at once, else after a while."""

    items: list[ChangeOut]
    cursor: str
    more: bool


PARAMETERS = [
    parameter(
        "after", {"type": "string", "minLength": 1}, gettext_noop("A cursor of an earlier answer; “now” for the end.")
    ),
    parameter(
        "resource",
        {"type": "string", "minLength": 1},
        gettext_noop("Only this kind of objects; several divided by commas."),
    ),
    parameter(
        "size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": SIZE},
        gettext_noop("Most items at once."),
    ),
]
PARAMETERS[0]["required"] = True


@router.get(
    "/changes",
    response={200: ChangesOut, **REFUSALS, 410: Problem},
    operation_id="list_changes",
    url_name="list_changes",
    summary=gettext_noop("What was created, changed or removed since a cursor"),
    openapi_extra={"parameters": PARAMETERS},
)
def list_changes(request: Request) -> Any:
    """Ordered, resumable, nothing missed: take the cursor “now”, read the lists, then follow the feed."""
    refuse_unknown(request.GET, {"after", "resource", "size"})
    after = request.GET.get("after")
    if after is None:
        raise wrong({"after": _("Give the cursor of the answer before, or “now”.")})
    resources = _resources(request)
    if after == NOW:
        return {"items": [], "cursor": str(last_position()), "more": False}
    size = number_of("size", request.GET.get("size", str(SIZE)), least=1, most=LARGEST)
    try:
        part = read(
            request.viewer, after=number_of("after", after, least=0, most=FURTHEST), resources=resources, size=size
        )
    except CursorTooOld:
        text = _("Changes after this cursor were deleted. Read the lists anew, then go on with the cursor “now”.")
        raise ApiProblem(410, text) from None
    items = [
        {"at": item.at, "kind": item.kind, "resource": item.resource, "id": item.object_id, "by": item.by}
        for item in part.items
    ]
    return {"items": items, "cursor": str(part.cursor), "more": part.more}


def _resources(request: Request) -> list[str]:
    """The resources asked for, each seen by permission; without a word all that may be seen."""
    needed = permissions()
    asked = [name for name in request.GET.get("resource", "").split(",") if name]
    unknown = [name for name in asked if name not in needed]
    if unknown:
        known = ", ".join(sorted(needed))
        raise wrong({"resource": _("Give one or several of: %(known)s.") % {"known": known}})
    for name in asked:
        request.viewer.demand(needed[name])
    return asked or [name for name, permission in needed.items() if request.viewer.can(permission)]
