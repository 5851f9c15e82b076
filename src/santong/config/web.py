"""One web process: uvicorn on a listening socket that the supervisor holds.

The socket outlives the process, so requests that arrive while it is restarted wait in the queue
of the kernel instead of failing.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys

import uvicorn

from santong.config.asgi import application
from santong.lib.processes import seldom_collect, when_orphaned

KEEP_ALIVE = 30
DRAIN = 20


class Server(uvicorn.Server):
    """Tells the supervisor when it serves."""

    def __init__(self, config: uvicorn.Config, ready_fd: int | None) -> None:
        super().__init__(config)
        self.ready_fd = ready_fd

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.ready_fd is not None and self.started:
            os.write(self.ready_fd, b"r")
            os.close(self.ready_fd)


def main(arguments: list[str]) -> None:
    """`--fd N`: the listening socket; `--ready-fd N`: where to say that it serves."""
    parser = argparse.ArgumentParser(prog="santong.config.web")
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--ready-fd", type=int)
    options = parser.parse_args(arguments)
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=DRAIN,
    )
    seldom_collect()
    server = Server(config, options.ready_fd)
    supervisor = os.environ.get("SANTONG_SUPERVISOR")
    if supervisor:
        when_orphaned(int(supervisor), lambda: os.kill(os.getpid(), signal.SIGTERM))
    with socket.socket(fileno=options.fd) as listener:
        server.run([listener])


if __name__ == "__main__":
    main(sys.argv[1:])
