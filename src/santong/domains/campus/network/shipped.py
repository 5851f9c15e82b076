"""Floors that come with the product: of a public plan of a city, until a region writes its own."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from santong.domains.campus.network.models import Floor
from santong.domains.platform.organisations.public import Stage

SOURCE = "某市教育信息化规划（公开文本摘录，待核）：完全小学10M、初中30M、高中与中职50M；各地规划不同，请改用本地的"
FLOORS = (
    (Stage.PRIMARY, 10), (Stage.JUNIOR, 30), (Stage.SENIOR, 50), (Stage.VOCATIONAL, 50),
)  # fmt: skip


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Add those that aren't there yet, whenever migrations have run."""
    if using != DEFAULT_DB_ALIAS or Floor._meta.db_table not in connection.introspection.table_names():
        return
    known = set(Floor._base_manager.filter(path="").values_list("stage", flat=True))
    # Not through the audited manager: no person does this, and every database has the same rows.
    Floor._base_manager.bulk_create(
        Floor(path="", stage=stage, down=down, source=SOURCE) for stage, down in FLOORS if stage not in known
    )
