"""Classes of assets, and by which rule a school numbers them."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.models.rights import VIEW, OfSchool
from santong.kit.access import Scope, Shipped, Upward
from santong.kit.models import PathField, SoftDeletedModel

COUNTER = re.compile(r"\{n(?::0?([1-9]))?\}")
KNOWN = re.compile(r"\{(?:n(?::0?[1-9])?|year|class)\}")
LONGEST_NUMBER = 40


class AssetClass(SoftDeletedModel):
    """A class of assets. Those without a school came with the product; a school adds its own.

    `code` is that of the catalogue of government procurement where the class has one there.
    """

    class Group(models.TextChoices):
        COMPUTER = "computer", _("Computers and tablets")
        DISPLAY = "display", _("Displays and multimedia")
        PRINTING = "printing", _("Printing and scanning")
        NETWORK = "network", _("Network equipment")
        SERVER = "server", _("Servers and storage")
        RECORDING = "recording", _("Recording and sound")
        POWER = "power", _("Power supply")
        TEACHING = "teaching", _("Teaching instruments")
        FURNITURE = "furniture", _("Furniture and other")

    MULTIMEDIA = (Group.DISPLAY,)

    school = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("school")
    )
    path = PathField(editable=False, blank=True)
    code = models.CharField(_("code of the catalogue"), max_length=16, blank=True)
    name = models.CharField(_("name of the class"), max_length=40)
    group = models.CharField(_("group"), max_length=10, choices=Group, default=Group.FURNITURE)
    lifetime = models.PositiveSmallIntegerField(_("years of use"), default=6)

    scope = Shipped(view=VIEW) | Scope(view=VIEW) | Upward(view=VIEW)
    public = "what kinds of things there are says nothing about anybody"

    class Meta:
        verbose_name = _("class of assets")
        verbose_name_plural = _("classes of assets")
        indexes = [models.Index(fields=["path", "name"], name="asset_class_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "name"],
                condition=Q(removed_at=None),
                name="asset_class_once",
                violation_error_message=_("There is a class of this name already."),
            ),
            models.CheckConstraint(
                condition=(Q(school=None) & Q(path="")) | (Q(school__isnull=False) & ~Q(path="")),
                name="asset_class_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def demand_pattern(value: str) -> None:
    """Refuse a rule that would give the same number twice, or that names what isn't known."""
    if len(COUNTER.findall(value)) != 1 or re.search(r"[{}]", KNOWN.sub("", value)):
        raise ValidationError(_("Write {n:5} once, where the number counts up; {year} and {class} may stand beside."))


class Numbering(OfSchool):
    """By which rule a school numbers its assets.

    In `pattern` {n:5} stands for the counter with five digits, {year} for the year of buying, {class} for the code of
    the class. `last` is the latest counter that was given; it only rises, so no number comes again.
    """

    pattern = models.CharField(_("rule of numbers"), max_length=40, default="{year}-{n:5}", validators=[demand_pattern])
    last = models.PositiveIntegerField(_("counted up to"), default=0)

    class Meta:
        verbose_name = _("rule of asset numbers")
        verbose_name_plural = _("rules of asset numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=~Q(pattern=""),
                name="numbering_once",
                violation_error_message=_("The school has a rule already. Change that one."),
            )
        ]

    def __str__(self) -> str:
        return self.pattern

    def number(self, counter: int, year: int, code: str) -> str:
        """The number for a counter."""
        text = COUNTER.sub(lambda found: str(counter).zfill(int(found[1] or 1)), self.pattern)
        return text.replace("{year}", str(year)).replace("{class}", code)[:LONGEST_NUMBER]
