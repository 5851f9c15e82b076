"""The page on which a class or the staff of a school get their slips; modules call it with their people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.identity.activation.actions import BATCH, LIFETIME, issue_codes
from santong.domains.platform.identity.activation.slips import Slip, slip_of, slips_pdf
from santong.domains.platform.identity.models import ActivationCode, Person
from santong.domains.platform.identity.takeover import ACTIVATE, takeover_objections
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.registry import Label
from santong.lib.chinese_fonts import NoChineseFont, chinese_font
from santong.lib.whole_numbers import whole_number

MOST = 1000
"""Slips in one document."""


@dataclass(frozen=True)
class Member:
    """Somebody of the group; `note` is a line on the slip, such as whose parent it is."""

    person: Person
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A tab of the page that shows other people of the same place."""

    label: Label
    url: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """Those who get slips: at `path`, called `place` on the slips; `back` leads to the page they belong to.

    Who of the `members` can't get a slip from the viewer is shown with the reason.
    """

    title: str
    place: str
    path: str
    members: Sequence[Member]
    back: str
    back_label: str
    parts: Sequence[Part] = ()
    hint: str = ""


@dataclass(frozen=True)
class State:
    """How far a member is: activated, or with a code until a moment, or neither.

    `objection` says why the viewer can't hand them a slip, and whom to ask instead; "" when they can.
    """

    member: Member
    code_until: datetime | None
    objection: str = ""

    @property
    def is_activated(self) -> bool:
        return self.member.person.is_activated

    @property
    def label(self) -> str:
        """The state in a word."""
        if self.is_activated:
            return _("Activated")
        return _("Slip handed out") if self.code_until else _("No slip yet")

    @property
    def tone(self) -> str:
        """The tag's colour."""
        if self.is_activated:
            return "ok"
        return "info" if self.code_until else "warn"


def activation_page(request: Request, group: Group) -> HttpResponse:
    """GET: who is activated and who isn't. POST: new codes for the missing or the selected, as a PDF.

    Where slips that still work would become void, the answer to the first POST is the question.
    """
    request.viewer.demand(ACTIVATE, group.path)
    return _print(request, group) if request.method == "POST" else _page(request, group)


def _page(request: Request, group: Group, asked: Sequence[Member] = (), voided: int = 0) -> HttpResponse:
    """The page; with `asked` it asks whether to print theirs, by which `voided` valid slips become void."""
    states = states_of(request.viewer, group.members)
    context = {
        "group": group,
        "states": states,
        "activated": sum(state.is_activated for state in states),
        "missing": sum(not state.is_activated and not state.objection for state in states),
        "days": LIFETIME.days,
        "asked": asked,
        "voided": voided,
    }
    return render(request, "identity/activation/group.html", context)


def states_of(viewer: Viewer, members: Sequence[Member]) -> list[State]:
    """The members with what they have, in their order."""
    until = _valid_until([member for member in members if not member.person.is_activated])
    objections = _objections(viewer, members)
    return [State(member, until.get(member.person.pk), objections.get(member.person.pk, "")) for member in members]


def _objections(viewer: Viewer, members: Sequence[Member]) -> dict[int, str]:
    return takeover_objections(viewer, [member.person for member in members])


def _valid_until(members: Sequence[Member]) -> dict[int, datetime]:
    """Until when those slips work that can still be used, by the key of the person."""
    keys = [member.person.pk for member in members]
    rows = ActivationCode.objects.unscoped("codes of people whom the viewer may give new ones")
    until: dict[int, datetime] = {}
    for start in range(0, len(keys), BATCH):
        open_rows = rows.filter(person_id__in=keys[start : start + BATCH], used_at=None, voided_at=None)
        until |= dict(open_rows.filter(expires_at__gt=timezone.now()).values_list("person_id", "expires_at"))
    return until


def _print(request: Request, group: Group) -> HttpResponse:
    chosen = _chosen(request, group.members)
    objections = _objections(request.viewer, chosen)
    if request.POST.get("who") == "missing":
        chosen = [member for member in chosen if member.person.pk not in objections]
    elif objections:
        messages.error(request, next(iter(objections.values())))
        return redirect(request.get_full_path())
    if not chosen:
        messages.error(request, _("Nobody is selected. Tick the people who need a slip."))
        return redirect(request.get_full_path())
    if len(chosen) > MOST:
        text = _("That would be %(count)s slips; one document takes %(most)s. Select fewer.")
        messages.error(request, text % {"count": len(chosen), "most": MOST})
        return redirect(request.get_full_path())
    voided = len(_valid_until(chosen))
    if voided > _agreed(request):
        return _page(request, group, chosen, voided)
    try:
        return _document(request, group, chosen)
    except NoChineseFont:
        text = _(
            "This server has no Chinese font, so nothing was printed and no code was made. "
            "Ask whoever runs it to install one (Debian: apt-get install fonts-noto-cjk)."
        )
        messages.error(request, text)
        return redirect(request.get_full_path())


def _chosen(request: Request, members: Sequence[Member]) -> list[Member]:
    """The missing, or whoever is ticked: the only way to a slip for somebody who is activated."""
    if request.POST.get("who") == "missing":
        return [member for member in members if not member.person.is_activated]
    ticked = set(request.POST.getlist("ids"))
    return [member for member in members if str(member.person.pk) in ticked]


def _agreed(request: Request) -> int:
    """How many valid slips may become void, as the person was told; 0 when nobody was asked."""
    return whole_number(request.POST.get("voided", "")) or 0


def _document(request: Request, group: Group, chosen: Sequence[Member]) -> HttpResponse:
    chinese_font()  # before any code is made that nobody could print
    issued = issue_codes(acting=request.viewer, path=group.path, people=[member.person for member in chosen])
    slips = [slip_of(each, place=group.place, note=member.note) for each, member in zip(issued, chosen, strict=True)]
    return slip_document(slips, group.title)


def slip_document(slips: Sequence[Slip], title: str) -> HttpResponse:
    """The slips as a PDF that no browser keeps; raises `NoChineseFont`."""
    response = HttpResponse(slips_pdf(slips, title), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="activation-slips.pdf"'
    response["Cache-Control"] = "no-store"
    return response
