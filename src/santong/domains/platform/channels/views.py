"""Pages: how somebody is told outside the product, and the channels that the region sets up."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from santong.domains.platform.channels.actions import (
    add_address,
    add_browser,
    ask_code,
    choose,
    confirm_address,
    pause,
    put_address_back,
    remove_address,
    resume,
    set_up_channel,
    switch_off,
    switch_on,
)
from santong.domains.platform.channels.adapters import ADAPTERS
from santong.domains.platform.channels.adapters.answers import Answer, Outcome, Parcel, Problem
from santong.domains.platform.channels.confirming import ask_through
from santong.domains.platform.channels.forms import AddressForm, ChannelForm, CodeForm, TryForm, WishesForm
from santong.domains.platform.channels.kinds import TYPED, Medium
from santong.domains.platform.channels.models import CHANGE, USE, VIEW, Address, Channel, Times
from santong.domains.platform.channels.queries import (
    addresses_in_use,
    number_of,
    own_addresses,
    own_times,
    reasons_given_up,
    ways,
    with_numbers,
    with_wishes,
)
from santong.domains.platform.channels.spreading import may_be_told
from santong.domains.platform.channels.tables import STATES, ChannelTable
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ModelPages, PageAction, StepPage, TemplatePanel
from santong.kit.pages.edits import Edit
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.user_agents import describe
from santong.lib.web_push import public_key

PUT_BACK = "channels.put_address_back"
"""The undo handler of a removed address."""


@login_required
@require_http_methods(["GET", "POST"])
def own(request: Request) -> HttpResponse:
    """Where and when I am told; saving keeps what is wished for where."""
    request.viewer.demand(USE)
    addresses = list(own_addresses(request.viewer))
    times = own_times(request.viewer)
    edit: Edit[Times | None, WishesForm] = Edit(
        request,
        times if times.pk else None,
        lambda row, data: WishesForm(data, instance=row or times, addresses=with_wishes(addresses)),
        rows=own_addresses(request.viewer),
    )
    if request.method == "POST":
        with edit.locked():
            saved = edit.is_valid()
            if saved:
                choose(acting=request.viewer, wishes=edit.form.wishes, times=edit.form.save(commit=False))
        if saved:
            messages.success(request, gettext("Saved."))
            return redirect("channels:own")
    person: Person = request.user  # type: ignore[assignment]
    shown = ways(addresses)
    context = {
        "form": edit.form,
        "edit": edit,
        "ways": shown,
        "too_young": not may_be_told(person),
        "push_key": _push_key() if any(way.medium == Medium.PUSH for way in shown) else "",
        "is_told_somewhere": any(address.is_used for address in addresses),
    }
    return render(request, "channels/own.html", context, status=edit.status)


def _push_key() -> str:
    """What browsers need to know of this server to listen to it."""
    channel = Channel.objects.keeping_unique().get(medium=Medium.PUSH)
    secret = channel.open_secrets().get("key", "")
    return public_key(secret) if secret else ""


def _status(form: BaseForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


@login_required
@require_http_methods(["GET", "POST"])
def add(request: Request, medium: str) -> HttpResponse:
    """Name an address; a code goes there."""
    request.viewer.demand(USE)
    if medium not in TYPED:
        raise Http404(medium)
    form = AddressForm(request.POST if request.method == "POST" else None, medium=medium)
    if request.method == "POST" and form.is_valid():
        try:
            add_address(acting=request.viewer, medium=medium, text=form.cleaned_data["text"])
        except NotPossible as problem:
            form.add_error("text", str(problem))
        else:
            messages.success(request, gettext("A code is on its way. Enter it here."))
            return redirect("channels:own")
    return render(request, "channels/add.html", {"form": form, "medium": Medium(medium)}, status=_status(form))


@login_required
@require_POST
def add_push(request: Request) -> HttpResponse:
    """Show messages in this browser, which has just allowed it."""
    browser = describe(request.headers.get("User-Agent", ""))
    label = " · ".join(filter(None, (browser.name, browser.system))) or gettext("A browser")
    try:
        add_browser(acting=request.viewer, subscription=request.POST.get("subscription", ""), label=label)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, gettext("This browser shows you messages from now on."))
    return redirect("channels:own")


@login_required
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Enter the code that was sent to an address."""
    address = request.viewer.get(Address, pk, USE)
    form = CodeForm(request.POST)
    try:
        is_right = form.is_valid() and confirm_address(
            acting=request.viewer, address=address, code=form.cleaned_data["code"]
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("channels:own")
    if is_right:
        messages.success(request, gettext("Confirmed. Messages go there from now on; choose below which."))
    else:
        messages.error(request, gettext("That isn't the code that was sent, or it is too old. Look again."))
    return redirect("channels:own")


@login_required
@require_POST
def code(request: Request, pk: int) -> HttpResponse:
    """Have a code sent."""
    address = request.viewer.get(Address, pk, USE)
    try:
        ask_code(acting=request.viewer, address=address)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, gettext("A code is on its way. Enter it here."))
    return redirect("channels:own")


