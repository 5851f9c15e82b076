"""Help for tests: tokens, and a client that sends one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.tokens.actions import issue_token
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.scopes import SCOPES
from santong.kit.access import Grant, Viewer


@dataclass
class Api:
    """Sends requests with a token."""

    token: Token
    bearer: str
    client: Client

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, data: Any = None, **more: Any) -> HttpResponse:
        return self.client.post(f"/api/v1/{path}", data or {}, headers=self.headers, **more)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.bearer}", "Accept-Language": "en"}


def api_for(
    organisation: Organisation,
    *,
    scopes: Iterable[str] = SCOPES,
    holder: Person | None = None,
    role: str = "school_it",
    per_minute: int = 60_000,
) -> Api:
    """A client with a new token of an organisation, which somebody with a role there answers for."""
    person = holder or somebody(role, organisation, f"holder-{role}-{organisation.pk}")
    acting = Viewer(person_id=person.pk, grants=(Grant(role, organisation.path),))
    issued = issue_token(
        acting=acting,
        organisation=organisation,
        name="Test system",
        purpose="tests",
        scopes=scopes,
        expires=timezone.now() + timedelta(days=1),
        requests_per_minute=per_minute,
    )
    return Api(issued.token, issued.bearer, Client(raise_request_exception=False))
