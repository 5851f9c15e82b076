"""Pages of conversations: the list, a thread beside it, writing to somebody, groups of colleagues."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.platform.conversations import actions
from santong.domains.platform.conversations.forms import GroupForm, InviteForm, MessageForm
from santong.domains.platform.conversations.hours import rules_at, staff_told_at
from santong.domains.platform.conversations.models import GATHER, STAFF, TAKE_PART, Conversation, Message, Seat
from santong.domains.platform.conversations.queries import (
    PAGE,
    Line,
    Standing,
    categories_in,
    homes_of,
    lines,
    mine,
    objection_to,
    people_in,
    standing_of,
    thread,
    title_of_group,
)
from santong.domains.platform.conversations.relations import Contact, Wanted, contact, contacts, groups, sources
from santong.domains.platform.conversations.searching import messages_found
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.inbox import forget_inbox
from santong.kit.rates import seconds_to_wait
from santong.kit.refusals import NotPossible
from santong.lib.whole_numbers import whole_number

MOST_A_MINUTE = 20
"""Messages that one person may write within a minute."""
FOUND = 30


def _demand(viewer: Viewer) -> None:
    if not viewer.can(TAKE_PART):
        raise PermissionDenied(TAKE_PART)


def _list(request: Request, here: Conversation | None = None) -> dict[str, Any]:
    """The list of conversations, or what a text finds in them."""
    viewer, text = request.viewer, request.GET.get("q", "").strip()[:60]
    most = PAGE * max(1, min(whole_number(request.GET.get("pages", "")) or 1, 10))
    rows = lines(viewer, mine(viewer)[: most + 1])
    _give_keys(rows[:most], here)
    found = [(each, _title(viewer, each.conversation)) for each in messages_found(viewer, text, FOUND)] if text else []
    return {
        "lines": rows[:most],
        "more": most // PAGE + 1 if len(rows) > most else 0,
        "q": text,
        "today": timezone.localdate(),
        "found": found,
        "here": here,
        "may_gather": viewer.can(GATHER),
    }


def _give_keys(shown: list[Line], here: Conversation | None) -> None:
    """J and K walk through the list."""
    at = next((place for place, line in enumerate(shown) if here is not None and line.row.pk == here.pk), -1)
    for key, place in (("j", at + 1), ("k", at - 1)):
        if 0 <= place < len(shown):
            shown[place].key = key


def _title(viewer: Viewer, row: Conversation) -> str:
    if row.is_of_two:
        return ""
    return row.title or title_of_group(row)


@login_required
@require_safe
def conversations(request: Request) -> HttpResponse:
    """One's conversations, the latest first."""
    _demand(request.viewer)
    return render(request, "conversations/list.html", _list(request))


@login_required
@require_safe
def talk(request: Request, pk: int) -> HttpResponse:
    """What was said in a conversation, with the list beside it."""
    row = request.viewer.get(Conversation, pk)
    return talk_page(request, row)


def talk_page(request: Request, row: Conversation, form: MessageForm | None = None) -> HttpResponse:
    """A conversation with a form that wasn't taken, if any."""
    viewer = request.viewer
    context = _list(request, row)
    line = next((line for line in context["lines"] if line.row.pk == row.pk), None)
    context |= talk_context(request, row, form, line.standing if line else None)
    _mark_read(viewer, row, context["thread"].said)
    if line and not context["before"]:
        line.unread = 0  # it is read now
    return render(request, "conversations/talk.html", context, status=422 if form else 200)


def _mark_read(viewer: Viewer, row: Conversation, said: Any) -> None:
    latest = max((each.message.pk for each in said), default=0)
    if latest and actions.mark_read(acting=viewer, conversation=row, up_to=latest):
        forget_inbox(viewer)


def talk_context(
    request: Request, row: Conversation, form: MessageForm | None = None, standing: Standing | None = None
) -> dict[str, Any]:
    """What a thread shows, with the form for saying more where that is possible."""
    viewer = request.viewer
    rules, now = rules_at(row.path), timezone.now()
    standing = standing or standing_of(viewer, row)
    before = whole_number(request.GET.get("before", ""))
    since = now - timedelta(minutes=rules.withdrawn_within)
    seat = Seat.objects.of_acting(viewer).filter(conversation=row).first()
    objection = objection_to(viewer, row, standing)
    answered = whole_number(request.GET.get("reply", ""))
    told_at = staff_told_at(rules, row.path, now)
    return {
        "row": row,
        "standing": standing,
        "thread": thread(viewer, row, before=before, since_withdrawable=since, leads=standing.leads),
        "before": before,
        "seat": seat,
        "reply": viewer.get(Message, answered) if answered and not objection else None,
        "objection": objection,
        "form": form or (None if objection else message_form(viewer, row, standing)),
        "may_block": row.relation in sources() and sources()[row.relation].may_block and row.is_of_two,
        "told_at": told_at if told_at > now and _reaches_staff(row, standing, viewer) else None,
        "to_leaders": row.replies_to_leaders and not standing.leads and not row.is_of_two,
    }


def _reaches_staff(row: Conversation, standing: Standing, viewer: Viewer) -> bool:
    """Whether somebody on the staff, other than the viewer, is told of what is written here."""
    if row.is_of_two:
        return standing.contact is not None and standing.contact.category == STAFF
    return row.kind == Conversation.Kind.MADE or not standing.leads


def message_form(viewer: Viewer, row: Conversation, standing: Standing, data: Any = None) -> MessageForm:
    """The form for a message, with what this viewer may choose here."""
    form = MessageForm(data, viewer=viewer)
    if not actions.may_press(viewer, row):
        del form.fields["is_urgent"]
    if not standing.leads:
        del form.fields["wants_answer"]
    return form


