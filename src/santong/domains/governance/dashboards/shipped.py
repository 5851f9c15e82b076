"""Dashboards that modules bring along, as rows: brought to what the modules declare whenever migrations have run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import translation

from santong.domains.governance.dashboards.models import Dashboard, DashboardPanel
from santong.domains.governance.indicators.public import Indicator, load_shipped
from santong.kit import dashboards as door
from santong.kit.registry import registry


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Add and bring up to date what modules declare; what none declares any more is removed."""
    tables = connection.introspection.table_names()
    needed = {model._meta.db_table for model in (DashboardPanel, Indicator)}
    if using != DEFAULT_DB_ALIAS or not needed <= set(tables):
        return
    load_shipped(using)
    # In the language of the region, as everything that is written down.
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        _load()


def _load() -> None:
    # Not through the audited manager: no person does this, and every database has the same rows.
    kept = {row.code: row for row in Dashboard._base_manager.exclude(code="")}
    codes = dict(Indicator._base_manager.filter(path="").values_list("code", "pk"))
    wanted = {f"{each.name}-{level}": (each, level) for each in registry.of(door.Dashboard) for level in each.levels}
    for code, (declared, level) in wanted.items():
        values = {"name": str(declared.label), "note": str(declared.note), "level": level, "order": declared.order}
        row = kept.get(code)
        if row is None:
            [row] = Dashboard._base_manager.bulk_create([Dashboard(code=code, path="", **values)])
        elif any(getattr(row, name) != value for name, value in values.items()):
            Dashboard._base_manager.filter(pk=row.pk).update(**values)
        _load_panels(row, list(_panels(declared, codes)))
    gone = [row.pk for code, row in kept.items() if code not in wanted]
    Dashboard._base_manager.filter(pk__in=gone).delete()


def _panels(declared: door.Dashboard, codes: dict[str, int]) -> Iterator[tuple[str, int | None, str]]:
    for each in declared.panels:
        if not each.indicator or each.indicator in codes:
            yield each.kind, codes.get(each.indicator), each.measure


def _load_panels(row: Dashboard, wanted: list[tuple[str, int | None, str]]) -> None:
    rows = DashboardPanel._base_manager.filter(dashboard=row).order_by("order", "pk")
    if list(rows.values_list("kind", "indicator", "measure")) == wanted:
        return
    rows.delete()
    DashboardPanel._base_manager.bulk_create(
        DashboardPanel(dashboard=row, order=number, kind=kind, indicator_id=indicator, measure=measure)
        for number, (kind, indicator, measure) in enumerate(wanted)
    )
