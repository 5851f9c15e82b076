"""The pages of leave, and of what schools have settled about it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance import leaves
from santong.domains.campus.attendance.filters import LeaveFilter, RulesFilter
from santong.domains.campus.attendance.forms import BackForm, LeaveForm, RefusalForm, RulesForm
from santong.domains.campus.attendance.models import ASK, DECIDE, RULES, AttendanceRules, LeaveNote, PupilLeave
from santong.domains.campus.attendance.tables import LeaveTable, RulesTable
from santong.domains.platform.files.public import show_several
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage, TemplatePanel, ViewerFact
from santong.lib.whole_numbers import whole_number


def _notes(request: Request, row: PupilLeave) -> dict[str, Any] | None:
    keys = list(LeaveNote.objects.belonging_to(leave=row).order_by("pk").values_list("file_id", flat=True))
    shown = show_several(request.viewer, keys) if keys else {}
    return {"files": [shown[key] for key in keys if key in shown]} if shown else None


def _agreed(row: PupilLeave) -> Any:
    return _("Granted.") if row.state == PupilLeave.State.GRANTED else _("Agreed. The school decides next.")


def _agree(row: PupilLeave) -> Any:
    return _("Agree, and pass on to the school") if row.is_long and row.state == "asked" else _("Grant leave")


class LeavePages(ModelPages):
    """Leave of pupils: of one's own child, of one's class, of the school."""

    model, name, namespace = PupilLeave, "pupil-leave", "attendance"
    title, icon = _("Leave of pupils"), "calendar-off"
    table, filterset, form = LeaveTable, LeaveFilter, LeaveForm  # type: ignore[assignment]
    create = ASK
    export = DECIDE
    form_template = "attendance/ask.html"
    sort = "-since"
    new_label = _("Ask for leave of a pupil")
    empty_text = _("Nobody has asked for leave yet.")
    panels = (
        FactsPanel(
            _("Leave"),
            facts=(
                Fact(lambda row: row.pupil.school_class, _("class")),
                "kind",
                Fact(lambda row: row.span_in_words, _("from when to when")),
                Fact(lambda row: row.length_in_words, _("how long")),
                "state",
                ViewerFact(lambda viewer, row: row.reason, _("Reason")),
                ViewerFact(lambda viewer, row: row.answer, _("Answer to the family")),
                Fact(lambda row: row.asked_by, _("asked by")),
                Fact(lambda row: row.decided_by, _("leave decided by")),
            ),
        ),
        TemplatePanel(_("Doctor's note"), template="attendance/notes.html", context=_notes, side=True),
    )
    steps = (
        StepPage(leaves.agree_leave, _("Grant leave"), done=_agreed, icon="check", variant="primary", names=_agree,
                 bulk=True),
        StepPage(leaves.refuse_leave, _("Don't grant"), done=_("The family is told."), form=RefusalForm, icon="x"),
        StepPage(leaves.end_leave, _("Back earlier"), done=_("It is noted that the pupil is back."), form=BackForm,
                 icon="arrow-back-up"),
        StepPage(leaves.withdraw_leave, _("Withdraw the leave"), done=_("Withdrawn."), icon="x"),
    )  # fmt: skip

    def opens_for(self, viewer: Viewer) -> bool:
        """Also to families who haven't asked for anything yet: their list is empty."""
        return super().opens_for(viewer) or viewer.can(ASK)

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer)
        return rows.select_related("pupil__person", "pupil__school_class", "asked_by", "decided_by")

    def subtitle(self, row: Any) -> str:
        return str(row.span_in_words)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        chosen = whole_number(request.GET.get("pupil", ""))
        return LeaveForm(data, instance=row, viewer=request.viewer, initial={"pupil": chosen} if chosen else None)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return leaves.ask_leave(acting=acting, **form.cleaned_data)


class LeaveRulesPages(ModelPages):
    """What schools have settled about leave."""

    model, name, namespace = AttendanceRules, "leave-rules", "attendance"
    title, icon = _("Rules of leave"), "settings"
    table, filterset, form = RulesTable, RulesFilter, RulesForm
    create = change = RULES
    sort = "path"
    new_label = _("Settle rules of leave")
    empty_text = _("As long as nothing is settled, class teachers grant up to 3 days alone.")
    panels = (FactsPanel(_("Rules of leave"), facts=("long_after",)),)
    list_actions = (
        PageAction(_("Leave of pupils"), lambda row: reverse("attendance:pupil-leave"), DECIDE, icon="calendar-off"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return RulesForm(data, instance=row, viewer=request.viewer)
