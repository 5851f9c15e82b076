"""Series of document numbers: 〔2026〕12号 of a word that stands for an organisation, without gap or double.

That a number is the next one of its series and year, and never changes, the database itself holds (migration 0002).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.models.words import VIEW
from santong.kit.access.vocabulary import Exactly
from santong.kit.models import PathField, ScopedModel


def written(code: str, year: int, number: int) -> str:
    """A document number as GB/T 9704-2012 writes it (7.2.5): the year in full, no zeros before the number."""
    return f"{code}〔{year}〕{number}号"


class Series(ScopedModel):
    """A word that numbers begin with, of one organisation; each year begins with 1.

    Those that were in use on paper before go on with `first_number` in the year `first_year`.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    path = PathField(editable=False)
    code = models.CharField(_("word of the series"), max_length=20)
    about = models.CharField(_("used for"), max_length=60, blank=True)
    first_year = models.PositiveSmallIntegerField(_("numbered here since the year"), null=True, blank=True)
    first_number = models.PositiveIntegerField(_("first number of that year"), default=1)
    is_open = models.BooleanField(_("gives numbers"), default=True)

    scope = Exactly(view=VIEW)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series (several)")
        indexes = [models.Index(fields=["path", "id"], name="document_series_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="document_series_once",
                violation_error_message=_("There is a series of this word already."),
            )
        ]

    def __str__(self) -> str:
        return self.code

    def first_of(self, year: int) -> int:
        """The number with which a year begins."""
        return self.first_number if year == self.first_year else 1


class Number(ScopedModel):
    """A number that was given: to a document, or void, with the reason."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers", verbose_name=_("number series"))
    path = PathField(editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    day = models.DateField(_("date of issue"))
    void_because = models.CharField(_("void because"), max_length=200, blank=True)

    scope = Exactly(view=VIEW)

    class Meta:
        verbose_name = _("document number")
        verbose_name_plural = _("document numbers")
        indexes = [models.Index(fields=["path", "-id"], name="document_number_place")]
        constraints = [models.UniqueConstraint(fields=["series", "year", "number"], name="document_number_once")]

    def __str__(self) -> str:
        return written(self.series.code, self.year, self.number)
