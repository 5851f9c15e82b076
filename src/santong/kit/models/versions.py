"""What is published in versions: a row edited as a draft, and beside it what it said each time it was in force."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.kit.models.base import ScopedModel


class Versioned(models.Model):
    """A draft until a version of it is published; `number` is that of the newest one, 0 before the first."""

    number = models.PositiveSmallIntegerField(_("version"), default=0, editable=False)
    is_published = models.BooleanField(_("published"), default=False, editable=False)

    class Meta:
        abstract = True


class Version(ScopedModel):
    """What a versioned row said from when it was published. It never changes: another wording is the next version."""

    number = models.PositiveSmallIntegerField(_("version"))
    published_at = models.DateTimeField(_("published"), default=timezone.now)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for a version that is there already."""
        if not self._state.adding:
            raise TypeError(f"a {type(self).__name__} isn't changed once it is published; publish the next one")
        super().save(*args, **kwargs)
