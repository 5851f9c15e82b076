"""Who did it and from where: the context that audit entries are written with.

The entries themselves are written by `santong.kit.models`, on every write of a kept model.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class AuditContext:
    """What an audit entry says besides the change itself.

    `verb` is the name of the action in whose course the write happens ("students.transfer");
    empty for a plain create, change or delete.
    """

    person_id: int | None = None
    address: str = ""
    request_id: str = ""
    verb: str = ""


audit_context: ContextVar[AuditContext] = ContextVar("audit_context", default=AuditContext())


@contextmanager
def acting_as(person_id: int | None, *, address: str = "", verb: str = "") -> Iterator[None]:
    """Write audit entries in the name of a person: for jobs, commands and tests."""
    token = audit_context.set(AuditContext(person_id=person_id, address=address, verb=verb))
    try:
        yield
    finally:
        audit_context.reset(token)


@contextmanager
def named(verb: str) -> Iterator[None]:
    """Name the action that the enclosed writes belong to."""
    token = audit_context.set(replace(audit_context.get(), verb=verb))
    try:
        yield
    finally:
        audit_context.reset(token)
