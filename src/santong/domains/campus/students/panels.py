"""Panels about pupils, on their own page and on that of their class."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.consents import needs_consent
from santong.domains.campus.students.forms import TRAITS
from santong.domains.campus.students.models import ClassPlace, Consent, Guardianship, Pupil, RollChange
from santong.domains.campus.students.tables import ClassPlaceTable, RollChangeTable, RosterTable
from santong.domains.platform.access.public import PersonPanel, is_kin
from santong.domains.platform.accounts.public import AccountPanel
from santong.domains.platform.organisations.public import Organisation, linked
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ListPanel, Panel, ViewerFact
from santong.kit.pages.lists import ObjectList
from santong.lib.ethnic_groups import ETHNIC_GROUPS

ROSTER_SIZE = 100


def pupil_url(pupil: Pupil) -> str:
    """The page of a pupil."""
    return reverse("students:pupils-detail", args=[pupil.pk])


def traits_of(pupil: Pupil) -> str:
    """The particulars in words."""
    labels = dict(TRAITS)
    return "、".join(str(labels[word]) for word in pupil.traits.split(",") if word in labels)


FACTS = (
    Fact(lambda pupil: pupil.person.get_sex_display(), _("sex")),
    Fact(lambda pupil: pupil.person.birth_date, _("birth date")),
    Fact(lambda pupil: ETHNIC_GROUPS.get(pupil.ethnic_group, ""), _("ethnic group")),
    ViewerFact(lambda viewer, pupil: linked(viewer, pupil.school), _("school")),
    ViewerFact(lambda viewer, pupil: linked(viewer, pupil.school_class), _("class")),
    Fact("class_since"),
    Fact("entered_on"),
    Fact("status"),
    Fact(traits_of, _("particulars")),
    Fact(lambda pupil: pupil.person.username, _("username")),
)


def _former_classes(viewer: Viewer, pupil: Pupil) -> QuerySet:
    return ClassPlace.objects.visible_to(viewer).filter(pupil=pupil)


def _changes(viewer: Viewer, pupil: Pupil) -> QuerySet:
    return RollChange.objects.visible_to(viewer).filter(pupil=pupil)


@dataclass(frozen=True)
class NumbersPanel(Panel):
    """Identity and roll number, masked until somebody who may asks to see them."""

    def html(self, request: Request, row: Pupil) -> SafeString | str:
        may = request.viewer.can("people.reveal", row.person.path)
        return render_to_string("students/numbers.html", {"pupil": row, "may_reveal": may}, request)


@dataclass(frozen=True)
class FamilyPanel(Panel):
    """The guardians of a pupil, consents, and a way to invite one more; nothing for who may not know them."""

    def html(self, request: Request, row: Pupil) -> SafeString | str:
        viewer = request.viewer
        close = viewer.person_id == row.person_id or is_kin(row.person_id, viewer.person_id)
        if not close and not viewer.can("guardians.view", row.path):
            return ""
        links = Guardianship.objects.visible_to(viewer).filter(child_id=row.person_id).select_related("guardian")
        consents = Consent.objects.visible_to(viewer).filter(child_id=row.person_id, withdrawn_at=None)
        context = {
            "pupil": row,
            "links": list(links.order_by("ended_on", "pk")),
            "consented": set(consents.values_list("guardian_id", flat=True)),
            "needs_consent": needs_consent(row.person.birth_date, timezone.localdate()),
            "may_change": viewer.can("guardians.change", row.path) and row.is_present,
        }
        return render_to_string("students/family_panel.html", context, request)


@dataclass(frozen=True)
class RosterPanel(Panel):
    """The pupils of a class, on the class's page."""

    def html(self, request: Request, row: Organisation) -> SafeString | str:
        if row.kind != Organisation.Kind.CLASS or not request.viewer.can("pupils.view", row.path):
            return ""
        rows = Pupil.objects.visible_to(request.viewer).filter(school_class=row, status__in=Pupil.PRESENT)
        objects = ObjectList(
            rows.select_related("person"), table=RosterTable, query=QueryDict(f"size={ROSTER_SIZE}"), sort="pk"
        )
        context = {"list": objects, "rows": list(objects.shown(pupil_url)), "class": row, "count": objects.count}
        return render_to_string("students/roster.html", context, request)


PUPIL_PANELS = (
    FactsPanel(_("Pupil"), facts=FACTS),
    FamilyPanel(_("Guardians")),
    ListPanel(
        _("Changes of the roll"),
        table=RollChangeTable,
        rows=_changes,
        sort="-day",
        empty=_("Nothing has changed since the pupil came."),
    ),
    ListPanel(
        _("Former classes"),
        table=ClassPlaceTable,
        rows=_former_classes,
        sort="-until",
        empty=_("The pupil has been in the present class only."),
    ),
    NumbersPanel(_("Numbers"), side=True),
    AccountPanel(_("Account"), side=True),
    PersonPanel(_("Access"), side=True),
)
