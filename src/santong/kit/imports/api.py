"""Imports over the API: send a sheet, read the dry run, start, follow, undo.

The same steps as the wizard's. Cells never appear in an answer, only where they stand and what
is wrong with them: whoever sent the sheet has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Status

from santong.kit.access import Viewer
from santong.kit.api import once, versions
from santong.kit.api.problems import ApiProblem, Problem, wrong
from santong.kit.api.resources import REFUSALS, Resource, add_list, number_of, parameter, refuse_unknown
from santong.kit.http import Request
from santong.kit.imports.actions import (
    WrongState,
    assign_columns,
    decide_all,
    forget,
    start_rest,
    start_run,
    start_undo,
    stop,
    upload,
)
from santong.kit.imports.admission import TooMuch
from santong.kit.imports.api_shapes import (
    CellProblemOut,
    ColumnsIn,
    DecisionIn,
    ImportBrief,
    ImportOut,
    RowOut,
    RowsOut,
    TargetOut,
    brief,
    columns_of,
    import_out,
    target_out,
)
from santong.kit.imports.faults import explained
from santong.kit.imports.forms import ColumnsForm, UploadForm
from santong.kit.imports.models import ImportRun, target_named
from santong.kit.imports.queries import page_of_rows, rows_to_look_at
from santong.kit.imports.reading import FileGone, heads_of
from santong.kit.imports.sheet_choice import further_sheets
from santong.kit.imports.states import come_to_rest
from santong.kit.imports.tables import ImportFilter
from santong.kit.imports.targets import ImportTarget, every_target
from santong.lib.sheets.faults import UnreadableSheet

RETURNS = {**REFUSALS, 400: Problem, 409: Problem, 412: Problem, 429: Problem}
LARGEST_KEY = 2**63 - 1
KEYED = {"parameters": [once.PARAMETER]}
MATCHED = {"parameters": [versions.PARAMETER]}
BOTH = {"parameters": [once.PARAMETER, versions.PARAMETER]}
MOVES_BY_ITSELF = frozenset({"progress"})

router = Router(tags=[gettext_noop("Imports")])


def own_rows(viewer: Viewer) -> QuerySet[ImportRun]:
    """The runs within the token's reach."""
    return ImportRun.objects.visible_to(viewer).select_related(None)  # type: ignore[no-any-return]


@router.get(
    "/imports/targets",
    response={200: list[TargetOut], **REFUSALS},
    operation_id="list_targets",
    url_name="list_targets",
    summary=gettext_noop("What can be imported, with the fields of each kind of sheet"),
)
def list_targets(request: Request) -> Any:
    """Only kinds that may be imported with this token."""
    return [target_out(each, request.viewer) for each in _targets(request.viewer)]


def _targets(viewer: Viewer) -> Iterator[ImportTarget]:
    return (each for each in every_target() if viewer.can(each.permission))


SHEET = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["target", "file"],
                    "properties": {
                        "target": {"type": "string", "description": gettext_noop("A name of /imports/targets.")},
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": gettext_noop("XLSX, XLS, ODS or CSV."),
                        },
                    },
                    "additionalProperties": {"type": "string"},
                }
            }
        },
    }
}


@router.post(
    "/imports",
    response={201: ImportOut, **RETURNS},
    operation_id="send_sheet",
    url_name="send_sheet",
    summary=gettext_noop("Send a sheet; a dry run begins when all needed columns are recognised"),
    openapi_extra={**SHEET, **KEYED},
)
@once.once
def send_sheet(request: Request) -> Any:
    """Nothing is written before the import is started."""
    refuse_unknown(request.GET, set())
    target = _wanted(request)
    request.viewer.demand(target.permission)
    run = _uploaded(request, target, _context(request, target))
    columns = columns_of(run)
    if target.required <= {column.field for column in columns}:
        assign_columns(run, acting=request.viewer, mapping=[column.field for column in columns])
    return Status(201, import_out(run, request.viewer))


def _wanted(request: Request) -> ImportTarget:
    try:
        return target_named(request.POST.get("target", ""))
    except LookupError:
        known = ", ".join(each.name for each in every_target())
        raise wrong({"target": _("Give one of: %(known)s.") % {"known": known}}) from None


def _context(request: Request, target: ImportTarget) -> dict[str, Any]:
    if target.context_form is None:
        return {}
    form = target.context_form(request.POST, viewer=request.viewer)
    if not form.is_valid():
        raise wrong({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})
    return form.context()


