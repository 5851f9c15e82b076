"""The pages of credits: how people stand, schemes and their courses, courses taken, corrections."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits import actions, awarding
from santong.domains.platform.credits.filters import (
    CorrectionFilter,
    CourseFilter,
    EffectFilter,
    EntryFilter,
    SchemeFilter,
    StandingFilter,
    with_cancelled,
)
from santong.domains.platform.credits.forms import (
    AnswerForm,
    AskForm,
    CategoryForm,
    CopyForm,
    CourseForm,
    PublishForm,
    ReasonForm,
    ReplacementForm,
    SchemeForm,
)
from santong.domains.platform.credits.models import (
    AWARD,
    KEEP,
    SCHEMES,
    VIEW,
    WRITE,
    Correction,
    Course,
    Effect,
    Entry,
    Scheme,
    Standing,
)
from santong.domains.platform.credits.panels import (
    CANCELLED,
    CATEGORIES,
    CORRECTIONS,
    CREDITS,
    EFFECTS,
    LACKS,
    RULES,
    SUMMARY,
    VERSIONS,
)
from santong.domains.platform.credits.tables import (
    CorrectionTable,
    CourseTable,
    EffectTable,
    EntryTable,
    SchemeTable,
    StandingTable,
)
from santong.domains.platform.credits.words import number
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage
from santong.lib.whole_numbers import whole_number


class StandingPages(ModelPages):
    """How people stand: one's own, one's child's, those of a class or school."""

    model, name, namespace = Standing, "credit-standings", "credits"
    title, icon = _("Credits"), "school"
    table, filterset = StandingTable, StandingFilter
    export = VIEW
    sort = "state"
    empty_text = _("Nobody collects credits here. Pupils of senior and vocational schools and staff do.")
    panels = (SUMMARY, CATEGORIES, LACKS, CREDITS, CORRECTIONS)
    list_actions = (
        PageAction(_("Enter a course"), lambda row: reverse("credits:award-places"), AWARD, "plus", "primary"),
        PageAction(_("Courses taken"), lambda row: reverse("credits:credit-entries"), VIEW, "list-check"),
        PageAction(
            _("Corrections asked for"), lambda row: reverse("credits:credit-corrections"), KEEP, "message-circle"
        ),
        PageAction(_("Import"), lambda row: reverse("imports:new", args=["credits"]), KEEP, "upload"),
    )
    detail_actions = (
        PageAction(_("Courses taken"), lambda row: f"{reverse('credits:credit-entries')}?person={row.person_id}", VIEW,
                   "list-check"),
    )  # fmt: skip
    steps = (
        StepPage(
            awarding.ask_correction, _("Ask for a correction"), done=_("Asked. You are told when there is an answer."),
            form=AskForm, icon="message-circle",
            text=_("Say which course it is, and what is wrong. The school answers with a reason."),
        ),
    )  # fmt: skip

    def opens_for(self, viewer: Viewer) -> bool:
        """To everybody who may collect credits: a list without rows says that there are none."""
        return viewer.category in ("pupil", "parent", "staff")

    def listed_rows(self, viewer: Viewer) -> QuerySet:
        return self.rows(viewer)

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "place")

    def subtitle(self, row: Any) -> str:
        return f"{row.get_kind_display()} · {row.place}"