@login_required
@require_safe
def news(request: Request, pk: int) -> HttpResponse:
    """What was said, for a page that is open: 204 while nothing has changed since its `stamp`."""
    row = request.viewer.get(Conversation, pk)
    if request.GET.get("stamp", "") == str(row.stamp):
        return HttpResponse(status=204)
    context = talk_context(request, row)
    _mark_read(request.viewer, row, context["thread"].said)
    return render(request, "conversations/log.html", context)


@login_required
@require_http_methods(["POST"])
def send(request: Request, pk: int) -> HttpResponse:
    """Say something."""
    viewer, row = request.viewer, request.viewer.get(Conversation, pk)
    form = message_form(viewer, row, standing_of(viewer, row), request.POST)
    if not form.is_valid() or not _is_sent(viewer, row, form):
        return talk_page(request, row, form)
    return redirect("conversations:talk", row.pk)


def _is_sent(viewer: Viewer, row: Conversation, form: MessageForm) -> bool:
    try:
        demand_pace(viewer)
        actions.send(acting=viewer, conversation=row, **MessageForm.given(viewer, form.cleaned_data))
    except NotPossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return False
    return True


def demand_pace(viewer: Viewer) -> None:
    """Refuse more than some messages a minute, with how long to wait."""
    seconds = seconds_to_wait(f"conversations-{viewer.person_id}", MOST_A_MINUTE)
    if seconds:
        text = _("You have written a lot within a minute. What you typed is kept; send it in %(n)s seconds.")
        raise NotPossible(text % {"n": seconds})


# --- beginning one ---


@login_required
@require_safe
def new(request: Request) -> HttpResponse:
    """Those to whom one may write, by relation, or those of a name."""
    _demand(request.viewer)
    text = request.GET.get("q", "").strip()[:60]
    found = contacts(request.viewer, Wanted(text=text))
    some = [(sources()[name].label, name, rows) for name, rows in found.items()]
    context = {"relations": some, "q": text, "may_gather": request.viewer.can(GATHER)}
    return render(request, "conversations/new.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def to(request: Request, relation: str, person: int) -> HttpResponse:
    """Write to somebody for the first time; leads to the conversation where there is one."""
    viewer = request.viewer
    found = contact(viewer, relation, person)
    row = _there(viewer, relation, person)
    if row is not None and request.method == "GET":
        return redirect("conversations:talk", row.pk)
    if found is None:
        raise Http404(relation)
    form = MessageForm(request.POST if request.method == "POST" else None, viewer=viewer)
    for name in ("is_urgent", "wants_answer", "reply_to"):
        del form.fields[name]
    if request.method == "POST" and form.is_valid():
        begun = actions.begin(acting=viewer, relation=relation, person=Person.objects.noted([person]).get())
        if _is_sent(viewer, begun, form):
            return redirect("conversations:talk", begun.pk)
    return _first_page(request, found, relation, form)


def _there(viewer: Viewer, relation: str, person: int) -> Conversation | None:
    pair = sorted((viewer.person_id or 0, person))
    rows = Conversation.objects.visible_to(viewer).filter(relation=relation, kind=Conversation.Kind.ONE)
    return rows.filter(first_id__in=pair, second_id__in=pair).first()


def _first_page(request: Request, found: Contact, relation: str, form: MessageForm) -> HttpResponse:
    now = timezone.now()
    told_at = staff_told_at(rules_at(found.path), found.path, now)
    context = {
        "contact": found,
        "relation": sources()[relation],
        "form": form,
        "told_at": told_at if found.category == STAFF and told_at > now else None,
        "action": reverse("conversations:to", args=[relation, found.person]),
    }
    return render(request, "conversations/first.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def group(request: Request, relation: str, place: int) -> HttpResponse:
    """The group that follows the roster of a place; whoever leads it opens it the first time."""
    viewer, declared = request.viewer, groups().get(relation)
    at = Organisation.objects.open_to_everyone().filter(pk=place).first()
    if declared is None or at is None:
        raise Http404(relation)
    held = {grant.role for grant in viewer.grants if grant.path == at.path}
    if not held & set(declared.roles):
        raise Http404(relation)
    row = Conversation.objects.visible_to(viewer).filter(relation=relation, place=at).first()
    if row is None:
        row = actions.ensure_group(relation, at)
    return redirect("conversations:talk", row.pk)


@login_required
@require_http_methods(["GET", "POST"])
def gather(request: Request) -> HttpResponse:
    """Make a group of colleagues."""
    viewer = request.viewer
    if not homes_of(viewer):
        raise PermissionDenied(GATHER)
    form = GroupForm(request.POST if request.method == "POST" else None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.gather(acting=viewer, **form.cleaned_data)
        except NotPossible as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, _("The group is there. Say what it is for."))
            return redirect("conversations:talk", row.pk)
    return render(request, "conversations/gather.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def people(request: Request, pk: int) -> HttpResponse:
    """Who is in a group; whoever made it takes more colleagues in."""
    viewer, row = request.viewer, request.viewer.get(Conversation, pk)
    standing = standing_of(viewer, row)
    if row.is_of_two or standing.objection:
        raise Http404(str(pk))
    form = None
    if standing.leads and row.kind == Conversation.Kind.MADE:
        there = list(categories_in(row))
        form = InviteForm(request.POST if request.method == "POST" else None, conversation=row, there=there)
        if request.method == "POST" and form.is_valid():
            actions.invite(acting=viewer, conversation=row, people=form.cleaned_data["people"])
            messages.success(request, _("They are in the group now."))
            return redirect("conversations:people", row.pk)
    elif request.method == "POST":
        raise PermissionDenied(GATHER)
    context = {"row": row, "standing": standing, "people": people_in(row), "form": form}
    return render(request, "conversations/people.html", context, status=422 if form and form.errors else 200)
