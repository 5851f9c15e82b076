"""Conversations, who has a seat in them, what is said, and what schools have decided about all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.conversations.relations import STAFF, groups
from santong.domains.platform.moderation.public import withheld
from santong.kit.access import NOTHING, Holder, Scope, Upward, Viewer
from santong.kit.models import PathField, ScopedModel

PERSON = settings.AUTH_USER_MODEL
TAKE_PART, URGENT, GATHER, SETTLE = (
    "conversations.take_part",
    "conversations.urgent",
    "conversations.gather",
    "conversations.settle",
)
LONGEST = 1000
"""Characters of a message."""
MESSAGE = "conversations.message"
"""The kind under which moderation knows messages."""


@dataclass(frozen=True)
class Taking(Scope):
    """Conversations show to those who take part in them, in the capacity in which they do.

    No permission shows them to anybody else: moderators read what was reported, and nothing beside it.
    """

    @property
    def shown_by(self) -> str:
        """Nobody's."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        return self.own(viewer) if permission in (None, self.view) else NOTHING

    def own(self, viewer: Viewer) -> Q:
        if viewer.person_id is None:
            return NOTHING
        return Q(pk__in=seats_of(viewer).values("conversation")) | in_by_role(viewer)

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return False


@dataclass(frozen=True)
class Hearing(Scope):
    """Messages show to those who take part now, and to their writers for ever."""

    @property
    def shown_by(self) -> str:
        """Nobody's."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view) or viewer.person_id is None:
            return NOTHING
        me = Q(person_id=viewer.person_id)
        heard = Conversation.objects.numbers_only().filter(taking_part(viewer))
        wide = Q(is_narrow=False) | Q(reply_to__person_id=viewer.person_id) | Q(conversation__in=led_by(viewer))
        return me | (Q(conversation__in=heard.values("pk")) & wide & ~Q(is_withheld()))

    def own(self, viewer: Viewer) -> Q:
        return NOTHING if viewer.person_id is None else Q(person_id=viewer.person_id)

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return False


def seats_of(viewer: Viewer) -> models.QuerySet[Seat]:
    """The seats of a viewer in their present capacity; of somebody who has none any more, all of theirs."""
    mine = Seat.objects.of_acting(viewer)
    return mine.filter(category=viewer.category) if viewer.category else mine


def in_by_role(viewer: Viewer) -> Q:
    """The groups in which a viewer is by a role that they hold at just that place."""
    found = NOTHING
    for group in groups().values():
        paths = [grant.path for grant in viewer.grants if grant.role in group.roles]
        if paths:
            found |= Q(kind=Conversation.Kind.ROLES, relation=group.name, path__in=paths)
    return found


def led_by(viewer: Viewer) -> models.QuerySet[Conversation, Any]:
    """The keys of the groups that a viewer leads: by role, or because they made them."""
    found = Q(kind=Conversation.Kind.MADE, made_by=viewer.person_id or 0)
    for group in groups().values():
        paths = [grant.path for grant in viewer.grants if grant.role in group.leads]
        if paths:
            found |= Q(kind=Conversation.Kind.ROLES, relation=group.name, path__in=paths)
    return Conversation.objects.numbers_only().filter(found).values("pk")


def taking_part(viewer: Viewer) -> Q:
    """The conversations in which a viewer takes part today, not only did."""
    kind = Conversation.Kind
    seats = seats_of(viewer).filter(left=False).values("conversation")
    made = Q(kind=kind.MADE, path__in=viewer.places_above()) if viewer.category == STAFF else NOTHING
    return in_by_role(viewer) | Q(pk__in=seats) & (Q(kind=kind.ONE) | made)


def is_withheld() -> Exists:
    """Whether moderation holds a message back from others."""
    return Exists(withheld(MESSAGE).filter(object_id=OuterRef("pk")))


class Conversation(ScopedModel):
    """Two people, the holders of roles at a place, or colleagues whom one of them gathered.

    `relation` names the `ContactsFrom` or the `RoleGroup` on which it rests, "" for colleagues who were gathered.
    `place` is where it stands. `stamp` grows with everything that is to be seen anew. With `replies_to_leaders` what
    members of a group write goes to those who lead it.
    """

    class Kind(models.TextChoices):
        ONE = "one", _("Conversation of two")
        ROLES = "roles", _("Group that follows the roster")
        MADE = "made", _("Group of colleagues")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind, editable=False)
    relation = models.CharField(max_length=32, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=60, blank=True)
    place = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("place"))
    path = PathField(editable=False)
    first = models.ForeignKey(PERSON, models.CASCADE, null=True, editable=False, related_name="+")
    second = models.ForeignKey(PERSON, models.CASCADE, null=True, editable=False, related_name="+")
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, editable=False, related_name="+")
    replies_to_leaders = models.BooleanField(_("replies go to the teacher alone"), default=False)
    stamp = models.PositiveBigIntegerField(default=0, editable=False)
    last_at = models.DateTimeField(null=True, editable=False)

    audit_hidden = frozenset({"title"})
    audit_ignored = frozenset({"stamp", "last_at"})
    scope = Taking(view=TAKE_PART)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        indexes = [
            models.Index(fields=["path", "id"], name="conversation_path"),
            models.Index(fields=["relation", "path"], name="conversation_relation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second", "relation"], condition=Q(kind="one"), name="conversation_of_two_once"
            ),
            models.UniqueConstraint(
                fields=["place", "relation"], condition=Q(kind="roles"), name="conversation_of_roles_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="one") | Q(first__isnull=False, second__isnull=False), name="conversation_two_has_two"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def audit_name(self) -> str:
        """Without names and titles."""
        return f"conversation {self.pk}"

    @property
    def is_of_two(self) -> bool:
        """Whether it has two people, ever."""
        return self.kind == self.Kind.ONE

    def other_of(self, person: int | None) -> int | None:
        """The other one of two."""
        return self.second_id if self.first_id == person else self.first_id


class Seat(ScopedModel):
    """Somebody's place in a conversation: what is theirs alone. In groups by roles it comes with the first look.

    `category` is the capacity in which they take part. `read_up_to` is the last message that they have seen; when, is
    kept nowhere. Who has `left` a group of colleagues reads what they said themselves.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="seats")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    category = models.CharField(max_length=8, editable=False)
    left = models.BooleanField(_("has left"), default=False)
    is_silenced = models.BooleanField(_("silenced"), default=False)
    has_blocked = models.BooleanField(_("blocked"), default=False)
    read_up_to = models.BigIntegerField(default=0, editable=False)

    audit_ignored = frozenset({"read_up_to"})
    scope = Holder(view=TAKE_PART)

    class Meta:
        verbose_name = _("place in a conversation")
        verbose_name_plural = _("places in conversations")
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="conversation_seat_once")]

    def __str__(self) -> str:
        return f"{self.conversation_id} · {self.person_id}"


