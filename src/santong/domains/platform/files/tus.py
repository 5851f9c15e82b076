"""Resumable upload: the tus protocol 1.0.0 (tus.io/protocols/resumable-upload), core and the extensions
creation, termination, checksum and expiration.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from santong.domains.platform.files import staging
from santong.domains.platform.files.actions import NotTaken, abandon, begin_upload, complete
from santong.domains.platform.files.models import File, Upload
from santong.kit.http import Request

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,checksum,expiration"
BODY = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460
TOO_LARGE = ("too_large", "no_room")

View = Callable[..., HttpResponse]


class Refused(Exception):
    """The request breaks the protocol or a limit."""

    def __init__(self, status: int, text: str = "") -> None:
        super().__init__(text)
        self.status = status


def collection(request: Request) -> HttpResponse:
    """Where uploads are created: OPTIONS, POST."""
    return _answered(request, {"OPTIONS": _options, "POST": _create})


def upload(request: Request, upload_id: UUID) -> HttpResponse:
    """One upload: HEAD tells how far it is, PATCH adds, DELETE gives it up."""
    return _answered(request, {"OPTIONS": _options, "HEAD": _head, "PATCH": _patch, "DELETE": _delete}, upload_id)


def _answered(request: Request, methods: dict[str, View], *arguments: object) -> HttpResponse:
    # Some networks let only GET and POST through (core protocol, X-HTTP-Method-Override).
    name = request.headers.get("X-HTTP-Method-Override", request.method or "").upper()
    try:
        response = _checked(request, methods, name)(request, *arguments)
    except Refused as problem:
        response = HttpResponse(str(problem), status=problem.status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    return response


def _checked(request: Request, methods: dict[str, View], name: str) -> View:
    if name not in methods:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    if request.viewer.person_id is None:
        raise Refused(HTTPStatus.UNAUTHORIZED, _("Your session has ended. Sign in again; the upload then goes on."))
    if name != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise Refused(HTTPStatus.PRECONDITION_FAILED, f"Tus-Resumable: {VERSION}")
    return methods[name]


def _options(request: Request, *arguments: object) -> HttpResponse:
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(settings.FILES_LIMIT_BYTES),
        "Tus-Checksum-Algorithm": ",".join(staging.ALGORITHMS),
    }
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)


def _create(request: Request) -> HttpResponse:
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    length = _number(request, "Upload-Length")
    try:
        made = begin_upload(acting=request.viewer, name=told.get("filename", ""), length=length)
    except NotTaken as problem:
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if problem.code in TOO_LARGE else HTTPStatus.BAD_REQUEST
        raise Refused(status, str(problem)) from problem
    response = HttpResponse(status=HTTPStatus.CREATED)
    response["Location"] = reverse("files:upload", args=[made.pk])
    return _described(response, made)


def _head(request: Request, upload_id: UUID) -> HttpResponse:
    found = _fetch(request, upload_id)
    offset = _offset(found)
    if offset == found.length:
        complete(acting=request.viewer, upload=found)  # the one who sent the last part may have died then
    response = HttpResponse(status=HTTPStatus.OK)
    response["Upload-Offset"] = str(offset)
    response["Upload-Length"] = str(found.length)
    return _described(response, found)


def _patch(request: Request, upload_id: UUID) -> HttpResponse:
    found = _fetch(request, upload_id)
    if request.content_type != BODY:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, BODY)
    if found.file.state != File.State.UPLOADING:
        raise Refused(HTTPStatus.CONFLICT, str(found.length))
    offset = _append(request, found)
    if offset == found.length:
        complete(acting=request.viewer, upload=found)
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["Upload-Offset"] = str(offset)
    return _described(response, found)


def _append(request: Request, found: Upload) -> int:
    promised = request.headers.get("Upload-Checksum", "")
    try:
        return staging.append(found.pk, _number(request, "Upload-Offset"), found.length, request, promised)
    except staging.WrongOffset as problem:
        raise Refused(HTTPStatus.CONFLICT, str(problem)) from problem
    except staging.Busy as problem:
        raise Refused(HTTPStatus.LOCKED, _("The upload is being continued elsewhere.")) from problem
    except staging.WrongChecksum as problem:
        raise Refused(CHECKSUM_MISMATCH, _("A part arrived damaged. It will be sent again.")) from problem
    except staging.UnknownChecksum as problem:
        raise Refused(HTTPStatus.BAD_REQUEST, ",".join(staging.ALGORITHMS)) from problem


def _delete(request: Request, upload_id: UUID) -> HttpResponse:
    try:
        abandon(acting=request.viewer, upload=_fetch(request, upload_id))
    except NotTaken as problem:
        raise Refused(HTTPStatus.CONFLICT, str(problem)) from problem
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _fetch(request: Request, upload_id: UUID) -> Upload:
    try:
        return request.viewer.get(Upload, upload_id)
    except (Http404, PermissionDenied) as problem:
        raise Refused(HTTPStatus.NOT_FOUND, _("This upload is no longer known. Choose the file again.")) from problem


def _offset(found: Upload) -> int:
    return staging.received(found.pk) if found.file.state == File.State.UPLOADING else found.length


def _described(response: HttpResponse, found: Upload) -> HttpResponse:
    response["Upload-Expires"] = http_date(found.expires_at.timestamp())
    response["X-File"] = str(found.file_id)
    return response


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Refused(HTTPStatus.BAD_REQUEST, name)
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """Upload-Metadata: pairs of a key and base64, parted by commas."""
    told = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
        except binascii.Error:
            raise Refused(HTTPStatus.BAD_REQUEST, "Upload-Metadata") from None
    return told
