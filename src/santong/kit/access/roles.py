"""Roles and permissions, as modules declare them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from santong.kit.registry import Declared, Label, Named, registry


@dataclass(frozen=True)
class Role(Named):
    """A function that a person holds on an organisation.

    `category` groups roles into the identities that a person switches between:
    "staff", "pupil" or "parent". `strong` asks for a second factor at sign-in.
    """

    name: str
    label: Label
    category: str = "staff"
    strong: bool = False


@dataclass(frozen=True)
class Permission(Named):
    """A named action, and the roles that hold it on the organisation of their appointment."""

    name: str
    label: Label
    roles: tuple[str, ...] = ()

    def faults(self) -> Iterable[str]:
        """Roles that nobody declares."""
        unknown = [role for role in self.roles if role not in roles_by_name()]
        return [f"permission {self.name!r} names the unknown role {role!r}" for role in unknown]


class UnknownPermission(ImproperlyConfigured):
    """A permission name that no module declares."""


def roles_by_name() -> Mapping[str, Role]:
    """The roles of all modules."""
    return registry.by_name(Role)


def permissions_by_name() -> Mapping[str, Permission]:
    """The permissions of all modules."""
    return registry.by_name(Permission)


def roles_with(permission: str) -> frozenset[str]:
    """The roles that hold a permission; an unknown name is a programming error."""
    if permission not in permissions_by_name():
        raise UnknownPermission(permission)
    return frozenset(permissions_by_name()[permission].roles)


def permissions_of(role: str) -> frozenset[str]:
    """The names of the permissions that a role holds."""
    return frozenset(each.name for each in permissions_by_name().values() if role in each.roles)


def unknown_permission(declared: Declared, permission: str | None) -> Iterator[str]:
    """What is wrong with a declaration that names a permission which nobody declares."""
    if permission is not None and permission not in permissions_by_name():
        yield f"{declared!r} names the unknown permission {permission!r}"
