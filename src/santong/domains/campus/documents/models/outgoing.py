"""Documents that an organisation issues: their text with its versions, whom they are given to, who signed for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.models.series import Number
from santong.domains.campus.documents.models.words import UPWARD, VIEW, DocumentKind, Urgency
from santong.kit.access import Leader, Scope
from santong.kit.access.vocabulary import Exactly, Through
from santong.kit.models import PathField, ScopedModel

LONGEST_BODY = 60_000
"""Characters of a body: some ninety pages."""


class Document(ScopedModel):
    """A document that an organisation issues, from the first draft to the archive.

    `main` and `copies` are the receivers as they stand on paper. `request` is the way that it goes, or went, to its
    signature; `signatory` is who signed, `signed_at` when. `hours` are those from sending it on its way until then.
    `answers` is the incoming document that it replies to.
    """

    Kind = DocumentKind
    Urgency = Urgency

    class State(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        RUNNING = "running", _("On its way to the signature")
        SIGNED = "signed", _("Signed, without number")
        NUMBERED = "numbered", _("Numbered")
        SEALED = "sealed", _("Sealed")
        SENT = "sent", _("Distributed")
        WITHDRAWN = "withdrawn", _("Withdrawn, number void")
        ARCHIVED = "archived", _("Archived")
        DISCARDED = "discarded", _("Thrown away")

    ISSUED = (State.NUMBERED, State.SEALED, State.SENT, State.ARCHIVED)

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    path = PathField(editable=False)
    kind = models.CharField(_("kind of document"), max_length=12, choices=DocumentKind, default=DocumentKind.NOTICE)
    title = models.CharField(_("title of the document"), max_length=120)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.USUAL)
    main = models.CharField(_("main receivers"), max_length=300, blank=True)
    copies = models.CharField(_("copies to"), max_length=300, blank=True)
    body = models.TextField(_("text of the document"), max_length=LONGEST_BODY)
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    request = models.ForeignKey("requests.Request", models.PROTECT, null=True, editable=False, related_name="+")
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, editable=False)
    hours = models.PositiveIntegerField(null=True, editable=False)
    number = models.OneToOneField(Number, models.PROTECT, null=True, editable=False, related_name="document")
    issued_on = models.DateField(_("date of issue"), null=True, editable=False)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("sealed by"),
    )
    sent_at = models.DateTimeField(_("distributed at"), null=True, editable=False)
    reminded_on = models.DateField(null=True, editable=False)
    answers = models.ForeignKey(
        "documents.Incoming",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("replies to"),
    )
    made_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)

    audit_hidden = frozenset({"body"})
    scope: Scope = (
        Exactly(view=VIEW, when=~Q(state__in=("draft", "discarded")))
        | Leader(view=VIEW, owner="drafter_id", may=(VIEW,))
        | Through(view=VIEW, parent="request", of="requests.Request")
    )

    class Meta:
        verbose_name = _("outgoing document")
        verbose_name_plural = _("outgoing documents")
        indexes = [
            models.Index(fields=["path", "-id"], name="document_place"),
            models.Index(fields=["path", "state"], name="document_place_state"),
            models.Index(fields=["drafter", "-id"], name="document_drafter"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=False)
                | ~Q(state__in=("numbered", "sealed", "sent", "withdrawn", "archived")),
                name="document_issued_with_number",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number_text(self) -> str:
        """Its number as written, "" before it has one."""
        return str(self.number) if self.number_id else ""

    @property
    def goes_up(self) -> bool:
        """Whether it goes to who stands above, and so names who signed it."""
        return self.kind in UPWARD


class Version(ScopedModel):
    """Title and text as somebody left them; rows are added and never changed. The last one is the document's."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(max_length=120)
    body = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changed by"))
    at = models.DateTimeField(_("changed at"), auto_now_add=True)

    audit_hidden = frozenset({"body"})
    scope = Through(view=VIEW, parent="document", of="documents.Document")

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of a document")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"


class Cosigner(ScopedModel):
    """Somebody with whom a document is to be agreed before it is signed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="cosigners")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))

    scope = Through(view=VIEW, parent="document", of="documents.Document")

    class Meta:
        verbose_name = _("cosigner of a document")
        verbose_name_plural = _("cosigners of a document")
        constraints = [models.UniqueConstraint(fields=["document", "person"], name="document_cosigner_once")]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.person_id}"


class DocumentFile(ScopedModel):
    """A file that goes with a document, in the order of its list of attachments."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    scope = Through(view=VIEW, parent="document", of="documents.Document")

    class Meta:
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of a document")
        constraints = [models.UniqueConstraint(fields=["document", "file"], name="document_file_once")]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.file_id}"


class Delivery(ScopedModel):
    """A document was given to an organisation, which signs for it; reading leaves no trace.

    `path` is the receiver's. `hours` are those until it was signed for.
    """

    class State(models.TextChoices):
        SENT = "sent", _("To be signed for")
        SIGNED = "signed", _("Signed for")
        WITHDRAWN = "withdrawn", _("Withdrawn by the sender")

    document = models.ForeignKey(Document, models.PROTECT, related_name="deliveries")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("receiver")
    )
    path = PathField(editable=False)
    title = models.CharField(_("title of the document"), max_length=120)
    sender = models.CharField(_("from whom"), max_length=80)
    number_text = models.CharField(_("document number"), max_length=40)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.SENT)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    signed_at = models.DateTimeField(_("signed for at"), null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("signed for by")
    )
    hours = models.PositiveIntegerField(null=True)
    was_reminded = models.BooleanField(default=False)

    scope = Exactly(view=VIEW) | Through(view=VIEW, parent="document", of="documents.Document")

    class Meta:
        verbose_name = _("delivered document")
        verbose_name_plural = _("delivered documents")
        indexes = [
            models.Index(fields=["path", "state", "sent_at"], name="document_delivery_place"),
        ]
        constraints = [models.UniqueConstraint(fields=["document", "organisation"], name="document_delivered_once")]

    def __str__(self) -> str:
        return self.title
