"""`santong devices-line`: the line to devices in rooms; `santong serve` starts it with the first device."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

from amqtt.errors import BrokerError
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from santong.domains.campus.usage.speaking.line import Line
from santong.lib.processes import seldom_collect, when_orphaned


class Command(BaseCommand):
    help = "Listen to devices in rooms and tell them orders, until SIGTERM"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        seldom_collect()
        try:
            asyncio.run(_run())
        except (BrokerError, OSError) as problem:
            raise CommandError(
                f"The broker for devices can't listen on {settings.MQTT_LISTEN}: {problem}. "
                "Set MQTT_LISTEN to a free address of this machine, or MQTT_URL to a broker that runs elsewhere."
            ) from problem


async def _run() -> None:
    line = Line(settings.MQTT_URL, settings.MQTT_LISTEN, settings.MQTT_CERTIFICATE, settings.MQTT_KEY)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, line.stopping.set)
    supervisor = os.environ.get("SANTONG_SUPERVISOR")
    if supervisor:
        when_orphaned(int(supervisor), lambda: os.kill(os.getpid(), signal.SIGTERM))
    await line.run()
