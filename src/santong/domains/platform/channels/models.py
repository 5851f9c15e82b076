"""Channels of the region, addresses and wishes of people, and what is on its way to them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels import sealing
from santong.domains.platform.channels.adapters.answers import Problem
from santong.domains.platform.channels.kinds import Kind, Medium
from santong.kit.access import Anywhere, Holder, Through
from santong.kit.models import ScopedModel

VIEW = "channels.view"
CHANGE = "channels.change"
USE = "channels.use"
QUIET_FROM, QUIET_UNTIL = time(21, 30), time(7, 0)
DIGEST_AT = time(18, 0)
MINUTE = timedelta(minutes=1)


class Channel(ScopedModel):
    """A way out of the product, set up by the region; there is one for each medium.

    `values` are its settings that are no secret, `secrets` the sealed others. `per_minute` is how many messages go
    out in a minute; `used` counts those of the minute that began at `minute`. `resumes_at` is until when the other
    side wants, or needs, to be left alone; `troubles` counts how often that came without a success between.
    """

    medium = models.CharField(_("channel"), max_length=8, choices=Medium, unique=True, editable=False)
    is_on = models.BooleanField(_("switched on"), default=False, editable=False)
    paused_at = models.DateTimeField(_("paused since"), null=True, editable=False)
    per_minute = models.PositiveIntegerField(_("messages a minute, at most"), default=600)
    values = models.JSONField(_("settings of the channel"), default=dict, editable=False)
    secrets = models.TextField(_("secrets"), blank=True, editable=False)
    minute = models.DateTimeField(null=True, editable=False)
    used = models.PositiveIntegerField(default=0, editable=False)
    resumes_at = models.DateTimeField(null=True, editable=False)
    troubles = models.PositiveIntegerField(default=0, editable=False)
    problem = models.CharField(_("last problem"), max_length=12, choices=Problem, blank=True, editable=False)
    detail = models.CharField(_("what the other side said"), max_length=200, blank=True, editable=False)
    problem_at = models.DateTimeField(_("when"), null=True, editable=False)

    audit_hidden = frozenset({"secrets"})
    scope = Anywhere(view=VIEW)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [models.CheckConstraint(condition=Q(per_minute__gt=0), name="channel_sends_something")]

    def __str__(self) -> str:
        return str(self.get_medium_display())

    @property
    def audit_name(self) -> str:
        return self.medium

    @property
    def path(self) -> None:
        """It belongs to the whole region: whoever holds a permission on channels anywhere has it."""
        return None

    @property
    def state(self) -> str:
        """ "off", "paused", "waits" for the other side, or "on"."""
        if not self.is_on:
            return "off"
        if self.paused_at:
            return "paused"
        return "waits" if self.resumes_at and self.resumes_at > timezone.now() else "on"

    def open_secrets(self) -> dict[str, str]:
        """Its secrets in clear; for sending alone."""
        return sealing.open_secrets(self.medium, self.secrets)

    def allowance(self, now: datetime) -> int:
        """How many more may go out in the minute of `now`."""
        minute = now.replace(second=0, microsecond=0)
        return max(self.per_minute - (self.used if self.minute == minute else 0), 0)


class Address(ScopedModel):
    """Where somebody wants to be told: sealed, found by a keyed index, shown masked.

    It is used once `confirmed_at` is: whoever owns it typed the code that was sent there. `refused_at` is when the
    other side said that it knows no such address, or not any more; then nothing is sent until it is confirmed anew.
    `label` says which browser it is.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    medium = models.CharField(_("channel"), max_length=8, choices=Medium)
    index = models.CharField(max_length=43, editable=False)
    cipher = models.TextField(editable=False)
    label = models.CharField(max_length=60, blank=True, editable=False)
    code = models.CharField(max_length=43, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=12, choices=Problem, blank=True, editable=False)

    audit_hidden = frozenset({"index", "cipher", "code", "label"})
    audit_ignored = frozenset({"code_tries"})
    scope = Holder(view=USE, may=(USE,))

    class Meta:
        verbose_name = _("address outside the product")
        verbose_name_plural = _("addresses outside the product")
        indexes = [models.Index(fields=["person", "medium"], name="address_person")]
        constraints = [models.UniqueConstraint(fields=["person", "medium", "index"], name="address_once")]

    def __str__(self) -> str:
        return str(self.get_medium_display())

    @property
    def audit_name(self) -> str:
        return f"{self.medium} {self.person_id}"

    @property
    def is_used(self) -> bool:
        """Whether messages go there."""
        return self.confirmed_at is not None and self.refused_at is None

    @property
    def text(self) -> str:
        """The address in clear; for sending alone."""
        return sealing.open_address(self.medium, self.index, self.cipher)

    @property
    def masked(self) -> str:
        """How its owner knows it again."""
        return self.label or sealing.masked(self.medium, self.text)


