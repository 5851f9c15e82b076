"""A broker that somebody else runs, named by `MQTT_URL`: the platform is one of its clients.

Who may sign in there, and who may speak on which topic, that broker must hold itself: see docs/operations.md.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

import aiomqtt
import structlog

from santong.domains.campus.usage.speaking.house import House
from santong.lib.room_messages import ROOT, SAYINGS, TOLD, BadMessage, read_topic

log = structlog.get_logger(__name__)

PORTS = {"mqtt": 1883, "mqtts": 8883}
QOS = 1


def client_for(url: str) -> aiomqtt.Client:
    """A client of the broker that an address names: `mqtts://user:password@host:8883`."""
    parts = urlsplit(url)
    return aiomqtt.Client(
        parts.hostname or "localhost",
        parts.port or PORTS[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls_context=ssl.create_default_context() if parts.scheme == "mqtts" else None,
    )


@asynccontextmanager
async def connected(url: str, house: House) -> AsyncIterator[aiomqtt.Client]:
    """A client that listens to all devices while the block runs; raises `aiomqtt.MqttError` when the line breaks."""
    async with client_for(url) as client:
        for says in SAYINGS:
            await client.subscribe(f"{ROOT}/+/+/+/{says}", QOS)
        listening = asyncio.create_task(_listen(client, house))
        try:
            yield client
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


async def _listen(client: aiomqtt.Client, house: House) -> None:
    async for message in client.messages:
        try:
            topic = read_topic(str(message.topic))
        except BadMessage:
            continue
        if topic.says != TOLD and isinstance(message.payload, bytes | bytearray):
            house.take(topic, message.payload)
