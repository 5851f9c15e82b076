"""The front door of the demonstration: every account, entered with one click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.demonstration.accounts import ACCOUNTS, GROUPS, PASSWORD, WITH_SECOND_FACTOR, Account
from santong.domains.platform.identity.public import Person, enter, is_invented, present_code
from santong.kit.access.roles import roles_by_name
from santong.kit.http import Request
from santong.kit.registry import Label

View = Callable[[Request], HttpResponse]


@dataclass(frozen=True)
class Entry:
    """An account as the page shows it."""

    account: Account
    role: Label
    organisation: str


def demonstration_only(view: View) -> View:
    """Refuse outside the demonstration, even if the address were there by mistake."""

    @wraps(view)
    def guarded(request: Request) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return guarded


@demonstration_only
@never_cache
@require_safe
def landing(request: Request) -> HttpResponse:
    """What this is, and the accounts to look around with."""
    entries = entries_by_username()
    groups = [(group.label, [entries[a.username] for a in group.accounts if a.username in entries]) for group in GROUPS]
    context = {
        "groups": [(label, found) for label, found in groups if found],
        "password": PASSWORD,
        "with_factor": entries.get(WITH_SECOND_FACTOR),
        "code": code_now(),
    }
    return render(request, "demonstration/landing.html", context)


@demonstration_only
@require_POST
def enter_account(request: Request) -> HttpResponse:
    """Sign in as one of the invented people; nobody else can be entered, whatever they are called."""
    username = request.POST.get("account", "")
    person = Person.objects.unscoped("entering the demonstration").filter(username=username, is_active=True).first()
    if username not in ACCOUNTS or person is None or not is_invented(person):
        raise Http404
    logout(request)
    return enter(request, person)


def code_now() -> str:
    """What the authenticator app of the account with a second factor shows now, "" while there is none."""
    rows = Person.objects.unscoped("the front door of the demonstration").filter(username=WITH_SECOND_FACTOR)
    person = rows.first()
    return present_code(person) if person is not None and is_invented(person) else ""


def entries_by_username() -> dict[str, Entry]:
    """The accounts that exist, with the organisation of their first appointment."""
    appointments = (
        Appointment.objects.unscoped("the front door of the demonstration")
        .filter(person__username__in=ACCOUNTS)
        .select_related("person", "organisation__parent")
        .order_by("-id")
    )
    return {
        row.person.username: Entry(
            ACCOUNTS[row.person.username], roles_by_name()[row.role].label, row.organisation.name
        )
        for row in appointments
    }
