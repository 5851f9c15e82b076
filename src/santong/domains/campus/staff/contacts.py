"""Who may write to whom because they work at the same school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.models import Staff, Teaching
from santong.domains.platform.conversations.public import STAFF, Contact, ContactsFrom, Wanted, WritePanel
from santong.domains.platform.identity.public import called
from santong.kit.access import Viewer
from santong.kit.pages import PanelOn


def teaching_today() -> QuerySet[Any]:
    """The assignments in force today of those who work, to be looked for."""
    # An assignment that was given an end gives its role no more, from the moment on.
    rows = Teaching.objects.numbers_only().filter(until=None, since__lte=timezone.localdate())
    return rows.filter(staff__status=Staff.Status.ACTIVE)


def colleagues(viewer: Viewer, wanted: Wanted) -> Iterable[Contact]:
    """Those who work at a school where the viewer works."""
    return _colleagues(viewer, wanted) if viewer.category == STAFF else ()


def _colleagues(viewer: Viewer, wanted: Wanted) -> Iterator[Contact]:
    at_work = Staff.objects.numbers_only().filter(status=Staff.Status.ACTIVE)
    schools = at_work.filter(person=viewer.person_id).values("school")
    rows = at_work.filter(school__in=schools, person__is_active=True).exclude(person=viewer.person_id)
    if wanted.only is not None:
        rows = rows.filter(person__in=wanted.only)
    if wanted.text:
        rows = rows.filter(called(wanted.text, "person__"))
    columns = ("person_id", "person__name", "school_id", "path", "school__name", "subjects")
    seen: set[int] = set()
    for person, name, place, path, school, subjects in rows.order_by("path", "person__pinyin", "pk").values_list(
        *columns
    )[: wanted.most]:
        if person not in seen:
            seen.add(person)
            yield Contact(person, name, STAFF, place, path, note=f"{school} · {subjects}".strip(" ·"))


def _themselves(viewer: Viewer, row: Staff) -> list[int]:
    return [row.person_id]


RELATIONS = (
    ContactsFrom("colleagues", _("Colleagues"), colleagues, order=30),
    PanelOn(
        "staff.Staff",
        WritePanel(_("Write to somebody"), side=True, people=(("colleagues", _themselves), ("in_charge", _themselves))),
    ),
)
