"""`santong demo`: a small region with accounts of every role, in a folder of its own.

Like `serve`, this process only watches others and loads no Django.
"""

from __future__ import annotations

import os
import sys

from santong.config import serve

SIZES = ("small", "city")


def main(arguments: list[str]) -> int:
    """Prepare, create the region once, serve; returns the exit code."""
    parser = serve.parser("santong demo")
    parser.description = "Serve a demonstration region; everybody who reaches the address may enter it."
    parser.add_argument("--size", choices=SIZES, default="small", help="small: seconds to make; city: minutes")
    parser.add_argument("--reset", action="store_true", help="throw the region away and make it anew")
    parser.add_argument("--bare", action="store_true", help="leave out what would be added in the background")
    options = parser.parse_args(arguments)
    options.migrate = True
    os.environ.setdefault("SANTONG_HOME", os.path.join("var", "demo"))
    os.environ.setdefault("LOG_FORMAT", "text")
    os.environ["SANTONG_DEMO"] = "1"
    if not serve.is_loopback(options.host):
        _open_to_the_network(options.port)
    extra = ("--demo", options.size, *(f"--{name}" for name in ("reset", "bare") if vars(options)[name]))
    return serve.serve(options, extra, welcome)


def _open_to_the_network(port: int) -> None:
    """Nobody knows by which name a demonstration is reached, so it answers to all."""
    os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("ALLOWED_HOSTS", "*")


def welcome() -> None:
    """Where to go now."""
    print(f"\n  Santong is ready: {os.environ['PUBLIC_URL']}    (Ctrl+C stops it)\n", file=sys.stderr, flush=True)
