"""Panels about staff, on the page of a person and on that of a class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.models import Post, Staff, Teaching
from santong.domains.campus.staff.tables import PostTable
from santong.domains.platform.access.public import PersonPanel
from santong.domains.platform.accounts.public import AccountPanel
from santong.domains.platform.organisations.public import Organisation, linked
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ListPanel, Panel, ViewerFact


def staff_url(row: Staff) -> str:
    """The page of a member of staff."""
    return reverse("staff:staff-detail", args=[row.pk])


def _posts(viewer: Viewer, row: Staff) -> QuerySet:
    return Post.objects.visible_to(viewer).filter(staff=row)


@dataclass(frozen=True)
class TeachingPanel(Panel):
    """The classes of a teacher, with a way to add and end assignments."""

    def html(self, request: Request, row: Staff) -> SafeString | str:
        rows = Teaching.objects.visible_to(request.viewer).filter(staff=row).select_related("school_class")
        context = {
            "staff": row,
            "rows": list(rows.order_by("until", "path", "pk")),
            "may_change": request.viewer.can("staff.change", row.path) and row.status == Staff.Status.ACTIVE,
        }
        return render_to_string("staff/teaching.html", context, request)


@dataclass(frozen=True)
class ClassTeachersPanel(Panel):
    """Who leads and teaches a class, on the class's page."""

    def html(self, request: Request, row: Organisation) -> SafeString | str:
        if row.kind != Organisation.Kind.CLASS:
            return ""
        viewer = request.viewer
        if not (viewer.can("staff.view", row.path) or viewer.can("pupils.view", row.path)):
            return ""
        teaching = Teaching.objects.belonging_to(school_class=row).filter(until=None).select_related("staff__person")
        context = {
            "teachers": _by_teacher(teaching.order_by("kind", "subject")),
            "linked": viewer.can("staff.view", row.path),
        }
        return render_to_string("staff/class_teachers.html", context, request)


def _by_teacher(teaching: Iterable[Teaching]) -> list[tuple[Staff, list[Teaching]]]:
    """Each teacher once, with everything that they do in the class; who leads it comes first."""
    found: dict[int, tuple[Staff, list[Teaching]]] = {}
    for each in teaching:
        found.setdefault(each.staff_id, (each.staff, []))[1].append(each)
    return list(found.values())


STAFF_PANELS = (
    FactsPanel(
        _("Employment"),
        facts=(
            Fact(lambda row: row.person.get_sex_display(), _("sex")),
            ViewerFact(lambda viewer, row: linked(viewer, row.school), _("school")),
            Fact(lambda row: row.subjects, _("subjects")),
            Fact("stage"),
            Fact(lambda row: _("Yes") if row.is_teacher else _("No"), _("full-time teacher")),
            Fact(
                lambda row: {True: _("Yes"), False: _("No"), None: ""}[row.on_establishment],
                _("on the establishment"),
            ),
            "joined_on",
            "left_on",
            Fact(lambda row: row.person.username, _("username")),
            Fact(lambda row: row.person.masked_phone, _("phone")),
            Fact(lambda row: row.person.masked_id_number, _("identity number")),
        ),
    ),
    TeachingPanel(_("Classes and subjects")),
    ListPanel(_("Posts"), table=PostTable, rows=_posts, sort="-since", empty=_("No post is noted.")),
    AccountPanel(_("Account"), side=True),
    PersonPanel(_("Access"), side=True),
)
