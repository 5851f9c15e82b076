"""Sent twice, made once: an impatient thumb and a program that tries again get the first answer.

A form that makes something carries `{% once %}`: a key of its own for every time it is shown. The
middleware runs the view and notes the answer under that key in one transaction, so that a second
request with the same content waits for the first and is answered like it. Somebody who goes back,
writes something else and sends again makes something else. Answers with errors are not kept.

Programs send a header, `Idempotency-Key`; see `api/once.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from santong.kit.http import Request
from santong.kit.models import Submission

FIELD = "once"
FORGERY = "csrfmiddlewaretoken"
KEPT = timedelta(days=2)
"""How long a second request is answered like the first."""


class SubmissionMiddleware:
    """Has forms that carry a key run once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., HttpResponse], arguments: Any, keys: Any
    ) -> HttpResponseBase | None:
        """Runs after the check of forgery, which has read the form already."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        key, person_id = request.POST.get(FIELD, ""), request.viewer.person_id
        if not key or person_id is None:
            return None
        # The content is part of the key: what was changed before it was sent again is something else.
        content = digest_of(request)
        with submission(person_id, f"{key} {content}", content) as (row, is_first):
            return _kept(row, view(request, *arguments, **keys)) if is_first else _again(request, row)


@contextmanager
def submission(person_id: int, key: str, content: str) -> Iterator[tuple[Submission, bool]]:
    """One transaction for what a request makes and the note that it did; whether it is the first with its key.

    A second request waits here until the first has ended: for the unique key on PostgreSQL, for the
    only writer on SQLite.
    """
    names = {"person_id": person_id, "key": hashlib.sha256(key.encode()).hexdigest()}
    with transaction.atomic():
        try:
            with transaction.atomic():
                row, is_first = Submission.objects.create(**names, digest=content), True
        except IntegrityError:
            row, is_first = Submission.objects.get(**names), False
        yield row, is_first


def digest_of(request: HttpRequest) -> str:
    """Tells apart what requests ask for: method, address, fields and files, without the key itself."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}".encode())
    for name, values in sorted(request.POST.lists()):
        if name not in (FIELD, FORGERY):
            found.update(repr((name, values)).encode("utf-8", "surrogatepass"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            found.update(f"{name} {file.name} {_file_digest(file)}".encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _file_digest(file: UploadedFile) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _kept(row: Submission, response: HttpResponse) -> HttpResponse:
    """Note the answer, or forget the request when nothing came of it."""
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        row.delete()
        return response
    row.status, row.location = response.status_code, response.headers.get("Location", "")[:500]
    row.save(update_fields=["status", "location"])
    return response


def _again(request: Request, row: Submission) -> HttpResponse:
    """The answer to what was done already: where the first one led, or a word where it showed something once."""
    if row.location:
        return HttpResponseRedirect(row.location)
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "kit/done_already.html")


def new_key() -> str:
    """A key for a form about to be shown."""
    return uuid4().hex


def forget_old() -> int:
    """Remove notes that nobody will ask for any more; returns how many."""
    return Submission.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
