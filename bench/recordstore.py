"""What the benchmarks of the record store share: a server with its database, credentials, statements."""

from __future__ import annotations

import base64
import http.client
import json
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.contract import Run
from santong.kit.testing.serving import Installation, Served

AGENTS, ACTIVITIES, COURSES, REGISTRATIONS = 20_000, 5_000, 200, 200_000
VERBS = {
    "http://id.tincanapi.com/verb/viewed": 50,
    "http://adlnet.gov/expapi/verbs/attempted": 20,
    "http://adlnet.gov/expapi/verbs/completed": 15,
    "http://adlnet.gov/expapi/verbs/scored": 9,
    "http://adlnet.gov/expapi/verbs/shared": 5,
    "http://id.tincanapi.com/verb/reviewed": 1,
}
PLATFORM = "https://elsewhere.example.org"
_verbs, _weights = list(VERBS), list(VERBS.values())


def agent(number: int) -> dict[str, object]:
    return {"objectType": "Agent", "account": {"homePage": PLATFORM, "name": f"{number:032x}"}}


def activity(number: int) -> str:
    return f"{PLATFORM}/resources/{number}"


def course(number: int) -> str:
    return f"{PLATFORM}/courses/{number % COURSES}"


def registration(number: int) -> str:
    return str(uuid.UUID(int=(number % REGISTRATIONS) + (4 << 76) + (8 << 60)))


@dataclass(frozen=True)
class Pick:
    """The choices that make up one invented statement."""

    verb: str
    agent: int
    activity: int
    registration: int
    scaled: float


def pick(dice: random.Random) -> Pick:
    """Few resources are used much, many a little; everything else is even."""
    return Pick(
        verb=dice.choices(_verbs, _weights)[0],
        agent=dice.randrange(AGENTS),
        activity=int(ACTIVITIES * dice.random() ** 3),
        registration=dice.randrange(REGISTRATIONS),
        scaled=round(dice.random(), 2),
    )


def statement(made: Pick) -> dict[str, object]:
    """A statement of about 1 kB, as a learning tool would send it."""
    return {
        "id": str(uuid.uuid4()),
        "actor": agent(made.agent),
        "verb": {"id": made.verb, "display": {"zh-CN": "学习", "en": "learned"}},
        "object": {
            "objectType": "Activity",
            "id": activity(made.activity),
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/lesson",
                "name": {"zh-CN": f"第 {made.activity} 课 分数的初步认识"},
            },
        },
        "result": {
            "score": {"scaled": made.scaled, "raw": made.scaled * 100, "min": 0, "max": 100},
            "success": made.scaled >= 0.6,
            "completion": True,
            "duration": "PT12M30S",
        },
        "context": {
            "registration": registration(made.registration),
            "platform": "lesson player",
            "language": "zh-CN",
            "contextActivities": {"grouping": [{"id": course(made.activity)}]},
            "extensions": {f"{PLATFORM}/x/device": "tablet", f"{PLATFORM}/x/attempt": 1},
        },
        "timestamp": "2026-03-05T08:30:00.123Z",
    }


@dataclass
class Store:
    """A record store: its installation and server, and the credentials of its readers and writers."""

    place: Installation
    served: Served
    credentials: dict[str, str]

    def client(self, who: str = "city") -> Client:
        return Client(self.served.port, self.credentials[who])


class Client:
    """A keep-alive connection with credentials."""

    def __init__(self, port: int, authorization: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {
            "Authorization": authorization,
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": "application/json",
        }

    def request(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and body of the answer."""
        self.connection.request(method, path, body, self.headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def send(self, body: bytes) -> list[str]:
        """Store a batch; the ids of its statements."""
        status, content = self.request("POST", "/xAPI/statements", body)
        if status != 200:
            raise RuntimeError(f"{status}: {content[:300]!r}")
        ids: list[str] = json.loads(content)
        return ids


@contextmanager
def record_store(run: Run) -> Iterator[Store]:
    """A fresh record store, being served, with a city and a school; removed afterwards."""
    with run.installation(LOG_LEVEL="ERROR", TZ="UTC") as place:
        served = Served(place, "serve", ("--jobs", "0", "--migrate"))
        served.environment = {"PUBLIC_URL": served.url}
        place.environment["PUBLIC_URL"] = served.url
        served.start()
        try:
            served.wait_until_ready()
            made = json.loads(place.run("shell", "-v0", "-c", SET_UP).stdout)
            yield Store(place, served, {who: _basic(*pair) for who, pair in made.items()})
        finally:
            served.stop()


def _basic(key: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


SET_UP = """
import json
from santong.domains.platform.organisations.models import Organisation
from santong.domains.platform.records.actions.credentials import create_provider, issue_credential
from santong.domains.platform.records.models import SCOPES
from santong.kit.access import SYSTEM
made = {}
for name, kind, path in (("city", "city_bureau", "0001"), ("school", "school", "00010001")):
    organisation = Organisation(kind=kind, name=name, path=path)
    organisation.save()
    provider = create_provider(acting=SYSTEM, organisation=organisation, name=name, purpose="measuring",
                               accounts_only=False)
    issued = issue_credential(acting=SYSTEM, provider=provider, scopes=SCOPES, requests_per_minute=0)
    made[name] = (issued.credential.key, issued.secret)
print(json.dumps(made))
"""
