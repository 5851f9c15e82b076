"""One's calendar: day, week, month, list; opening a feed; taking a calendar file in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.platform.agenda.actions import open_feed
from santong.domains.platform.agenda.forms import FeedForm, TakeInForm
from santong.domains.platform.agenda.models import KEEP, Feed, PersonalEntry
from santong.domains.platform.agenda.spans import Span, View, span_of
from santong.domains.platform.agenda.taking_in import take_in
from santong.domains.platform.calendars.public import monday_of, weeks_within
from santong.kit.access import Viewer
from santong.kit.agenda import CalendarEntries, Entry, entries_of, kinds_of, midnight
from santong.kit.http import Request, day_asked
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry
from santong.kit.undo import CannotUndo, offer, undoable

SHOWN = 4
"""Entries of a day that a month shows."""
UNDO = "agenda.take_in"


@dataclass(frozen=True)
class Day:
    """A day with its entries, as the views show it."""

    day: date
    entries: Sequence[tuple[Entry, CalendarEntries]]
    week: int | None
    is_today: bool
    is_inside: bool
    url: str

    @property
    def shown(self) -> Sequence[tuple[Entry, CalendarEntries]]:
        """The first ones."""
        return self.entries[:SHOWN]

    @property
    def more(self) -> int:
        """How many a month leaves out."""
        return max(len(self.entries) - SHOWN, 0)


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    view: View
    day: date
    kinds: Sequence[str]

    def url(self, *, view: View | None = None, day: date | None = None, kinds: Sequence[str] | None = None) -> str:
        """The address of another view, day or choice of kinds."""
        query = QueryDict(mutable=True)
        query["view"], query["day"] = view or self.view, (day or self.day).isoformat()
        query.setlist("kind", list(self.kinds if kinds is None else kinds))
        return f"{reverse('agenda:agenda')}?{query.urlencode()}"


@login_required
@require_safe
def agenda(request: Request) -> HttpResponse:
    """One's calendar."""
    request.viewer.demand(KEEP)
    asked = _asked(request)
    span = span_of(asked.view, asked.day)
    begins, ends = midnight(span.first), midnight(span.last + timedelta(days=1))
    entries = entries_of(request.viewer, begins, ends, asked.kinds or None)
    days = list(_days(asked, span, entries, _weeks(request, span)))
    context = {
        "asked": asked,
        "days": days,
        "weeks": [days[n : n + 7] for n in range(0, len(days), 7)],
        "span": span,
        "heading": _heading(asked, span),
        "week": days[0].week if asked.view in (View.DAY, View.WEEK) else None,
        "urls": {
            "before": asked.url(day=span.before), "after": asked.url(day=span.after),
            "today": asked.url(day=timezone.localdate()),
        },
        "views": [(view, label, asked.url(view=view), view == asked.view) for view, label in _views()],
        "kinds": list(_kinds(request.viewer, asked)),
        "number": len(entries),
        "new_url": f"{reverse('agenda:agenda/entries-new')}",
    }  # fmt: skip
    return render(request, "agenda/agenda.html", context)


def _views() -> list[tuple[View, str]]:
    return [
        (View.DAY, pgettext("view", "Day")),
        (View.WEEK, pgettext("view", "Week")),
        (View.MONTH, pgettext("view", "Month")),
        (View.LIST, pgettext("view", "List")),
    ]


def _asked(request: Request) -> Asked:
    given = request.GET.get("view", "")
    view = View(given) if given in list(View) else View.WEEK
    known = {kind.name for kind in kinds_of(request.viewer)}
    return Asked(view, day_asked(request), [name for name in request.GET.getlist("kind") if name in known])


def _weeks(request: Request, span: Span) -> dict[date, int]:
    """The teaching weeks where the viewer is, by their Mondays."""
    identity = request.identity
    return weeks_within(identity.path, monday_of(span.first), span.last) if identity is not None else {}


