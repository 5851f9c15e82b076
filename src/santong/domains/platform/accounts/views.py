"""Pages about accounts: the list, one account, and helping its owner back in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.accounts.actions import give_code, reset_account
from santong.domains.platform.accounts.bulk import SWITCH, sign_many_out, switch_many_off, switch_many_on
from santong.domains.platform.accounts.filters import AccountFilter
from santong.domains.platform.accounts.helping import open_request, settle_help
from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.accounts.queries import (
    account_of,
    accounts,
    code_until,
    place_of,
    roles_of,
    standing_of,
)
from santong.domains.platform.accounts.tables import AccountTable
from santong.domains.platform.identity.public import (
    ACTIVATE,
    Group,
    Issued,
    Member,
    Person,
    TakeoverRefused,
    activation_address,
    activation_page,
    locked_until,
    names_of_factors,
    places_of_person,
    qr_picture,
    remove_second_factor,
    sign_out,
    slip_document,
    slip_of,
    switch_accounts,
    unlock,
)
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.addresses import row_address
from santong.kit.http import Request
from santong.kit.pages import BulkAction, ModelPages, PageAction
from santong.kit.undo import offer, undoable
from santong.lib.chinese_fonts import NoChineseFont
from santong.lib.whole_numbers import whole_number

CHANGE = "people.change"
HELPED = HelpRequest.State.HELPED
MOST = 1000
"""Accounts for which slips are made at once."""
View = Callable[[Request, Person], HttpResponse]


class AccountPages(ModelPages):
    """Everybody whose account the viewer keeps."""

    model = Person
    name = "accounts"
    namespace = "accounts"
    title = _("Accounts")
    icon = "key"
    table = AccountTable
    filterset = AccountFilter
    sort = "path"
    detail = False
    list_actions = (
        PageAction(
            _("Import people in charge"),
            lambda row: reverse("imports:new", args=["in-charge"]),
            "appointments.region",
            icon="file-import",
        ),
    )
    bulk = (
        BulkAction("sign-out", _("Sign out everywhere"), CHANGE, run=sign_many_out, icon="logout"),
        BulkAction("switch-on", _("Switch on"), CHANGE, run=switch_many_on, icon="circle-check"),
        BulkAction("switch-off", _("Switch off"), CHANGE, run=switch_many_off, icon="lock", tone="danger", undo=SWITCH),
    )
    list_template = "accounts/list.html"
    empty_text = _("People come in by the imports of staff, pupils and people in charge.")

    @property
    def view(self) -> str:
        return CHANGE

    def rows(self, viewer: Viewer) -> QuerySet:
        return accounts(viewer)

    def detail_url(self, row: Person) -> str:
        return row_address("accounts:account", row.pk)


PAGES = AccountPages()


def on_account(view: View) -> Callable[..., HttpResponse]:
    """Fetch the account for the viewer; whoever may not is told whom to ask instead."""

    @login_required
    @never_cache
    @wraps(view)
    def fetched(request: Request, pk: int) -> HttpResponse:
        if pk == request.viewer.person_id:
            return redirect("account")
        try:
            return view(request, account_of(request.viewer, pk))
        except TakeoverRefused as refusal:
            # The list leads here, too: to be told whom to ask is an answer, to be kept from doing something is not.
            status = 403 if request.method == "POST" else 200
            return render(request, "accounts/refused.html", {"reason": str(refusal)}, status=status)

    return fetched


@require_safe
@on_account
def account(request: Request, person: Person) -> HttpResponse:
    """How an account is, and what can be done for its owner."""
    until = code_until(person)
    context = {
        "person": person,
        "standing": standing_of(person, until),
        "code_until": until,
        "locked_until": locked_until(person),
        "roles": roles_of(person),
        "places": places_of_person(person),
        "factors": names_of_factors(person.pk),
        "asked": open_request(person),
        "may_change": request.viewer.can(CHANGE, person.path),
        "lists": request.viewer.can(CHANGE),
    }
    return render(request, "accounts/account.html", context)


@require_POST
@on_account
def code(request: Request, person: Person) -> HttpResponse:
    """A one-time code on the screen, for somebody who stands here or is on the telephone."""
    return _shown(request, give_code(acting=request.viewer, person=person), was_reset=False)


@require_POST
@on_account
def reset(request: Request, person: Person) -> HttpResponse:
    """The present password stops working at once; the code for a new one on the screen."""
    return _shown(request, reset_account(acting=request.viewer, person=person), was_reset=True)


def _shown(request: Request, issued: Issued, *, was_reset: bool) -> HttpResponse:
    settle_help(acting=request.viewer, person=issued.person, state=HELPED)
    context = {
        "person": issued.person,
        "code": issued.code,
        "expires_at": issued.expires_at,
        "address": activation_address(),
        "picture": qr_picture(issued.code),
        "was_reset": was_reset,
    }
    return render(request, "accounts/code.html", context)


@require_POST
@on_account
def slip(request: Request, person: Person) -> HttpResponse:
    """A new activation slip on paper; older ones become void."""
    try:
        place = place_of(request.viewer, person)
        made = slip_of(give_code(acting=request.viewer, person=person), place=place.name)
        document = slip_document([made], gettext("Activation slip"))
    except NoChineseFont:
        messages.error(request, gettext("This server has no Chinese font to print with. Show the code instead."))
        return redirect("accounts:account", person.pk)
    settle_help(acting=request.viewer, person=person, state=HELPED)
    return document


@require_POST
@on_account
def end_sessions(request: Request, person: Person) -> HttpResponse:
    """Sign the person out everywhere, or at one place."""
    sign_out(acting=request.viewer, people=[person], place=whole_number(request.POST.get("place", "")))
    messages.success(request, gettext("Signed out there."))
    return redirect("accounts:account", person.pk)


def done_for(action: Callable[..., object], text: Promise) -> Callable[..., HttpResponse]:
    """A view that does something for the owner of an account, who needn't wait for help any longer, and says so."""

    @require_POST
    @on_account
    def done(request: Request, person: Person) -> HttpResponse:
        with transaction.atomic():
            action(acting=request.viewer, person=person)
            settle_help(acting=request.viewer, person=person, state=HELPED)
        messages.success(request, str(text))
        return redirect("accounts:account", person.pk)

    return done


