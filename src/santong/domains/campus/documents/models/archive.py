"""The archive of documents: an item for each, by year and retention, in the order of archiving."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.models.incoming import Incoming
from santong.domains.campus.documents.models.outgoing import Document
from santong.domains.campus.documents.models.words import VIEW, Retention
from santong.kit.access.vocabulary import Exactly
from santong.kit.models import PathField, ScopedModel


class ArchiveItem(ScopedModel):
    """An archived document with the columns of an archive's catalogue (DA/T 22-2015); it is never changed."""

    Retention = Retention

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    path = PathField(editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    retention = models.CharField(_("kept for"), max_length=9, choices=Retention)
    item = models.PositiveIntegerField(_("item number"))
    responsible = models.CharField(_("responsible"), max_length=80)
    number_text = models.CharField(_("document number"), max_length=40, blank=True)
    title = models.CharField(_("title of the document"), max_length=120)
    day = models.DateField(_("date of the document"))
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="archived")
    incoming = models.OneToOneField(Incoming, models.PROTECT, null=True, related_name="archived")
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("archived by")
    )
    archived_at = models.DateTimeField(_("archived at"), auto_now_add=True)

    scope = Exactly(view=VIEW)

    class Meta:
        verbose_name = _("item of the archive")
        verbose_name_plural = _("items of the archive")
        indexes = [models.Index(fields=["path", "year", "retention", "item"], name="document_archive_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "retention", "item"], name="document_archive_item_once"
            ),
            models.CheckConstraint(
                condition=Q(document=None, incoming__isnull=False) | Q(document__isnull=False, incoming=None),
                name="document_archive_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.title