def _days(asked: Asked, span: Span, entries: Sequence[Entry], weeks: dict[date, int]) -> Iterator[Day]:
    kinds = registry.by_name(CalendarEntries)
    by_day: dict[date, list[tuple[Entry, CalendarEntries]]] = {day: [] for day in span.days}
    for entry in entries:
        for day in entry.days:
            if day in by_day:
                by_day[day].append((entry, kinds[entry.kind]))
    for day, found in by_day.items():
        is_inside = asked.view != View.MONTH or day.month == asked.day.month
        url = asked.url(view=View.DAY, day=day)
        yield Day(day, found, weeks.get(monday_of(day)), day == timezone.localdate(), is_inside, url)


def _heading(asked: Asked, span: Span) -> str:
    if asked.view == View.DAY:
        return date_format(asked.day, "DATE_FORMAT") + " " + date_format(asked.day, "l")
    if asked.view == View.MONTH:
        return date_format(asked.day, "YEAR_MONTH_FORMAT")
    return f"{date_format(span.first, 'DATE_FORMAT')} – {date_format(span.last, 'MONTH_DAY_FORMAT')}"


def _kinds(viewer: Viewer, asked: Asked) -> Iterator[tuple[CalendarEntries, bool, str]]:
    """The kinds, whether each is shown, and the address at which that is the other way round."""
    kinds = kinds_of(viewer)
    shown = list(asked.kinds) or [kind.name for kind in kinds]
    for kind in kinds:
        is_shown = kind.name in shown
        others = [name for name in shown if name != kind.name] if is_shown else [*shown, kind.name]
        yield kind, is_shown, asked.url(kinds=[] if len(others) == len(kinds) else others)


@login_required
@require_http_methods(["GET", "POST"])
def new_feed(request: Request) -> HttpResponse:
    """Open a way of reading one's calendar elsewhere; its secret is shown in the answer, and never again."""
    request.viewer.demand(KEEP)
    form = FeedForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            found = form.cleaned_data
            feed, secret = open_feed(acting=request.viewer, name=found["name"], way=found["way"], kinds=found["kinds"])
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            return render(request, "agenda/opened.html", _opened(request, feed, secret))
    return render(request, "agenda/feed.html", {"form": form}, status=422 if form.errors else 200)


def _opened(request: Request, feed: Feed, secret: str) -> dict[str, Any]:
    if feed.way == Feed.Way.CALDAV:
        address = request.build_absolute_uri(reverse("agenda:dav", args=[feed.pk]))
    else:
        address = request.build_absolute_uri(reverse("agenda:feed", args=[secret]))
    return {"feed": feed, "secret": secret, "address": address, "is_dav": feed.way == Feed.Way.CALDAV}


@login_required
@require_http_methods(["GET", "POST"])
def take_in_file(request: Request) -> HttpResponse:
    """Take the entries of a calendar file into one's own calendar."""
    request.viewer.demand(KEEP)
    form = TakeInForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_in(acting=request.viewer, content=form.cleaned_data["file"].read())
        except NotPossible as problem:
            form.add_error("file", str(problem))
        else:
            if taken.left_out:
                text = _("%(n)s entries could not be read and were left out: %(names)s")
                messages.warning(request, text % {"n": len(taken.left_out), "names": "、".join(taken.left_out[:5])})
            words = _("Taken in: %(new)s new, %(changed)s brought up to date.")
            words %= {"new": len(taken.new), "changed": len(taken.changed)}
            offer(request, words, handler=UNDO, payload={"ids": taken.new})
            return redirect("agenda:agenda/entries")
    return render(request, "agenda/take_in.html", {"form": form}, status=422 if form.errors else 200)


@undoable(UNDO)
def _put_out(viewer: Viewer, payload: dict[str, Any]) -> str:
    count = PersonalEntry.objects.of_acting(viewer).filter(pk__in=payload["ids"]).remove()
    if not count:
        raise CannotUndo
    return _("The new entries are gone again.")