forget_attempts = done_for(unlock, _("Unlocked: the person may try again at once."))
take_second_factor_off = done_for(
    remove_second_factor, _("The second factor is off, and the person is signed out everywhere.")
)


@require_POST
@on_account
def switch(request: Request, person: Person) -> HttpResponse:
    """Switch an account off or on, with a way back."""
    on = not person.is_active
    switch_accounts(acting=request.viewer, people=[person], on=on)
    text = gettext("The account is switched on.") if on else gettext("The account is switched off.")
    offer(request, text, handler=SWITCH, payload={"people": [person.pk], "on": not on})
    return redirect("accounts:account", person.pk)


@undoable(SWITCH)
def _switch_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    people = [account_of(viewer, key) for key in payload["people"]]
    switch_accounts(acting=viewer, people=people, on=payload["on"])
    return gettext("The account is switched on.") if payload["on"] else gettext("The account is switched off.")


@login_required
@require_http_methods(["GET", "POST"])
def slips(request: Request) -> HttpResponse:
    """Slips for everybody whom the list shows with these filters."""
    request.viewer.demand(ACTIVATE)
    request.viewer.demand(CHANGE)
    home = _home(request.viewer)
    back = f"{reverse('accounts:accounts')}?{request.GET.urlencode()}"
    rows = PAGES.objects(request).rows.order_by("path", "pinyin", "pk")[: MOST + 1]
    members = [Member(person, person.place or "") for person in rows]
    group = Group(
        title=gettext("Activation slips"),
        place=home.name,
        path=home.path,
        members=members[:MOST],
        back=back,
        back_label=gettext("Accounts"),
        hint=_too_many() if len(members) > MOST else "",
    )
    return activation_page(request, group)


def _too_many() -> str:
    return gettext("Only the first %(n)s are shown here. Filter the list.") % {"n": MOST}


def _home(viewer: Viewer) -> Organisation:
    """The outermost place whose accounts the viewer keeps; slips of many name it."""
    path = viewer.paths(ACTIVATE)[0]
    rows = Organisation.objects.open_to_everyone()
    row: Organisation = rows.get(path=path) if path else rows.filter(parent=None).earliest("path")
    return row
