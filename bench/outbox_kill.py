"""The outbox through every kind of kill: `python -m bench.outbox_kill`.

Pages in real browsers and clients of the protocol answer notices, over and over, each notice a stream of its own.
Meanwhile tabs crash, browsers are killed with all their processes, lines go and come, web processes and the whole
server are killed with -9. A trigger in the database writes down every effect, in its transaction. In the end each page
is opened once more and not touched.

`lost` are entries of which a device had said "saved on this device", or a client made, without an effect; `doubled`
are effects more than entries; `disordered` are entries done before an earlier one of their stream.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from bench.contract import Run, at_least, at_most, main, say
from santong.kit.testing.browser import ARGUMENTS, CHROMIUM
from santong.kit.testing.serving import Installation, Served

LIMITS = {
    "lost": at_most(0),
    "doubled": at_most(0),
    "disordered": at_most(0),
    "entries": at_least(1),
    "kills": at_least(5),
    "untouched_seconds": at_most(120),
}
STREAMS = 6
"""Notices that each page or client answers."""
PATIENCE = 120.0
BATCH = 20


def measure(run: Run) -> dict[str, float]:
    """Make entries and kill; open everything once more; compare."""
    pages, clients, kills = run.pick(3, 1), run.pick(2, 1), run.pick(60, 6)
    with server(run, pages + clients) as (place, served, people), sync_playwright() as playwright:
        senders = [Sender(served.port, person) for person in people[pages:]]
        devices = [Device(playwright, place.home / f"profile-{n}", served.url, p) for n, p in enumerate(people[:pages])]
        done = Counter[str]()
        try:
            for sender in senders:
                sender.start()
            for device in devices:
                device.open()
            kill_while(served, devices, done, kills=kills, entries=run.pick(4000, 120), senders=senders)
            for sender in senders:
                sender.finish()
            seconds = untouched(devices)
        finally:
            for device in devices:
                device.close()
        figures = compare(place, devices, senders)
    return {
        **figures,
        "kills": sum(done.values()),
        "untouched_seconds": seconds,
        **{f"kills_{k}": n for k, n in done.items()},
    }


@dataclass
class Person:
    """Somebody with notices to answer: `received` are the keys of the rows that they answer."""

    id: int
    session: str
    received: list[int]


@contextmanager
def server(run: Run, number: int) -> Iterator[tuple[Installation, Served, list[Person]]]:
    """A served installation with so many people."""
    with run.installation(LOG_LEVEL="ERROR") as place:
        served = Served(place, "serve", ("--web", "2", "--jobs", "0", "--migrate"))
        served.environment = {"PUBLIC_URL": served.url}
        place.environment["PUBLIC_URL"] = served.url
        served.start()
        try:
            served.wait_until_ready()
            made = json.loads(place.run("shell", "-v0", "-c", SET_UP.format(number=number, streams=STREAMS)).stdout)
            yield place, served, [Person(**each) for each in made]
        finally:
            served.stop()


@dataclass
class Device:
    """A browser with a profile on the disk, in which somebody answers notices as fast as the page goes."""

    playwright: Playwright
    profile: Path
    url: str
    person: Person
    saved: Counter[int] = field(default_factory=Counter)
    context: BrowserContext | None = None

    def open(self) -> None:
        """Start the browser, and begin to answer."""
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=CHROMIUM, args=ARGUMENTS, base_url=self.url, locale="zh-CN"
        )
        self.context.add_cookies([{"name": "session", "value": self.person.session, "url": self.url}])
        self.context.expose_binding("told", lambda _source, row: self.saved.update([row]))
        self.visit(busy=True)

    def visit(self, *, busy: bool) -> None:
        """Open a page, and answer there or leave it alone."""
        assert self.context is not None
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            page = self.context.new_page()
            try:
                page.goto(f"/notices/{self.person.received[0]}/", timeout=60_000)
                page.wait_for_selector("form[data-island=queued]", timeout=30_000, state="attached")
                if busy:
                    page.evaluate(ANSWER, self.person.received)
                return
            except Error:
                page.close()  # the server is down at this moment
                time.sleep(0.2)
        raise TimeoutError("the page never came")

    @property
    def page(self) -> Page:
        """The page that is open."""
        assert self.context is not None
        return self.context.pages[-1]

    def crash(self) -> None:
        """Kill the tab's process."""
        with suppress(Error):
            self.page.goto("chrome://crash", timeout=5_000)
        self.again()

    def shut(self) -> None:
        """Close the tab without asking it."""
        self.again()

    def again(self) -> None:
        """A new tab instead of those that are there."""
        self.replace(busy=True)

    def replace(self, *, busy: bool) -> None:
        """Open a new tab, and close the others without asking them."""
        assert self.context is not None
        old = list(self.context.pages)
        self.visit(busy=busy)
        for page in old:
            with suppress(Error):
                page.close(run_before_unload=False)

    def lose_line(self) -> None:
        """No line for a moment."""
        assert self.context is not None
        self.context.set_offline(True)
        self.page.wait_for_timeout(random.randint(200, 1500))
        self.context.set_offline(False)

    def kill(self) -> None:
        """Kill -9 all processes of the browser at once, and start it again."""
        self.close()
        self.open()

    def rest(self) -> None:
        """Make no more entries."""
        with suppress(Error):
            self.page.evaluate("window.stopped = true")

    def close(self) -> None:
        """Kill -9 all processes of the browser at once."""
        for process in psutil.process_iter(["cmdline"]):
            if any(str(self.profile) in part for part in process.info["cmdline"] or ()):
                with suppress(psutil.Error):
                    process.kill()
        with suppress(Error):
            if self.context is not None:
                self.context.close()