class Told(models.IntegerChoices):
    """Who has been told of a message outside the conversation."""

    NOBODY = 0, _("Nobody yet")
    OTHERS = 1, _("Everybody but the staff")
    EVERYBODY = 2, _("Everybody")


class Message(ScopedModel):
    """What somebody says, once and for all: nothing is edited.

    `is_narrow` goes to those who lead the group, its writer, and whom it answers. `tells_at` is when people on the
    staff are told of it, `told` who has been told outside by now. `was_reviewed` says to those who take part that
    moderators have read it.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("written by"))
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", verbose_name=_("reply to"))
    text = models.TextField(_("text"), max_length=LONGEST, blank=True)
    made_at = models.DateTimeField(_("written"), auto_now_add=True)
    is_narrow = models.BooleanField(default=False)
    is_urgent = models.BooleanField(_("Urgent message"), default=False)
    wants_answer = models.BooleanField(_("asks to acknowledge"), default=False)
    is_withdrawn = models.BooleanField(_("withdrawn message"), default=False)
    was_reviewed = models.BooleanField(default=False, editable=False)
    tells_at = models.DateTimeField(editable=False)
    told = models.PositiveSmallIntegerField(default=Told.NOBODY, choices=Told, editable=False)

    audit_hidden = frozenset({"text"})
    audit_ignored = frozenset({"told"})
    scope = Hearing(view=TAKE_PART)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["conversation", "-id"], name="message_of_conversation"),
            models.Index(fields=["tells_at"], condition=Q(told__lt=2), name="message_to_tell"),
            models.Index(fields=["made_at"], name="message_made"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def audit_name(self) -> str:
        """Without a word of it."""
        return f"message in conversation {self.conversation_id}"


@dataclass(frozen=True)
class WithMessage(Scope):
    """What belongs to a message shows with it."""

    @property
    def shown_by(self) -> str:
        """Nobody's."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view):
            return NOTHING
        return Q(message__in=Message.objects.visible_to(viewer).values("pk"))

    def own(self, viewer: Viewer) -> Q:
        return Q(message__in=Message.objects.of_acting(viewer).values("pk"))

    def is_held(self, viewer: Viewer, permission: str | None = None) -> bool:
        return False


class Enclosure(ScopedModel):
    """A file that goes with a message, in order."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="enclosures", verbose_name=_("message"))
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+", verbose_name=_("file"))
    position = models.PositiveSmallIntegerField(default=0)

    scope = WithMessage(view=TAKE_PART)

    class Meta:
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")
        ordering = ["message", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["message", "file"], name="message_file_once")]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.file_id}"


class Known(ScopedModel):
    """Somebody knows what a message says, and has said so in one tap. When, is kept nowhere."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="known", verbose_name=_("message"))
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))

    scope = Holder(view=TAKE_PART)

    class Meta:
        verbose_name = _("acknowledgement of a message")
        verbose_name_plural = _("acknowledgements of messages")
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="message_known_once")]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.person_id}"


class Rules(ScopedModel):
    """What a school has decided about conversations; without a row the defaults hold.

    `tells_from` and `tells_until` are the hours of taught days in which its staff are told of messages.
    """

    public = "how a school wants its people to write to each other is told to all of them"

    school = models.OneToOneField(
        "organisations.Organisation", models.CASCADE, related_name="+", verbose_name=_("school")
    )
    path = PathField(editable=False)
    tells_from = models.TimeField(_("staff are told from"), default=time(7))
    tells_until = models.TimeField(_("staff are told until"), default=time(20))
    pupils_with_teachers = models.BooleanField(_("pupils and their teachers may write to each other"), default=True)
    pupils_together = models.BooleanField(_("pupils of a class may write to each other"), default=False)
    parents_together = models.BooleanField(_("parents of a class may write to each other"), default=False)
    withdrawn_within = models.PositiveSmallIntegerField(
        _("minutes in which a message can be withdrawn"), default=5, validators=[MaxValueValidator(60)]
    )
    kept_years = models.PositiveSmallIntegerField(
        _("school years for which messages are kept"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
    )

    scope = Scope(view=SETTLE) | Upward(view=TAKE_PART)

    class Meta:
        verbose_name = _("rules of conversations")
        verbose_name_plural = _("rules of conversations")
        constraints = [
            models.CheckConstraint(
                condition=Q(tells_from__lt=models.F("tells_until")),
                name="conversation_hours_in_order",
                violation_error_message=_("The day has to end after it begins."),
            )
        ]

    def __str__(self) -> str:
        return str(self.school_id)
