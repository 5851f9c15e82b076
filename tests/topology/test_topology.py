"""The topology of production, natively: what is started in one process is seen by all others."""

from __future__ import annotations

import subprocess
import sys
import time

import boto3
import psutil
import pytest
import redis
from playwright.sync_api import Browser

from bench.visitor import Visitor
from santong.domains.platform.demonstration.accounts import PASSWORD
from tests.topology.natively import Production, answers
from tests.topology.pages import form_with

# One worker for all of them and for the tests in the browser (`tests/e2e`): what they test is started once.
pytestmark = [pytest.mark.slow, pytest.mark.only_on("postgresql"), pytest.mark.xdist_group("demo")]

SHEET = "姓名,性别,年级,班级\n程小满,女,七年级,1班\n,男,七年级,1班\n".encode()


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
    """What one process puts into the cache, another finds there."""
    command = [sys.executable, "-m", "santong", "shell", "--verbosity", "0", "-c"]
    code = "from django.core.cache import cache; cache.set('mark', 'here')"
    subprocess.run([*command, code], env=made.environment, check=True)
    found = redis.Redis.from_url(made.environment["CACHE_URL"].replace("valkey:", "redis:")).keys("*mark")
    assert len(found) == 1


def test_upload_is_stored_checked_by_a_worker_and_read_by_the_other_process(made: Production, visitors: list[Visitor]):
    first, second = visitors
    fields = form_with(first.get("/imports/new/pupils/")[1], "file").fields
    assert first.upload("/imports/new/pupils/", fields, "file", "pupils.csv", SHEET)[0] == 302
    assert [name for name in stored(made) if name.startswith("imports/")]
    columns = first.location
    assert second.post(columns, form_with(second.get(columns)[1], "column0").fields)[0] == 302
    run = second.location
    until(lambda: first.get(run)[0] == 302)  # a worker has read the file and judged its rows
    assert first.location == f"{run}check/"
    assert second.get(first.location)[0] == 200
    until(lambda: second.get(f"{run}annotated/")[0] == 200)


def stored(made: Production) -> list[str]:
    """The names of the files in the store."""
    address = "http://" + made.environment["STORAGE_URL"].split("@")[1].split("/")[0]
    store = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id="x", aws_secret_access_key="x", region_name="us-east-1"
    )
    return [found["Key"] for found in store.list_objects_v2(Bucket="santong").get("Contents", [])]


@pytest.mark.browser
def test_person_signs_in_through_the_proxy(made: Production, chromium: Browser):
    """Every request of the browser goes to the other web process than the one before."""
    page = chromium.new_page(locale="zh-CN")
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{made.address}/account/sign-in/")
    page.fill("[name=identifier]", "principal")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{made.address}/")
    assert page.locator("h1").count() == 1
    page.goto(f"{made.address}/organisations/")
    assert page.locator("table tbody tr").count() > 0
    assert not problems
    page.close()


def test_one_web_process_dies_and_the_proxy_still_answers(made: Production):
    victim = made.processes["web-1"]
    victim.terminate()
    # Another worker may have started it, and doesn't wait for it before the end.
    until(lambda: not victim.is_running() or victim.status() == psutil.STATUS_ZOMBIE)
    for _ in range(4):
        assert answers(f"{made.address}/account/sign-in/") == 200
