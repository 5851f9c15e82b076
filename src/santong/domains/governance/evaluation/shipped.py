"""Standards that come with the product, loaded from data files after every migration."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction

from santong.domains.governance.evaluation.models import Band, Pack, Standard, StandardItem

DATA = Path(__file__).parent / "data"
NAMES = ("nanjing", "nantong", "jiangsu", "principal", "county")
ITEM_DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {"group": "", "kind": "onsite", "binding": "", "unit": "count", "roll_up": "sum", "digits": 0,
     "direction": "more", "scale": "", "is_must": False, "choice": "", "best_of": 0, "says": "", "mark": "",
     "source": ""}
)  # fmt: skip
BAND_DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {"least": None, "needs_musts": False, "floor": None, "sections": "", "mark": ""}
)


@cache
def shipped_standards() -> tuple[Mapping[str, Any], ...]:
    """The standards of the data files; under "item" and "band" their parts."""
    return tuple(_read(name) for name in NAMES)


def _read(name: str) -> Mapping[str, Any]:
    with (DATA / f"{name}.toml").open("rb") as file:
        found = tomllib.load(file, parse_float=Decimal)
    items = [{**ITEM_DEFAULTS, **row, "points": Decimal(row["points"]), "order": number * 10}
             for number, row in enumerate(found.pop("item"), start=1)]  # fmt: skip
    bands = [{**BAND_DEFAULTS, **row, "order": number * 10} for number, row in enumerate(found.pop("band"), start=1)]
    return MappingProxyType({**found, "item": items, "band": bands})


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Bring the database to what the files say, whenever migrations have run. Copies of bureaus stay as they are."""
    if using != DEFAULT_DB_ALIAS or Pack._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic():
        for given in shipped_standards():
            _load(given)


def _load(given: Mapping[str, Any]) -> None:
    # Not through the audited manager: no person does this, and every database has the same rows.
    values = {name: value for name, value in given.items() if name not in ("code", "item", "band")}
    rows = Standard._base_manager.filter(code=given["code"])
    if not rows.update(**values):
        Standard._base_manager.bulk_create([Standard(code=given["code"], path="", **values)])
    standard = rows.get()
    _load_parts(StandardItem, standard, "code", given["item"])
    _load_parts(Band, standard, "label", given["band"])


def _load_parts(model: Any, standard: Standard, key: str, wanted: Any) -> None:
    rows = model._base_manager.filter(standard=standard)
    known = {getattr(row, key): row for row in rows}
    fresh = []
    for each in wanted:
        row = known.get(each[key])
        if row is None:
            fresh.append(model(standard=standard, path="", **each))
        elif any(getattr(row, name) != value for name, value in each.items()):
            model._base_manager.filter(pk=row.pk).update(**each)
    model._base_manager.bulk_create(fresh)
    gone = known.keys() - {each[key] for each in wanted}
    if gone:
        rows.filter(**{f"{key}__in": gone})._raw_delete(rows.db)
