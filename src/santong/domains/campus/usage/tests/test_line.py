"""The line to devices with a real broker on a free port, and foreign clients: who may say and hear what."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiomqtt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from santong.domains.campus.usage.actions import Registered, renew
from santong.domains.campus.usage.models import Command, Hour, TerminalState
from santong.domains.campus.usage.ordering import Reach, give_order
from santong.domains.campus.usage.speaking import house as houses
from santong.domains.campus.usage.speaking.line import Line
from santong.domains.campus.usage.tests.conftest import a_room, a_terminal
from santong.domains.campus.usage.tests.device import Device
from santong.domains.platform.access.testing import make_region
from santong.kit.access import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def eventually(ask: Callable[[], object]) -> None:
    """Wait until something holds; it takes as long as it takes, up to 20 seconds."""
    until = time.monotonic() + 20
    while not ask():
        assert time.monotonic() < until, "it never arrived"
        time.sleep(0.05)


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Running:
    """A line in a thread of its own."""

    def __init__(self, url: str = "", certificate: Path | None = None) -> None:
        self.port, self.certificate = free_port(), certificate
        self.started = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._run(url)))
        self.thread.start()
        assert self.started.wait(10)

    async def _run(self, url: str) -> None:
        self.loop = asyncio.get_running_loop()
        self.line = Line(url, f"127.0.0.1:{self.port}", self.certificate, None)
        running = asyncio.create_task(self.line.run())
        self.loop.call_later(0.3, self.started.set)
        try:
            await running
        finally:
            # The thread that asks the database goes with its connection.
            self.started.set()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.line.stopping.set)
        self.thread.join(15)
        assert not self.thread.is_alive()

    @property
    def url(self) -> str:
        return f"mqtt://127.0.0.1:{self.port}"


@pytest.fixture
def boards(db) -> list[Registered]:
    lake = make_region().lake
    return [a_terminal(a_room(lake, f"10{n}"), lake, f"大屏 {n}") for n in range(2)]


@pytest.fixture
def running(boards, monkeypatch) -> Iterator[Running]:
    monkeypatch.setattr(houses, "LOOK", 0.5)
    found = Running()
    yield found
    found.stop()


def device(running: Running, board: Registered) -> Device:
    found = Device(running.url, board.key.topic, board.secret)
    found.client.loop_start()
    return found


def end(*devices: Device) -> None:
    for each in devices:
        each.client.disconnect()
        each.client.loop_stop()


def state_of(board: Registered) -> TerminalState:
    return TerminalState.objects.get(terminal=board.terminal)


def reach(*boards: Registered) -> Reach:
    return Reach(boards[0].terminal.school, "Lake", [each.terminal for each in boards])


def states(order) -> list[str]:
    return list(order.commands.order_by("terminal").values_list("state", flat=True))


def test_what_devices_say_is_written_and_what_they_are_told_is_answered(running, boards) -> None:
    first, second = device(running, boards[0]), device(running, boards[1])
    first.say_minute(True)
    second.say_minute(False)
    eventually(lambda: Hour.objects.count() == 2)
    assert [bool(row.used) for row in Hour.objects.order_by("terminal")] == [True, False]
    assert all(state_of(each).is_online(timezone.now()) for each in boards)
    second.refuses = "updating"
    order = give_order(acting=SYSTEM, reach=reach(*boards), do="lock")
    eventually(lambda: states(order) == ["done", "refused"])
    assert [each["do"] for each in first.told] == ["lock"] and len(second.told) == 1
    assert order.commands.get(terminal=boards[1].terminal).why == "updating"
    eventually(lambda: state_of(boards[0]).is_locked)
    assert not state_of(boards[1]).is_locked
    # A device that leaves is seen to be gone at once, and is told when it is back.
    end(first)
    eventually(lambda: state_of(boards[0]).gone_at is not None)
    assert not state_of(boards[0]).is_online(timezone.now())
    late = give_order(acting=SYSTEM, reach=reach(boards[0]), do="message", text="放学啦")
    assert states(late) == ["waiting"]
    back = device(running, boards[0])
    eventually(lambda: states(late) == ["done"])
    assert back.told[0]["text"] == "放学啦"
    end(back, second)


def test_a_device_can_be_nobody_else(running, boards) -> None:
    other = boards[1]
    answers: list[tuple[str, str]] = []

    async def try_things() -> None:
        own = boards[0].key
        # With a wrong secret, under another's name, as a client by another name, with another's last will.
        for key, secret, client_id, will in (
            (own.key, "wrong", own.key, None), (other.key.key, boards[0].secret, other.key.key, None),
            (own.key, boards[0].secret, other.key.key, None), ("", "", "x", None),
            (own.key, boards[0].secret, own.key, aiomqtt.Will(f"{other.key.topic}/state", b"{}")),
        ):  # fmt: skip
            with pytest.raises(aiomqtt.MqttError):
                async with aiomqtt.Client(
                    "127.0.0.1", running.port, username=key or None, password=secret or None, identifier=client_id,
                    will=will, timeout=3,
                ):  # fmt: skip
                    answers.append(("entered", client_id))
        async with aiomqtt.Client(
            "127.0.0.1", running.port, username=own.key, password=boards[0].secret, identifier=own.key, timeout=3
        ) as client:
            for topic in (f"{other.key.topic}/cmd", f"{own.topic}/#", "#", "edu/v1/+/+/+/cmd", f"{own.topic}/state",
                          "$SYS/#", "edu/v1/+/0/" + own.key + "/cmd"):  # fmt: skip
                codes = await client.subscribe(topic)
                answers.extend(("subscribed", topic) for code in codes if int(getattr(code, "value", code)) < 128)
            now = timezone.now().timestamp()
            told = json.dumps({"at": now, "active": True})
            for topic in (f"{other.key.topic}/telemetry", f"{other.key.topic}/cmd", "edu/v1/1/2/x/telemetry"):
                await client.publish(topic, told, 1)
            await client.publish(f"{own.topic}/telemetry", told, 1)

    asyncio.run(try_things())
    assert not answers
    eventually(lambda: Hour.objects.count() == 1)
    assert Hour.objects.get().terminal == boards[0].terminal and state_of(other).seen_at is None


def test_the_answer_of_one_device_is_not_anothers_and_a_new_secret_ends_the_line(running, boards) -> None:
    first, second = device(running, boards[0]), device(running, boards[1])
    first.refuses = "slow"
    first.client.on_message = lambda *_given: None
    eventually(lambda: all(state_of(each).seen_at for each in boards))
    order = give_order(acting=SYSTEM, reach=reach(boards[0]), do="off")
    command = Command.objects.get(order=order)
    second.say("cmd/ack", id=str(command.pk), ok=True)
    eventually(lambda: states(order) == ["sent"])
    second.say_minute(True)
    eventually(lambda: Hour.objects.filter(terminal=boards[1].terminal).exists())
    assert states(order) == ["sent"]
    renew(acting=SYSTEM, terminal=boards[0].terminal)
    gone: list[int] = []
    first.client.on_disconnect = lambda *_given: gone.append(1)
    eventually(lambda: bool(gone))
    end(first, second)


def self_signed(folder: Path) -> Path:
    """A key and a certificate for this machine, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    pem = serialization.Encoding.PEM
    path = folder / "broker.pem"
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.sign(key, hashes.SHA256()).public_bytes(pem)
    )
    return path


