"""The style guide: every component in every state, for developers. Mounted only when settings.STYLEGUIDE is true."""

from __future__ import annotations

import json
import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from santong.kit.forms import DateInput
from santong.lib.whole_numbers import whole_number

TONES = ("neutral", "ok", "warn", "bad", "info")
COLORS = (
    ("surface", "canvas", "sunken", "line", "line-strong", "line-control"),
    ("text", "text-muted", "brand", "brand-soft", "brand-text"),
    ("ok", "ok-soft", "warn", "warn-soft", "bad", "bad-soft", "info", "info-soft"),
)
JOB_SECONDS = 12
SURNAMES = "张李王陈赵钱孙周"


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label=gettext_lazy("School name"), max_length=60, help_text=gettext_lazy("As on the licence, without the city.")
    )
    code = forms.RegexField(
        label=gettext_lazy("School code"),
        regex=r"^\d{10}$",
        error_messages={"invalid": gettext_lazy("The code has 10 digits; count them again.")},
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        choices=[("primary", gettext_lazy("Primary")), ("junior", gettext_lazy("Junior secondary"))],
    )
    founded = forms.DateField(label=gettext_lazy("Founded on"), required=False, widget=DateInput())
    kind = forms.ChoiceField(
        label=gettext_lazy("Run by"),
        choices=[("public", gettext_lazy("Public")), ("private", gettext_lazy("Private"))],
        widget=forms.RadioSelect,
    )
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Services"),
        required=False,
        choices=[
            ("canteen", gettext_lazy("Canteen")),
            ("bus", gettext_lazy("Bus")),
            ("dorm", gettext_lazy("Dormitory")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    remark = forms.CharField(label=gettext_lazy("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    licence = forms.FileField(label=gettext_lazy("Licence"), required=False)
    password = forms.CharField(
        label=gettext_lazy("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    agreed = forms.BooleanField(label=gettext_lazy("The data has been checked"))
    open_day = forms.BooleanField(label=gettext_lazy("Open to visitors"), required=False)


def guide(request: HttpRequest) -> HttpResponse:
    """The page; a POST shows the form with its errors (status 422)."""
    form = SampleForm(request.POST or None, request.FILES or None)
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    context = {"form": form, "tones": TONES, "colors": COLORS, "started": int(time.time()), **_samples()}
    return render(request, "kit/styleguide/index.html", context, status=status)


@require_safe
def branch(request: HttpRequest) -> HttpResponse:
    """The children of a branch of the sample tree."""
    nodes = [
        {"label": _("Grade %(number)s") % {"number": number}, "icon": "users", "badge": 6 + number}
        for number in (7, 8, 9)
    ]
    return render(request, "kit/parts/tree_nodes.html", {"nodes": nodes})


@require_safe
def job(request: HttpRequest) -> JsonResponse:
    """The progress of a pretended job that began at `?from=` (seconds since the epoch)."""
    begun = whole_number(request.GET.get("from", "")) or 0
    done = min(100, round((time.time() - begun) * 100 / JOB_SECONDS))
    text = _("%(done)s of %(total)s rows") % {"done": done, "total": 100}
    state = "running" if done < 100 else "done"
    return JsonResponse({"done": done, "total": 100, "text": text, "state": state})


@require_POST
def notice(request: HttpRequest) -> HttpResponse:
    """A toast with an undo: by header for htmx, as a Django message otherwise."""
    undo = request.path.replace("notice", "undo")
    if "HX-Request" not in request.headers:
        messages.success(request, _("3 schools were removed."), extra_tags=f"undo:{undo}")
        return redirect("styleguide")
    response = HttpResponse(status=204)
    payload = {"toast": {"text": _("3 schools were removed."), "tone": "success", "undo": undo}}
    response["HX-Trigger"] = json.dumps(payload)
    return response


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """What an undo button leads to."""
    messages.success(request, _("The schools are back."))
    return redirect("styleguide")


def _samples() -> dict[str, Any]:
    return {
        "surnames": SURNAMES,
        "steps": _steps(),
        "events": _events(),
        "days": _days(),
        "tree": _tree(),
        "rows": _rows(),
        "tabs": _tabs(),
        "charts": _charts(),
    }


def _steps() -> list[dict[str, Any]]:
    labels = (_("Upload"), _("Columns"), _("Check"), _("Import"))
    states = ("done", "done", "current", "todo")
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def _events() -> list[dict[str, Any]]:
    return [
        {"title": _("Confirmed by the district"), "time": "11-20 16:02", "tone": "ok", "text": _("Report for October")},
        {"title": _("Sent back"), "time": "11-19 09:40", "tone": "warn", "text": _("Two classes without a teacher")},
        {"title": _("Handed in by the school"), "time": "11-18 15:11", "tone": "info", "text": ""},
    ]


def _days() -> list[dict[str, Any]]:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return [
        {
            "weekday": name,
            "label": 16 + i,
            "url": f"#day-{i}",
            "count": (4, 3, 5, 4, 2, 0, 0)[i],
            "today": i == 2,
            "current": i == 3,
        }
        for i, name in enumerate(names)
    ]


def _tree() -> list[dict[str, Any]]:
    schools = [
        {"label": _("Yunling No. 1 Middle School"), "icon": "school", "children_url": "branch/"},
        {"label": _("Yunling Experimental Primary School"), "icon": "school", "badge": 42},
    ]
    district = {"label": _("Yunling District"), "icon": "building", "children": schools, "expanded": True}
    return [{"label": _("Yunzhou City"), "icon": "building-community", "children": [district], "expanded": True}]


def _rows() -> list[dict[str, Any]]:
    name = _("Yunling School No. %(number)s")
    tones = (("ok", _("In order")), ("warn", _("Incomplete")), ("bad", _("Overdue")))
    return [
        {
            "name": name % {"number": number},
            "code": 9901240000 + number * 37,
            "pupils": 280 + number * 313,
            "rate": (98, 71, 58)[number % 3],
            "bar": ("", "warn", "bad")[number % 3],
            "tone": tones[number % 3][0],
            "state": tones[number % 3][1],
        }
        for number in range(1, 7)
    ]


def _tabs() -> list[dict[str, Any]]:
    return [
        {"label": _("Overview"), "url": "#overview", "current": True},
        {"label": _("Teachers"), "url": "#teachers", "badge": 188},
        {"label": _("Classes"), "url": "#classes", "badge": 42},
    ]


def _charts() -> dict[str, dict[str, Any]]:
    months = ["9/1", "9/15", "10/1", "10/15", "11/1", "11/15"]
    subjects = [
        _("Chinese language"),
        _("Mathematics"),
        _("English language"),
        _("Physics"),
        _("Chemistry"),
        _("History"),
    ]
    teachers = {"name": _("Active teachers"), "data": [1210, 1880, 1420, 2310, 2540, 2886]}
    pupils = {"name": _("Active pupils (hundreds)"), "data": [820, 1310, 760, 1630, 1902, 2240]}
    used = {"name": _("Times used"), "data": [3820, 3412, 2960, 1844, 1320, 986]}
    grades = {"name": _("Share"), "data": [34, 41, 19, 6]}
    levels = [_("Excellent"), _("Good"), _("Pass"), _("Needs support")]
    return {
        "line": {"kind": "area", "categories": months, "series": [teachers, pupils]},
        "bar": {"kind": "hbar", "categories": subjects, "series": [used]},
        "donut": {"kind": "donut", "categories": levels, "series": [grades], "unit": "%"},
        "stacked": {"kind": "stacked", "categories": months, "series": [teachers, pupils]},
    }


urlpatterns = [
    path("", guide, name="styleguide"),
    path("branch/", branch),
    path("job/", job),
    path("notice/", notice, name="styleguide-notice"),
    path("undo/", undo),
]
