"""The channels that there are: a row for each medium, switched off; nobody makes or removes one."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from santong.domains.platform.channels.kinds import Medium
from santong.domains.platform.channels.models import Channel


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Add those that aren't there yet, whenever migrations have run."""
    if using != DEFAULT_DB_ALIAS or Channel._meta.db_table not in connection.introspection.table_names():
        return
    known = set(Channel._base_manager.values_list("medium", flat=True))
    # Not through the audited manager: no person does this, and every database has the same rows.
    Channel._base_manager.bulk_create(Channel(medium=medium) for medium in Medium.values if medium not in known)
