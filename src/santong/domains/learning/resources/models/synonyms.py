"""Groups of words that find each other, as the region keeps them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Anywhere
from santong.kit.models import SoftDeletedModel


class SynonymGroup(SoftDeletedModel):
    """Words with a blank between them, folded as searches are. What stands here follows it alone; for all
    other words the groups supplied with the platform hold (`synonyms.SUPPLIED`). A word by itself finds
    nothing but itself.
    """

    words = models.CharField(_("words of one meaning"), max_length=200)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    scope = Anywhere(view="resources.change_catalogue")

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")

    def __str__(self) -> str:
        return self.words

    @property
    def word_list(self) -> list[str]:
        """The words one by one."""
        return self.words.split()
