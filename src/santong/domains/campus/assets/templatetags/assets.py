"""The groups above the register, each with its number and value."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.http import urlencode

from santong.domains.campus.assets.models import Asset, AssetClass
from santong.domains.campus.assets.tables import yuan

register = template.Library()
register.filter("yuan", yuan)
SHOWN, MOST = 4, 10_000


@register.inclusion_tag("assets/groups.html", takes_context=True)
def asset_groups(context: dict[str, Any]) -> dict[str, Any]:
    """The largest groups of what the reader sees; none where that is too much to be added up while somebody waits."""
    rows = Asset.objects.visible_to(context["request"].viewer).filter(state__in=Asset.PRESENT).order_by()
    if rows[: MOST + 1].count() > MOST:
        return {"groups": []}
    counted = rows.values_list("asset_class__group").annotate(number=Count("pk"), value=Sum("price"))
    found = sorted(counted, key=lambda each: -each[1])[:SHOWN]
    address = reverse("assets:assets")
    return {
        "groups": [
            (AssetClass.Group(group).label, number, value or 0, f"{address}?{urlencode({'group': group})}")
            for group, number, value in found
        ]
    }
