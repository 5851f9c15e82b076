"""Devices in rooms that say each minute whether they are used: what the line to them costs, and what it sees.

`rooms` have a device each, with a line of its own to the broker, and say one word a minute in real time, evenly
spread, at QoS 1. `core_share` is the CPU time of the line's process (broker, intake, database) out of the time that
went by, in percent of one core; `idle_mb` and `line_mb` its memory without devices and with all of them. `offline_s`
is how long after its last word a device that fell silent with its line open is shown as silent. `doubled` counts
minutes that were counted more than once, after everything was said again over new lines; `lost` those that weren't
counted. `list_p95_ms` is the list of devices of the school.

The devices speak MQTT 3.1.1 by sockets of their own: two thousand clients of a library would need more than the
platform.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

import django
import psutil
from django.core.management import call_command

from bench.contract import Run, at_most, main, say

LIMITS = {
    "core_share": at_most(20), "offline_s": at_most(90), "doubled": at_most(0), "lost": at_most(0),
    "list_p95_ms": at_most(300),
}  # fmt: skip
KEEPALIVE = 120
LOOKS = 40


def measure(run: Run) -> Mapping[str, float]:
    """Make the rooms, run the line, speak, fall silent, say everything again."""
    rooms, seconds = run.pick(2000, 100), run.pick(60, 6)
    with run.installation(LOG_LEVEL="ERROR", MQTT_LISTEN=f"127.0.0.1:{_free_port()}") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        made = _make(rooms)
        say(f"{rooms} rooms with a device each")
        with (place.home / "line.log").open("wb") as log:
            command = [sys.executable, "-m", "santong", "devices-line"]
            line = psutil.Popen(command, env=place.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            try:
                _wait_for(os.environ["MQTT_LISTEN"])
                return _measured(line, made, seconds, run.pick(1, 0))
            finally:
                line.terminate()
                line.wait(20)
                sys.stderr.write((place.home / "line.log").read_text()[-2000:])


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str) -> None:
    host, _colon, port = address.rpartition(":")
    for _attempt in range(3000):
        with closing(socket.socket()) as one:
            if one.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the line doesn't open")


def _make(number: int) -> list[Any]:
    """Rooms with a registered device each, as `register` leaves them, written together."""
    from santong.domains.campus.places.models import Building, Room
    from santong.domains.campus.usage.actions import Registered
    from santong.domains.campus.usage.models import Terminal, TerminalKey, TerminalState
    from santong.domains.platform.access.testing import make_region
    from santong.kit.models.credentials import new_key

    lake = make_region().lake
    at = {"school": lake, "path": lake.path}
    building = Building.objects.create(**at, name="博学楼")
    rooms = [Room(**at, building=building, floor=1, name=f"{each:04}") for each in range(number)]
    terminals = [Terminal(**at, room=room, name="大屏") for room in Room.objects.bulk_create(rooms)]
    keys = [TerminalKey(terminal=row, key=new_key(), path=lake.path) for row in Terminal.objects.bulk_create(terminals)]
    secrets = [key.new_secret() for key in keys]
    TerminalKey.objects.bulk_create(keys)
    TerminalState.objects.bulk_create([TerminalState(terminal=row, path=lake.path) for row in terminals])
    return [Registered(*each) for each in zip(terminals, keys, secrets, strict=True)]


def _measured(line: psutil.Popen, made: Sequence[Any], seconds: float, silence: bool) -> dict[str, float]:
    time.sleep(2)
    idle = line.memory_info().rss
    began = time.time()
    figures = asyncio.run(_speak(line, made, seconds, silence))
    ended = time.time()
    figures |= {"rooms": len(made), "idle_mb": round(idle / 2**20)}
    return {**figures, **_counted(made, began, ended), **_listed(made[0])}


class Spoken:
    """A line of one device, by hand: it signs in, publishes, and reads what it gets without looking at it."""

    def __init__(self, registered: Any) -> None:
        self.key, self.secret, self.topic = registered.key.key, registered.secret, registered.key.topic
        self.number = 0

    async def open(self) -> None:
        host, _colon, port = os.environ["MQTT_LISTEN"].rpartition(":")
        self.reader, self.writer = await asyncio.open_connection(host, int(port))
        texts = b"".join(_text(each) for each in (self.key, self.key, self.secret))
        self._send(0x10, _text("MQTT") + bytes([4, 0xC2]) + KEEPALIVE.to_bytes(2, "big") + texts)
        answer = await self.reader.readexactly(4)
        assert answer == b"\x20\x02\x00\x00", answer
        self._send(0x82, (1).to_bytes(2, "big") + _text(f"{self.topic}/cmd") + b"\x01")
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while await self.reader.read(4096):
            pass

    def say(self, content: Mapping[str, Any]) -> None:
        self.number = self.number % 65_000 + 1
        body = _text(f"{self.topic}/telemetry") + self.number.to_bytes(2, "big") + json.dumps(content).encode()
        self._send(0x32, body)

    def _send(self, kind: int, body: bytes) -> None:
        length, sizes = len(body), bytearray()
        while True:
            length, digit = length // 128, length % 128
            sizes.append(digit | (0x80 if length else 0))
            if not length:
                break
        self.writer.write(bytes([kind]) + bytes(sizes) + body)

    async def close(self) -> None:
        self.writer.write(b"\xe0\x00")
        self.writer.close()
        self.reading.cancel()
        await asyncio.gather(self.reading, return_exceptions=True)


def _text(value: str) -> bytes:
    return len(value.encode()).to_bytes(2, "big") + value.encode()


async def _speak(line: psutil.Popen, made: Sequence[Any], seconds: float, silence: bool) -> dict[str, float]:
    devices = [Spoken(each) for each in made]
    for start in range(0, len(devices), 50):
        await asyncio.gather(*(each.open() for each in devices[start : start + 50]))
    say("all lines are open")
    devices[0].say({"at": time.time(), "active": True})
    fell_silent = time.monotonic()
    await asyncio.sleep(3)
    before, began = sum(line.cpu_times()[:2]), time.monotonic()
    for number, each in enumerate(devices[1:], 1):
        await asyncio.sleep(max(0.0, began + seconds * number / len(devices) - time.monotonic()))
        each.say({"at": time.time(), "sent": time.time(), "active": number % 2 == 0})
    await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
    share = 100 * (sum(line.cpu_times()[:2]) - before) / (time.monotonic() - began)
    say(f"one minute said, {share:.1f} % of a core")
    memory = line.memory_info().rss
    offline = await _seen_offline(made[0], fell_silent) if silence else 0.0
    say(f"{memory / 2**20:.0f} MB with all of them; one that fell silent is shown so after {offline:.1f} s")
    for each in devices:
        await each.close()
    return {"core_share": round(share, 1), "line_mb": round(memory / 2**20), "offline_s": round(offline, 1)}


async def _seen_offline(registered: Any, since: float) -> float:
    while await asyncio.to_thread(_is_online, registered.terminal.pk):
        await asyncio.sleep(0.5)
    return time.monotonic() - since


def _is_online(pk: int) -> bool:
    from django.db import connection
    from django.utils import timezone

    from santong.domains.campus.usage.models import TerminalState

    try:
        return TerminalState.objects.get(terminal=pk).is_online(timezone.now())
    finally:
        connection.close()


def _counted(made: Sequence[Any], began: float, ended: float) -> dict[str, float]:
    """Everything is said again, twice, over new lines and in the other order, with ten minutes from before."""
    truth = {each.key.key: [[minute * 60, True] for minute in _ten_before(began)] for each in made}
    asyncio.run(_say_again(made, truth))
    from santong.domains.campus.usage.models import Hour

    wanted, deadline = 10 * len(made), time.monotonic() + 60
    while (found := _minutes_before(began)) < wanted and time.monotonic() < deadline:
        time.sleep(0.5)
    time.sleep(3)
    found = _minutes_before(began)
    assert Hour.objects.count() >= len(made), ended
    say(f"said again four times: {found} minutes of {wanted}")
    return {"doubled": max(found - wanted, 0), "lost": max(wanted - found, 0)}


def _ten_before(began: float) -> range:
    last = int(began // 60) - 5
    return range(last - 10, last)


def _minutes_before(began: float) -> int:
    from santong.domains.campus.usage.models import Hour

    until = int(began // 60) - 5
    total = 0
    for row in Hour.objects.all():
        first = int(row.begins.timestamp()) // 60
        total += sum(row.used >> bit & 1 for bit in range(60) if first + bit < until)
    return total


async def _say_again(made: Sequence[Any], truth: Mapping[str, list]) -> None:
    for turn in range(2):
        devices = [Spoken(each) for each in (made if turn else reversed(made))]
        for start in range(0, len(devices), 50):
            some = devices[start : start + 50]
            await asyncio.gather(*(each.open() for each in some))
            for each in some:
                each.say({"sent": time.time(), "minutes": truth[each.key]})
                each.say({"sent": time.time(), "minutes": truth[each.key][::-1]})
            await asyncio.sleep(0.2)
            await asyncio.gather(*(each.close() for each in some))


def _listed(registered: Any) -> dict[str, float]:
    from santong.domains.platform.access.testing import signed_in

    client = signed_in("school_it", registered.terminal.school)
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    times = []
    for _look in range(LOOKS):
        began = time.perf_counter()
        answer = client.get("/terminals/")
        times.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise RuntimeError(f"the list answered {answer.status_code}")
    return {"list_p95_ms": round(statistics.quantiles(times[2:], n=20)[-1], 1)}


if __name__ == "__main__":
    main("usage", measure, LIMITS)
