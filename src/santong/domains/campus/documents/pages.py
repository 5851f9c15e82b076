"""The pages of documents."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.actions import (
    archive_document,
    archive_incoming,
    close,
    decide,
    discard,
    distribute,
    handle,
    hurry,
    issue,
    note,
    propose,
    register,
    remind,
    seal,
    show_to,
    sign_for,
    skip_number,
    submit,
    withdraw_document,
    write_document,
)
from santong.domains.campus.documents.filters import (
    ArchiveFilter,
    DeliveryFilter,
    DocumentFilter,
    IncomingFilter,
    NumberFilter,
)
from santong.domains.campus.documents.forms import (
    CloseForm,
    DistributeForm,
    DocumentForm,
    HandledForm,
    IncomingForm,
    InstructionForm,
    IssueForm,
    PeopleForm,
    ProposalForm,
    ReasonForm,
    RetentionForm,
    SeriesForm,
    SkipForm,
)
from santong.domains.campus.documents.models import (
    DRAFT,
    KEEP,
    VIEW,
    ArchiveItem,
    Delivery,
    Document,
    Incoming,
    Number,
    Series,
)
from santong.domains.campus.documents.panels import (
    ChecksPanel,
    DeliveredPanel,
    DeliveriesPanel,
    HandlingPanel,
    PaperPanel,
    ReceivedPanel,
    VersionsPanel,
    WayPanel,
)
from santong.domains.campus.documents.queries import document_of, may_write
from santong.domains.campus.documents.tables import (
    ArchiveTable,
    DeliveryTable,
    DocumentTable,
    IncomingTable,
    NumberTable,
    SeriesTable,
)
from santong.domains.platform.requests.public import decision_of
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage, ViewerFact, link

KEPT = _("What was signed for or is being handled keeps its entry.")


def _is_mine_to_decide(viewer: Viewer, row: Document) -> bool:
    return row.request is not None and decision_of(viewer, row.request) is not None


def _decide_url(row: Document) -> str:
    return reverse("requests:request", args=[row.request_id])


def _answers_link(viewer: Viewer, row: Document) -> Any:
    if row.answers_id is None:
        return ""
    seen = Incoming.objects.visible_to(viewer).filter(pk=row.answers_id).exists()
    answered = row.answers
    return link(reverse("documents:incoming-detail", args=[row.answers_id]), answered) if seen else str(answered)


def _numbered(row: Document) -> str:
    return gettext("It has the number %(number)s.") % {"number": row.number}


def _archive_fact(row: Any) -> str:
    item = ArchiveItem.objects.belonging_to(**{row._meta.model_name: row}).first()
    return f"{item.year} · {item.get_retention_display()} · {item.item}" if item else ""


class DocumentPages(ModelPages):
    """What an organisation issues."""

    model, name, namespace = Document, "documents", "documents"
    title, icon = _("Outgoing documents"), "certificate"
    table, filterset, form = DocumentTable, DocumentFilter, DocumentForm
    create = DRAFT
    export = VIEW
    sort = "-pk"
    new_label = _("Draft a document")
    form_template = "documents/write.html"
    empty_text = _("Draft the first one: it is checked, agreed and signed, then numbered and distributed.")
    list_actions = (
        PageAction(_("Number register"), lambda row: reverse("documents:document-numbers"), VIEW, icon="list-details"),
        PageAction(_("Number series"), lambda row: reverse("documents:document-series"), KEEP, icon="settings"),
    )
    detail_actions = (
        PageAction(
            _("Decide about it"), _decide_url, icon="checks", variant="primary", shown=_is_mine_to_decide,
        ),
        PageAction(_("Change the document"), lambda row: reverse("documents:write", args=[row.pk]), icon="edit",
                   shown=may_write),
        PageAction(_("Word file"), lambda row: reverse("documents:word", args=[row.pk]), icon="download"),
    )  # fmt: skip
    panels = (
        PaperPanel(_("On paper")),
        WayPanel(_("Where it is"), side=True),
        DeliveriesPanel(_("Receipts"), side=True),
        ChecksPanel(_("Before it goes out"), side=True),
        FactsPanel(
            _("Document head"),
            side=True,
            facts=(
                Fact(lambda row: row.number_text, _("document number")),
                "kind",
                Fact(lambda row: _("Not secret"), _("secrecy")),
                "urgency",
                "main",
                "copies",
                Fact(lambda row: row.drafter.name, _("drafted by")),
                Fact(lambda row: row.signatory.name if row.signatory else "", _("signed by")),
                Fact(lambda row: row.number.void_because if row.number else "", _("void because")),
                ViewerFact(_answers_link, _("replies to")),
                Fact(_archive_fact, _("in the archive")),
            ),
        ),
        VersionsPanel(_("Versions of the text"), side=True),
    )
    steps = (
        StepPage(submit, _("Send to be checked and signed"), done=_("It is on its way."), icon="send",
                 variant="primary"),
        StepPage(issue, _("Give it a number"), done=_numbered,
                 form=lambda data, row, viewer: IssueForm(data, row=row), icon="list-details", variant="primary"),
        StepPage(seal, _("Note the seal"), done=_("The seal is noted."), icon="certificate"),
        StepPage(distribute, _("Distribute"), done=_("Distributed. Receivers find it among what waits for them."),
                 form=lambda data, row, viewer: DistributeForm(data, row=row), icon="send", variant="primary"),
        StepPage(remind, _("Remind those who haven't signed"), done=_("They are reminded."), icon="bell"),
        StepPage(archive_document, _("Archive"), done=_("Archived."), icon="archive",
                 text=_("Nothing about it can be changed afterwards."),
                 form=lambda data, row, viewer: RetentionForm(data)),
        StepPage(withdraw_document, _("Withdraw the document"), done=_("Withdrawn."), icon="arrow-back-up",
                 variant="danger", text=_("Its number becomes void. It stays to be read, marked as withdrawn."),
                 form=lambda data, row, viewer: ReasonForm(data)),
        StepPage(discard, _("Throw away"), done=_("Thrown away."), icon="trash", variant="danger",
                 goes_to=lambda viewer, row: reverse("documents:documents")),
    )  # fmt: skip

    @property
    def view(self) -> str:
        return DRAFT

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = Document.objects.visible_to(viewer).exclude(state=Document.State.DISCARDED)
        return rows.select_related("drafter", "number__series", "organisation")

    def subtitle(self, row: Any) -> str:
        return row.number_text or str(row.get_state_display())

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        given = None
        if row is None and data is None and request.GET.get("answers", "").isdigit():
            answered = Incoming.objects.visible_to(request.viewer).filter(pk=request.GET["answers"]).first()
            given = _reply_to(answered) if answered else None
        return DocumentForm(data, instance=row, viewer=request.viewer, initial=given)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return write_document(
            acting=acting,
            organisation=form.place,
            values=form.values(),
            files=form.cleaned_data["attachments"],
            cosigners=form.cosigners(),
            document=row,
        )


def _reply_to(incoming: Incoming) -> dict[str, Any]:
    kind = Document.Kind.REPLY if incoming.kind == Document.Kind.REQUEST else Document.Kind.LETTER
    return {"answers": incoming.pk, "kind": kind, "main": incoming.sender, "organisation": incoming.organisation_id}


class IncomingPages(ModelPages):
    """What an organisation received."""

    model, name, namespace = Incoming, "incoming", "documents"
    title, icon = _("Incoming documents"), "inbox"
    table, filterset, form = IncomingTable, IncomingFilter, IncomingForm
    create = change = KEEP
    export = VIEW
    sort = "-pk"
    new_label = _("Register a document")
    empty_text = _("What other organisations send appears here once it is signed for. Register what comes on paper.")
    list_actions = (
        PageAction(_("To be signed for"), lambda row: reverse("documents:deliveries"), KEEP, icon="clipboard-check"),
    )
    detail_actions = (
        PageAction(
            _("Draft a reply"), lambda row: f"{reverse('documents:documents-new')}?answers={row.pk}", DRAFT,
            icon="message-circle", shown=lambda viewer, row: row.state != Incoming.State.ARCHIVED,
        ),
        PageAction(
            _("Word file"), lambda row: reverse("documents:received-word", args=[row.pk]), icon="download",
            shown=lambda viewer, row: document_of(row) is not None,
        ),
    )  # fmt: skip
    panels = (
        ReceivedPanel(_("On paper")),
        HandlingPanel(_("What is done about it"), side=True),
        FactsPanel(
            _("Entry in the register"),
            side=True,
            facts=(
                Fact(lambda row: row.receipt, _("number of receipt")),
                "sender",
                "sender_number",
                "kind",
                "urgency",
                Fact(lambda row: _("Not secret"), _("secrecy")),
                "received_on",
                "due_on",
                Fact(lambda row: row.registered_by.name, _("registered by")),
                ViewerFact(lambda viewer, row: _own(viewer, row), _("answers to")),
                ViewerFact(lambda viewer, row: _replies(viewer, row), _("replied with")),
                Fact(_archive_fact, _("in the archive")),
            ),
        ),
    )
    steps = (
        StepPage(decide, _("Give instructions"), done=_("Said. Who handles it finds it among what waits for them."),
                 form=lambda data, row, viewer: InstructionForm(data, row=row, viewer=viewer), icon="pencil",
                 variant="primary"),
        StepPage(handle, _("It is done"), done=_("What was done is kept."),
                 form=lambda data, row, viewer: HandledForm(data), icon="check", variant="primary"),
        StepPage(propose, _("Propose what to do"), done=_("It waits for instructions now."),
                 form=lambda data, row, viewer: ProposalForm(data, row=row, viewer=viewer), icon="send",
                 variant="primary"),
        StepPage(note, _("I know of it"), done=_("Noted."), icon="checks", variant="primary"),
        StepPage(show_to, _("Give it to read"), done=_("They can read it now."),
                 text=_("They can read it and say that they know. Nothing waits for them."),
                 form=lambda data, row, viewer: PeopleForm(data, row=row, viewer=viewer), icon="eye"),
        StepPage(hurry, _("Hurry it along"), done=_("They are reminded."), icon="bell"),
        StepPage(close, _("Conclude it"), done=_("Concluded."), form=lambda data, row, viewer: CloseForm(data),
                 icon="circle-check"),
        StepPage(archive_incoming, _("Archive"), done=_("Archived."), icon="archive",
                 text=_("Nothing about it can be changed afterwards."),
                 form=lambda data, row, viewer: RetentionForm(data)),
    )  # fmt: skip

    @property
    def view(self) -> str:
        return DRAFT

    def rows(self, viewer: Viewer) -> QuerySet:
        return Incoming.objects.visible_to(viewer).select_related("organisation")

    def subtitle(self, row: Any) -> str:
        return str(row.get_state_display())

    def change_objection(self, row: Any) -> str:
        return "" if row.state == Incoming.State.REGISTERED and row.delivery_id is None else str(KEPT)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return IncomingForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return register(
            acting=acting,
            organisation=form.place,
            values=form.values(),
            files=form.cleaned_data["attachments"],
            incoming=row,
        )


def _own(viewer: Viewer, row: Incoming) -> Any:
    return link(reverse("documents:documents-detail", args=[row.answers_id]), row.answers) if row.answers_id else ""


def _replies(viewer: Viewer, row: Incoming) -> Any:
    reply = Document.objects.visible_to(viewer).filter(answers=row, state__in=Document.ISSUED).order_by("pk").first()
    return link(reverse("documents:documents-detail", args=[reply.pk]), reply) if reply else ""


class DeliveryPages(ModelPages):
    """What was given to an organisation."""

    model, name, namespace = Delivery, "deliveries", "documents"
    title, icon = _("Documents to sign for"), "clipboard-check"
    table, filterset = DeliveryTable, DeliveryFilter
    sort = "-sent_at"
    empty_text = _("Everything is signed for.")
    panels = (
        DeliveredPanel(_("On paper")),
        FactsPanel(
            _("Delivery"),
            side=True,
            facts=(
                "sender",
                "number_text",
                Fact(lambda row: row.document.get_urgency_display(), _("urgency")),
                "state",
                Fact(lambda row: row.signed_by.name if row.signed_by else "", _("signed for by")),
                ViewerFact(lambda viewer, row: _registered(viewer, row), _("number of receipt")),
            ),
        ),
    )
    steps = (
        StepPage(sign_for, _("Sign for it"), done=_("Signed for. It stands among the incoming documents."),
                 icon="clipboard-check", variant="primary", bulk=True,
                 goes_to=lambda viewer, row: reverse("documents:incoming-detail", args=[row.incoming.pk])),
    )  # fmt: skip

    @property
    def view(self) -> str:
        return KEEP

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = Delivery.objects.visible_to(viewer).filter(path__in=viewer.paths(KEEP))
        return rows.select_related("organisation")

    def opens_for(self, viewer: Viewer) -> bool:
        return viewer.can(KEEP)


def _registered(viewer: Viewer, row: Delivery) -> Any:
    entry = Incoming.objects.visible_to(viewer).filter(delivery=row).first()
    return link(reverse("documents:incoming-detail", args=[entry.pk]), entry.receipt) if entry else ""


class NumberPages(ModelPages):
    """Which numbers were given to what."""

    model, name, namespace = Number, "document-numbers", "documents"
    title, icon = _("Number register"), "list-details"
    table, filterset = NumberTable, NumberFilter
    export = VIEW
    sort = "-pk"
    detail = False
    empty_text = _("Numbers appear here in their order as they are given; none is ever left out or given twice.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("series__organisation", "document")

    def detail_url(self, row: Any) -> str:
        document = getattr(row, "document", None)
        return reverse("documents:documents-detail", args=[document.pk]) if document else ""


class SeriesPages(ModelPages):
    """The words that numbers begin with."""

    model, name, namespace = Series, "document-series", "documents"
    title, icon = _("Number series"), "list-details"
    table, form = SeriesTable, SeriesForm
    create = change = KEEP
    sort = "pk"
    new_label = _("New series")
    empty_text = _("Add the word of your organisation, such as 云教发. Each series counts from 1 every year.")
    panels = (
        FactsPanel(
            _("Number series"),
            facts=(
                "about",
                Fact(lambda row: row.organisation.name, _("organisation")),
                Fact(lambda row: _("In use") if row.is_open else _("Closed series"), _("state")),
                Fact(lambda row: str(Number.objects.belonging_to(series=row).order_by("-pk").first() or ""),
                     _("last number")),
            ),
        ),
    )  # fmt: skip
    steps = (
        StepPage(skip_number, _("Use up a number"), done=_("The number is used up; the register says why."),
                 text=_("For a number that was given on paper, or spoiled. It stays in the register with the reason."),
                 form=lambda data, row, viewer: SkipForm(data), icon="ban"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("organisation")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return SeriesForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        saved = form.save(commit=False)
        if row is None:
            saved.organisation, saved.path = form.place, form.place.path
        acting.demand(KEEP, saved.path)
        saved.save()
        return saved


class ArchivePages(ModelPages):
    """The catalogue of the archive."""

    model, name, namespace = ArchiveItem, "document-archive", "documents"
    title, icon = _("Archive of documents"), "archive"
    table, filterset = ArchiveTable, ArchiveFilter
    export = VIEW
    sort = "-pk"
    detail = False
    empty_text = _("What is archived stands here by year and retention, and nothing about it changes any more.")

    def detail_url(self, row: Any) -> str:
        if row.document_id:
            return reverse("documents:documents-detail", args=[row.document_id])
        return reverse("documents:incoming-detail", args=[row.incoming_id])
