"""Pages that somebody has pinned to the side navigation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PinBoard(models.Model):
    """The pins of one person in one layout, as they arranged them: a list of {"path", "title", "icon"}."""

    person_id = models.BigIntegerField()
    layout = models.CharField(max_length=40)
    entries = models.JSONField(default=list)

    class Meta:
        verbose_name = _("pins")
        constraints = [models.UniqueConstraint(fields=["person_id", "layout"], name="pin_board_once")]

    def __str__(self) -> str:
        return f"{self.layout} {self.person_id}"
