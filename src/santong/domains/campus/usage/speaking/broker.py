"""The broker that comes along, amqtt, and what it lets devices do.

A device signs in with its key and its secret, and calls itself by its key. It publishes below its own topic and listens
to its own orders; what it says goes to the platform and to nobody else.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from amqtt.broker import Broker
from amqtt.contexts import Action, BaseContext, BrokerConfig, ListenerConfig
from amqtt.mqtt.constants import QOS_1
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import ApplicationMessage, Session

from santong.domains.campus.usage.speaking.house import House, own_topic
from santong.lib.room_messages import LONGEST, TOLD

GRACE = 30
"""Seconds that a device may be late with its sign of life before its line is closed."""
KEPT_SESSION = 3600
MOST_LINES = 20_000


class Doorkeeper(BaseAuthPlugin, BaseTopicPlugin):
    """Who may sign in, and on which topics they may speak and listen."""

    def __init__(self, context: BaseContext) -> None:
        BaseAuthPlugin.__init__(self, context)
        self.topic_config = None
        self.house = House()
        self.executor: Executor | None = None
        self.schools: dict[str, int] = {}

    async def authenticate(self, *, session: Session) -> bool:
        key, secret = session.username or "", session.password or ""
        loop = asyncio.get_running_loop()
        school = await loop.run_in_executor(self.executor, self.house.admits, key, secret)
        may = school is not None and session.client_id == key and self._may_leave_behind(session, key, school)
        if school is None or not may:
            # Whoever isn't let in must not take the place of a device that is there.
            session.client_id = f"refused-{secrets.token_hex(8)}"
            return False
        self.schools[key] = school
        return True

    @staticmethod
    def _may_leave_behind(session: Session, key: str, school: int) -> bool:
        return not session.will_flag or own_topic(session.will_topic or "", key, school) is not None

    async def topic_filtering(
        self, *, session: Session | None = None, topic: str | None = None, action: Action | None = None
    ) -> bool:
        if session is None or session.client_id not in self.schools or action == Action.PUBLISH:
            # What a device says was taken in when it arrived (see below) and is passed on to nobody.
            return False
        parts = (topic or "").split("/")
        asked = "/".join([*parts[:3], "0", *parts[4:]]) if len(parts) > 3 and parts[3] == "+" else topic or ""
        own = own_topic(asked, session.client_id, self.schools[session.client_id])
        return own is not None and own.says == TOLD

    async def on_broker_message_received(self, *, client_id: str, message: ApplicationMessage | None) -> None:
        """A device has published something."""
        if message is None or client_id not in self.schools or len(message.data or b"") > LONGEST:
            return
        topic = own_topic(message.topic or "", client_id, self.schools[client_id])
        if topic is not None and topic.says != TOLD:
            self.house.take(topic, bytes(message.data or b""))

    async def on_broker_client_disconnected(self, *, client_id: str, client_session: Session | None = None) -> None:
        """The line to a device was closed, by it or for its silence; not where it is back on another one already."""
        present = self.context.get_session(client_id)
        if client_id in self.schools and (present is None or present is client_session):
            self.house.left(client_id)


class RoomBroker(Broker):
    """The broker without those whom it has turned away: it would keep a session for each for good."""

    async def _handle_client_session(self, reader: Any, writer: Any, client_session: Session, *rest: Any) -> None:
        try:
            await super()._handle_client_session(reader, writer, client_session, *rest)
        finally:
            if (client_session.client_id or "").startswith("refused-"):
                self._sessions.pop(client_session.client_id or "", None)


async def started(
    house: House, listen: str, executor: Executor, certificate: Path | None = None, key: Path | None = None
) -> RoomBroker:
    """A broker that listens, with TLS where there is a certificate; raises amqtt's `BrokerError` when it can't."""
    # It writes a line for every message otherwise.
    logging.getLogger("amqtt").setLevel(logging.ERROR)
    logging.getLogger("transitions").setLevel(logging.ERROR)
    tls = {"ssl": True, "certfile": str(certificate), "keyfile": str(key or certificate)} if certificate else {}
    plugin = f"{Doorkeeper.__module__}.{Doorkeeper.__qualname__}"
    broker = RoomBroker(
        BrokerConfig(
            listeners={"default": ListenerConfig(bind=listen, max_connections=MOST_LINES, **tls)},
            timeout_disconnect_delay=GRACE,
            session_expiry_interval=KEPT_SESSION,
            plugins={plugin: {}},
        )
    )
    keeper = broker.plugins_manager.get_plugin(Doorkeeper.__name__)
    assert isinstance(keeper, Doorkeeper)
    keeper.house, keeper.executor = house, executor
    await broker.start()
    return broker


async def close(broker: Broker, key: str) -> None:
    """Close the line to a device."""
    session = broker.sessions.get(key)
    if session is not None:
        await session[1].handle_connection_closed()


async def tell(broker: Broker, topic: str, payload: bytes) -> None:
    """Say something to whoever listens to a topic, until they have it."""
    await broker.internal_message_broadcast(topic, payload, QOS_1)
