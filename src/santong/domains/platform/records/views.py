"""Pages of their own: credentials, the inspector, one's own record."""

from __future__ import annotations

import tempfile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.actions.credentials import (
    Secret,
    issue_credential,
    revoke_credential,
    rotate_secret,
    set_provider_active,
)
from santong.domains.platform.records.erasure_views import erasure_of
from santong.domains.platform.records.forms import CredentialForm, InspectorForm, RecordForm
from santong.domains.platform.records.inspecting import inspect
from santong.domains.platform.records.models import Credential, Provider
from santong.domains.platform.records.queries.own import (
    Entry,
    names_by_authority,
    person_for,
    providers_about,
    record_page,
    record_texts,
)
from santong.kit.http import Request
from santong.kit.pages.exports import IN_MEMORY, send
from santong.lib.whole_numbers import whole_number

MAY = "providers.change"
MOST_FINDINGS = 200
"""Of more, the problems are shown alone, and not more of them."""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: Request, pk: int) -> HttpResponse:
    """A new key pair: the form, then the secret, once."""
    provider = request.viewer.get(Provider, pk, MAY)
    form = CredentialForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        issued = issue_credential(
            acting=request.viewer,
            provider=provider,
            scopes=given["scopes"],
            requests_per_minute=given["requests_per_minute"],
            expires=given["last_day"],
        )
        return _secret(request, issued, _("New credentials"))
    context = {"provider": provider, "form": form, "back": _page_of(provider)}
    return render(request, "records/issue.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def rotate(request: Request, pk: int) -> HttpResponse:
    """A new secret for a key: a question, then the secret, once."""
    credential = request.viewer.get(Credential, pk, MAY)
    if request.method == "POST":
        return _secret(request, rotate_secret(acting=request.viewer, credential=credential), _("New secret"))
    text = _("A new secret is made. The present one works for another 24 hours, then no more.")
    return _ask(request, credential.provider, _("New secret"), text)


@login_required
@require_http_methods(["GET", "POST"])
def revoke(request: Request, pk: int) -> HttpResponse:
    """End a credential, after a question."""
    credential = request.viewer.get(Credential, pk, MAY)
    if request.method == "POST":
        revoke_credential(acting=request.viewer, credential=credential)
        messages.success(request, _("The credentials are revoked."))
        return redirect(_page_of(credential.provider))
    text = _("Whatever uses these credentials is refused from now on. This can't be taken back.")
    return _ask(request, credential.provider, _("Revoke credentials"), text, danger=True)


@login_required
@require_http_methods(["GET", "POST"])
def switch(request: Request, pk: int) -> HttpResponse:
    """Stop a provider, or let it go on, after a question."""
    provider = request.viewer.get(Provider, pk, MAY)
    stopping = provider.is_active
    if request.method == "POST":
        set_provider_active(acting=request.viewer, provider=provider, active=not stopping)
        messages.success(request, _("The provider is stopped.") if stopping else _("The provider may go on."))
        return redirect(_page_of(provider))
    if stopping:
        text = _("All its credentials are refused until you let it go on. What it has stored stays.")
        return _ask(request, provider, _("Stop the provider"), text, danger=True)
    return _ask(request, provider, _("Let the provider go on"), _("Its credentials work again."))


@login_required
@require_http_methods(["GET", "POST"])
def inspector(request: Request) -> HttpResponse:
    """Check statements without storing them."""
    request.viewer.demand("records.inspect")
    form = InspectorForm(request.POST if request.method == "POST" else None, initial={"version": "1.0.3"})
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        found = inspect(form.cleaned_data["statements"], version_2=form.cleaned_data["version"] == "2.0.0")
        wrong = [one for one in found if one.problem]
        context |= {"found": len(found), "wrong": len({one.number for one in wrong})}
        context["findings"] = found if len(found) <= MOST_FINDINGS else (wrong or found)[:MOST_FINDINGS]
    return render(request, "records/inspector.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def own_record(request: Request) -> HttpResponse:
    """What is recorded about the person signed in."""
    return _record(request, person_for(request.viewer, request.viewer.person_id or 0))


@login_required
@require_safe
def persons_record(request: Request, pk: int) -> HttpResponse:
    """What is recorded about one's child, or a pupil of one's class."""
    return _record(request, person_for(request.viewer, pk))


def _record(request: Request, person: Person) -> HttpResponse:
    providers = providers_about(person)
    form = RecordForm(request.GET, providers=providers)
    after = whole_number(request.GET.get("after", ""))
    page = record_page(person.pk, form.wanted, after)
    names = names_by_authority(providers)
    own = person.pk == request.viewer.person_id
    context = {
        "person": person,
        "erasure": erasure_of(request, person),
        "own": own,
        "form": form,
        "entries": [Entry.of(row, names) for row in page.rows],
        "after": page.last,
        "first": not after,
        "query": form.query,
        "download": reverse("records:own-download") if own else reverse("records:person-download", args=[person.pk]),
    }
    return render(request, "records/own.html", context)


@login_required
@require_safe
def own_download(request: Request) -> HttpResponseBase:
    """The same as a file: every statement as it is kept."""
    return _download(request, person_for(request.viewer, request.viewer.person_id or 0))


@login_required
@require_safe
def persons_download(request: Request, pk: int) -> HttpResponseBase:
    """The record of one's child, or of a pupil of one's class, as a file."""
    return _download(request, person_for(request.viewer, pk))


def _download(request: Request, person: Person) -> HttpResponseBase:
    form = RecordForm(request.GET, providers=providers_about(person))
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (closed when sent)
    file.write(b"[")
    for number, text in enumerate(record_texts(person.pk, form.wanted)):
        file.write(b",\n" * bool(number) + text.encode())
    file.write(b"]")
    return send(request, file, filename="learning-record.json", content_type="application/json")


def _page_of(provider: Provider) -> str:
    return reverse("records:providers-detail", args=[provider.pk])


def _secret(request: Request, issued: Secret, title: str) -> HttpResponse:
    context = {
        "title": title,
        "credential": issued.credential,
        "secret": issued.secret,
        "endpoint": request.build_absolute_uri("/xAPI/"),
        "back": _page_of(issued.credential.provider),
    }
    return render(request, "records/secret.html", context)


def _ask(request: Request, provider: Provider, title: str, text: str, *, danger: bool = False) -> HttpResponse:
    context = {"provider": provider, "title": title, "text": text, "danger": danger, "back": _page_of(provider)}
    return render(request, "records/ask.html", context)
