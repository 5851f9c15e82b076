"""Rules that come with the product, loaded from a data file after every migration."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction

from santong.domains.governance.checks.models import CheckRule, Settlement

FILE = Path(__file__).parent / "data" / "rules.toml"


@cache
def shipped_rules() -> tuple[Mapping[str, Any], ...]:
    """The rules of the data file."""
    with FILE.open("rb") as file:
        return tuple(tomllib.load(file)["rule"])


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Bring the database to what the file says, whenever migrations have run. Rules of bureaus stay as they are."""
    if using != DEFAULT_DB_ALIAS or Settlement._meta.db_table not in connection.introspection.table_names():
        return
    # Not through the audited manager: no person does this, and every database has the same rows.
    with transaction.atomic():
        for given in shipped_rules():
            values = {name: value for name, value in given.items() if name != "code"}
            rows = CheckRule._base_manager.filter(code=given["code"])
            if not rows.update(**values):
                CheckRule._base_manager.bulk_create([CheckRule(code=given["code"], path="", **values)])
