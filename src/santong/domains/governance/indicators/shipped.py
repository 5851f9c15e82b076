"""Indicators and plans that come with the product, loaded from data files after every migration."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone

from santong.domains.governance.indicators.models import (
    DEFINING,
    FIRST_MONTH,
    Indicator,
    IndicatorVersion,
    Plan,
    PlanMilestone,
    Target,
)

DATA = Path(__file__).parent / "data"
SETS = ("balanced-2017", "modernisation", "goals")
DEFAULTS = MappingProxyType(
    {field.name: field.get_default() for field in Indicator._meta.concrete_fields if field.name in DEFINING}
)


@cache
def shipped_indicators() -> tuple[Mapping[str, Any], ...]:
    """The fields of each indicator of the data files."""
    return tuple(MappingProxyType(_fields(row)) for name in SETS for row in _read(name)["indicator"])


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    types = row.get("applies_to", [])
    cases = "\n".join(row["cases"])
    return {**DEFAULTS, **row, "applies_to": f",{','.join(types)}," if types else "", "cases": cases}


@cache
def shipped_plans() -> tuple[Mapping[str, Any], ...]:
    """The plans of the library as the data file has them."""
    return tuple(_read("plans")["plan"])


def _read(name: str) -> dict[str, Any]:
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Bring the database to what the files say, whenever migrations have run.

    A wording that changed becomes a new version from this month on: what was computed stays by the old one.
    """
    if using != DEFAULT_DB_ALIAS or PlanMilestone._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic():
        keys = _load_indicators()
        _load_plans(keys)


def _load_indicators() -> dict[str, int]:
    # Not through the audited manager: no person does this, and every database has the same rows.
    known = {row.code: row for row in Indicator._base_manager.filter(path="")}
    fresh = [
        Indicator(path="", is_published=True, number=1, **row)
        for row in shipped_indicators()
        if row["code"] not in known
    ]
    made = {row.code: row for row in _bulk(Indicator._base_manager, fresh)}
    versions = [_version(row, 1, FIRST_MONTH) for row in made.values()]
    for wanted in shipped_indicators():
        row = known.get(wanted["code"])
        if row is not None and any(getattr(row, name) != value for name, value in wanted.items()):
            changed = any(getattr(row, name) != wanted[name] for name in DEFINING)
            number = row.number + changed
            Indicator._base_manager.filter(pk=row.pk).update(**wanted, number=number)
            if changed:
                for name in DEFINING:
                    setattr(row, name, wanted[name])
                versions.append(_version(row, number, timezone.localdate().replace(day=1)))
    _bulk(IndicatorVersion._base_manager, versions)
    return {row.code: row.pk for row in Indicator._base_manager.filter(path="")}


def _bulk(manager: Any, rows: list[Any]) -> list[Any]:
    made: list[Any] = manager.bulk_create(rows)
    return made


def _version(row: Indicator, number: int, month: date) -> IndicatorVersion:
    values = {name: getattr(row, name) for name in DEFINING}
    return IndicatorVersion(indicator=row, number=number, from_month=month, **values)


def _load_plans(keys: Mapping[str, int]) -> None:
    known = set(Plan._base_manager.exclude(code="").values_list("code", flat=True))
    for given in shipped_plans():
        if given["code"] not in known:
            [plan] = _bulk(Plan._base_manager, [Plan(path="", **_of_plan(given))])
            _bulk(Target._base_manager, list(_targets(plan, given, keys)))
            rows = [PlanMilestone(plan=plan, day=day, title=title) for day, title in given["milestones"]]
            _bulk(PlanMilestone._base_manager, rows)


def _of_plan(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in ("targets", "milestones")}


def _targets(plan: Plan, given: Mapping[str, Any], keys: Mapping[str, int]) -> Iterator[Target]:
    for code, year, applies_to, value, mark in given["targets"]:
        yield Target(plan=plan, indicator_id=keys[code], year=year, applies_to=applies_to, value=value, mark=mark)
