"""Pages of notices: one's inbox and a notice in it, what a place sends, whom a notice is for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.notices.actions import (
    add_audience,
    drop_audience,
    put_notice,
    schedule_notice,
    send_notice,
    stop_notice,
    withdraw_notice,
)
from santong.domains.platform.notices.answering import acknowledge, put_away
from santong.domains.platform.notices.audience import audience_of, label_of, number_for, parts_of
from santong.domains.platform.notices.choosing import AudienceForm, sending_places
from santong.domains.platform.notices.filters import InboxFilter, SentFilter
from santong.domains.platform.notices.forms import NoticeForm, ScheduleForm, SendForm, WithdrawForm
from santong.domains.platform.notices.models import SEND, WRITE, AudiencePart, Notice, Recipient
from santong.domains.platform.notices.queries import attachments_of, inbox, receipts_of, why_mine
from santong.domains.platform.notices.tables import InboxTable, SentTable, standing_of
from santong.domains.platform.notices.unusual_audience import wider_than_usual
from santong.domains.platform.organisations.public import organisation_picks
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import HistoryPanel, ModelPages, PageAction, StepPage, TemplatePanel
from santong.kit.picking import suggestions
from santong.kit.refusals import NotPossible
from santong.lib.plain_text import blocks
from santong.lib.whole_numbers import whole_number


class InboxPages(ModelPages):
    """What somebody got, the latest first."""

    model = Recipient
    name = "notices"
    namespace = "notices"
    title = _("Notices")
    icon = "bell"
    table = InboxTable
    filterset = InboxFilter
    sort = "-pk"
    detail = False
    empty_text = _("What your school or bureau tells you appears here.")
    list_actions = (
        PageAction(_("Sent"), lambda row: reverse("notices:sent-notices"), SEND, "send"),
        PageAction(_("Write a notice"), lambda row: reverse("notices:sent-notices-new"), SEND, "plus", "primary"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return inbox(viewer)

    def detail_url(self, row: Any) -> str:
        return reverse("notices:notice", args=[row.pk])


def _words(request: Request, notice: Notice) -> dict[str, Any]:
    return {"blocks": blocks(notice.text), "files": attachments_of(request.viewer, notice)}


def _audience(request: Request, notice: Notice) -> dict[str, Any]:
    parts, is_draft = parts_of(notice), notice.state == Notice.State.DRAFT
    chosen = [(part, label_of(part.role) if part.role else "") for part in parts]
    is_to_go = is_draft or notice.state == Notice.State.SCHEDULED
    return {"parts": chosen, "is_draft": is_draft, **(_counted(request, parts) if is_to_go else {})}


def _counted(request: Request, parts: list[AudiencePart]) -> dict[str, Any]:
    """The people behind parts, as templates show them before a notice goes out."""
    if not parts:
        return {}
    return {"audience": audience_of(request.viewer, parts), "unusual": wider_than_usual(request.viewer, parts)}


def _receipts(request: Request, notice: Notice) -> dict[str, Any] | None:
    if notice.state != Notice.State.SENT or not notice.wants_receipt:
        return None
    return {"receipts": receipts_of(notice)}


def _will_reach(notice: Notice) -> str:
    number = number_for(notice)
    text = ngettext("%(n)s person gets it.", "%(n)s people get it.", number) % {"n": number}
    return text + " " + gettext("For a moment after sending you can take it back whole.")


def send_label(number: int) -> str:
    """What stands on the button that sends: to how many."""
    return ngettext("Send to %(n)s person", "Send to %(n)s people", number) % {"n": number}


def _send_form(data: QueryDict | None, notice: Notice, viewer: Viewer) -> SendForm:
    return SendForm(data, unusual=wider_than_usual(viewer, parts_of(notice)))


def _schedule_form(data: QueryDict | None, notice: Notice, viewer: Viewer) -> ScheduleForm:
    return ScheduleForm(data, unusual=wider_than_usual(viewer, parts_of(notice)))


class SentPages(ModelPages):
    """What a place sends: written, sent, answered."""

    model = Notice
    name = "sent-notices"
    namespace = "notices"
    title = _("Sent notices")
    icon = "send"
    table = SentTable
    filterset = SentFilter
    form = NoticeForm
    form_template = "notices/compose.html"
    create, change, remove = SEND, WRITE, WRITE
    sort = "-pk"
    new_label = _("Write a notice")
    empty_text = _("Write the first one: it is kept as a draft until you send it.")
    panels = (
        TemplatePanel(_("What it says"), template="notices/words.html", context=_words),
        TemplatePanel(_("Who gets it"), template="notices/audience.html", context=_audience, side=True),
        TemplatePanel(_("Acknowledged"), template="notices/receipts.html", context=_receipts),
        HistoryPanel(_("History"), permission=SEND, side=True),
    )
    steps = (
        StepPage(
            send_notice,
            _("Send"),
            done=_("Sent. It goes out in a moment."),
            form=_send_form,
            text=_will_reach,
            names=lambda notice: send_label(number_for(notice)),
            icon="send",
            variant="primary",
        ),
        StepPage(
            schedule_notice,
            _("Send later"),
            done=_("It goes out by itself then."),
            form=_schedule_form,
            icon="calendar",
        ),
        StepPage(stop_notice, _("Stop sending"), done=_("Stopped. It is a draft again."), icon="arrow-back-up"),
        StepPage(
            withdraw_notice,
            _("Withdraw"),
            done=_("Withdrawn. Whoever has it sees why, and no longer its text."),
            form=lambda data, row, viewer: WithdrawForm(data),
            icon="ban",
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("organisation", "author")

    def subtitle(self, row: Any) -> str:
        return str(row.organisation.name) if row.organisation else ""

    def after_save(self, request: Request, row: Any) -> str:
        """On to sending it, or to the draft."""
        return reverse("notices:sent-notices-send", args=[row.pk]) if "send" in request.POST else self.detail_url(row)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return NoticeForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        data = form.cleaned_data
        try:
            notice = put_notice(acting=acting, notice=form.save(), files=data["attachments"])
        except NotPossible as problem:
            form.add_error(None, str(problem))
            return None
        if data.get("place"):
            add_audience(acting=acting, notice=notice, organisation=data["place"], roles=data["who"], people=())
        return notice


@login_required
@require_safe
def places(request: Request) -> HttpResponse:
    """Suggestions of places where the viewer may send."""
    return suggestions(request, organisation_picks(request, sending_places(request.viewer)))


@login_required
@require_safe
def count(request: Request) -> HttpResponse:
    """The people behind what is being chosen, beside what a draft ("notice") has already: a part of a page."""
    parts = []
    if key := whole_number(request.GET.get("notice", "")):
        parts = parts_of(request.viewer.get(Notice, key, SEND))
    request.viewer.demand(SEND)
    form = AudienceForm(request.GET, viewer=request.viewer)
    form.is_valid()  # what is wrong with it is said once it is sent
    parts += form.parts()
    counted = _counted(request, parts)
    number = counted["audience"].number if counted else 0
    return render(request, "notices/counted.html", {**counted, "send_label": send_label(number) if number else ""})


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: Request, pk: int) -> HttpResponse:
    """Choose more people for a draft."""
    notice = request.viewer.get(Notice, pk, SEND)
    form = AudienceForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        named = [data["person"]] if data["person"] else []
        try:
            add_audience(
                acting=request.viewer, notice=notice, organisation=data["place"], roles=data["who"], people=named
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, gettext("Chosen."))
            return redirect("notices:sent-notices-detail", pk)
    context = {"form": form, "notice": notice, **_counted(request, parts_of(notice))}
    return render(request, "notices/choose.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def leave_out(request: Request, pk: int) -> HttpResponse:
    """Leave a part of the audience of a draft out."""
    part = request.viewer.get(AudiencePart, pk)
    try:
        drop_audience(acting=request.viewer, part=part)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("notices:sent-notices-detail", part.notice_id)


def _received(request: Request, pk: int) -> Recipient:
    return get_object_or_404(inbox(request.viewer), pk=pk)


@login_required
@require_safe
def notice(request: Request, pk: int) -> HttpResponse:
    """A notice as its reader sees it."""
    received = _received(request, pk)
    row = received.notice
    is_there = row.state == Notice.State.SENT
    context = {
        "received": received,
        "notice": row,
        "standing": standing_of(received),
        "why": why_mine(request.viewer, row),
        "is_there": is_there,
        **(_words(request, row) if is_there else {}),
    }
    return render(request, "notices/notice.html", context)


@login_required
@require_safe
def of(request: Request, pk: int) -> HttpResponse:
    """From a notice, as messages outside the product name it to all, to the reader's own row of it."""
    return redirect("notices:notice", get_object_or_404(inbox(request.viewer), notice=pk).pk)


@login_required
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Acknowledge a notice, or take that back ("answer" is "no")."""
    received = _received(request, pk)
    try:
        acknowledge(acting=request.viewer, received=received, answer=request.POST.get("answer") != "no")
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("notices:notice", pk)


@login_required
@require_POST
def away(request: Request, pk: int) -> HttpResponse:
    """Put a notice away, or let it be unread again ("away" is "no")."""
    received = _received(request, pk)
    if received.notice.wants_receipt and received.notice.state == Notice.State.SENT:
        raise PermissionDenied
    put_away(acting=request.viewer, received=received, away=request.POST.get("away") != "no")
    return redirect("notices:notices")