class Sender(threading.Thread):
    """A client of the protocol that keeps in memory what wasn't acknowledged, and sends it again."""

    def __init__(self, port: int, person: Person) -> None:
        super().__init__(daemon=True)
        self.port, self.person = port, person
        self.made: dict[int, list[str]] = defaultdict(list)
        self._waiting: list[dict[str, Any]] = []
        self._done = threading.Event()

    def finish(self) -> None:
        """Make no more entries; returns when all are acknowledged."""
        self._done.set()
        self.join(PATIENCE)
        if self.is_alive():
            raise TimeoutError("a client's entries were never acknowledged")

    def run(self) -> None:
        """Make and send."""
        dice = random.Random(self.person.id)
        while self._waiting or not self._done.is_set():
            while len(self._waiting) < BATCH and not self._done.is_set():
                self._waiting.append(self._entry(dice.choice(self.person.received)))
            # When the server is down, the same batch again.
            with suppress(OSError, http.client.HTTPException, ValueError):
                self._send()
            time.sleep(0.5)  # as many batches a minute as a person may send

    def _entry(self, row: int) -> dict[str, Any]:
        sequence = len(self.made[row])
        answer = "no" if sequence % 2 else "yes"
        self.made[row].append(answer)
        return {
            "id": str(uuid4()), "kind": "notices.acknowledge", "stream": f"client/{row}", "sequence": sequence,
            "made": int(time.time() * 1000), "fields": {"row": row, "answer": answer},
        }  # fmt: skip

    def _send(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookie = f"session={self.person.session}"
        connection.request("GET", "/outbox/state/", headers={"Cookie": cookie})
        answer = connection.getresponse()
        token = json.loads(answer.read())["token"]
        secret = answer.headers["Set-Cookie"].partition(";")[0] if answer.headers["Set-Cookie"] else ""
        oldest: dict[str, int] = {}
        for each in self._waiting:
            oldest.setdefault(each["stream"], each["sequence"])
        entries = [{**each, "oldest": oldest[each["stream"]]} for each in self._waiting]
        body = json.dumps({"person": self.person.id, "now": int(time.time() * 1000), "entries": entries})
        headers = {"Cookie": f"{cookie}; {secret}", "X-CSRFToken": token, "Content-Type": "application/json"}
        connection.request("POST", "/outbox/", body, headers)
        answer = connection.getresponse()
        outcomes = json.loads(answer.read()).get("outcomes", [])
        settled = {each["id"] for each in outcomes if each["state"] == "done"}
        self._waiting = [each for each in self._waiting if each["id"] not in settled]


def kill_while(
    served: Served, devices: list[Device], done: Counter[str], *, kills: int, entries: int, senders: list[Sender]
) -> None:
    """Kill something at random moments until there were so many kills and entries."""
    dice = random.Random(7)
    ways: dict[str, Callable[[Device], None]] = {
        "tab": Device.crash,
        "close": Device.shut,
        "line": Device.lose_line,
        "browser": Device.kill,
        "server": lambda _device: restart(served),
        "web": lambda _device: kill_one(served, dice),
    }
    order = [name for _round in range(kills) for name in dice.sample(sorted(ways), len(ways))]
    began = time.monotonic()

    def made() -> int:
        return sum(sum(d.saved.values()) for d in devices) + sum(len(v) for s in senders for v in list(s.made.values()))

    while sum(done.values()) < kills or made() < entries:
        if time.monotonic() - began > 3600:
            raise TimeoutError(f"{made()} entries after an hour")
        for device in devices:
            with suppress(Error):
                device.page.wait_for_timeout(dice.uniform(100, 800))
        if sum(done.values()) < kills:
            way = order[sum(done.values())]
            ways[way](dice.choice(devices))
            done[way] += 1
            say(f"{sum(done.values())} of {kills}: {way}; {made()} entries")
    for device in devices:
        device.rest()


def restart(served: Served) -> None:
    """Kill -9 the whole server, and start it again."""
    served.kill()
    served.start()
    served.wait_until_ready()


def kill_one(served: Served, dice: random.Random) -> None:
    """Kill -9 one web process; the supervisor starts another."""
    processes = served.processes("santong.config.web")
    with suppress(psutil.Error):
        dice.choice(processes).kill()


def untouched(devices: list[Device]) -> float:
    """Crash each tab, open a page in its place, and touch nothing; the seconds until nothing waits any more."""
    for device in devices:
        with suppress(Error):
            device.page.wait_for_timeout(300)
            device.page.goto("chrome://crash", timeout=5_000)
        device.replace(busy=False)
    began = time.monotonic()
    for device in devices:
        while not device.page.evaluate(NOTHING_WAITS):
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError("something still waits on a device")
            device.page.wait_for_timeout(50)
    return time.monotonic() - began


def compare(place: Installation, devices: list[Device], senders: list[Sender]) -> dict[str, float]:
    """What the database has against what was made."""
    found = json.loads(place.run("shell", "-v0", "-c", READ).stdout)
    for each in found["refused"]:
        say(f"refused: {each}")
    effects: dict[int, list[str]] = defaultdict(list)
    for row, answer in found["effects"]:
        effects[row].append("yes" if answer else "no")
    places: dict[str, list[int]] = defaultdict(list)
    for stream, sequence in found["deliveries"]:
        places[stream].append(sequence)
    disordered = sum(a >= b for numbers in places.values() for a, b in pairwise(numbers))
    lost = sum(len(set(range(max(numbers) + 1)) - set(numbers)) for numbers in places.values())
    written = Counter({row: len(places) for row, places in _by_row(places).items()})
    made = Counter({row: len(answers) for sender in senders for row, answers in sender.made.items()})
    for device in devices:
        made.update(device.saved)
    for row, number in made.items():
        if number > len(effects[row]):
            say(f"{number} entries of {row}, {len(effects[row])} effects")
        lost += max(0, number - len(effects[row]))
    doubled = sum(max(0, len(answers) - written[row]) for row, answers in effects.items())
    for sender in senders:
        disordered += sum(effects[row] != answers for row, answers in sender.made.items())
    return {"entries": sum(written.values()), "lost": lost, "doubled": doubled, "disordered": disordered}


def _by_row(places: dict[str, list[int]]) -> dict[int, list[int]]:
    """The numbers of all streams about a row: a browser that lost its profile's key would have begun another one."""
    found: dict[int, list[int]] = defaultdict(list)
    for stream, numbers in places.items():
        found[int(stream.rpartition("/")[2].removeprefix("notice-"))] += numbers
    return found


ANSWER = """(rows) => {
  const hidden = (form, name, value) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    if (name === "row") input.dataset.number = "";
    form.append(input);
  };
  const make = async (row, answer) => {
    const form = document.createElement("form");
    form.method = "post";
    Object.assign(form.dataset, { island: "queued", kind: "notices.acknowledge", stream: `notice-${row}` });
    hidden(form, "row", row);
    hidden(form, "answer", answer);
    document.body.append(form);
    await new Promise((done) => setTimeout(done, 20));
    const saved = new Promise((done) => {
      const look = () => /saved|done/.test(form.dataset.state ?? "") && done();
      new MutationObserver(look).observe(form, { attributes: true });
    });
    form.requestSubmit();
    await saved;
    await window.told(row);
    form.remove();
  };
  void (async () => {
    for (let count = 0; !window.stopped; count++) {
      await make(rows[Math.floor(Math.random() * rows.length)], count % 2 ? "no" : "yes");
    }
  })();
}"""

NOTHING_WAITS = """async () => {
  const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const db = await asked(indexedDB.open("santong-device"));
  const count = await asked(db.transaction("entries").objectStore("entries").count());
  db.close();
  return count === 0;
}"""

SET_UP = """
import json
from datetime import timedelta
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.utils import timezone
from santong.domains.platform.access.testing import make_region, somebody
from santong.domains.platform.notices.models import Notice, Recipient
store = import_module(settings.SESSION_ENGINE).SessionStore
region, made = make_region(), []
for number in range({number}):
    person = somebody("parent", region.first, f"parent{{number}}")
    rows = []
    for stream in range({streams}):
        notice = Notice.objects.create(title=f"Notice {{stream}}", organisation=region.first, path=region.first.path,
            author=person, state="sent", sent_at=timezone.now(), wants_receipt=True,
            deadline=timezone.localdate() + timedelta(days=9))
        rows.append(Recipient.objects.create(notice=notice, person=person).pk)
    session = store()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["second_factor"] = True
    session.save()
    made.append({{"id": person.pk, "session": session.session_key, "received": rows}})
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("CREATE TABLE bench_effect (id INTEGER PRIMARY KEY AUTOINCREMENT, "
                       "recipient INTEGER, answer INTEGER)")
        cursor.execute("CREATE TRIGGER bench_effect AFTER UPDATE OF acknowledged ON notices_recipient BEGIN "
                       "INSERT INTO bench_effect (recipient, answer) VALUES (new.id, new.acknowledged); END")
    else:
        cursor.execute("CREATE TABLE bench_effect (id BIGSERIAL PRIMARY KEY, recipient BIGINT, answer INTEGER)")
        cursor.execute("CREATE FUNCTION bench_effect() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                       "INSERT INTO bench_effect (recipient, answer) VALUES (new.id, new.acknowledged::int); "
                       "RETURN new; END $$")
        cursor.execute("CREATE TRIGGER bench_effect AFTER UPDATE OF acknowledged ON notices_recipient "
                       "FOR EACH ROW EXECUTE FUNCTION bench_effect()")
print(json.dumps(made))
"""

READ = """
import json
from django.db import connection
from santong.kit.outbox.models import Delivery
with connection.cursor() as cursor:
    cursor.execute("SELECT recipient, answer FROM bench_effect ORDER BY id")
    effects = cursor.fetchall()
rows = Delivery.objects.filter(state="done").order_by("pk").values_list("stream", "sequence")
refused = [row.get_content() for row in Delivery.objects.refused()]
print(json.dumps({"effects": effects, "deliveries": list(rows), "refused": refused}))
"""

if __name__ == "__main__":
    main("outbox_kill", measure, LIMITS)
