"""What agents call, and how they are set up."""

from __future__ import annotations

import zlib
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from santong.domains.campus.devices.actions import take_in
from santong.domains.campus.devices.models import CHANGE
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.tokens.public import Scope, called_by_token
from santong.kit.http import Request
from santong.lib.inventories import MOST_BYTES, BadReport, read_report

EXPIRES = 24
"""Hours after which an agent reports again."""
PACKED = frozenset({"application/x-compress-zlib", "application/x-compress-gzip", "application/x-zlib"})


@csrf_exempt
@require_POST
@called_by_token(Scope.INVENTORY)
def inventory(request: Any) -> HttpResponse:
    """A report of GLPI's agent, as JSON, packed or not; the answer is one that the agent understands."""
    school = request.token.organisation
    if school.kind != Organisation.Kind.SCHOOL:
        return _wrong(HTTPStatus.FORBIDDEN, "the token belongs to no school; give each school its own")
    try:
        report = read_report(_body(request))
    except (RequestDataTooBig, OverflowError):
        return _wrong(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {MOST_BYTES} bytes")
    except BadReport as problem:
        return _wrong(HTTPStatus.BAD_REQUEST, str(problem))
    if report.action == "contact":
        return JsonResponse({"status": "ok", "expiration": EXPIRES, "tasks": {"inventory": {"server": "glpi"}}})
    take_in(acting=request.viewer, school=school, report=report)
    request.given = 1
    return JsonResponse({"status": "ok", "expiration": EXPIRES})


def _wrong(status: HTTPStatus, text: str) -> JsonResponse:
    return JsonResponse({"status": "error", "message": text, "expiration": EXPIRES}, status=status)


def _body(request: Any) -> bytes:
    """The report as sent or unpacked, never more than `MOST_BYTES`; raises OverflowError, BadReport."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise OverflowError
    body: bytes = request.read(MOST_BYTES + 1)
    if request.content_type in PACKED or request.headers.get("Content-Encoding") in ("gzip", "deflate"):
        unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        try:
            body = unpacking.decompress(body, MOST_BYTES + 1)
        except zlib.error as problem:
            raise BadReport("it can't be unpacked") from problem
    if len(body) > MOST_BYTES:
        raise OverflowError
    return body


@login_required
@require_safe
def agents(request: Request) -> HttpResponse:
    """How agents are set up: the address, and where the token comes from."""
    request.viewer.demand(CHANGE)
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('devices:inventory')}"
    return render(
        request, "devices/agents.html", {"address": address, "may_issue": request.viewer.can("tokens.change")}
    )
