"""The declared pages of requests: lists, steps, substitutions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.requests.actions import (
    add_signers,
    agree,
    call_back,
    circulate,
    discard,
    end_substitution,
    hand_over,
    lend,
    make_kind,
    note,
    refuse,
    remind,
    remove_signer,
    return_to,
    substitute,
    withdraw,
)
from santong.domains.platform.requests.actions.signing import signers_added
from santong.domains.platform.requests.filters import RequestFilter, WaitingFilter
from santong.domains.platform.requests.forms import (
    OpinionForm,
    OwnKindForm,
    PeopleForm,
    PersonForm,
    ReasonForm,
    ReturnForm,
    SignerForm,
    SignersForm,
    SubstitutionForm,
    WithdrawForm,
)
from santong.domains.platform.requests.models import DECIDE, OwnKind, Request, Substitution
from santong.domains.platform.requests.models.absence import SUBSTITUTE
from santong.domains.platform.requests.models.paths import ASK, DESIGN
from santong.domains.platform.requests.queries import names_of, next_waiting, waiting_requests
from santong.domains.platform.requests.tables import OwnKindTable, RequestTable, SubstitutionTable, WaitingTable
from santong.kit.access import Viewer
from santong.kit.http import Request as HttpRequest
from santong.kit.pages import ModelPages, PageAction, StepPage


def page_of(row: Request) -> str:
    """The address of a request's page."""
    return reverse("requests:request", args=[row.pk])


def to_the_next(viewer: Viewer, row: Request) -> str:
    """The next request of the queue, or the queue when it is empty."""
    key = next_waiting(viewer, row)
    return reverse("requests:request", args=[key]) if key else reverse("requests:waiting")


def named_signers(viewer: Viewer, row: Request) -> list[tuple[int, str]]:
    """The signers that somebody has added and who have said nothing yet, by number."""
    tasks = signers_added(viewer, row)
    names = names_of(task.holder_id for task in tasks)
    return [(task.number, names[task.holder_id]) for task in tasks]


class RequestPages(ModelPages):
    """What one has asked for, has to do with, or oversees."""

    model = Request
    name = "requests"
    namespace = "requests"
    title = _("My requests")
    icon = "send"
    table = RequestTable
    filterset = RequestFilter
    sort = "-pk"
    detail = False
    empty_text = _("What you ask for appears here, with where it is.")
    list_actions = (
        PageAction(_("Ask for something"), lambda row: reverse("requests:new"), ASK, icon="plus", variant="primary"),
        PageAction(_("Substitutes"), lambda row: reverse("requests:substitutions"), SUBSTITUTE, icon="users"),
    )
    steps = (
        StepPage(refuse, _("Disagree"), done=_("Your “no” is sent."), form=lambda data, row, viewer: ReasonForm(data),
                 icon="x", variant="danger", goes_to=to_the_next),
        StepPage(return_to, _("Return"), done=_("Returned."),
                 form=lambda data, row, viewer: ReturnForm(data, row=row), icon="arrow-back-up", goes_to=to_the_next),
        StepPage(add_signers, _("Add signers"), done=_("They are asked too."),
                 form=lambda data, row, viewer: SignersForm(data, row=row, viewer=viewer), icon="user-plus"),
        StepPage(remove_signer, _("Remove a signer"), done=_("Removed."),
                 form=lambda data, row, viewer: SignerForm(data, choices=named_signers(viewer, row)), icon="user-x"),
        StepPage(hand_over, _("Hand over"), done=_("Handed over."),
                 text=_("Somebody else decides in your place, and it doesn't come back to you."),
                 form=lambda data, row, viewer: PersonForm(data, row=row, viewer=viewer),
                 icon="switch-horizontal", goes_to=to_the_next),
        StepPage(lend, _("Ask for an opinion"), done=_("They are asked; it comes back to you afterwards."),
                 text=_("Somebody says what they think, then it comes back and you decide."),
                 form=lambda data, row, viewer: PersonForm(data, row=row, viewer=viewer),
                 icon="message-circle", goes_to=to_the_next),
        StepPage(call_back, _("Decide without waiting"), done=_("It is with you again."), icon="rotate"),
        StepPage(circulate, _("Circulate"), done=_("They can read it now."),
                 text=_("They can read it and say that they know. Nothing waits for them."),
                 form=lambda data, row, viewer: PeopleForm(data, row=row, viewer=viewer), icon="eye"),
        StepPage(note, _("I know of it"), done=_("Noted."), icon="checks"),
        StepPage(remind, _("Remind"), done=_("They are reminded."), icon="bell"),
        StepPage(withdraw, _("Withdraw"), done=_("Withdrawn."), form=lambda data, row, viewer: WithdrawForm(data),
                 icon="arrow-back-up"),
        StepPage(discard, _("Throw away"), done=_("Thrown away."), icon="trash", variant="danger",
                 goes_to=lambda viewer, row: reverse("requests:requests")),
    )  # fmt: skip

    @property
    def view(self) -> str:
        return ASK

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = Request.objects.visible_to(viewer).exclude(state=Request.State.WITHDRAWN, asked_at=None)
        return rows.select_related("asker", "organisation")

    def detail_url(self, row: Any) -> str:
        return page_of(row)


