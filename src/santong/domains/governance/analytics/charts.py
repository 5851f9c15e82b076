"""What the activity page's charts are told, in the viewer's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from santong.domains.governance.analytics.queries.activity import Activity
from santong.domains.governance.analytics.queries.cells import Sums
from santong.domains.governance.analytics.queries.months import Month

ROLES = {
    "pupil": gettext_lazy("Pupils"),
    "staff": gettext_lazy("Staff"),
    "parent": gettext_lazy("Parents"),
    "": pgettext_lazy("people", "Others"),
}
KINDS = {
    "document": gettext_lazy("Documents"),
    "presentation": gettext_lazy("Courseware"),
    "video": gettext_lazy("Videos"),
    "audio": gettext_lazy("Audio"),
    "image": gettext_lazy("Pictures"),
    "exercise": gettext_lazy("Exercises"),
    "package": gettext_lazy("Interactive packages"),
    "page": gettext_lazy("Pages of the platform"),
}
MOST_BARS = 12


def by_day(activity: Activity) -> dict[str, Any]:
    """People active on each day, a line for each role that occurs."""
    roles = [role for role in ROLES if role in activity.by_role]
    series = [
        {"name": str(ROLES[role]), "data": [day.by_role.get(role, [0])[0] for day in activity.days]} for role in roles
    ]
    return {"kind": "stacked", "categories": [short(day.day) for day in activity.days], "series": series}


def by_month(found: Sequence[Month]) -> dict[str, Any]:
    """Person-days of each month."""
    series = [{"name": _("Person-days"), "data": [each.person_days for each in found]}]
    return {"kind": "stacked", "categories": [each.name for each in found], "series": series}


def by_role(sums: Sums) -> dict[str, Any]:
    """Person-days of each role."""
    return _bars("donut", {role_label(name): people for name, (people, _records) in sums.items()})


def by_subject(sums: Sums) -> dict[str, Any]:
    """Person-days of each subject."""
    return _bars("hbar", {subject_label(name): people for name, (people, _records) in sums.items()})


def by_kind(sums: Sums) -> dict[str, Any]:
    """Person-days of each kind of resource."""
    return _bars("hbar", {kind_label(name): people for name, (people, _records) in sums.items()})


def kind_label(name: str) -> str:
    """A kind of resource in words; kinds of other systems are named as they name them."""
    return str(KINDS[name]) if name in KINDS else name or _("No kind")


def role_label(name: str) -> str:
    """A role in words."""
    return str(ROLES.get(name, name))


def subject_label(name: str) -> str:
    """A subject as it is named by whoever recorded it."""
    return name or _("No subject")


def short(day: date) -> str:
    """A day on an axis."""
    return f"{day:%m-%d}"


def _bars(kind: str, values: dict[str, int]) -> dict[str, Any]:
    ordered = sorted(values.items(), key=lambda pair: -pair[1])[:MOST_BARS]
    return {
        "kind": kind,
        "categories": [name for name, _value in ordered],
        "series": [{"name": _("Person-days"), "data": [value for _name, value in ordered]}],
    }
