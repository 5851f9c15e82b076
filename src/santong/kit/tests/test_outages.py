"""A full disk and an absent database: a page that says what to do, and nothing half done."""

from __future__ import annotations

import errno
import json

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import BadRequest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import path

from santong.kit import outages
from santong.kit.models import AuditEntry

handler400 = "santong.kit.outages.bad_request"
handler500 = "santong.kit.outages.server_error"


@transaction.atomic
def write_much(request):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 20}")
    AuditEntry.objects.create(kind="change", model="x", object_id="1", changes={"text": "x" * 2_000_000})
    raise OperationalError("could not extend file: No space left on device")


def save_file(request):
    raise OSError(errno.ENOSPC, "No space left on device")


def database_away(request):
    raise OperationalError("connection failed: Connection refused")


def session_not_saved(request):
    try:
        raise OperationalError("database or disk is full")
    except OperationalError as error:
        raise SessionInterrupted("The request's session was deleted") from error


def strange(request):
    raise BadRequest("strange")


def mistake(request):
    raise OperationalError("no such column: x")


VIEWS = (write_much, save_file, database_away, session_not_saved, strange, mistake)
urlpatterns = [path(f"{view.__name__}/", view) for view in VIEWS]


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    return Client(raise_request_exception=False)


@pytest.mark.django_db(transaction=True)
def test_full_disk_of_the_database_is_a_friendly_page_and_writes_nothing(visitor):
    try:
        response = visitor.post("/write_much/", {"name": "typed"})
    finally:
        if connection.vendor == "sqlite":
            connection.close()
    assert response.status_code == 507
    assert "您填写的内容还在" in response.content.decode()
    assert not AuditEntry.objects.filter(model="x").exists()


def test_full_disk_of_the_files_too(visitor):
    assert visitor.post("/save_file/").status_code == 507


def test_absent_database_asks_to_come_back(visitor):
    response = visitor.get("/database_away/")
    assert (response.status_code, response["Retry-After"]) == (503, "15")


def test_session_that_could_not_be_written_is_an_outage_and_no_bad_request(visitor):
    assert visitor.get("/session_not_saved/").status_code == 507
    assert visitor.get("/strange/").status_code == 400


def test_mistake_of_the_program_stays_one(visitor):
    assert visitor.get("/mistake/").status_code == 500


def test_htmx_keeps_the_form_and_shows_a_notice(visitor):
    response = visitor.post("/save_file/", headers={"HX-Request": "true"})
    assert response["HX-Reswap"] == "none"
    assert json.loads(response["HX-Trigger"])["toast"]["tone"] == "error"


def test_cause_is_found_behind_other_errors():
    error = ValueError("saving failed")
    error.__cause__ = OSError(errno.ENOSPC, "full")
    assert outages.outage_of(error) is outages.DISK_FULL
    assert outages.outage_of(ValueError("other")) is None
