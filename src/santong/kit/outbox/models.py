"""What people's devices sent later than it was made, and what became of it."""

from __future__ import annotations

import hashlib
import json
import zlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Viewer

PURPOSE = "outbox.delivery"
KEPT = timedelta(days=90)
"""How long an entry that comes again is answered like the first time. Older ones are not done, but shown."""


OPEN = Q(state="refused", settled_at=None)
"""What wasn't done, and isn't settled yet."""


class DeliveryQuerySet(models.QuerySet):
    """Reads of deliveries; there is none without its person."""

    def of_person(self, viewer: Viewer) -> DeliveryQuerySet:
        """What the viewer's devices sent."""
        return self.filter(person_id=viewer.person_id or 0)

    def refused(self) -> DeliveryQuerySet:
        """What wasn't done, and isn't settled yet."""
        return self.filter(OPEN)


class Delivery(models.Model):
    """An entry of a person's device, written down in the transaction of its effect.

    `key` is the SHA-256 of the entry's id in hex: the id itself holds the moment at which it was made. `stream` and
    `sequence` give its place among the entries of its stream, `sequence` is None where that place was taken.
    `made_at` is when it was made by the server's clock, `skew_seconds` how far the device's clock was ahead. Of kinds
    that keep no moments both are None and `arrived_on` is all there is. `content` holds what was sent and why it was
    refused, sealed with `settings.FIELD_KEYS`; of what was done it holds the answer alone. `settled_at` is when the
    person put a refused one away, or sent it corrected.
    """

    class State(models.TextChoices):
        DONE = "done", _("Delivered")
        REFUSED = "refused", _("Refused")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    stream = models.CharField(max_length=120)
    sequence = models.PositiveBigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State)
    content = models.BinaryField(null=True)
    arrived_on = models.DateField(auto_now_add=True, db_index=True)
    made_at = models.DateTimeField(null=True)
    skew_seconds = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="outbox_delivery_once"),
            models.UniqueConstraint(fields=["person", "stream", "sequence"], name="delivery_place_once"),
        ]
        indexes = [
            models.Index(
                fields=["person", "id"], condition=Q(state="refused", settled_at=None), name="delivery_refused"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sequence}"

    def put(self, **values: Any) -> None:
        """Set the content, sealed: anything JSON can hold."""
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        self.content = settings.FIELD_KEYS.seal_bytes(zlib.compress(text.encode(), 1), PURPOSE)

    def get_content(self) -> dict[str, Any]:
        """The content in clear; raises `santong.lib.keyrings.CannotOpen`."""
        if self.content is None:
            return {}
        found: dict[str, Any] = json.loads(
            zlib.decompress(settings.FIELD_KEYS.open_bytes(bytes(self.content), PURPOSE))
        )
        return found


def key_of(entry_id: UUID) -> str:
    """Under which key an entry is written down."""
    return hashlib.sha256(entry_id.bytes).hexdigest()
