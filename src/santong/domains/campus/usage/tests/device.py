"""A device in a room as far as the platform can tell: signs in at the broker, says how it is, obeys orders.

The client is paho's, as in devices that others build. `bench/device.py` runs one.
"""

from __future__ import annotations

import json
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

STATES = {"on": {"power": "on"}, "off": {"power": "off"}, "lock": {"locked": True}, "unlock": {"locked": False}}


class Device:
    """One device; `topic` is what all of its topics begin with, and ends with its key."""

    def __init__(self, url: str, topic: str, secret: str, *, aloud: bool = False) -> None:
        self.topic, self.key = topic.rstrip("/"), topic.rstrip("/").rpartition("/")[2]
        self.told: list[dict[str, Any]] = []
        self.refuses, self.aloud = "", aloud
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=self.key, protocol=mqtt.MQTTv311)
        self.client.username_pw_set(self.key, secret)
        self.client.will_set(f"{self.topic}/state", json.dumps({"power": "unknown"}), 1)
        self.client.on_connect = self._connected
        self.client.on_message = self._obey
        parts = urlsplit(url)
        if parts.scheme == "mqtts":
            self.client.tls_set_context(ssl.create_default_context())
        self.client.connect(parts.hostname or "localhost", parts.port or 1883, keepalive=60)

    def _connected(self, client: mqtt.Client, *_given: Any) -> None:
        client.subscribe(f"{self.topic}/cmd", 1)
        self.say("state", power="on")

    def _obey(self, client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        order = json.loads(message.payload)
        self.told.append(order)
        if self.aloud:
            print("told", order, flush=True)
        if not self.refuses and order["do"] in STATES:
            self.say("state", **STATES[order["do"]])
        self.say("cmd/ack", id=order["id"], ok=not self.refuses, why=self.refuses)

    def say(self, what: str, **content: Any) -> mqtt.MQTTMessageInfo:
        """Publish something below its own topic."""
        return self.client.publish(f"{self.topic}/{what}", json.dumps(content), 1)

    def say_minute(self, active: bool) -> None:
        """What it says once a minute."""
        now = time.time()
        self.say("telemetry", at=now, sent=now, active=active)
