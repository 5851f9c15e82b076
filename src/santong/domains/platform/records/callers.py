"""On whose behalf a request to the record store acts."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from santong.domains.platform.records.models import Scope
from santong.domains.platform.records.xapi.problems import Forbidden
from santong.domains.platform.records.xapi.reading import write_json
from santong.domains.platform.records.xapi.terms import PROVIDER, list_of


@dataclass(frozen=True)
class Caller:
    """A provider's credential in use, reduced to what storing and reading ask for.

    `path` is the organisation's; the caller reads what providers at or below it have stored.
    """

    credential_id: int | None
    key: str
    provider_id: int
    organisation_id: int
    path: str
    scopes: frozenset[str]
    accounts_only: bool = True
    requests_per_minute: int = 0

    def demand(self, *scopes: Scope) -> None:
        """Refuse with 403 unless one of these scopes is held."""
        if not any(scope.value in self.scopes for scope in scopes):
            names = " or ".join(scope.value for scope in scopes)
            raise Forbidden("Authorization", f"these credentials don't have the scope {names}")

    @property
    def authority(self) -> dict[str, object]:
        """The authority of statements that this caller stores."""
        account = {"homePage": settings.PUBLIC_URL, "name": f"provider-{self.provider_id}"}
        return {"objectType": "Agent", "account": account}

    @property
    def authority_json(self) -> str:
        return write_json(self.authority)


def provider_list(provider_id: int) -> int:
    """The list of all statements that a provider has stored."""
    return list_of(PROVIDER, str(provider_id))
