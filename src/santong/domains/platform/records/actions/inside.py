"""Storing statements from inside the platform, without HTTP: for demonstrations and tests."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.records.actions.outbox import platform_at
from santong.domains.platform.records.actions.preparing import prepare
from santong.domains.platform.records.actions.storing import store
from santong.domains.platform.records.actions.use import count_use
from santong.domains.platform.records.models import Credential
from santong.domains.platform.records.queries.callers import as_caller
from santong.domains.platform.records.xapi.versions import TWO


def store_own(organisation: Organisation, statements: list[dict[str, Any]]) -> list[str]:
    """Store statements as the platform does for an organisation; their ids."""
    caller = platform_at(organisation.path)
    return store(prepare(statements, caller, TWO), caller)


def store_with(credential: Credential, statements: list[dict[str, Any]]) -> list[str]:
    """Store statements as whoever uses a credential; their ids. It counts as the one request that they would make."""
    caller = as_caller(credential)
    count_use(caller, requests=1)
    return store(prepare(statements, caller, TWO), caller)
