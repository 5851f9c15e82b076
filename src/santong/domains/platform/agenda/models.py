"""What people write into their own calendars, and the addresses at which they read theirs elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Holder
from santong.kit.models import ScopedModel, SoftDeletedModel

KEEP = "agenda.keep"
MOST_ENTRIES, MOST_REPEATING = 20_000, 200


class PersonalEntry(SoftDeletedModel):
    """Something in somebody's own calendar, which nobody else sees.

    `ends` is no longer part of it. Entries that repeat have a recurrence rule (RFC 5545, section 3.3.10) without its
    name, counted in the time of `zone`; `excluded` and `added` are moments that it leaves out and has besides. `uid` is
    what the calendar calls it from which it was imported, "" for those written here.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    title = models.CharField(_("title"), max_length=120)
    begins = models.DateTimeField(_("starts at"))
    ends = models.DateTimeField(_("ends at"))
    all_day = models.BooleanField(_("all day"), default=False)
    where = models.CharField(_("where"), max_length=120, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    rule = models.CharField(max_length=300, blank=True, editable=False)
    zone = models.CharField(max_length=64, blank=True, editable=False)
    excluded = models.JSONField(default=list, editable=False, encoder=DjangoJSONEncoder)
    added = models.JSONField(default=list, editable=False, encoder=DjangoJSONEncoder)
    uid = models.CharField(max_length=255, blank=True, editable=False)

    audit_hidden = frozenset({"title", "where", "note"})
    scope = Holder(view=KEEP, may=(KEEP,))

    class Meta:
        verbose_name = _("own entry")
        verbose_name_plural = _("own entries")
        indexes = [models.Index(fields=["person", "begins"], name="own_entry_person")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="own_entry_in_order"),
            models.UniqueConstraint(
                fields=["person", "uid"], condition=~Q(uid="") & Q(removed_at=None), name="own_entry_uid_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        """Its key: what people plan for themselves is nobody's business."""
        return f"entry {self.pk}"

    @property
    def is_repeating(self) -> bool:
        """Whether it takes place more than once."""
        return bool(self.rule or self.added)


class Feed(ScopedModel):
    """A way of reading one's calendar elsewhere: a secret address, or a password for CalDAV; kept only as a hash.

    `kinds` names the kinds of entries in it; `category` in which identities its owner is shown them.
    """

    class Way(models.TextChoices):
        ADDRESS = "address", _("Secret address (iCalendar)")
        CALDAV = "caldav", _("CalDAV with a password of its own")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    name = models.CharField(_("name of it"), max_length=60)
    way = models.CharField(_("way of reading"), max_length=7, choices=Way, default=Way.ADDRESS)
    kinds = models.JSONField(default=list, editable=False)
    category = models.CharField(max_length=10, blank=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    used_at = models.DateTimeField(_("last read"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    audit_hidden = frozenset({"digest", "name"})
    audit_ignored = frozenset({"used_at"})
    scope = Holder(view=KEEP, may=(KEEP,))

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """Its key: what people call it may name somebody."""
        return f"feed {self.pk}"
