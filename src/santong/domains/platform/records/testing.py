"""Help for tests and demonstrations: statements stored for an organisation, without HTTP."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.records.actions.outbox import platform_at
from santong.domains.platform.records.actions.preparing import prepare
from santong.domains.platform.records.actions.storing import store
from santong.domains.platform.records.queries.learners import account_name
from santong.domains.platform.records.xapi.versions import TWO

__all__ = ["account_name", "store_as"]


def store_as(organisation: Organisation, statements: list[dict[str, Any]]) -> list[str]:
    """Store statements as the platform itself does for an organisation; their ids."""
    caller = platform_at(organisation.path)
    return store(prepare(statements, caller, TWO), caller)