class Wish(ScopedModel):
    """A kind of message that somebody wants at an address."""

    address = models.ForeignKey(Address, models.CASCADE, related_name="wishes", verbose_name=_("address"))
    kind = models.CharField(_("kind of message"), max_length=8, choices=Kind)

    scope = Through(view=USE, parent="address", of="channels.Address")

    class Meta:
        verbose_name = _("message wished for")
        verbose_name_plural = _("messages wished for")
        constraints = [models.UniqueConstraint(fields=["address", "kind"], name="wish_once")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def audit_name(self) -> str:
        return f"{self.kind} {self.address_id}"


class Times(ScopedModel):
    """When somebody wants to be told outside the product; without a row the defaults hold.

    From `quiet_from` to `quiet_until`, usually over midnight, nothing is sent that isn't urgent; the same time twice
    is no quiet time. `digest_at` is when the rest is told together, None tells each at once; `digest_on` is the last
    day on which that was done.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    quiet_from = models.TimeField(_("quiet from"), default=QUIET_FROM)
    quiet_until = models.TimeField(_("quiet until"), default=QUIET_UNTIL)
    digest_at = models.TimeField(_("all other notices, together at"), default=DIGEST_AT, null=True, blank=True)
    digest_on = models.DateField(null=True, editable=False)

    audit_ignored = frozenset({"digest_on"})
    scope = Holder(view=USE, may=(USE,))

    class Meta:
        verbose_name = _("times for messages")
        verbose_name_plural = _("times for messages")

    def __str__(self) -> str:
        return f"{self.quiet_from:%H:%M}–{self.quiet_until:%H:%M}"

    @property
    def audit_name(self) -> str:
        return f"person {self.person_id}"


class Message(models.Model):
    """Something that is told outside the product: a title in one language, and the page where one goes on.

    It belongs to the notice of which it tells, if there is one: withdrawn, that isn't sent any more. `key` keeps the
    same from being told twice. `is_urgent` passes quiet times. `working_at` names the place in whose working hours
    alone it goes out. Kept without the audit record, as a queue: what was told stands in the notice.
    """

    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=120)
    link = models.CharField(max_length=200)
    notice = models.ForeignKey("notices.Notice", models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=160, unique=True, null=True)
    is_urgent = models.BooleanField(default=False)
    working_at = models.CharField(max_length=48, blank=True)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Delivery(models.Model):
    """A message on its way to one address: a row that is there once, so that doing it again adds nothing.

    `due_at` is when it may be sent, `until` when it is given up. A worker that has it in hand holds it by `lease` until
    `leased_until`; whoever finds that passed takes it over. `tries` counts answers, so that a message sent again
    because nobody knows the answer has the same key as before.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to be sent")
        SENT = "sent", _("Sent")
        GIVEN_UP = "given_up", _("Given up")
        NOT_NEEDED = "needless", _("No longer needed")

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    address = models.ForeignKey(Address, models.CASCADE, related_name="+")
    medium = models.CharField(max_length=8, choices=Medium)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "address"], name="delivery_once")]
        indexes = [
            models.Index(fields=["medium", "due_at"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["medium", "state", "done_at"], name="delivery_done"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.address_id}"

    @property
    def key(self) -> str:
        """What the other side may know the message by."""
        return f"santong-{self.pk}-{self.tries}"
