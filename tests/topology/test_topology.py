"""The topology of production, natively: what is started in one process is seen by all others."""

from __future__ import annotations

import time

import boto3
import pytest
import redis

from bench.visitor import Visitor
from santong.kit.testing.postgres import PostgresMissing
from tests.topology.natively import Production, answers, production
from tests.topology.pages import form_with

pytestmark = pytest.mark.slow

SHEET = "姓名,性别,年级,班级\n程小满,女,七年级,1班\n,男,七年级,1班\n".encode()


@pytest.fixture(scope="module")
def made():
    try:
        with production(SANTONG_DEMO="1", LOG_LEVEL="WARNING") as running:
            yield running
    except PostgresMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def visitors(made: Production) -> list[Visitor]:
    """One person, with one session, on both web processes."""
    first, second = (Visitor(address) for address in made.addresses)
    first.enter("school-it")
    second.cookies = first.cookies
    return [first, second]


def until(condition, patience: float = 300.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.2)


def test_both_are_healthy_and_serve_the_sign_in_page(made: Production):
    for address in (*made.addresses, made.address):
        assert answers(f"{address}/health/ready") == 200
        status, page = Visitor(address).get("/account/sign-in/")
        assert status == 200
        assert "<form" in page


def test_session_is_shared(visitors: list[Visitor]):
    for visitor in visitors:
        assert visitor.get("/")[0] == 200


def test_cache_is_shared(made: Production):
    """Django's cache in each of two processes with these settings is one and the same."""
    cache = redis.Redis.from_url(made.environment["CACHE_URL"].replace("valkey:", "redis:"))
    assert cache.ping()
    assert made.environment["CACHE_URL"].startswith("valkey:")


def test_upload_is_stored_checked_by_a_worker_and_read_by_the_other_process(made: Production, visitors: list[Visitor]):
    first, second = visitors
    form = form_with(first.get("/imports/new/pupils/")[1], "csrfmiddlewaretoken")
    status, text = first.upload("/imports/new/pupils/", form.fields, "file", "pupils.csv", SHEET)
    assert status == 302, text
    assert stored(made)
    visitor, turn = second, 0
    while "/columns/" in first.location or "/headings/" in first.location:
        page = visitors[turn % 2].get(first.location)[1]
        name = "first" if "/headings/" in first.location else "column-0"
        assert turn < 4, page
        sent = {"first": "0", "rows": "1", **form_with(page, "csrfmiddlewaretoken").fields}
        status, text = first.post(first.location, sent)
        assert status == 302, (name, text[-3000:])
        turn += 1
    run = first.location.split("/")[2]
    until(lambda: visitor.get(f"/imports/{run}/check/numbers/")[0] == 200)
    until(lambda: visitor.get(f"/imports/{run}/annotated/")[0] == 200)


def stored(made: Production) -> list[str]:
    """The names of the files in the store."""
    address = "http://" + made.environment["STORAGE_URL"].split("@")[1].split("/")[0]
    store = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id="x", aws_secret_access_key="x", region_name="us-east-1"
    )
    return [found["Key"] for found in store.list_objects_v2(Bucket="santong").get("Contents", [])]


def test_one_web_process_dies_and_the_proxy_still_answers(made: Production):
    made.processes["web-1"].terminate()
    made.processes["web-1"].wait(60)
    for _ in range(4):
        assert answers(f"{made.address}/account/sign-in/") == 200
