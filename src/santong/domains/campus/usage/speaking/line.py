"""The process that keeps the line to devices: a broker or a client of one, and what goes to and fro."""

from __future__ import annotations

import asyncio
import resource
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import aiomqtt
import structlog

from santong.domains.campus.usage.speaking import broker as own
from santong.domains.campus.usage.speaking.house import ROUND, House
from santong.domains.campus.usage.speaking.outside import QOS, connected

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 30.0


class Line:
    """Devices on one side, the database on the other, until it is stopped."""

    def __init__(self, url: str, listen: str, certificate: Path | None, key: Path | None) -> None:
        self.url, self.listen, self.certificate, self.key = url, listen, certificate, key
        self.house = House()
        self.stopping = asyncio.Event()
        # One thread alone asks the database, so that what is said is written in the order in which it was said.
        self.executor = ThreadPoolExecutor(1, thread_name_prefix="devices")

    async def run(self) -> None:
        """Keep the line; raises amqtt's `BrokerError` when the broker can't listen."""
        _allow_many_lines()
        await (self._through_another() if self.url else self._through_our_own())
        self.executor.shutdown()

    async def _through_our_own(self) -> None:
        broker = await own.started(self.house, self.listen, self.executor, self.certificate, self.key)
        log.info("devices_line_open", listen=self.listen, tls=self.certificate is not None)
        while not self.stopping.is_set():
            for topic, payload in await self._turn():
                await own.tell(broker, topic, payload)
            for key in await self._ask(self.house.no_longer_admitted):
                await own.close(broker, key)
            await self._rest(ROUND)
        await broker.shutdown()
        await self._turn()

    async def _through_another(self) -> None:
        pause = ROUND
        while not self.stopping.is_set():
            try:
                async with connected(self.url, self.house) as client:
                    log.info("devices_line_open", broker=urlsplit(self.url).hostname)
                    pause = ROUND
                    await self._serve(client)
            except aiomqtt.MqttError as error:
                log.warning("broker_not_available", error=str(error), again_in_s=pause)
                await self._rest(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        await self._turn()

    async def _serve(self, client: aiomqtt.Client) -> None:
        while not self.stopping.is_set():
            for topic, payload in await self._turn():
                await client.publish(topic, payload, QOS)
            await self._rest(ROUND)

    async def _turn(self) -> list[tuple[str, bytes]]:
        where = f"{urlsplit(self.url).hostname}" if self.url else self.listen
        await self._ask(partial(self.house.note_line, where))
        found: list[tuple[str, bytes]] = await self._ask(self.house.turn)
        return found

    async def _ask(self, question):  # type: ignore[no-untyped-def]  # any function of the house
        return await asyncio.get_running_loop().run_in_executor(self.executor, question)

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.stopping.wait(), seconds)
        except TimeoutError:
            return


def _allow_many_lines() -> None:
    """A line to a device is an open file; the system's usual limit is 1024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