def test_with_a_certificate_it_speaks_tls_and_nothing_else(boards, tmp_path) -> None:
    certificate = self_signed(tmp_path)
    running = Running(certificate=certificate)
    own = boards[0].key

    async def speak(context: ssl.SSLContext | None) -> None:
        async with aiomqtt.Client(
            "localhost", running.port, username=own.key, password=boards[0].secret, identifier=own.key, timeout=3,
            tls_context=context,
        ) as client:  # fmt: skip
            await client.publish(f"{own.topic}/telemetry", json.dumps({"active": True}), 1)

    try:
        with pytest.raises(aiomqtt.MqttError):
            asyncio.run(speak(None))
        asyncio.run(speak(ssl.create_default_context(cafile=str(certificate))))
        eventually(lambda: Hour.objects.exists())
    finally:
        running.stop()


def test_a_broker_that_others_run_is_used_by_its_address_alone(boards) -> None:
    """Another broker on another port stands for it; the platform is one of its clients, as devices are."""
    port = free_port()
    outer = threading.Event()
    stopped = threading.Event()

    def serve() -> None:
        from amqtt.broker import Broker

        async def run() -> None:
            plugins = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}
            broker = Broker(
                {"listeners": {"default": {"type": "tcp", "bind": f"127.0.0.1:{port}"}}, "plugins": plugins}
            )
            await broker.start()
            outer.set()
            while not stopped.is_set():
                await asyncio.sleep(0.05)
            await broker.shutdown()

        asyncio.run(run())

    thread = threading.Thread(target=serve)
    thread.start()
    assert outer.wait(10)
    running = Running(f"mqtt://platform:x@127.0.0.1:{port}")
    try:
        board = Device(f"mqtt://127.0.0.1:{port}", boards[0].key.topic, boards[0].secret)
        board.client.loop_start()
        board.say_minute(True)
        eventually(lambda: Hour.objects.exists())
        order = give_order(acting=SYSTEM, reach=reach(boards[0]), do="unlock")
        eventually(lambda: states(order) == ["done"])
        end(board)
    finally:
        running.stop()
        stopped.set()
        thread.join(10)
