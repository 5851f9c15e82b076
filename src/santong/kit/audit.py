"""Who did it and from where: the context that audit entries are written with.

The entries themselves are written by `santong.kit.models`, on every write of a kept model.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.core.exceptions import ImproperlyConfigured

from santong.kit.registry import Label, Named, registry


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


@dataclass(frozen=True)
class Action(Named):
    """What people read for an action that the record names ("clubs.found").

    The record keeps names for ever, so they never change. A name that ends with a dot stands for all that begin so.
    With `is_former` it is one of earlier versions, which nothing is named any more.
    """

    name: str
    label: Label
    is_former: bool = False


BACK = ".back"
"""The end of the name under which a step is taken back."""


class UnknownAction(ImproperlyConfigured):
    """The name of an action that no module declares."""


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
    """Name the action that the enclosed writes belong to; an unknown name is a programming error."""
    if action_named(verb) is None:
        raise UnknownAction(verb)
    token = audit_context.set(replace(audit_context.get(), verb=verb))
    try:
        yield
    finally:
        audit_context.reset(token)


def action_named(verb: str) -> Action | None:
    """The declared action of a name in the record, also where it was taken back; None when no module declares it."""
    declared = registry.by_name(Action)
    return declared.get(verb.removesuffix(BACK)) or declared.get(f"{verb.partition('.')[0]}.")
