"""Which asset a device is."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.public import Asset
from santong.domains.campus.devices.models import Device
from santong.domains.campus.devices.queries import asset_for
from santong.kit.access import Viewer


class MatchForm(forms.Form):
    """The asset by its number; the one with the serial number is proposed."""

    asset = forms.CharField(label=_("Asset number"), max_length=40)

    def __init__(self, data: QueryDict | None, row: Device, viewer: Viewer) -> None:
        super().__init__(data)
        self.device, self.viewer = row, viewer
        proposed = asset_for(row)
        if proposed is not None:
            self.initial["asset"] = proposed.number
            text = _("%(name)s has the same serial number.")
            self.fields["asset"].help_text = text % {"name": proposed.name}

    def clean_asset(self) -> Asset:
        """The asset with the number that was typed."""
        rows = Asset.objects.visible_to(self.viewer).filter(school=self.device.school)
        found: Asset | None = rows.filter(number=self.cleaned_data["asset"].strip()).first()
        if found is None:
            raise ValidationError(_("The school has no asset of this number. Look it up under “Assets”."))
        return found
