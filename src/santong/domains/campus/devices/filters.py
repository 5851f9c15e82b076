"""Filters of the list of devices."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.devices.models import SILENT, Device
from santong.domains.campus.devices.queries import matchable
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter

REGISTER = (
    ("in", _("In the register of assets")), ("out", _("Not in the register of assets")),
    ("match", _("Serial number found in the register")),
)  # fmt: skip


class DeviceFilter(FilterSet):
    """By words, kind, how it stands to the register, and whether it still reports."""

    q = SearchFilter("name", "model", "serial", "system")
    kind = ChoiceFilter(label=_("All kinds of devices"), choices=Device.Kind.choices)
    register = ChoiceFilter(label=_("In the register or not"), choices=REGISTER, method="by_register")
    silent = ChoiceFilter(
        label=_("Reporting or silent"), choices=[("no", _("Reporting")), ("yes", _("Silent"))], method="by_silence"
    )
    place = PlaceFilter()

    class Meta:
        model = Device
        fields = ["q", "kind", "register", "silent", "place"]

    def by_register(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those in it, those that aren't, or those of which an asset has the serial number."""
        if value == "match":
            return matchable(rows)
        return rows.filter(asset__isnull=value == "out")

    def by_silence(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that haven't reported for long, or those that have."""
        day = timezone.localdate() - SILENT
        return rows.filter(last_seen__lt=day) if value == "yes" else rows.filter(last_seen__gte=day)