def _uploaded(request: Request, target: ImportTarget, context: dict[str, Any]) -> ImportRun:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        raise wrong({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})
    file, viewer = form.cleaned_data["file"], request.viewer
    try:
        return upload(
            acting=viewer,
            target=target,
            name=file.name,
            content=file.read(),
            context=context,
            person_name=viewer.name,
        )
    except UnreadableSheet as fault:
        raise wrong({"file": explained(fault)}) from fault
    except TooMuch as much:
        raise ApiProblem(429, str(much)) from much


add_list(
    router,
    Resource(
        name="imports",
        schema=ImportBrief,
        shape=brief,
        model=ImportRun,
        rows=own_rows,
        summaries=(gettext_noop("Imports, the oldest first"), ""),
        filterset=ImportFilter,
        sort="pk",
    ),
)


@router.get(
    "/imports/{int:key}",
    response={200: ImportOut, **REFUSALS},
    operation_id="get_import",
    url_name="get_import",
    summary=gettext_noop("How an import stands: numbers of the dry run, progress, result"),
)
def detail(request: Request, response: HttpResponse, key: int) -> Any:
    """To be asked again while `state` is checking, running or undoing. Its ETag is for `If-Match`."""
    refuse_unknown(request.GET, set())
    found = import_out(_run(request, key), request.viewer)
    response["ETag"] = versions.etag_of(found, without=MOVES_BY_ITSELF)
    return found


def _run(request: Request, key: int) -> ImportRun:
    run = own_rows(request.viewer).filter(pk=key).first()
    if run is None:
        raise Http404("imports")
    come_to_rest(run)
    return run


def _own(request: Request, key: int) -> ImportRun:
    """A run that this token's person began: nobody else's rows are to be read or written by it."""
    run = _run(request, key)
    if run.person_id != request.viewer.person_id:
        raise ApiProblem(403, _("Somebody else began this import."))
    return run


@router.get(
    "/imports/{int:key}/rows",
    response={200: RowsOut, **REFUSALS},
    operation_id="list_rows",
    url_name="list_rows",
    summary=gettext_noop("The rows of a dry run that need a look, with cell and cause"),
    openapi_extra={
        "parameters": [parameter("after", {"type": "integer", "minimum": 0}, gettext_noop("A row to begin at."))]
    },
)
def list_rows(request: Request, key: int) -> Any:
    """Correct them in the sheet and send it again, or decide on them in the wizard."""
    refuse_unknown(request.GET, {"after"})
    run = _own(request, key)
    after = number_of("after", request.GET.get("after", "0"), least=0, most=LARGEST_KEY)
    shown, following = page_of_rows(run, rows_to_look_at(run), min(after, 2**31 - 1))
    items = [
        RowOut(
            sheet=row.sheet,
            row=row.number,
            verdict=row.verdict,
            problems=[
                CellProblemOut(
                    cell=p.cell, code=p.code, field=p.field, message=p.message, has_proposal=bool(p.proposal)
                )
                for p in row.problems
            ],
        )
        for row in shown
    ]
    return RowsOut(items=items, next=f"{request.path}?after={following}" if following is not None else None)


@router.put(
    "/imports/{int:key}/columns",
    response={200: ImportOut, **RETURNS},
    operation_id="assign_columns",
    url_name="assign_columns",
    summary=gettext_noop("Say which column holds which field; the dry run begins"),
    openapi_extra=MATCHED,
)
def assign(request: Request, key: int, body: ColumnsIn) -> Any:
    """For sheets with headings that weren't recognised."""
    run = _own(request, key)
    further = further_sheets(run, heads_of(run)) if run.head else []
    form = ColumnsForm(None, target=run.target, columns=columns_of(run))
    if len(body.columns) != len(form.columns):
        raise wrong({"columns": _("This sheet has %(n)s columns; give as many.") % {"n": len(form.columns)}})
    form.data = {form.key(c): name or "" for c, name in zip(form.columns, body.columns, strict=True)}  # type: ignore[assignment]
    form.is_bound = True
    if not form.is_valid():
        raise wrong({"columns": " ".join(str(text) for errors in form.errors.values() for text in errors)})
    if unknown := set(body.sheets or ()) - {each.number for each in further if each.header}:
        raise wrong({"sheets": _("The sheets %(numbers)s can't be read.") % {"numbers": sorted(unknown)}})
    mapping, sheets = form.mapping, body.sheets
    return _after(request, run, lambda: assign_columns(run, acting=request.viewer, mapping=mapping, sheets=sheets))


