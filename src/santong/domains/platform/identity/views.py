"""Signing in, and the pages of one's own account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from santong.domains.platform.identity import actions, second_factor, sessions
from santong.domains.platform.identity.forms import DisplayForm, PasswordForm, PreferencesForm
from santong.domains.platform.identity.http import PersonRequest
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.preferences import show_preferences
from santong.domains.platform.identity.security_events import SHOWN, events_of, mark_seen
from santong.kit.http import Request
from santong.kit.shell import ui_of


class SignInView(LoginView):
    """The sign-in page; a refused attempt is 422, one that has to wait 429."""

    extra_context = {"demo": settings.DEMO}

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS if form.must_wait else HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class AddPasskeyView(AddWebAuthnView):
    """A passkey that can sign in by itself: kept on the device, unlocked by its owner."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": webauthn.begin_registration(self.request.user, passwordless=True)}
        return context


class RemovePasskeyView(RemoveWebAuthnView):
    """Remove a passkey, unless a strong role would be left without a second factor."""

    request: Request

    def form_valid(self, form: Any) -> HttpResponse:
        if not second_factor.may_remove_one(self.request.viewer):
            messages.error(
                self.request, _("Your role needs a second factor, and this is the only one. Add another one first.")
            )
            return redirect("mfa_index")
        return super().form_valid(form)


@login_required
@require_http_methods(["GET", "POST"])
def account(request: PersonRequest) -> HttpResponse:
    """Who I am here, my identities, and how I like the pages."""
    person, ui = request.user, ui_of(request)
    initial = {
        "language": person.language or ui.lang,
        "theme": person.theme or ui.theme,
        "text_size": person.text_size or ui.text,
    }
    form = PreferencesForm(request.POST or None, initial=initial)
    if not form.is_valid():
        context = {"form": form, "factors": second_factor.count_of(person.pk)}
        return render(request, "identity/account.html", context, status=_status(form))
    actions.change_preferences(acting=request.viewer, person=person, **form.cleaned_data)
    messages.success(request, _("Saved. It looks like this on all your devices."))
    response = redirect("account")
    show_preferences(response, person)
    return response


@login_required
@require_POST
def keep_display(request: PersonRequest) -> HttpResponse:
    """Keep theme and text size as chosen in the menu of every page; the other preferences stay."""
    person = request.user
    form = DisplayForm(request.POST, person=person)
    if not form.is_valid():
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.change_preferences(acting=request.viewer, person=person, language=person.language, **form.cleaned_data)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@login_required
@never_cache
@sensitive_post_parameters("current", "new", "again")
@require_http_methods(["GET", "POST"])
def change_password(request: PersonRequest) -> HttpResponse:
    """Choose another password; all other places are signed out by it."""
    person = request.user
    initial = person.must_change_password
    form = PasswordForm(request.POST or None, person=person)
    if not form.is_valid():
        template = "identity/initial_password.html" if initial else "identity/password.html"
        return render(request, template, {"form": form}, status=_status(form))
    actions.change_own_password(acting=request.viewer, person=person, password=form.cleaned_data["new"])
    sessions.end_other_places(person.pk, but=request.session.session_key)
    update_session_auth_hash(request, person)
    sessions.note(request)
    messages.success(request, _("The password is changed. Other devices are signed out."))
    return redirect("home" if initial else "account")


def while_new(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show recovery codes only as long as they are new: whoever finds an open browser later finds none."""

    @wraps(view)
    def shown(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if second_factor.codes_are_new(request.user.pk):
            return view(request, *args, **kwargs)
        messages.info(request, _("Recovery codes are shown once only, when they are made. Make new ones."))
        return redirect("mfa_index")

    return login_required(shown)


@login_required
@require_safe
def places(request: PersonRequest) -> HttpResponse:
    """Where I am signed in."""
    return render(request, "identity/places.html", {"places": sessions.places_of(request)})


@login_required
@require_POST
def end_place(request: PersonRequest, key: int) -> HttpResponse:
    """Sign out at one place."""
    sessions.end_place(request.user.pk, key)
    messages.success(request, _("Signed out there."))
    return redirect("account_places")


@login_required
@require_POST
def end_other_places(request: PersonRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    count = sessions.end_other_places(request.user.pk, but=request.session.session_key)
    text = ngettext("Signed out at %(count)s other place.", "Signed out at %(count)s other places.", count)
    messages.success(request, text % {"count": count})
    return redirect("account_places")


@require_POST
def set_language(request: Request) -> HttpResponse:
    """Switch the language: for this browser, and for the person on every other one."""
    language, person = request.POST.get("language", ""), request.user
    if isinstance(person, Person) and language in dict(settings.LANGUAGES):
        actions.change_preferences(
            acting=request.viewer, person=person, language=language, theme=person.theme, text_size=person.text_size
        )
    return django_set_language(request)


def _status(form: PasswordForm | PreferencesForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK


@login_required
@require_safe
def security_events(request: PersonRequest) -> HttpResponse:
    """What others did to my account."""
    rows = list(events_of(request.user.pk)[:SHOWN])
    context = {"rows": rows, "unseen": any(row.seen_at is None for row in rows)}
    return render(request, "identity/security_events.html", context)


@login_required
@require_POST
def see_security_events(request: PersonRequest) -> HttpResponse:
    """I have read them."""
    mark_seen(acting=request.viewer)
    return redirect("account_security")
