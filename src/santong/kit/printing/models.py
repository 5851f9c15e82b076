"""What was printed by whom, and the finished document until it is fetched."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Holder
from santong.kit.models import PathField, ScopedModel

CONTENT = "printing.content"


class PrintedDocument(ScopedModel):
    """One document that somebody had printed; it shows to them alone.

    `name` is the declared name, `object_id` the row that it is about (0: a list). `content` is the HTML while a
    background job works on it and the PDF afterwards, sealed with `settings.FIELD_KEYS`; documents that are answered
    at once are not kept.
    """

    name = models.CharField(_("document"), max_length=64)
    object_id = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    title = models.CharField(max_length=160, blank=True)
    path = PathField(blank=True)
    person_id = models.BigIntegerField(null=True)
    content = models.BinaryField(null=True)
    is_ready = models.BooleanField(default=False)
    made_at = models.DateTimeField(_("printed"), auto_now_add=True, db_index=True)

    scope = Holder(view="jobs.operate", owner="person_id")
    audit_hidden = frozenset({"title", "content"})
    audit_ignored = frozenset({"content"})

    class Meta:
        verbose_name = _("printed document")
        verbose_name_plural = _("printed documents")

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """Which document, without what stands in it."""
        return f"{self.name} {self.object_id}" if self.object_id else f"{self.name} ({self.rows})"

    def put(self, content: bytes) -> None:
        """Set the content, sealed."""
        self.content = settings.FIELD_KEYS.seal_bytes(content, CONTENT)

    def get_content(self) -> bytes:
        """The content in clear; raises `santong.lib.keyrings.CannotOpen`."""
        return settings.FIELD_KEYS.open_bytes(bytes(self.content or b""), CONTENT)
