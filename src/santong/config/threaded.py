"""Runs every request in one of a few long-lived threads.

Django's own ASGI handler makes a thread for each request, and with it a new database connection;
that cost 4 ms of CPU for each page here. In a pool a thread keeps its connection, and the number
of requests that compete for one interpreter is bounded. Some threads are kept for requests that
only read: writers wait for each other, and would hold all of them. Files and asynchronous streams are sent
by the event loop, so that a slow reader holds no thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext
from contextvars import copy_context
from functools import partial
from io import BytesIO
from typing import Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.exception import response_for_exception
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

READERS = 4
RESERVED = 4
"""One thread in so many is kept for requests that only read."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ThreadedHandler(ASGIHandler):
    """The ASGI application, with synchronous middleware and views in `threads` threads."""

    def __init__(self, threads: int) -> None:
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        # Writers can wait for the database for seconds; in all threads at once they would stop the readers, too.
        self.writing = asyncio.Semaphore(max(1, threads - -(-threads // RESERVED)))
        super().__init__()

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        if scope["type"] != "http":
            raise ValueError(f"{scope['type']} connections are not served here")
        trouble: OSError | None = None
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        except OSError as error:  # no room for an upload: answered like any other full disk
            body, trouble = BytesIO(), error
        with body:
            loop = asyncio.get_running_loop()
            answer = partial(copy_context().run, self.respond, scope, body, trouble, _from_thread(send, loop))
            turn: AbstractAsyncContextManager[Any] = nullcontext() if scope["method"] in READING else self.writing
            async with turn:
                response = await loop.run_in_executor(self.pool, answer)
            if response is not None:
                await self._send(response, send)
                if response.streaming:
                    await loop.run_in_executor(self.readers, response.close)

    def respond(
        self, scope: Scope, body: Any, trouble: OSError | None, say: Callable[[dict[str, Any]], None]
    ) -> HttpResponseBase | None:
        """Answer a request, in a thread. None: the answer was a stream that has been sent."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        if request is None:
            return refusal
        response = self._answer(request, trouble)
        if not response.streaming:
            response.close()
            return response
        if isinstance(response, FileResponse) or _is_async(response):
            return response
        # Its rows come from this thread's connection, so this thread sends it.
        say(_head(response))
        for part in response.streaming_content:  # type: ignore[attr-defined]
            say(_part(part, more=True))
        say(_part(b"", more=False))
        response.close()
        return None

    def _answer(self, request: HttpRequest, trouble: OSError | None) -> HttpResponseBase:
        if trouble is not None:
            try:
                raise trouble
            except OSError as error:
                return response_for_exception(request, error)
        response = self.get_response(request)
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        return response

    async def _send(self, response: HttpResponseBase, send: Send) -> None:
        await send(_head(response))
        if isinstance(response, HttpResponse):
            await send(_part(response.content, more=False))
        elif isinstance(response, StreamingHttpResponse):
            await self._pour(response, send)
            await send(_part(b"", more=False))

    async def _pour(self, response: StreamingHttpResponse, send: Send) -> None:
        if response.is_async:
            async for part in response:
                await send(_part(part, more=True))
        else:
            await self._send_file(response, send)

    async def _send_file(self, response: StreamingHttpResponse, send: Send) -> None:
        loop, parts = asyncio.get_running_loop(), iter(response)
        while (part := await loop.run_in_executor(self.readers, next, parts, None)) is not None:
            await send(_part(part, more=True))


def _is_async(response: HttpResponseBase) -> bool:
    return isinstance(response, StreamingHttpResponse) and response.is_async


def _from_thread(send: Send, loop: asyncio.AbstractEventLoop) -> Callable[[dict[str, Any]], None]:
    def say(message: dict[str, Any]) -> None:
        asyncio.run_coroutine_threadsafe(send(message), loop).result()  # type: ignore[arg-type]

    return say


def _head(response: HttpResponseBase) -> dict[str, Any]:
    headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()]
    cookies = [
        (b"Set-Cookie", cookie.output(header="").encode("ascii").strip()) for cookie in response.cookies.values()
    ]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers + cookies}


def _part(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": more}
