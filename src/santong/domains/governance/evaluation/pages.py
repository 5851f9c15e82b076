"""The declared pages of standards, items, verdicts, rounds, places, findings and objections."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.evaluation import actions, inspecting
from santong.domains.governance.evaluation.filters import (
    BandFilter,
    EntrantFilter,
    FindingFilter,
    ItemFilter,
    ObjectionFilter,
    RoundFilter,
    StandardFilter,
)
from santong.domains.governance.evaluation.forms import (
    AnswerForm,
    AssignForm,
    BandForm,
    CopyForm,
    DrawForm,
    ExpertForm,
    ItemForm,
    ObjectForm,
    PlaceOfRoundForm,
    QuotaForm,
    ReasonForm,
    RejectForm,
    ReopenForm,
    RoundForm,
    SayForm,
    StandardForm,
    UpholdForm,
)
from santong.domains.governance.evaluation.models import (
    VIEW,
    WRITE,
    Band,
    Entrant,
    EvaluationRound,
    Finding,
    Objection,
    Standard,
    StandardItem,
)
from santong.domains.governance.evaluation.panels import (
    CONTENTS,
    DIAGNOSIS,
    FINDINGS,
    GROUP,
    OBJECTIONS,
    PACK,
    QUOTAS,
    RESULTS,
    STANDING,
    VERSIONS,
    VISITS,
)
from santong.domains.governance.evaluation.tables import (
    BandTable,
    EntrantTable,
    FindingTable,
    ItemTable,
    ObjectionTable,
    RoundTable,
    StandardTable,
    finding_status,
    round_status,
    status_of,
)
from santong.domains.governance.indicators.public import SchoolType
from santong.domains.platform.files.public import address_of
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage, link


def _types(row: Standard) -> str:
    return "、".join(str(SchoolType(each).label) for each in row.types)


def _of_standard(name: str, row: Standard) -> str:
    return f"{reverse(f'evaluation:{name}-new')}?{urlencode({'standard': row.pk})}"


OWN_ONLY = _("It came with the product. Copy it to use it.")


class StandardPages(ModelPages):
    """By what bureaus evaluate, and the library of what others evaluate by."""

    model, name, namespace = Standard, "standards", "evaluation"
    title, icon = _("Standards"), "list-check"
    table, filterset, form = StandardTable, StandardFilter, StandardForm
    create = change = remove = WRITE
    export = VIEW
    sort = "name"
    new_label = _("New standard")
    empty_text = _("There is no standard of this kind. Copy one from the library, or write your own.")
    detail_actions = (
        PageAction(
            _("New item"),
            lambda row: _of_standard("standard-items", row),
            WRITE,
            icon="plus",
            shown=lambda viewer, row: not row.is_shipped,
        ),
        PageAction(
            _("New verdict"),
            lambda row: _of_standard("verdicts", row),
            WRITE,
            icon="plus",
            shown=lambda viewer, row: not row.is_shipped,
        ),
    )
    panels = (
        CONTENTS,
        FactsPanel(
            _("About the standard"),
            side=True,
            facts=(
                Fact(lambda row: status_of(row)[1], _("status")),
                "says",
                "subject",
                Fact(_types, _("types of schools")),
                "authority",
                "source",
                "mark",
            ),
        ),
        VERSIONS,
    )
    steps = (
        StepPage(
            actions.publish_standard,
            _("Publish"),
            done=_("Published. It holds for rounds that are announced from now on."),
            icon="send",
            variant="primary",
            text=_("Rounds that are announced keep the version that they have."),
        ),
        StepPage(
            actions.copy_standard, _("Copy as one's own"), done=_("Copied as a draft."), form=CopyForm, icon="copy"
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place")

    def subtitle(self, row: Any) -> str:
        return f"{row.place or _('The platform')} · {status_of(row)[1]}"

    def change_objection(self, row: Any) -> str:
        return str(OWN_ONLY) if row.is_shipped else ""

    def removal_objection(self, row: Any) -> str:
        return str(_("Rounds may have used it. It stays.")) if row.is_published else self.change_objection(row)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return StandardForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_standard(acting=acting, standard=form.save(commit=False))


class PartPages(ModelPages):
    """What items and verdicts have in common: they belong to a standard."""

    namespace = "evaluation"
    create = change = remove = WRITE
    export = VIEW
    sort = "order"
    detail_actions = (
        PageAction(
            _("The standard"),
            lambda row: reverse("evaluation:standards-detail", args=[row.standard_id]),
            VIEW,
            icon="list-check",
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("standard")

    def subtitle(self, row: Any) -> str:
        return str(row.standard)

    def change_objection(self, row: Any) -> str:
        return "" if row.path else str(_("It came with the product. Copy its standard to change it."))

    def removal_objection(self, row: Any) -> str:
        return self.change_objection(row)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        assert self.form is not None
        form = self.form(data, instance=row, viewer=request.viewer)  # type: ignore[call-arg]
        if row is None and (asked := request.GET.get("standard", "")):
            form.initial["standard"] = asked
        return form

    def after_save(self, request: Request, row: Any) -> str:
        return reverse("evaluation:standards-detail", args=[row.standard_id])


class ItemPages(PartPages):
    """The items of standards, one by one."""

    model, name = StandardItem, "standard-items"
    title, icon = _("Items of standards"), "list-details"
    table, filterset, form = ItemTable, ItemFilter, ItemForm
    new_label = _("New item")
    empty_text = _("There are no items. Open a standard and add some.")
    panels = (
        FactsPanel(
            _("Item"),
            facts=(
                Fact(lambda row: row.standard.name, _("standard")),
                "section",
                "group",
                "kind",
                "binding",
                "unit",
                "roll_up",
                "direction",
                "points",
                "scale",
                Fact(lambda row: _("Yes") if row.is_must else "", _("must-have")),
                "choice",
                "says",
                "mark",
                "source",
            ),
        ),
    )

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_item(acting=acting, item=form.save(commit=False))


class BandPages(PartPages):
    """The verdicts of standards."""

    model, name = Band, "verdicts"
    title, icon = _("Verdicts"), "award"
    table, filterset, form = BandTable, BandFilter, BandForm
    new_label = _("New verdict")
    empty_text = _("There are no verdicts. Open a standard and add some.")
    panels = (
        FactsPanel(
            _("Verdict"),
            facts=(
                Fact(lambda row: row.standard.name, _("standard")),
                "least",
                Fact(lambda row: _("Yes") if row.needs_musts else "", _("needs every must-have")),
                "floor",
                "sections",
                "mark",
            ),
        ),
    )

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_band(acting=acting, band=form.save(commit=False))


class EvaluationPages(ModelPages):
    """What is inspected, accredited and appraised."""

    model, name, namespace = EvaluationRound, "evaluations", "evaluation"
    title, icon = _("Inspection and evaluation"), "clipboard-check"
    table, filterset, form = RoundTable, RoundFilter, RoundForm
    create = change = remove = WRITE
    export = VIEW
    sort = "-due"
    new_label = pgettext_lazy("evaluation", "New round")
    empty_text = _("Nothing is evaluated. A bureau announces a round; how places stand is then computed by itself.")
    list_actions = (
        PageAction(_("Places evaluated"), lambda row: reverse("evaluation:evaluated"), VIEW, icon="building-community"),
        PageAction(
            pgettext_lazy("evaluation", "Findings"), lambda row: reverse("evaluation:findings"), VIEW, icon="flag"
        ),
        PageAction(_("Objections"), lambda row: reverse("evaluation:objections"), VIEW, icon="message-circle"),
        PageAction(_("Standards"), lambda row: reverse("evaluation:standards"), VIEW, icon="list-check"),
        PageAction(_("Cost per use"), lambda row: reverse("evaluation:benefit"), VIEW, icon="calculator"),
    )
    panels = (
        STANDING,
        RESULTS,
        FactsPanel(
            _("About the round"),
            side=True,
            facts=(
                Fact(lambda row: round_status(row)[1], _("status")),
                "kind",
                Fact(lambda row: row.place, _("evaluated by")),
                Fact(lambda row: row.standard, _("standard")),
                Fact(lambda row: row.standard.mark, _("mark of the source")),
                "authority",
                "ground",
                "owner",
                "announced_on",
                "due",
                "visits_from",
                "until",
                "minutes",
                Fact(lambda row: row.objections_until or "", _("objections until")),
                "commitment",
                "drawn",
                "seed",
                "seal",
            ),
        ),
        GROUP,
        QUOTAS,
    )
    steps = (
        StepPage(actions.choose_place, _("Choose a place"), done=_("Added."), form=PlaceOfRoundForm, icon="plus"),
        StepPage(actions.set_quota, _("Places of a county"), done=_("It is noted."), form=QuotaForm, icon="users"),
        StepPage(inspecting.add_expert, _("Add an expert"), done=_("Added."), form=ExpertForm, icon="user-check"),
        StepPage(
            actions.announce,
            _("Announce"),
            done=_("Announced. Places are computed now, and have been told."),
            icon="send",
            variant="primary",
            text=_("All places that it is about are told. How each stands is computed before anybody is asked."),
        ),
        StepPage(
            inspecting.bind_lot,
            _("Bind the lot"),
            done=_("Bound. Draw a number in public now."),
            icon="lock",
            text=_("What binds places and experts is shown to everybody, before a number is drawn in public."),
        ),
        StepPage(
            inspecting.draw_lot,
            _("Draw the lot"),
            done=_("Drawn. Experts have been told."),
            form=DrawForm,
            icon="switch-horizontal",
        ),
        StepPage(
            actions.publish_results,
            _("Publish results"),
            done=_("Published. Places have been told."),
            icon="send",
            variant="primary",
            text=_("Every place sees its result, and may object for some days."),
        ),
        StepPage(
            actions.seal_results,
            _("Seal the results"),
            done=_("Sealed."),
            icon="lock",
            variant="primary",
            text=_("The results are never changed again after that."),
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place", "standard", "version")

    def get(self, viewer: Viewer, pk: int) -> Any:
        row = viewer.get(EvaluationRound, pk)
        return EvaluationRound.objects.again([row]).select_related("place", "standard", "version").get()

    def subtitle(self, row: Any) -> str:
        return f"{row.place} · {round_status(row)[1]}"

    def change_objection(self, row: Any) -> str:
        if row.state != EvaluationRound.State.DRAFT:
            return str(_("It is announced. What places were told stays."))
        return ""

    def removal_objection(self, row: Any) -> str:
        return self.change_objection(row)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return RoundForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_round(acting=acting, evaluation=form.save(commit=False))


class EntrantPages(ModelPages):
    """How places stand in rounds."""

    model, name, namespace = Entrant, "evaluated", "evaluation"
    title, icon = _("Places evaluated"), "building-community"
    table, filterset = EntrantTable, EntrantFilter
    export = VIEW
    sort = "path"
    empty_text = _("No place is evaluated here.")
    panels = (
        DIAGNOSIS,
        FINDINGS,
        OBJECTIONS,
        FactsPanel(
            _("About the round"),
            side=True,
            facts=(
                Fact(
                    lambda row: link(reverse("evaluation:evaluations-detail", args=[row.round_id]), row.round.name),
                    _("round"),
                ),
                "state",
                "reason",
                "commended_for",
                "computed_at",
                Fact(lambda row: row.round.due, _("places answer until")),
                Fact(lambda row: row.round.owner, _("who answers for the round")),
                Fact(lambda row: row.round.standard.mark, _("mark of the source")),
            ),
        ),
        VISITS,
        PACK,
    )
    steps = (
        StepPage(
            actions.apply,
            pgettext_lazy("evaluation", "Apply"),
            done=_("Applied."),
            form=SayForm,
            icon="send",
            variant="primary",
            text=_("All that the records know is filled in. Add words only where they know nothing."),
        ),
        StepPage(actions.say, _("Add words"), done=_("Kept."), form=SayForm, icon="message-circle"),
        StepPage(actions.put_forward, _("Put forward"), done=_("Put forward."), icon="check", variant="primary"),
        StepPage(actions.decline, _("Don't put forward"), done=_("Noted, with the reason."), form=ReasonForm, icon="x"),
        StepPage(actions.recount, _("Compute anew"), done=_("Computed anew."), icon="refresh"),
        StepPage(
            actions.ask_pack,
            _("Build the evidence pack"),
            done=_("It is being built, out of what the platform knows."),
            icon="file-export",
        ),
        StepPage(inspecting.assign, _("Send an expert"), done=_("Assigned."), form=AssignForm, icon="user-check"),
        StepPage(
            inspecting.object_to,
            _("Object"),
            done=_("Your objection has arrived."),
            form=ObjectForm,
            icon="message-circle",
        ),
        StepPage(actions.commend, _("Commend"), done=_("Commended."), form=ReasonForm, icon="award"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place", "round")

    def get(self, viewer: Viewer, pk: int) -> Any:
        row = viewer.get(Entrant, pk)
        rows = Entrant.objects.again([row])
        return rows.select_related("place", "round__standard", "round__version", "round__place").get()

    def subtitle(self, row: Any) -> str:
        return str(row.round.place)


def _photo(row: Finding) -> Any:
    return _shown(row.photo)


def _proof(row: Finding) -> Any:
    return _shown(row.proof)


def _shown(file: Any) -> Any:
    """A file, by its name."""
    return format_html('<a class="link" href="{}">{}</a>', address_of(file), file.name) if file else ""


class FindingPages(ModelPages):
    """What experts found wanting."""

    model, name, namespace = Finding, "findings", "evaluation"
    title, icon = pgettext_lazy("evaluation", "Findings"), "flag"
    table, filterset = FindingTable, FindingFilter
    export = VIEW
    sort = "due"
    empty_text = _("Nothing is to be put right here.")
    panels = (
        FactsPanel(
            pgettext_lazy("evaluation", "Finding"),
            facts=(
                "text",
                "code",
                Fact(_photo, _("photo")),
                "owner",
                "due",
                Fact(lambda row: finding_status(row)[1], _("status")),
                "answer",
                Fact(_proof, _("evidence")),
                "returned_because",
                "closed_on",
                "found_at",
            ),
        ),
        FactsPanel(
            _("About the round"),
            side=True,
            facts=(
                Fact(
                    lambda row: link(
                        reverse("evaluation:evaluated-detail", args=[row.entrant_id]), str(row.entrant.place)
                    ),
                    _("School or bureau"),
                ),
                Fact(lambda row: row.entrant.round, _("round")),
                Fact(lambda row: row.person, _("found by")),
            ),
        ),
    )
    steps = (
        StepPage(
            inspecting.answer_finding,
            _("It is put right"),
            done=_("Noted. An expert has a look."),
            form=AnswerForm,
            icon="check",
            variant="primary",
        ),
        StepPage(
            inspecting.close_finding,
            _("Close"),
            done=_("The finding is closed."),
            icon="circle-check",
            variant="primary",
        ),
        StepPage(
            inspecting.reopen_finding,
            _("Reopen"),
            done=_("Opened again, with the reason."),
            form=ReopenForm,
            icon="refresh",
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("entrant__place", "entrant__round")

    def get(self, viewer: Viewer, pk: int) -> Any:
        row = viewer.get(Finding, pk)
        rows = Finding.objects.again([row])
        return rows.select_related("entrant__place", "entrant__round", "photo", "proof", "person").get()

    def subtitle(self, row: Any) -> str:
        return str(row.entrant.place)


class ObjectionPages(ModelPages):
    """What places don't agree with, and what was decided."""

    model, name, namespace = Objection, "objections", "evaluation"
    title, icon = _("Objections"), "message-circle"
    table, filterset = ObjectionTable, ObjectionFilter
    export = VIEW
    sort = "-made_on"
    empty_text = _("Nobody objects.")
    panels = (
        FactsPanel(
            _("Objection"),
            facts=(
                Fact(
                    lambda row: link(
                        reverse("evaluation:evaluated-detail", args=[row.entrant_id]), str(row.entrant.place)
                    ),
                    _("School or bureau"),
                ),
                Fact(lambda row: row.entrant.round, _("round")),
                "code",
                "text",
                "state",
                "made_on",
                "answer",
                Fact(lambda row: row.decided_by, _("decided by whom")),
            ),
        ),
    )
    steps = (
        StepPage(inspecting.uphold, _("Uphold"), done=_("Decided."), form=UpholdForm, icon="check", variant="primary"),
        StepPage(inspecting.reject, _("Reject"), done=_("Decided."), form=RejectForm, icon="x"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("entrant__place", "entrant__round")

    def get(self, viewer: Viewer, pk: int) -> Any:
        row = viewer.get(Objection, pk)
        rows = Objection.objects.again([row])
        return rows.select_related("entrant__place", "entrant__round__version", "decided_by").get()

    def subtitle(self, row: Any) -> str:
        return str(row.entrant.place)
