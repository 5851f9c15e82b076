"""Templates of reports that come with the product, loaded from data files after every migration."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction

from santong.domains.governance.reports.models import LaterChange, ReportField, ReportTemplate

DATA = Path(__file__).parent / "data"
NAMES = ("monthly", "baseline", "yearly", "budget")
FIELD_DEFAULTS: Mapping[str, Any] = MappingProxyType({"says": "", "mark": "", "source": "", "reason": ""})


@cache
def shipped_templates() -> tuple[Mapping[str, Any], ...]:
    """The templates of the data files; under "field" their fields."""
    return tuple(_read(name) for name in NAMES)


def _read(name: str) -> Mapping[str, Any]:
    with (DATA / f"{name}.toml").open("rb") as file:
        found = tomllib.load(file)
    fields = [{**FIELD_DEFAULTS, **row} for row in found.pop("field")]
    return MappingProxyType({**found, "field": fields})


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Bring the database to what the files say, whenever migrations have run. Copies of bureaus stay as they are."""
    if using != DEFAULT_DB_ALIAS or LaterChange._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic():
        for given in shipped_templates():
            _load(given)


def _load(given: Mapping[str, Any]) -> None:
    # Not through the audited manager: no person does this, and every database has the same rows.
    values = {name: value for name, value in given.items() if name not in ("code", "field")}
    templates = ReportTemplate._base_manager.filter(code=given["code"])
    if not templates.update(**values):
        ReportTemplate._base_manager.bulk_create([ReportTemplate(code=given["code"], path="", **values)])
    template = templates.get()
    rows = ReportField._base_manager.filter(template=template)
    known = {row.code: row for row in rows}
    for wanted in given["field"]:
        row = known.get(wanted["code"])
        if row is None:
            ReportField._base_manager.bulk_create([ReportField(template=template, path="", **wanted)])
        elif any(getattr(row, name) != value for name, value in wanted.items()):
            ReportField._base_manager.filter(pk=row.pk).update(**wanted)
    gone = known.keys() - {wanted["code"] for wanted in given["field"]}
    if gone:
        rows.filter(code__in=gone)._raw_delete(rows.db)