@router.post(
    "/imports/{int:key}/decisions",
    response={200: ImportOut, **RETURNS},
    operation_id="decide_kind",
    url_name="decide_kind",
    summary=gettext_noop("Say what becomes of all rows with one kind of problem; they are checked anew"),
)
def decide(request: Request, key: int, body: DecisionIn) -> Any:
    """Accept the proposals, leave the rows out, or give one of the answers to a question."""
    run = _own(request, key)
    answers = [each.value for each in run.target.answers_to(body.code)]
    if body.decision not in ("accepted", "left_out", *answers):
        known = ", ".join(("accepted", "left_out", *answers))
        raise wrong({"decision": _("Give one of: %(known)s.") % {"known": known}})
    answer = body.decision if body.decision in answers else ""
    kind = "left_out" if body.decision == "left_out" else "accepted"
    return _after(
        request,
        run,
        lambda: decide_all(run, acting=request.viewer, code=body.code, field=body.field, kind=kind, answer=answer),
    )


@router.post(
    "/imports/{int:key}/rest",
    response={201: ImportOut, **RETURNS},
    operation_id="correct_rest",
    url_name="correct_rest",
    summary=gettext_noop("Begin an import of the rows that this one didn't take, to decide about them"),
)
def correct(request: Request, key: int) -> Any:
    """Corrected sheets are sent as new ones; this is for decisions about the rows as they are."""
    run = _own(request, key)
    try:
        rest = start_rest(run, acting=request.viewer)
    except WrongState as error:
        raise ApiProblem(409, str(error)) from error
    except FileGone as gone:
        raise ApiProblem(409, _("The file was deleted meanwhile. Upload it again.")) from gone
    rest.refresh_from_db()
    return Status(201, import_out(rest, request.viewer))


@router.post(
    "/imports/{int:key}/start",
    response={200: ImportOut, **RETURNS},
    operation_id="start_import",
    url_name="start_import",
    summary=gettext_noop("Write the good rows, or go on after a stop"),
    openapi_extra=BOTH,
)
@once.once
def start(request: Request, key: int) -> Any:
    """Doubtful and refused rows are left out."""
    run = _own(request, key)
    return _after(request, run, lambda: start_run(run, acting=request.viewer))


@router.post(
    "/imports/{int:key}/stop",
    response={200: ImportOut, **RETURNS},
    operation_id="stop_import",
    url_name="stop_import",
    summary=gettext_noop("Stop the step under way; what was written stays"),
    openapi_extra=BOTH,
)
@once.once
def halt(request: Request, key: int) -> Any:
    """It can go on afterwards, or be undone."""
    run = _own(request, key)
    return _after(request, run, lambda: stop(run, acting=request.viewer))


@router.post(
    "/imports/{int:key}/undo",
    response={200: ImportOut, **RETURNS},
    operation_id="undo_import",
    url_name="undo_import",
    summary=gettext_noop("Take a whole import back"),
    openapi_extra=BOTH,
)
@once.once
def undo(request: Request, key: int) -> Any:
    """Rows changed or in use since are left alone."""
    run = _run(request, key)
    return _after(request, run, lambda: start_undo(run, acting=request.viewer))


@router.delete(
    "/imports/{int:key}",
    response={204: None, **RETURNS},
    operation_id="forget_import",
    url_name="forget_import",
    summary=gettext_noop("Delete the sheet and all cells kept of it"),
    openapi_extra=MATCHED,
)
def remove(request: Request, key: int) -> Any:
    """What was imported stays, and can't be undone any longer."""
    run = _own(request, key)
    _do(request, run, lambda: forget(run, acting=request.viewer))
    return Status(204, None)


def _after(request: Request, run: ImportRun, act: Callable[[], object]) -> ImportOut:
    _do(request, run, act)
    run.refresh_from_db()
    return import_out(run, request.viewer)


def _do(request: Request, run: ImportRun, act: Callable[[], object]) -> None:
    """Do something to a run that is as the program has read it."""
    try:
        with transaction.atomic():
            run.refresh_from_db(from_queryset=own_rows(request.viewer).select_for_update())
            versions.demand_match(request, versions.etag_of(import_out(run, request.viewer), without=MOVES_BY_ITSELF))
            act()
    except WrongState as error:
        raise ApiProblem(409, str(error)) from error
