"""A notice, whom it was written for, and who got it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.kit.access import NOTHING, Holder, Scope, Through, Viewer, below
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

SEND = "notices.send"
READ = "notices.read"
WRITE = "notices.write"
"""What one may do to drafts alone: nobody holds it by a role, whoever may send has it on what hasn't gone out."""


class Drafts(Scope):
    """Notices that haven't gone out may be changed and removed by whoever may send them."""

    @property
    def shown_by(self) -> str:
        """Nobody's: a draft is no record about a person."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission != self.view:
            return NOTHING
        at = NOTHING
        for path in viewer.paths(SEND):
            at |= below(self.path, path)
        return at & Q(state="draft")

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return False

    def gives(self, permission: str) -> bool:
        return permission == self.view


class Notice(SoftDeletedModel):
    """What somebody tells many: written, sent, perhaps withdrawn. `path` is that of the place that sends it.

    What a module tells by itself (`tell`) has neither place nor author; `address` is where it leads, `key` keeps it
    from being told twice. `number` is how many got it, known once `delivered_at` is. `remind` asks those once more
    who haven't answered when `deadline`, the last day, is over; `reminded_at` is when that was done.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Will be sent")
        SENT = "sent", _("Sent")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("body"), max_length=5000, blank=True)
    address = models.CharField(max_length=200, blank=True, editable=False)
    key = models.CharField(max_length=160, unique=True, null=True, editable=False)
    is_important = models.BooleanField(_("important"), default=False)
    wants_receipt = models.BooleanField(_("ask for acknowledgement"), default=False)
    deadline = models.DateField(_("until"), null=True, blank=True)
    remind = models.BooleanField(_("remind once those who haven't"), default=True)
    for_newcomers = models.BooleanField(_("also for those who join later"), default=False)
    on_screens = models.BooleanField(_("also on class screens"), default=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+", verbose_name=_("sent by")
    )
    path = PathField(blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("composed by")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    send_at = models.DateTimeField(_("goes out at"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, editable=False)
    number = models.PositiveIntegerField(_("recipients"), default=0, editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_because = models.CharField(_("reason"), max_length=200, blank=True, editable=False)

    scope = Scope(view=SEND) | Drafts(view=WRITE)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["path", "-id"], name="notice_path"),
            models.Index(
                fields=["deadline"], condition=Q(wants_receipt=True, reminded_at=None), name="notice_deadline"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="notice_sent_at_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(wants_receipt=False) | Q(deadline__isnull=False), name="notice_receipts_until_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        """Without the words: a title may name a child."""
        return f"notice {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether the last day for acknowledging has passed."""
        return self.deadline is not None and self.deadline < timezone.localdate()


class ChosenPart(ScopedModel):
    """A part of whom something is for: who holds a role at a place or below it, or one person.

    `role` is the name of a role, "staff" for all roles of staff. Kept as it was chosen. A table of such parts is a
    subclass with a key to what they belong to, and `part_constraints`.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("place of the audience"),
    )
    path = PathField(blank=True, editable=False)
    role = models.CharField(_("who"), max_length=32, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("person")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.role} {self.path}"


def part_constraints(of: str, name: str) -> list[models.BaseConstraint]:
    """What holds for parts that belong to the row which the field `of` names: a place or a person, each once."""
    return [
        models.CheckConstraint(
            condition=Q(organisation__isnull=False, person=None) & ~Q(role="")
            | Q(organisation=None, person__isnull=False, role=""),
            name=f"{name}_place_or_person",
        ),
        models.UniqueConstraint(fields=[of, "organisation", "role"], name=f"{name}_place_once"),
        models.UniqueConstraint(fields=[of, "person"], name=f"{name}_person_once"),
    ]


class AudiencePart(ChosenPart):
    """A part of whom a notice is for."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="parts")

    scope = Through(view=SEND, parent="notice", of="notices.Notice")

    class Meta:
        verbose_name = _("part of an audience")
        verbose_name_plural = _("parts of audiences")
        constraints = part_constraints("notice", "audience")

    @property
    def audit_name(self) -> str:
        return f"audience of notice {self.notice_id}"


class Attachment(ScopedModel):
    """A file that goes with a notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="attachments")
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+", verbose_name=_("file"))
    position = models.PositiveSmallIntegerField(default=0)

    scope = Through(view=SEND, parent="notice", of="notices.Notice")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["notice", "file"], name="notice_attachment_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.file_id}"


class Recipient(ScopedModel):
    """Somebody who got a notice: a row of their inbox.

    No moment of reading is kept, nor whether it was read: only what they answered (`acknowledged`), whether they have
    put it away (`settled`, which nobody else sees), and whether they were asked once more (`reminded`). Written
    without the audit record, which would keep the moment; how many got it stands there at the notice.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="recipients", verbose_name=_("notice"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    acknowledged = models.BooleanField(_("acknowledged"), default=False)
    settled = models.BooleanField(default=False)
    reminded = models.BooleanField(default=False)

    scope = Holder(view=READ)

    class Meta:
        verbose_name = _("notice received")
        verbose_name_plural = _("notices received")
        indexes = [
            models.Index(fields=["person", "-id"], name="recipient_person"),
            models.Index(fields=["person"], condition=Q(settled=False), name="recipient_unsettled"),
            models.Index(fields=["notice", "id"], condition=Q(acknowledged=False), name="recipient_unanswered"),
        ]
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="recipient_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.person_id}"
