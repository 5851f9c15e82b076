"""Schemes that come with the product as excerpts of their sources, loaded from a data file after every migration."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction

from santong.domains.platform.credits.models import Category, Correction, Course, Scheme

DATA = Path(__file__).parent / "data" / "schemes.toml"
PARTS = ("categories", "courses")


@cache
def shipped_schemes() -> tuple[Mapping[str, Any], ...]:
    """The schemes of the data file."""
    with DATA.open("rb") as file:
        return tuple(tomllib.load(file)["scheme"])


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Add the schemes of the file that the database doesn't have; those that it has stay as they are."""
    if using != DEFAULT_DB_ALIAS or Correction._meta.db_table not in connection.introspection.table_names():
        return
    # Not through the audited manager: no person does this, and every database has the same rows.
    known = set(Scheme._base_manager.exclude(code="").values_list("code", flat=True))
    with transaction.atomic():
        for given in shipped_schemes():
            if given["code"] not in known:
                _load(given)


def _load(given: Mapping[str, Any]) -> None:
    scheme = Scheme(path="", **{name: value for name, value in given.items() if name not in PARTS})
    Scheme._base_manager.bulk_create([scheme])
    names = {}
    for name, floor, *cap in given["categories"]:
        names[name] = Category(scheme=scheme, name=name, floor=floor, cap=cap[0] if cap else None)
    Category._base_manager.bulk_create(names.values())
    Course._base_manager.bulk_create(
        Course(scheme=scheme, path="", category=names[row["category"]],
               **{name: value for name, value in row.items() if name != "category"})
        for row in given["courses"]
    )  # fmt: skip
