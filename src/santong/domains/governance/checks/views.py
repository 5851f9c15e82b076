"""Checking at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from santong.domains.governance.checks.jobs import check_figures
from santong.domains.governance.checks.models import WRITE
from santong.kit.http import Request
from santong.kit.jobs.public import start


@login_required
@require_http_methods(["GET", "POST"])
def check(request: Request) -> HttpResponse:
    """Hold all figures against the rules now, instead of at night."""
    request.viewer.demand(WRITE)
    if request.method == "GET":
        return render(request, "checks/check.html")
    start(check_figures, {}, acting=request.viewer, path=request.viewer.paths(WRITE)[0])
    messages.success(request, gettext("Started. The list fills by itself; reload it in a moment."))
    return redirect("checks:issues")
