"""The pages of choices, of what they offer, and of the pupils who choose."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices import actions
from santong.domains.campus.choices.filters import ChooserFilter, OfferFilter, RoundFilter
from santong.domains.campus.choices.forms import (
    AnnounceForm,
    CloseOfferForm,
    CombinationsForm,
    GivePlaceForm,
    OfferForm,
    ReasonForm,
    RoundForm,
    WishForm,
)
from santong.domains.campus.choices.models import KEEP, VIEW, ChoiceRound, Chooser, Offer, Wish
from santong.domains.campus.choices.panels import (
    CHOICES,
    GIVING,
    GROUPS,
    MOVED,
    OFFERS,
    OWN_WISHES,
    PROGRESS,
    PROOF,
    RESULT,
    UNSERVED,
)
from santong.domains.campus.choices.queries import grades_of_round
from santong.domains.campus.choices.tables import ChooserTable, OfferTable, RoundTable
from santong.kit.access import Viewer
from santong.kit.draws import DrawForm
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage
from santong.lib.whole_numbers import whole_number

State = ChoiceRound.State


def _grades(row: ChoiceRound) -> str:
    return "、".join(each.name for each in grades_of_round(row))


def _takes_offers(viewer: Viewer, row: ChoiceRound) -> bool:
    return row.state not in ChoiceRound.FIXED


class ChoicePages(ModelPages):
    """Course choices."""

    model, name, namespace = ChoiceRound, "course-choices", "choices"
    title, icon = _("Course choice"), "list-check"
    table, filterset, form = RoundTable, RoundFilter, RoundForm  # type: ignore[assignment]
    create = change = remove = KEEP
    export = VIEW
    sort = "-pk"
    new_label = _("New course choice")
    empty_text = _("Say what is chosen and by which grades; offers, trial, final choice and lots follow.")
    panels = (
        GIVING,
        UNSERVED,
        MOVED,
        OFFERS,
        PROGRESS,
        FactsPanel(
            _("Course choice"),
            side=True,
            facts=(
                "state", Fact(lambda row: row.school, _("school")), Fact(_grades, _("grades that choose")), "kind",
                "each",
                "ranked", "trial_until", "final_until",
                Fact(lambda row: _t("yes") if row.asks_guardian else "", _("a guardian confirms the choice")),
            ),
        ),
        PROOF,
    )  # fmt: skip
    detail_actions = (
        PageAction(_("Add an offer"), lambda row: f"{reverse('choices:course-offers-new')}?round={row.pk}", KEEP,
                   icon="plus", shown=_takes_offers),
        PageAction(_("Choices of pupils"), lambda row: f"{reverse('choices:course-wishes')}?round={row.pk}", VIEW,
                   icon="users", shown=lambda viewer, row: not row.is_draft),
        PageAction(_("Moving classes"), lambda row: f"{reverse('choices:moving-classes-new')}?round={row.pk}", KEEP,
                   icon="route", shown=lambda viewer, row: row.is_over and row.kind == row.Kind.COMBINATION),
    )  # fmt: skip
    steps = (
        StepPage(actions.offer_combinations, _("Offer combinations"), done=_("They are offered."),
                 form=CombinationsForm, icon="list-check"),
        StepPage(
            actions.open_trial, _("Open the trial"), done=_("The trial is open; pupils and families are told."),
            icon="send", variant="primary",
            text=_("Pupils rank wishes to try. Nothing follows from it; all see how many wish for what, if you let "
                   "them."),
        ),
        StepPage(
            actions.open_final, _("Open the final choice"),
            done=_("The final choice is open; pupils and families are told."), icon="send", variant="primary",
            text=_("Pupils choose for good until the last day. Wishes of the trial stand until they are changed."),
        ),
        StepPage(actions.take_in, _("Update from the roll"), done=_("The list is as the roll."), icon="refresh"),
        StepPage(
            actions.close, _("Close and fix the list"), done=_("Closed. Draw a number in public now."), icon="lock",
            variant="primary",
            text=_("No wishes are taken any more. The list is fixed, and a secret that nobody knows is committed to."),
        ),
        StepPage(
            actions.draw, _("Draw"), done=_("The places are being given."), form=DrawForm, icon="switch-horizontal",
            variant="primary",
            text=_("The number is joined with the secret. As many wishes as possible come true; between equals the "
                   "lots decide. There is no second draw."),
        ),
        StepPage(
            actions.announce, _("Announce the result"), done=_("Announced. Pupils and families see their own result."),
            form=AnnounceForm, icon="send", variant="primary",
            text=_("Every pupil sees their places, and the reason for each wish that didn't come true."),
        ),
        StepPage(
            actions.close_offer, _("Close an offer"),
            done=_("Closed. The places are being given anew by the same lots."), form=CloseOfferForm, icon="x",
            text=_("All places are given anew without it, by the same lots; places given by hand are given up."),
        ),
        StepPage(actions.give_place, _("Give a place"), done=_("The place is given."), form=GivePlaceForm,
                 icon="user-plus"),
        StepPage(
            actions.reopen, _("Open it again"), done=_("The choice is open again."), form=ReasonForm,
            icon="arrow-back-up",
            text=_("Wishes may change again until the last day. The commitment stays in the history."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).select_related("school")
        return rows.annotate(
            number=Count("choosers"), done=Count("choosers", filter=Q(choosers__handed_in_at__isnull=False))
        )

    def subtitle(self, row: Any) -> str:
        return f"{row.school} · {_grades(row)}"

    def change_objection(self, row: Any) -> str:
        return _t("The list is fixed. Open the choice again to change it.") if row.state in ChoiceRound.FIXED else ""

    def removal_objection(self, row: Any) -> str:
        return "" if row.is_draft else _t("It has begun, and pupils have been told. It stays in the list.")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return RoundForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        saved = form.save(commit=False)
        grades = form.cleaned_data.get("grades")
        return actions.put_round(acting=acting, row=saved, grades=grades_of_round(saved) if grades is None else grades)


class OfferPages(ModelPages):
    """What is offered."""

    model, name, namespace = Offer, "course-offers", "choices"
    title, icon = _("Offers"), "book"
    table, filterset, form = OfferTable, OfferFilter, OfferForm
    create = change = remove = KEEP
    export = VIEW
    sort = "-pk"
    new_label = _("Add an offer")
    empty_text = _("Begin a course choice, then add what can be chosen.")
    panels = (
        FactsPanel(
            _("Offer"),
            facts=(
                "about", Fact(lambda row: "、".join(row.taken), _("subjects")),
                Fact(lambda row: row.teacher, _("teacher")),
                "time", "periods", "room_kind", "least", "most", Fact(lambda row: row.grade, _("only for")), "closed",
            ),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).select_related("round", "teacher__person")
        return rows.annotate(first=Count("wishes", filter=Q(wishes__rank=1)))

    def subtitle(self, row: Any) -> str:
        return str(row.round)

    def change_objection(self, row: Any) -> str:
        if row.round.state in ChoiceRound.FIXED:
            return _t("The list is fixed, and its offers with it. Open the choice again to change them.")
        return ""

    def removal_objection(self, row: Any) -> str:
        if row.round.state in ChoiceRound.FIXED:
            return _t("The list is fixed, and its offers with it. Open the choice again to change them.")
        if Wish.objects.belonging_to(offer=row).exists():
            return _t("Pupils wish for it. Tell them to choose something else first, or close it after the draw.")
        return ""

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        chosen = whole_number(request.GET.get("round", "")) if row is None else None
        initial = {"round": chosen} if chosen else None
        return OfferForm(data, instance=row, viewer=request.viewer, initial=initial)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_offer(acting=acting, offer=form.save(commit=False))

    def after_save(self, request: Request, row: Any) -> str:
        return reverse("choices:course-choices-detail", args=[row.round_id])


def _hand_in(row: Chooser) -> Any:
    return _("Change the wishes") if row.handed_in_at else _("Rank wishes")


class ChooserPages(ModelPages):
    """The choices of pupils: one's own, one's child's, those of a class or school."""

    model, name, namespace = Chooser, "course-wishes", "choices"
    title, icon = _("Choices of pupils"), "list-check"
    table, filterset = ChooserTable, ChooserFilter
    export = VIEW
    sort = "-round"
    empty_text = _("Nothing to choose at the moment. You are told when a choice opens.")
    panels = (
        RESULT,
        GROUPS,
        OWN_WISHES,
        CHOICES,
        FactsPanel(
            _("Course choice"),
            side=True,
            facts=(
                Fact(lambda row: row.round.get_state_display(), _("state")),
                Fact(lambda row: row.round.until, _("wishes can be changed until")),
                Fact(lambda row: row.round.each, _("courses each pupil gets")),
                "handed_in_at",
                "confirmed_at",
                "code",
                # The lot alone would tell something of the result before it is announced.
                Fact(lambda row: row.lot if row.round.is_announced else "", _("lot")),
            ),
        ),
    )  # fmt: skip
    detail_actions = (
        PageAction(_("Record to check with"), lambda row: reverse("choices:record", args=[row.round_id]), None,
                   icon="download", shown=lambda viewer, row: row.round.is_announced),
    )  # fmt: skip
    steps = (
        StepPage(
            actions.hand_in, _("Rank wishes"), done=_("Handed in. You can change it until the last day."),
            form=WishForm, icon="list-check", variant="primary", names=_hand_in,
            text=_("Put what you like best first. Who is first gains nothing; lots decide between equals."),
        ),
        StepPage(actions.confirm, _("Confirm the choice"), done=_("Confirmed."), icon="check", variant="primary"),
    )  # fmt: skip

    def opens_for(self, viewer: Viewer) -> bool:
        """Also to pupils and families who have nothing to choose: their list is empty."""
        return super().opens_for(viewer) or viewer.category in ("pupil", "parent")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("round__school", "pupil__person", "pupil__school_class")

    def subtitle(self, row: Any) -> str:
        return f"{row.round} · {row.pupil.school_class or ''}"
