"""A mail server that takes everything and counts it: SMTP as far as one sender needs it (RFC 5321), one thread."""

from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter

ID = re.compile(rb"^Message-ID: <([^>]+)>", re.MULTILINE | re.IGNORECASE)


class MailSink:
    """Counts letters by their Message-ID."""

    def __init__(self) -> None:
        self.ids: Counter[bytes] = Counter()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> MailSink:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *problem: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def letters(self) -> int:
        """How many were taken, doubled ones too."""
        return self.ids.total()

    @property
    def doubled(self) -> int:
        """How many were taken that had been before."""
        return self.ids.total() - len(self.ids)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        try:
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    writer.write(b"354 go on\r\n")
                    content = await reader.readuntil(b"\r\n.\r\n")
                    if found := ID.search(content):
                        self.ids[found[1]] += 1
                writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # its worker was killed
        finally:
            writer.close()
