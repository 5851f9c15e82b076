"""How much people and organisations may store."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel


class Allowance(ScopedModel):
    """Bytes that an organisation as a whole, each of its people, or one person may store.

    An organisation's holds for everything below it. The nearest one counts for `each`; without any,
    the installation's settings.
    """

    class For(models.TextChoices):
        ORGANISATION = "organisation", _("The organisation as a whole")
        STAFF = "staff", _("Each member of staff")
        PUPIL = "pupil", _("Each pupil or parent")
        PERSON = "person", _("A single person")

    path = PathField(editable=False)
    what = models.CharField(_("for whom"), max_length=12, choices=For.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    bytes = models.BigIntegerField(_("bytes"))

    scope = Scope(view="files.allocate")

    class Meta:
        verbose_name = _("storage allowance")
        verbose_name_plural = _("storage allowances")
        constraints = [
            models.UniqueConstraint(fields=["path", "what"], condition=Q(person=None), name="allowance_place_once"),
            models.UniqueConstraint(fields=["person"], name="allowance_person_once"),
            models.CheckConstraint(condition=Q(bytes__gte=0), name="allowance_not_negative"),
            models.CheckConstraint(
                condition=Q(what="person", person__isnull=False) | (~Q(what="person") & Q(person__isnull=True)),
                name="allowance_person_or_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.path}"
