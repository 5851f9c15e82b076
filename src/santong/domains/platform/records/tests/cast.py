"""The cast of the tests: a city with two schools, providers at each, and a client that speaks xAPI."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.records.actions.credentials import Secret, create_provider, issue_credential
from santong.domains.platform.records.models import SCOPES
from santong.domains.platform.records.queries.learners import account_name
from santong.kit.access import SYSTEM

VERB = "http://adlnet.gov/expapi/verbs/completed"
OTHER_VERB = "http://adlnet.gov/expapi/verbs/attempted"
ACTIVITY = "https://tools.example.org/lessons/1"


def statement(**changes: Any) -> dict[str, Any]:
    """A small valid statement; None leaves a property out."""
    made = {
        "actor": {"mbox": "mailto:learner@example.org"},
        "verb": {"id": VERB},
        "object": {"id": ACTIVITY},
        **changes,
    }
    return {name: value for name, value in made.items() if value is not None}


def new_id() -> str:
    return str(uuid.uuid4())


def organisation(name: str, kind: str, path: str) -> Organisation:
    made = Organisation(kind=kind, name=name, path=path)
    made.save()
    return made


def provider_with(
    where: Organisation, *, scopes: Iterable[str] = SCOPES, accounts_only: bool = False, per_minute: int = 0
) -> Secret:
    """A provider of an organisation with one credential."""
    provider = create_provider(
        acting=SYSTEM, organisation=where, name=f"Tool of {where.name}", purpose="tests", accounts_only=accounts_only
    )
    return issue_credential(acting=SYSTEM, provider=provider, scopes=scopes, requests_per_minute=per_minute)


def learner(username: str, path: str) -> dict[str, Any]:
    """The actor that stands for a new person of an organisation."""
    person = Person.objects.create_person(username=username, name="测试", path=path)
    return {"account": {"homePage": settings.PUBLIC_URL, "name": account_name(person.pk)}}


def basic(key: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


@dataclass
class Answer:
    """Status, headers and body of a response."""

    status: int
    headers: Any
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def problem(self) -> str:
        return f"{self.json['path']}: {self.json['message']}"


@dataclass
class Xapi:
    """Sends requests with credentials and a version."""

    authorization: str
    version: str | None = "1.0.3"
    client: Client = field(default_factory=Client)

    def send(
        self,
        method: str,
        resource: str,
        body: Any = None,
        /,
        *,
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
        **parameters: Any,
    ) -> Answer:
        """Send a request; dictionaries and lists in the parameters and the body are sent as JSON."""
        given = {"Authorization": self.authorization, **(headers or {})}
        if self.version is not None:
            given["X-Experience-API-Version"] = self.version
        texts = {name: json.dumps(v) if isinstance(v, dict) else str(v) for name, v in parameters.items()}
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        response = self.client.generic(
            method, f"/xAPI/{resource}{'?' + urlencode(texts) if texts else ''}", data, content_type, headers=given
        )
        return Answer(response.status_code, response.headers, response.content)

    def post(self, body: Any, **more: Any) -> Answer:
        return self.send("POST", "statements", body, **more)

    def store(self, *statements: dict[str, Any]) -> list[str]:
        answer = self.post(list(statements))
        assert answer.status == 200, answer.content
        return answer.json

    def get(self, **parameters: Any) -> Answer:
        return self.send("GET", "statements", **parameters)

    def found(self, **parameters: Any) -> list[str]:
        """The ids of the statements that a query finds, newest first."""
        answer = self.get(**parameters)
        assert answer.status == 200, answer.content
        return [one["id"] for one in answer.json["statements"]]


def as_client(issued: Secret, version: str | None = "1.0.3") -> Xapi:
    return Xapi(basic(issued.credential.key, issued.secret), version)
