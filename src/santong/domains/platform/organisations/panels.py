"""Panels of the pages of organisations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.codes.public import division_name, names
from santong.domains.platform.organisations.models import (
    Kind,
    Organisation,
    OrganisationCount,
    OrganisationName,
    UnionMember,
)
from santong.domains.platform.organisations.models.schools import people
from santong.domains.platform.organisations.tables import stages_of
from santong.domains.platform.organisations.tree_queries import classes_of, counts_of, grades_of
from santong.kit.access import Viewer
from santong.kit.addresses import row_address
from santong.kit.http import Request
from santong.kit.models import AuditEntry
from santong.kit.pages import Fact, ListPanel, Panel, ViewerFact, link


def page_of(organisation: Organisation) -> str:
    """The address of the page of an organisation."""
    page = "schools-detail" if organisation.kind == Kind.SCHOOL else "organisations-detail"
    return row_address(f"organisations:{page}", organisation.pk)


def linked(viewer: Viewer, organisation: Organisation | None) -> Any:
    """The name, leading to the page for those who may see it."""
    if organisation is None:
        return ""
    if not viewer.can("organisations.view", organisation.path):
        return organisation.name
    return link(page_of(organisation), organisation)


def place(school: Organisation) -> Any:
    """Latitude and longitude in one line."""
    profile = school.school
    if profile.latitude is None or profile.longitude is None:
        return ""
    return f"{profile.latitude}, {profile.longitude}"


SCHOOL_FACTS = (
    Fact("code", _("Identification code")),
    "short_name",
    Fact(lambda o: names("education_type").get(o.school.education_type, o.school.education_type), _("Type of school")),
    Fact(stages_of, _("Stages")),
    Fact(lambda o: o.school.get_ownership_display(), _("Run by")),
    ViewerFact(lambda viewer, o: linked(viewer, o.parent), _("Belongs to")),
    Fact(lambda o: o.division and f"{division_name(o.division)} ({o.division})", _("Division")),
    Fact(lambda o: names("urban_rural").get(o.school.area, o.school.area), _("Urban or rural")),
    Fact(lambda o: o.school.address, _("postal address")),
    Fact(place, _("Location")),
    Fact(lambda o: o.school.office_phone, _("Office phone")),
    Fact(lambda o: o.school.website and link(o.school.website, o.school.website), _("Website")),
    Fact(lambda o: o.school.established, _("Founded on")),
    "valid_from",
    "valid_until",
    ViewerFact(lambda viewer, o: linked(viewer, o.merged_into), _("Merged into")),
)


@dataclass(frozen=True)
class PeoplePanel(Panel):
    """How many pupils, staff and classes belong to an organisation."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        sums = counts_of([row.path]).get(row.path, {})
        figures = [{"label": what.label, "value": sums[what]} for what in OrganisationCount.What if sums.get(what)]
        if row.kind == Kind.SCHOOL:
            figures.insert(0, {"label": _("Number of classes"), "value": classes_of(row).count()})
        return render_to_string("organisations/people.html", {"figures": figures}, request) if figures else ""


@dataclass(frozen=True)
class ClassesPanel(Panel):
    """Grades with their classes, and what may be added."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        if row.kind != Kind.SCHOOL:
            return ""
        classes: dict[int, list[Organisation]] = {}
        for each in classes_of(row).annotate(pupil_total=people(OrganisationCount.What.PUPILS)):
            classes.setdefault(each.parent_id or 0, []).append(each)
        grades = [(grade, classes.get(grade.pk, [])) for grade in grades_of(row)]
        can_change = request.viewer.can("organisations.change", row.path) and not row.is_closed
        context = {"grades": grades, "row": row, "can_change": can_change}
        return render_to_string("organisations/classes.html", context, request)


@dataclass(frozen=True)
class ChildrenPanel(ListPanel):
    """What stands directly below; left out where nothing does, as below a class."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        return super().html(request, row) if self.rows(request.viewer, row).exists() else ""


@dataclass(frozen=True)
class MembersPanel(Panel):
    """The schools of a union, or the unions of a school."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        rows = UnionMember.objects.open_to_everyone().filter(valid_until=None)
        if row.kind == Kind.UNION:
            members = (
                rows.filter(union=row).select_related("school", "school__parent").order_by("-leads", "school__path")
            )
        elif row.kind == Kind.SCHOOL:
            members = rows.filter(school=row).select_related("union").order_by("union__path")
        else:
            return ""
        can_change = row.kind == Kind.UNION and request.viewer.can("organisations.change", row.path)
        if not members and not can_change:
            return ""
        context = {"members": members, "row": row, "can_change": can_change}
        return render_to_string("organisations/members.html", context, request)


@dataclass(frozen=True)
class NamesPanel(Panel):
    """Former names, and the schools that became part of this one."""

    side: bool = field(default=True)

    def html(self, request: Request, row: Any) -> SafeString | str:
        former = list(OrganisationName.objects.belonging_to(organisation=row))
        merged = list(Organisation.objects.open_to_everyone().filter(merged_into=row))
        if not former and not merged:
            return ""
        return render_to_string("organisations/names.html", {"former": former, "merged": merged}, request)


@dataclass(frozen=True)
class OrganisationHistory(Panel):
    """What the audit record holds about an organisation and its profile, newest first."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        models = [f"organisations.{name}" for name in ("organisation", "school", "schoolprofile", "classprofile")]
        entries = AuditEntry.objects.filter(model__in=models, object_id=str(row.pk)).order_by("-id")[:20]
        return render_to_string("kit/pages/history.html", {"entries": list(entries), "row": row}, request)
