"""What the benchmarks of the record store share: a server with its database, credentials, statements."""

from __future__ import annotations

import base64
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from santong.kit.testing.postgres import cluster, free_port

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


def say(text: str) -> None:
    """Progress, on stderr."""
    print(f"{time.strftime('%H:%M:%S', time.gmtime())} {text}", file=sys.stderr, flush=True)


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
    """A running record store: where it listens, and the credentials of its readers and writers."""

    home: Path
    port: int
    workers: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    credentials: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start the web server and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "santong.config.asgi:application", "--host", "127.0.0.1",
             "--port", str(self.port), "--log-level", "error", "--workers", str(self.workers)],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        for _ in range(240):
            if self._answers():
                return
            time.sleep(0.25)
        raise RuntimeError("the server did not start within 60 s")

    def _answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            connection.request("GET", "/xAPI/about")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def stop(self, signal_number: int = 15) -> None:
        """End the server and its workers."""
        if self.process is not None:
            os.killpg(self.process.pid, signal_number)
            self.process.wait()
            self.process = None

    def manage(self, *arguments: str) -> str:
        """Run a command of the platform."""
        done = subprocess.run(
            [sys.executable, "-m", "santong", *arguments], env=self.environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{arguments[0]} failed: {done.stderr[-2000:]}")
        return done.stdout

    def client(self, who: str = "city") -> Client:
        return Client(self.port, self.credentials[who])


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
def record_store(db: str, *, workers: int = 2, durable: bool = True) -> Iterator[Store]:
    """A fresh record store on a database of its own, with a city and a school; removed afterwards."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="santong-bench-")))
        port = free_port()
        url = stack.enter_context(cluster(durable=durable)) if db == "postgresql" else f"sqlite:///{home}/db.sqlite3"
        environment = {
            **os.environ,
            "SANTONG_HOME": str(home),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DATABASE_URL": url,
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "santong.config.settings",
        }
        store = Store(home, port, workers, environment)
        say(f"setting up on {db}")
        store.manage("migrate", "-v0")
        made = json.loads(store.manage("shell", "-v0", "-c", SET_UP))
        store.credentials = {
            who: "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode() for who, (key, secret) in made.items()
        }
        stack.callback(store.stop)
        yield store


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
