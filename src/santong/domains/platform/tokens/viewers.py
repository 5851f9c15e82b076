"""As whom a request with a token acts."""

from __future__ import annotations

from dataclasses import dataclass

from santong.domains.platform.access.public import active_appointments
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.scopes import Scope, permissions_of
from santong.kit.access import Grant, Viewer, outermost
from santong.kit.access.roles import roles_by_name, roles_with

CHANGE = "tokens.change"


@dataclass(frozen=True)
class TokenViewer(Viewer):
    """Sees what both the token's scopes and its holder may see, within the token's organisation.

    It is no person: nothing is its own.
    """

    held: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def paths(self, permission: str) -> tuple[str, ...]:
        roles_with(permission)
        return dict(self.held).get(permission, ())


def holder_of(token: Token) -> Viewer:
    """The person who answers for a token, with their staff roles cut to the token's organisation."""
    grants = [Grant(row.role, row.path) for row in active_appointments(token.holder_id)]
    cut = [Grant(grant.role, path) for grant in grants for path in _common(grant.path, token.path)]
    staff = tuple(grant for grant in cut if roles_by_name()[grant.role].category == "staff")
    return Viewer(person_id=token.holder_id, category="staff", name=token.holder.name, grants=staff)


def _common(one: str, other: str) -> tuple[str, ...]:
    """The part of the tree that lies below both paths."""
    if one.startswith(other):
        return (one,)
    return (other,) if other.startswith(one) else ()


def reader(token: Token, holder: Viewer) -> TokenViewer:
    """The viewer that reads with a token."""
    scopes = [scope for scope in token.scopes if scope in set(Scope.values)]
    held = {name: outermost(holder.paths(name)) for name in permissions_of(scopes)}
    return TokenViewer(name=token.name, category="staff", held=tuple((n, paths) for n, paths in held.items() if paths))