@login_required
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Be told at an address no more."""
    address = request.viewer.get(Address, pk, USE)
    with transaction.atomic():
        kept = remove_address(acting=request.viewer, address=address)
        offer(request, gettext("Removed. Nothing goes there any more."), handler=PUT_BACK, payload=kept)
    return redirect("channels:own")


@undoable(PUT_BACK)
def _put_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    put_address_back(acting=viewer, kept=payload)
    return gettext("The address is there again.")


def _reasons(request: Request, channel: Channel) -> dict[str, Any] | None:
    reasons = reasons_given_up(channel)
    return {"reasons": reasons} if reasons else None


def _settings(request: Request, channel: Channel) -> dict[str, Any]:
    kept = channel.open_secrets()
    shown = [
        (each.label, gettext("is kept, and not shown") if each.is_secret else _shown(each.choices, channel, each.name))
        for each in ADAPTERS[channel.medium].settings
        if (each.name in kept if each.is_secret else channel.values.get(each.name))
    ]
    return {"shown": shown}


def _shown(choices: Any, channel: Channel, name: str) -> str:
    value = channel.values[name]
    return str(dict(choices).get(value, value))


class ChannelPages(ModelPages):
    """The ways out of the product."""

    model = Channel
    name = "channels"
    namespace = "channels"
    title = _("Channels")
    icon = "broadcast"
    table = ChannelTable
    form = ChannelForm
    form_template = "channels/set_up.html"
    change = CHANGE
    sort = "pk"
    detail_actions = (
        PageAction(
            _("Send a test"),
            lambda row: reverse("channels:try", args=[row.pk]),
            CHANGE,
            "send",
            shown=lambda viewer, row: bool(row.values),
        ),
    )
    panels = (
        FactsPanel(
            _("How it is"),
            facts=(
                Fact(lambda row: STATES[row.state][0], _("state")),
                Fact(lambda row: row.problem and row.get_problem_display(), _("last problem")),
                "detail",
                "problem_at",
                Fact(lambda row: row.resumes_at if row.state == "waits" else "", _("tries again")),
                Fact(lambda row: number_of(row, "sent"), _("sent in a day")),
                Fact(lambda row: number_of(row, "waiting"), _("waiting to be sent")),
                Fact(lambda row: str(addresses_in_use(row)), _("addresses in use")),
                "per_minute",
            ),
        ),
        TemplatePanel(_("Given up in a day, and why"), template="channels/reasons.html", context=_reasons),
        TemplatePanel(_("Settings"), template="channels/settings.html", context=_settings),
        HistoryPanel(_("History"), permission=VIEW, side=True),
    )
    steps = (
        StepPage(switch_on, _("Switch on"), done=_("Switched on."), icon="power", variant="primary"),
        StepPage(resume, _("Go on sending"), done=_("It goes on."), icon="player-play", variant="primary"),
        StepPage(pause, _("Pause"), done=_("Paused: what comes waits."), icon="player-pause"),
        StepPage(switch_off, _("Switch off"), done=_("Switched off."), icon="power"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return with_numbers(super().rows(viewer))

    def place(self, row: Any) -> None:
        return None

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return ChannelForm(data, instance=row)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        number = form.cleaned_data["per_minute"]
        set_up_channel(acting=acting, channel=row, per_minute=number, values=form.values, secrets=form.secrets)
        return row


@login_required
@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def try_out(request: Request, pk: int) -> HttpResponse:
    """Send one message now, and say what the other side answered."""
    channel = request.viewer.get(Channel, pk, CHANGE)
    mine = own_addresses(request.viewer).filter(medium=channel.medium, confirmed_at__isnull=False).first()
    is_push = channel.medium == Medium.PUSH
    form = TryForm(
        request.POST if request.method == "POST" else None,
        medium=channel.medium, initial={} if is_push or mine is None else {"text": mine.text},
    )  # fmt: skip
    if is_push:
        del form.fields["text"]
    answer = None
    if request.method == "POST" and form.is_valid():
        to = (mine.text if mine else "") if is_push else form.cleaned_data["text"]
        answer = ask_through(channel, _test(to), request.user.language) if to else None  # type: ignore[union-attr]
    context = {"form": form, "channel": channel, "needs_browser": is_push and mine is None, **_in_words(answer)}
    return render(request, "channels/try.html", context, status=_status(form))


def _test(to: str) -> Parcel:
    key = f"test-{uuid4().hex[:20]}"
    title = gettext("Test of %(product)s: this channel works") % {"product": settings.PRODUCT_NAME}
    return Parcel(key, key, to, title, f"{settings.PUBLIC_URL}{reverse('channels:own')}")


def _in_words(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    problem = Problem(answer.problem).label if answer.problem else ""
    return {"answer": answer, "is_delivered": answer.outcome is Outcome.DELIVERED, "problem": problem}
