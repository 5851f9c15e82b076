"""Documents that came in: registered, proposed, decided, handled, read, closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.models.outgoing import Delivery
from santong.domains.campus.documents.models.words import VIEW, DocumentKind, Urgency
from santong.kit.access import Scope, Viewer
from santong.kit.access.paths import NOTHING
from santong.kit.access.vocabulary import Exactly, Through
from santong.kit.models import PathField, ScopedModel


@dataclass(frozen=True)
class Concerned(Scope):
    """Those who are to decide about an incoming document, to handle it, or to read it."""

    @property
    def shown_by(self) -> str:
        """Nobody's: these rows show to the people who have to do with them."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        return self.own(viewer) if permission in (None, self.view) else NOTHING

    def own(self, viewer: Viewer) -> Q:
        if viewer.person_id is None:
            return NOTHING
        part = apps.get_app_config("documents").get_model("Part")
        return Q(pk__in=part._base_manager.filter(person_id=viewer.person_id).values("incoming"))

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return False

    def gives(self, permission: str) -> bool:
        return permission == self.view


class Incoming(ScopedModel):
    """A document that an organisation received, numbered by year in the order of its register.

    `delivery` brought it, unless it came on paper or by another system. `hours` are those from its registration until
    it was decided about.
    """

    Kind = DocumentKind
    Urgency = Urgency

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        PROPOSED = "proposed", _("Waits for instructions")
        HANDLED = "handled", _("Being handled")
        CLOSED = "closed", _("Concluded")
        ARCHIVED = "archived", _("Archived")

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("received by")
    )
    path = PathField(editable=False)
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number of receipt"), editable=False)
    sender = models.CharField(_("from whom"), max_length=80)
    sender_number = models.CharField(_("number of the sender"), max_length=40, blank=True)
    kind = models.CharField(_("kind of document"), max_length=12, choices=DocumentKind, default=DocumentKind.NOTICE)
    title = models.CharField(_("title of the document"), max_length=120)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.USUAL)
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    due_on = models.DateField(_("to be concluded by"), null=True, blank=True)
    body = models.TextField(_("text of the document"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REGISTERED)
    delivery = models.OneToOneField(Delivery, models.PROTECT, null=True, editable=False, related_name="incoming")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("registered by")
    )
    registered_at = models.DateTimeField(_("registered at"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided about at"), null=True, editable=False)
    hours = models.PositiveIntegerField(null=True, editable=False)
    reminded_on = models.DateField(null=True, editable=False)
    answers = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, editable=False, related_name="answered_by",
        verbose_name=_("answers to"),
    )  # fmt: skip

    audit_hidden = frozenset({"body"})
    scope: Scope = Exactly(view=VIEW) | Concerned(view=VIEW)

    class Meta:
        verbose_name = _("incoming document")
        verbose_name_plural = _("incoming documents")
        indexes = [
            models.Index(fields=["path", "-id"], name="incoming_place"),
            models.Index(fields=["path", "state"], name="incoming_place_state"),
        ]
        constraints = [models.UniqueConstraint(fields=["organisation", "year", "number"], name="incoming_number_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def receipt(self) -> str:
        """The number under which it stands in the register."""
        return f"〔{self.year}〕{self.number}"


class IncomingFile(ScopedModel):
    """A scan or a file of a document that came in."""

    incoming = models.ForeignKey(Incoming, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    scope = Through(view=VIEW, parent="incoming", of="documents.Incoming")

    class Meta:
        verbose_name = _("file of an incoming document")
        verbose_name_plural = _("files of an incoming document")
        constraints = [models.UniqueConstraint(fields=["incoming", "file"], name="incoming_file_once")]

    def __str__(self) -> str:
        return f"{self.incoming_id}/{self.file_id}"


class Part(ScopedModel):
    """What somebody has to do with an incoming document: decide, handle or read it. `done`: they have."""

    class Role(models.TextChoices):
        DECIDES = "decides", _("Gives instructions")
        HANDLES = "handles", _("Handles it")
        READS = "reads", _("Reads it")

    incoming = models.ForeignKey(Incoming, models.CASCADE, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("part in it"), max_length=7, choices=Role)
    done = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now, editable=False)

    scope = Through(view=VIEW, parent="incoming", of="documents.Incoming")

    class Meta:
        verbose_name = _("part in an incoming document")
        verbose_name_plural = _("parts in an incoming document")
        indexes = [models.Index(fields=["person", "done"], name="incoming_part_person")]
        constraints = [models.UniqueConstraint(fields=["incoming", "person", "role"], name="incoming_part_once")]

    def __str__(self) -> str:
        return f"{self.incoming_id}/{self.person_id}"


class Remark(ScopedModel):
    """What somebody said or did about an incoming document; rows are added and never changed, as the database holds."""

    class Verb(models.TextChoices):
        REGISTER = "register", _("Registered it")
        PROPOSE = "propose", _("Proposed what to do")
        DECIDE = "decide", _("Gave instructions")
        HANDLE = "handle", _("Has handled it")
        SHOW = "show", _("Gave it to others to read")
        REMIND = "remind", _("Reminded")
        CLOSE = "close", _("Concluded it")
        REOPEN = "reopen", _("Took it up again")

    incoming = models.ForeignKey(Incoming, models.CASCADE, related_name="remarks")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=8, choices=Verb)
    words = models.TextField(_("opinion in words"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    audit_hidden = frozenset({"words"})
    scope = Through(view=VIEW, parent="incoming", of="documents.Incoming")

    class Meta:
        verbose_name = _("remark about an incoming document")
        verbose_name_plural = _("remarks about an incoming document")

    def __str__(self) -> str:
        return str(self.get_verb_display())