class SchemePages(ModelPages):
    """Schemes of credits."""

    model, name, namespace = Scheme, "credit-schemes", "credits"
    title, icon = _("Credit schemes"), "list-check"
    table, filterset, form = SchemeTable, SchemeFilter, SchemeForm
    create = change = remove = WRITE
    export = SCHEMES
    sort = "path"
    new_label = _("New scheme")
    empty_text = _("Copy one of the library, or write a scheme of your own.")
    panels = (
        EFFECTS,
        RULES,
        FactsPanel(
            _("Scheme"),
            side=True,
            facts=(
                "kind", Fact(lambda row: row.place or gettext("Library of schemes"), _("kept by")),
                Fact(lambda row: f"{number(row.total)} {row.get_unit_display()}", _("needed in all")), "years",
                Fact(lambda row: number(row.hours_per_credit), _("hours for one credit")), "earned", "number",
                "authority", "source", Fact(lambda row: row.copied_from, _("copied from")),
            ),
        ),
        VERSIONS,
    )  # fmt: skip
    steps = (
        StepPage(actions.set_category, _("Add a category"), done=_("The category is set."), form=CategoryForm,
                 icon="plus"),
        StepPage(actions.set_replacement, _("Set a replacement"), done=_("The replacement is set."),
                 form=ReplacementForm, icon="switch-horizontal"),
        StepPage(actions.work_out_effects, _("Work out whom it changes"),
                 done=_("It is being worked out. Open the page again in a few seconds."), icon="refresh"),
        StepPage(
            actions.publish, _("Publish"), done=_("Published. All credits are computed anew."), form=PublishForm,
            icon="send", variant="primary",
            text=_("A published version is never changed. Below you see whom it changes; publish when that is meant."),
        ),
        StepPage(
            actions.copy_scheme, _("Copy it"), done=_("Copied, as a draft of your own."), form=CopyForm, icon="copy",
        ),
    )  # fmt: skip
    detail_actions = (
        PageAction(_("Add a course"), lambda row: f"{reverse('credits:credit-courses-new')}?scheme={row.pk}", WRITE,
                   "plus", shown=lambda viewer, row: not row.is_shipped),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place")

    def subtitle(self, row: Any) -> str:
        return str(row.place) if row.place else gettext("Library: copy it to use it")

    def change_objection(self, row: Any) -> str:
        return gettext("This scheme came with the product. Copy it to change it.") if row.is_shipped else ""

    def removal_objection(self, row: Any) -> str:
        if row.is_shipped:
            return gettext("This scheme came with the product. Copy it to change it.")
        return gettext("It is published, and credits were counted by it.") if row.is_published else ""

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return SchemeForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_scheme(acting=acting, scheme=form.save(commit=False))


class CoursePages(ModelPages):
    """Courses of schemes."""

    model, name, namespace = Course, "credit-courses", "credits"
    title, icon = _("Courses of schemes"), "book"
    table, filterset, form = CourseTable, CourseFilter, CourseForm
    create = change = remove = WRITE
    export = SCHEMES
    sort = "pk"
    new_label = _("Add a course")
    empty_text = _("Courses are added on the page of a scheme, below its categories.")
    panels = (
        FactsPanel(
            _("Course"),
            facts=(
                Fact(lambda row: row.scheme, _("scheme of credits")), Fact(lambda row: row.category, _("category")),
                "code", Fact(lambda row: number(row.credits), _("credits")),
                Fact(lambda row: gettext("yes") if row.required else "", _("everybody needs it")),
                Fact(lambda row: gettext("yes") if row.adds_up else "", _("taken in parts that add up")),
                Fact(lambda row: row.semester or "", _("due in semester")), "subject",
                Fact(lambda row: gettext("yes") if row.own else "", _("course of the school")),
            ),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).exclude(path="").select_related("scheme", "category")

    def subtitle(self, row: Any) -> str:
        return str(row.scheme)

    def change_objection(self, row: Any) -> str:
        return gettext("This scheme came with the product. Copy it to change it.") if row.scheme.is_shipped else ""

    def removal_objection(self, row: Any) -> str:
        return self.change_objection(row)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        chosen = whole_number(request.GET.get("scheme", "")) if row is None else None
        return CourseForm(data, instance=row, viewer=request.viewer, chosen=chosen)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_course(acting=acting, course=form.save(commit=False))

    def after_save(self, request: Request, row: Any) -> str:
        return reverse("credits:credit-schemes-detail", args=[row.scheme_id])


def _passed(row: Entry) -> str:
    return "" if row.passed is None else gettext("yes") if row.passed else gettext("no")


class TakenPages(ModelPages):
    """Courses taken, as they were entered."""

    model, name, namespace = Entry, "credit-entries", "credits"
    title, icon = _("Courses taken"), "list-check"
    table, filterset = EntryTable, EntryFilter
    export = VIEW
    sort = "-pk"
    empty_text = _("Enter a course for a class, or import a sheet of results.")
    panels = (
        CANCELLED,
        FactsPanel(
            _("Course taken"),
            facts=(
                Fact(lambda row: row.person, _("name")), "course", "on",
                Fact(_passed, _("passed")),
                "points", "attendance", "hours", "credits", "evidence", "source",
                Fact(lambda row: row.made_by, _("entered by")), "made_at",
            ),
        ),
    )  # fmt: skip
    steps = (
        StepPage(
            awarding.cancel_entry, _("Cancel it"), done=_("Cancelled by an entry beside it."), form=ReasonForm,
            icon="x", variant="danger",
            text=_("An entry is never changed. Cancel it with the reason, and enter the right one."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return with_cancelled(super().rows(viewer)).select_related("person")


class EffectPages(ModelPages):
    """Whom drafts of schemes change."""

    model, name, namespace = Effect, "credit-effects", "credits"
    title, icon = _("What drafts change"), "refresh"
    table, filterset = EffectTable, EffectFilter
    export = VIEW
    sort = "-pk"
    detail = False
    empty_text = _("It is worked out on the page of a scheme, before it is published.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("scheme", "standing__person", "standing__place")


class CorrectionPages(ModelPages):
    """Corrections that people ask for."""

    model, name, namespace = Correction, "credit-corrections", "credits"
    title, icon = _("Corrections asked for"), "message-circle"
    table, filterset = CorrectionTable, CorrectionFilter
    sort = "-pk"
    empty_text = _("Nobody has asked for a correction.")
    panels = (
        FactsPanel(
            _("The question"),
            facts=(
                Fact(lambda row: row.person, _("name")), "course", "text",
                Fact(lambda row: row.asked_by, _("asked by")),
                "asked_at", "state", "answer", "answered_at",
            ),
        ),
    )  # fmt: skip
    steps = (
        StepPage(
            awarding.answer_correction, _("Answer"), done=_("Answered, and told."), form=AnswerForm, icon="send",
            variant="primary",
            text=_("Correct the entries first: cancel the wrong one and enter the right one. Then say what was done."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "asked_by")
