"""The ASGI application as the web server calls it: answers, streams, files, uploads."""

from __future__ import annotations

import asyncio
import errno
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import connection
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.urls import path

from santong.config.threaded import ThreadedHandler
from santong.kit.models import AuditEntry

handler500 = "santong.kit.outages.server_error"
threads: list[str] = []


def echo(request):
    threads.append(threading.current_thread().name)
    response = HttpResponse(request.body)
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return response


def rows(request):
    def numbers():
        threads.append(threading.current_thread().name)
        for entry in AuditEntry.objects.filter(model="x").order_by("pk").iterator(chunk_size=1):
            yield f"{entry.object_id}\n"

    threads.append(threading.current_thread().name)
    return StreamingHttpResponse(numbers())


def file(request):
    return FileResponse(open(__file__, "rb"))


def ticks(request):
    async def count():
        for number in range(3):
            await asyncio.sleep(0)
            yield f"{number}"

    return StreamingHttpResponse(count())


def save(request):
    """A write that waits for the database until the test lets it go."""
    arrived.release()
    assert database.wait(60)
    return HttpResponse("saved")


arrived, database = threading.Semaphore(0), threading.Event()
urlpatterns = [path(f"{view.__name__}/", view) for view in (echo, rows, file, ticks, save)]


@pytest.fixture
def application(settings, transactional_db):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    threads.clear()
    handler = ThreadedHandler(1)
    yield handler
    handler.pool.submit(lambda: connection.close()).result()  # in the thread whose it is
    handler.pool.shutdown()
    handler.readers.shutdown()


def ask(
    application: ThreadedHandler, url: str, body: bytes = b""
) -> tuple[int, list[tuple[bytes, bytes]], list[bytes]]:
    # In a thread of its own: one that ran tests in the browser has an event loop already.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, _ask(application, url, body)).result()


async def _ask(application, url, body, method="POST"):
    scope = {"type": "http", "method": method, "path": url, "query_string": b"", "headers": [(b"host", b"testserver")]}
    conversation = ApplicationCommunicator(application, scope)
    await conversation.send_input({"type": "http.request", "body": body})
    head = await conversation.receive_output(30)
    parts, more = [], True
    while more:
        part = await conversation.receive_output(30)
        parts.append(part["body"])
        more = part["more_body"]
    await conversation.wait(30)
    return head["status"], head["headers"], parts


def test_answers_in_a_thread_of_the_pool_with_all_cookies(application):
    status, headers, parts = ask(application, "/echo/", b"hello")
    assert (status, b"".join(parts)) == (200, b"hello")
    assert [value.split(b";")[0] for name, value in headers if name == b"Set-Cookie"] == [b"a=1", b"b=2"]
    assert threads[0].startswith("request")


def test_rows_are_streamed_by_the_thread_that_reads_them(application):
    AuditEntry.objects.bulk_create(AuditEntry(kind="create", model="x", object_id=str(n)) for n in range(5))
    status, _, parts = ask(application, "/rows/")
    assert (status, parts) == (200, [b"0\n", b"1\n", b"2\n", b"3\n", b"4\n", b""])
    assert threads[0] == threads[1]


def test_files_and_asynchronous_streams_are_sent_whole(application):
    with open(__file__, "rb") as source:
        assert b"".join(ask(application, "/file/")[2]) == source.read()
    assert ask(application, "/ticks/")[2] == [b"0", b"1", b"2", b""]


def test_no_room_for_an_upload_is_a_friendly_page(application, monkeypatch):
    async def full(receive):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(application, "read_body", full)
    assert ask(application, "/echo/", b"x" * 10)[0] == 507


def test_reads_are_answered_while_more_writers_wait_than_there_are_threads(settings):
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []
    database.clear()
    application = ThreadedHandler(4)
    try:
        with ThreadPoolExecutor(1) as apart:
            read, saved = apart.submit(asyncio.run, _read_while_nine_write(application)).result()
    finally:
        database.set()
        application.pool.shutdown()
        application.readers.shutdown()
    assert read == 200
    assert saved == [200] * 9


async def _read_while_nine_write(application):
    writers = [asyncio.create_task(_ask(application, "/save/", b"")) for _ in range(9)]
    for _ in range(3):  # as many as may write at once
        await asyncio.to_thread(arrived.acquire)
    try:
        status, _, _ = await _ask(application, "/echo/", b"", method="GET")
    finally:
        database.set()
    return status, [(await writer)[0] for writer in writers]


def test_one_thread_serves_everything(settings):
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []
    application = ThreadedHandler(1)
    assert ask(application, "/echo/", b"x")[0] == 200
    application.pool.shutdown()
    application.readers.shutdown()
