"""What entries of the record are found by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.kit.models import AuditEntry
from santong.kit.models.tokens import TokensField


class EntryWords(models.Model):
    """The words of one entry, written after it: whoever changes something doesn't wait for the index."""

    entry = models.OneToOneField(
        AuditEntry, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("entry")
    )
    words = TokensField()

    class Meta:
        verbose_name = _("words of an audit entry")

    def __str__(self) -> str:
        return str(self.pk)
