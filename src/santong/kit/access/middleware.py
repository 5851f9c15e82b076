"""Gives every request its viewer, its id, and the context that the audit writes down."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from santong.kit.access.viewer import NOBODY, Viewer, current_viewer
from santong.kit.audit import AuditContext, audit_context
from santong.kit.inbox import forget_inbox

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class ViewerMiddleware:
    """Sets `request.viewer` and the context variables that queries and the audit rely on.

    `settings.SANTONG_VIEWER_SOURCE` names the function that turns a request into a viewer,
    so that the kit knows no domain.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.viewer_of: Callable[[HttpRequest], Viewer] = import_string(settings.SANTONG_VIEWER_SOURCE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = self.viewer_of(request) if request.user.is_authenticated else NOBODY
        request.viewer = viewer  # type: ignore[attr-defined]
        request_id = request.headers.get("X-Request-ID", "")[:64] or uuid4().hex
        viewer_token = current_viewer.set(viewer)
        audit_token = audit_context.set(
            AuditContext(person_id=viewer.person_id, address=client_address(request), request_id=request_id)
        )
        structlog.contextvars.bind_contextvars(request_id=request_id, person=viewer.person_id)
        try:
            response = self.get_response(request)
        finally:
            current_viewer.reset(viewer_token)
            audit_context.reset(audit_token)
            structlog.contextvars.clear_contextvars()
        if viewer.person_id is not None and request.method not in SAFE_METHODS and may_have_changed(response):
            forget_inbox(viewer)
        response["X-Request-ID"] = request_id
        return response


def may_have_changed(response: HttpResponse) -> bool:
    """Whether something is otherwise since: by this request, or because somebody else was quicker (409)."""
    return response.status_code < HTTPStatus.BAD_REQUEST or response.status_code == HTTPStatus.CONFLICT


def client_address(request: HttpRequest) -> str:
    """The address of the client: from the trusted proxy's header when one is configured."""
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        hops = [hop.strip() for hop in forwarded if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            return hops[-settings.TRUSTED_PROXIES][:45]
    return str(request.META.get("REMOTE_ADDR", ""))