class WaitingPages(ModelPages):
    """What waits for one's decision."""

    model = Request
    name = "waiting"
    namespace = "requests"
    title = _("Waiting for me")
    icon = "inbox"
    table = WaitingTable
    filterset = WaitingFilter
    sort = "asked_at"
    detail = False
    empty_text = _("Nothing waits for your decision.")
    steps = (
        StepPage(
            agree,
            _("Agree"),
            done=_("Agreed."),
            form=lambda data, row, viewer: OpinionForm(data),
            icon="check",
            variant="primary",
            goes_to=to_the_next,
            bulk=True,
        ),
    )

    @property
    def view(self) -> str:
        return DECIDE

    def rows(self, viewer: Viewer) -> QuerySet:
        return waiting_requests(viewer).select_related("asker")

    def detail_url(self, row: Any) -> str:
        return page_of(row)


class SubstitutionPages(ModelPages):
    """Who decides for one while one is away, and for whom one decides."""

    model = Substitution
    name = "substitutions"
    namespace = "requests"
    title = _("Substitutes")
    icon = "users"
    table = SubstitutionTable
    form = SubstitutionForm  # type: ignore[assignment]
    create = SUBSTITUTE
    sort = "-since"
    detail = False
    new_label = _("Name a substitute")
    empty_text = _("While you are away, somebody can decide for you. The record says so.")
    steps = (StepPage(end_substitution, _("End"), done=_("Ended."), icon="x"),)

    def rows(self, viewer: Viewer) -> QuerySet:
        return Substitution.objects.visible_to(viewer).select_related("absent", "deputy")

    def place(self, row: Any) -> str | None:
        return None

    def build_form(self, request: HttpRequest, row: Any, data: QueryDict | None) -> BaseForm:
        return SubstitutionForm(data, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        data = form.cleaned_data
        return substitute(
            acting=acting, deputy=data["person"], kinds=data["kinds"], since=data["since"], until=data["until"]
        )


class OwnKindPages(ModelPages):
    """Kinds of request that organisations make of fields."""

    model = OwnKind
    name = "kinds"
    namespace = "requests"
    title = _("Own kinds of request")
    icon = "forms"
    table = OwnKindTable
    form = OwnKindForm  # type: ignore[assignment]
    create = change = DESIGN
    sort = "path"
    detail = False
    new_label = _("Make a kind of request")
    empty_text = _("What your people often ask for, you can make of simple fields. Draw its path afterwards.")
    list_actions = (PageAction(_("Paths"), lambda row: reverse("requests:paths"), DESIGN, icon="route"),)

    @property
    def view(self) -> str:
        return DESIGN

    def opens_for(self, viewer: Viewer) -> bool:
        return viewer.can(DESIGN)

    def rows(self, viewer: Viewer) -> QuerySet:
        return OwnKind.objects.visible_to(viewer, DESIGN).select_related("organisation")

    def detail_url(self, row: Any) -> str:
        return reverse("requests:kinds-edit", args=[row.pk])

    def build_form(self, request: HttpRequest, row: Any, data: QueryDict | None) -> BaseForm:
        return OwnKindForm(data, viewer=request.viewer, row=row)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        data = form.cleaned_data
        return make_kind(
            acting=acting,
            organisation=row.organisation if row else data["organisation"],
            label=data["label"],
            fields=form.kept_fields(),
            is_open=data["is_open"],
            row=row,
        )
