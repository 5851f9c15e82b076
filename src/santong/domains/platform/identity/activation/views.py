"""Taking an account into use: the code, whose it is, the password, and in."""

from __future__ import annotations

import time
from http import HTTPStatus

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from santong.domains.platform.identity import second_factor, sessions
from santong.domains.platform.identity.activation.actions import activate
from santong.domains.platform.identity.activation.codes import BadCode, checked
from santong.domains.platform.identity.activation.forms import ActivationCodeForm, ChosenPasswordForm
from santong.domains.platform.identity.models import ActivationCode, Person
from santong.domains.platform.organisations.public import Organisation, lineage
from santong.kit.access.middleware import client_address
from santong.lib.names import masked_name

KEY = "activation"
MINUTES = 15
"""How long the way from the code to the password may take."""
SHOWN = (Organisation.Kind.SCHOOL, Organisation.Kind.CLASS)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Type the code of a slip, or arrive with it in the address."""
    request.session.pop(KEY, None)
    form = ActivationCodeForm(request.POST if request.method == "POST" else None, request=request)
    if not form.is_valid():
        return render(request, "identity/activation/code.html", {"form": form}, status=_status(form))
    if form.found is not None:
        request.session[KEY] = {"code": form.found.pk, "at": int(time.time()), "confirmed": False}
    return redirect("activation-person")


@never_cache
@require_http_methods(["GET", "POST"])
def confirm_person(request: HttpRequest) -> HttpResponse:
    """Say that one is the person of the slip; the name is shown masked."""
    code = _code_of(request)
    if code is None:
        return redirect("activation")
    if request.method == "POST":
        request.session[KEY] = {**request.session[KEY], "confirmed": True}
        return (
            _ask_for_factor(request, code.person) if _lacks_factor(request, code) else redirect("activation-password")
        )
    places = [place for place in lineage(code.path) if place.kind in SHOWN]
    context = {
        "person": code.person,
        "masked_name": masked_name(code.person.name),
        "places": places,
        "asks_for_factor": _lacks_factor(request, code),
    }
    return render(request, "identity/activation/person.html", context)


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose the password, and go on signed in.

    Whoever has a second factor is signed in by then: a slip in the wrong hands replaces no password.
    """
    code = _code_of(request)
    if code is None:
        return redirect("activation")
    if not request.session[KEY]["confirmed"] or _lacks_factor(request, code):
        return redirect("activation-person")
    form = ChosenPasswordForm(request.POST if request.method == "POST" else None, person=code.person)
    if not form.is_valid():
        context = {"form": form, "person": code.person}
        return render(request, "identity/activation/password.html", context, status=_status(form))
    try:
        person = activate(
            code=code,
            password=form.cleaned_data["new"],
            address=client_address(request),
            here=request.session.session_key,
        )
    except BadCode as problem:
        messages.error(request, str(problem))
        return redirect("activation")
    done = _("Your account is activated. From now on sign in with this password.")
    if second_factor.count_of(person.pk):
        del request.session[KEY]
        update_session_auth_hash(request, person)
        sessions.note(request)
        messages.success(request, done)
        return redirect("home")
    # A session that is open here would end on the way, and take the one that begins with it.
    logout(request)
    sessions.remember(request, wanted=False)
    messages.success(request, done)
    # No credentials are handed over: allauth would keep what was typed in the session.
    response = perform_password_login(request, {}, Login(user=person, redirect_url="/"))
    second_factor.came_by_slip(request)
    return response


def _lacks_factor(request: HttpRequest, code: ActivationCode) -> bool:
    """Whether the person of the code has a second factor that hasn't been asked for here."""
    return request.user != code.person and second_factor.count_of(code.person_id) > 0


def _ask_for_factor(request: HttpRequest, person: Person) -> HttpResponse:
    """The page that asks after a password, too; it leads back here. A session that is open here would take the code."""
    entered = request.session[KEY]
    logout(request)
    request.session[KEY] = entered
    sessions.remember(request, wanted=False)
    return perform_password_login(request, {}, Login(user=person, redirect_url=reverse("activation-password")))


def _code_of(request: HttpRequest) -> ActivationCode | None:
    """The code entered a moment ago, if it is still open."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    rows = ActivationCode.objects.unscoped("whoever holds the code was given it").select_related("person")
    row: ActivationCode | None = rows.filter(pk=kept["code"]).first()
    try:
        if row is None or time.time() - kept["at"] > MINUTES * 60:
            raise BadCode(_("That took too long. Enter the code once more."))
        return checked(row, timezone.now())
    except BadCode as problem:
        request.session.pop(KEY)
        messages.error(request, str(problem))
        return None


def _status(form: ActivationCodeForm | ChosenPasswordForm) -> HTTPStatus:
    if not form.is_bound:
        return HTTPStatus.OK
    waits = isinstance(form, ActivationCodeForm) and form.must_wait
    return HTTPStatus.TOO_MANY_REQUESTS if waits else HTTPStatus.UNPROCESSABLE_ENTITY
